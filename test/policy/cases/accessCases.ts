import { readFileSync } from 'node:fs';
import type { Facet } from '../worlds/world.js';

const LETTERS: Record<string, Facet> = { L: 'LEDGER', P: 'PETITION', C: 'CONTENT', R: 'REPORTER' };

/** One line of the table for one viewer and one matter. */
export interface AccessCase {
  line: number;
  section: string;
  viewer: string;
  relation: string;
  matter: string;
  /** Null: figures, which are no facet of one matter. */
  facets: Facet[] | null;
  /** Whether figures that the viewer may have count it; null: not a case of figures. */
  counted: boolean | null;
  pending: string | null;
}

export function readAccessCases(): AccessCase[] {
  const lines = readFileSync(new URL('access-cases.txt', import.meta.url), 'utf8').split('\n');
  let section = '';
  return lines.flatMap((text, n) => {
    if (text.startsWith('## ')) section = text.slice(3);
    if (text.trim() === '' || text.startsWith('#')) return [];
    const [viewers, relation, matters, facets, pending, ...more] = text.split('|').map((cell) => cell.trim());
    if (
      !viewers ||
      !relation ||
      !matters ||
      !facets ||
      more.length > 0 ||
      (pending && !pending.startsWith('pending: '))
    )
      throw new Error(`access-cases.txt:${n + 1} is no case: ${text}`);
    const common = {
      line: n + 1,
      section,
      relation,
      facets: facetsOf(facets),
      counted: countedOf(facets),
      pending: pending?.slice(9) ?? null,
    };
    return viewers
      .split(',')
      .flatMap((viewer) =>
        matters.split(';').map((matter) => ({ ...common, viewer: viewer.trim(), matter: matter.trim() })),
      );
  });
}

function facetsOf(text: string): Facet[] | null {
  if (countedOf(text) !== null) return null;
  if (text === '-') return [];
  return text.split(/\s+/).map((letter) => {
    const facet = LETTERS[letter];
    if (!facet) throw new Error(`no facet is called ${letter}`);
    return facet;
  });
}

function countedOf(text: string): boolean | null {
  return text === 'STATISTICS' ? true : text === 'no STATISTICS' ? false : null;
}
