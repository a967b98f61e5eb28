import type { DifferenceKind, Line } from './difference.js';

export type Tally = Record<DifferenceKind, number>;

export function tally(lines: readonly Line[], counts: Tally = { row: 0, facet: 0, count: 0, value: 0 }): Tally {
  for (const { difference, children } of lines) {
    if (difference) counts[difference] += 1;
    tally(children, counts);
  }
  return counts;
}
