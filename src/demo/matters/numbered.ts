import { yearOf } from '../moments.js';
import { ledgerOf } from '../clues/numbering.js';

/** Numbers matters in the order they began, without gaps in each organ's year: 330200-DB-2026-00012. */
export function numbered<T extends { owner: number; startedAt: Date; number: string }>(
  kind: 'DB' | 'LH',
  matters: T[],
): T[] {
  const last = new Map<string, number>();
  const inOrder = [...matters].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  for (const matter of inOrder) {
    const series = `${ledgerOf(matter.owner)}-${kind}-${yearOf(matter.startedAt)}-`;
    const next = (last.get(series) ?? 0) + 1;
    last.set(series, next);
    matter.number = series + String(next).padStart(5, '0');
  }
  return inOrder;
}
