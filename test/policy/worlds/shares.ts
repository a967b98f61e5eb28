import type { AnyMatter, Clue, Facet } from './world.js';
import type { Sight } from '../oracleLists.js';

interface Share {
  seen: number;
  asked: number;
}

/** How much of the worlds was seen and how much refused, so that equality with the oracle is known to mean something. */
export class Shares {
  readonly identities = new Map<string, Share>();
  readonly facets = new Map<string, Share>();
  readonly scopes = new Map<string, Share>();

  /** Of all matters, those that the viewer sees; of the clues among them that have a facet, those whose facet he does. */
  addSight({ standing, facets }: Sight, matters: readonly AnyMatter[], clues: readonly Clue[]): void {
    count(this.identities, standing.viewer.identity, facets.size, matters.length);
    const names = { petition: 'PETITION', content: 'CONTENT', reporter: 'REPORTER' } as const;
    for (const clue of clues) {
      const seen = facets.get(clue.id);
      if (!seen) continue;
      for (const [field, facet] of Object.entries(names) as [keyof typeof names, Facet][]) {
        if (clue[field] !== null) count(this.facets, facet, Number(seen.has(facet)), 1);
      }
    }
  }

  /** Of the lists of a scope, those with a row. */
  addScope(scope: string, rows: number): void {
    count(this.scopes, scope, Number(rows > 0), 1);
  }

  toString(): string {
    const lines = [this.identities, this.facets, this.scopes].flatMap((table) =>
      [...table].map(([name, { seen, asked }]) => {
        return `  ${name.padEnd(20)} ${seen} of ${asked} (${((100 * seen) / asked).toFixed(1)} %)`;
      }),
    );
    return lines.join('\n');
  }
}

function count(table: Map<string, Share>, name: string, seen: number, asked: number): void {
  const share = table.get(name) ?? { seen: 0, asked: 0 };
  table.set(name, { seen: share.seen + seen, asked: share.asked + asked });
}
