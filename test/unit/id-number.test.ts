import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { idNumberDigest, idNumberEnd, idNumberOf } from '../../src/shared/idNumber.js';
import { firstKey, parseKeys } from '../../src/shared/keys.js';
import { TEST_KEYS } from '../support/keys.js';

/* The two numbers are the examples of GB 11643-1999 itself, nobody's. */
const EXAMPLES = ['11010519491231002X', '440524188001010014'];

describe('an id number', () => {
  it.each(EXAMPLES)('%s is one, in whatever case, with or without space around it', (number) => {
    expect([idNumberOf(number), idNumberOf(` ${number.toLowerCase()} `)]).toEqual([number, number]);
    expect(idNumberEnd(number)).toBe(number.slice(14));
  });

  it.each(EXAMPLES)('%s has one check character, and no digit of it can be another', (number) => {
    for (let at = 0; at < number.length; at += 1) {
      for (const digit of '0123456789X') {
        const other = number.slice(0, at) + digit + number.slice(at + 1);
        if (other !== number) expect([other, idNumberOf(other)]).toEqual([other, null]);
      }
    }
  });

  it.each([
    ['', 'nothing'],
    ['110105491231002', 'fifteen digits'],
    ['11010519491231002', 'seventeen'],
    ['11010519491231002X0', 'nineteen'],
    ['01010519491231002X', 'of no place'],
    ['１１０１０５１９４９１２３１００２Ｘ', 'in wide digits'],
    ["11010519491231002'", 'with a quote'],
  ])('%s is none: %s', (text) => {
    expect(idNumberOf(text)).toBeNull();
  });

  it('has a birthday that there was, whatever its check says', () => {
    const withCheck = (body: string) => Array.from('0123456789X', (check) => idNumberOf(body + check)).filter(Boolean);
    expect(withCheck('11010519490228002')).toHaveLength(1);
    for (const body of ['11010519490229002', '11010519491301002', '11010519490431002', '11010517991231002'])
      expect(withCheck(body)).toEqual([]);
  });
});

describe('its digest', () => {
  const key = firstKey(parseKeys(TEST_KEYS), 'idNumber');
  it('is of the key as much as of the number', () => {
    const [number] = EXAMPLES as [string];
    const digest = idNumberDigest(key, number);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(digest).toBe(idNumberDigest(key, number));
    expect(digest).not.toBe(idNumberDigest(firstKey(parseKeys(TEST_KEYS), 'act'), number));
    expect(digest).not.toBe(createHash('sha256').update(number).digest('hex'));
  });
});
