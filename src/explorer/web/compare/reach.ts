import type { Json, JsonObject } from './difference/answer.js';
import { isObject } from './difference/answer.js';
import type { Words } from '../shared/words.js';

/** Asked beside every comparison: how far each one's post reaches, in the server's words. */
export const REACH = `{
  me {
    reaches {
      clues { words }
      supervisionItems { words }
      jointCases { words }
    }
  }
}`;

export type Noun = 'clues' | 'supervisionItems' | 'jointCases';

export const NOUNS: Record<Noun, Words> = {
  clues: { zh: '线索', en: 'Clues' },
  supervisionItems: { zh: '督办', en: 'Supervision' },
  jointCases: { zh: '联合办案', en: 'Joint cases' },
};

const ROOTS: Record<string, Noun> = {
  clue: 'clues',
  clues: 'clues',
  clueStatistics: 'clues',
  supervisionItem: 'supervisionItems',
  supervisionItems: 'supervisionItems',
  jointCase: 'jointCases',
  jointCases: 'jointCases',
};

/** The nouns that a query begins with: their reach explains its answer. */
export function nounsIn(document: string): Noun[] {
  let depth = 0;
  const asked = new Set<Noun>();
  for (const [token] of document.replaceAll(/#.*/g, '').matchAll(/[{(]|[})]|\w+/g)) {
    if (token === '{' || token === '(') depth += 1;
    else if (token === '}' || token === ')') depth -= 1;
    else if (depth === 1 && Object.hasOwn(ROOTS, token)) asked.add(ROOTS[token]!);
  }
  return asked.size > 0 ? [...asked] : ['clues'];
}

/** The clauses of a reach, each with what it is of: 本级及下级 – 海曙区纪委监委. */
export function clausesOf(data: JsonObject | null, noun: Noun): { way: string; of: string }[] {
  const words = at(data, ['me', 'reaches', noun, 'words']);
  if (typeof words !== 'string') return [];
  return words.split(/；|; /).map((clause) => {
    const [, way = clause, of = ''] = /^(.*?)(?:：|: )(.*)$/.exec(clause) ?? [];
    return { way, of };
  });
}

function at(value: Json, path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((part, field) => (isObject(part) ? part[field] : undefined), value);
}
