import { expect, it } from 'vitest';
import { termsOf, without } from '../prove/mutations/terms.js';

/* What `npm run prove` takes away from a condition: each term, and nothing else. */

const terms = (text: string) => termsOf(text).map(({ from, to, neutral }) => `${text.slice(from, to)} → ${neutral}`);

it.each<[text: string, found: string[]]>([
  ['(a = 1)', []],
  ['((a = 1) AND (b = 2))', ['(a = 1) → true', '(b = 2) → true']],
  ['((a = 1) OR (NOT (b && c)))', ['(a = 1) → false', '(NOT (b && c)) → false']],
  [
    '((a IS NULL) OR ((b = 1) AND (c = 2)))',
    ['(a IS NULL) → false', '((b = 1) AND (c = 2)) → false', '(b = 1) → true', '(c = 2) → true'],
  ],
  ['select x from t where a between 1 and 2 and b = 3 order by c', ['a between 1 and 2 → true', 'b = 3 → true']],
  [
    "select x from t where a = 'this and that' and b -- and so on\n limit 1",
    ["a = 'this and that' → true", 'b → true'],
  ],
  ['if a or b then raise; end if; perform c where d and e;', ['a → false', 'b → false', 'd → true', 'e → true']],
  ['select case when a and b then c else d end', ['a → true', 'b → true']],
  ['exists (select from t where (a and (b or c)))', ['a → true', '(b or c) → true', 'b → false', 'c → false']],
])('%s', (text, found) => {
  expect(terms(text)).toEqual(found);
});

it('leaves the rest as it is', () => {
  const text = '((a = 1) AND (b = 2))';
  expect(termsOf(text).map((term) => without(text, term))).toEqual(['(true AND (b = 2))', '((a = 1) AND true)']);
});
