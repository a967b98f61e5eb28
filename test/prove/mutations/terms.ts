/** A condition's part that can be left out: where it stands in the text, and what stands there without it. */
export interface Term {
  from: number;
  to: number;
  /** What is neutral beside its neighbours: true between ands, false between ors. */
  neutral: 'true' | 'false';
}

const WORD = /[a-z_][a-z0-9_$]*/iy;
const ENDS_WHERE = new Set(
  'order group having limit union returning loop then for window except intersect on when else'.split(' '),
);

/** The text with what is quoted or remarked made blank, letter for letter. */
export function masked(text: string): string {
  return text.replace(/--[^\n]*|'(?:[^']|'')*'/g, (part) => part.replace(/[^\n]/g, part.startsWith('-') ? ' ' : '·'));
}

/**
 * Every term of every condition in an expression or a function: of what stands after where, on, if or when, and in
 * brackets. Written for the SQL that this tree has; what it does not understand, PostgreSQL refuses.
 */
export function termsOf(text: string): Term[] {
  const plain = masked(text).toLowerCase();
  const starts = [0];
  for (const { index, 0: word } of plain.matchAll(/\b(?:where|on|if|elsif|when)\b|\(/g))
    starts.push(index + word.length);
  const seen = new Map<number, Term>();
  for (const start of starts) for (const term of region(plain, start)) seen.set(term.from * 1e6 + term.to, term);
  return [...seen.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

function region(plain: string, start: number): Term[] {
  const cuts: { at: number; after: number; word: 'and' | 'or' }[] = [];
  let [depth, cases, between] = [0, 0, false];
  let at = start;
  for (; at < plain.length; at += 1) {
    const letter = plain[at]!;
    if (letter === '(' || letter === '[') depth += 1;
    else if (letter === ')' || letter === ']') depth -= 1;
    if (depth < 0 || (depth === 0 && (letter === ';' || letter === ','))) break;
    if (!/[a-z_]/.test(letter)) continue;
    WORD.lastIndex = at;
    const word = WORD.exec(plain)![0];
    if (depth === 0) {
      if (
        at === start + /^\s*/.exec(plain.slice(start))![0].length &&
        /^(select|with|where|insert|update|delete|begin|create|declare|if)$/.test(word)
      )
        return [];
      if (word === 'case') cases += 1;
      else if (word === 'end' && cases > 0) cases -= 1;
      else if (cases === 0) {
        if (word === 'end' || ENDS_WHERE.has(word)) break;
        if (word === 'between') between = true;
        else if (word === 'and' && between) between = false;
        else if (word === 'and' || word === 'or') cuts.push({ at, after: at + word.length, word });
      }
    }
    at += word.length - 1;
  }
  if (cuts.length === 0) return [];
  return [...cuts, null].map((cut, n) => {
    const before = cuts[n - 1];
    const from = before?.after ?? start;
    const to = cut?.at ?? at;
    const beside = [before?.word, cut?.word];
    const text = plain.slice(from, to);
    const lead = /^\s*/.exec(text)![0].length;
    return { from: from + lead, to: from + text.trimEnd().length, neutral: beside.includes('and') ? 'true' : 'false' };
  });
}

export const without = (text: string, { from, to, neutral }: Term): string =>
  `${text.slice(0, from)}${neutral}${text.slice(to)}`;
