import type pg from 'pg';
import { FIRST_GROUP_NUMBER } from '../../jurisdiction/units.js';
import { yearOf } from '../moments.js';

/**
 * Ledger numbers without gaps: 330203-2026-00017. A series is an organ or group and a year; what lies in the cadre
 * compartment has one of its own (330203-2026-C00003), so that neither tells of the other by its gaps.
 */
export class Numbering {
  private constructor(private readonly last: Map<string, number>) {}

  /** Goes on from what the ledgers hold. */
  static async from(owner: pg.Client): Promise<Numbering> {
    const { rows } = await owner.query<{ series: string; last: number }>(
      String.raw`select substring(number from '^(.*\D)\d+$') as series, max(substring(number from '\d+$')::int) as last
        from clue where owner_pos >= 0 group by 1`,
    );
    return new Numbering(new Map(rows.map(({ series, last }) => [series, last])));
  }

  next(owner: number, at: Date, compartment: boolean): string {
    const series = `${ledgerOf(owner)}-${yearOf(at)}-${compartment ? 'C' : ''}`;
    const number = (this.last.get(series) ?? 0) + 1;
    this.last.set(series, number);
    return series + String(number).padStart(5, '0');
  }
}

/** Six digits for a division down to the county, nine for a township, and a group's number after its organ's. */
export function ledgerOf(owner: number): string {
  const digits = String(owner).padStart(12, '0');
  const organ = digits.slice(6, 9) === '000' ? digits.slice(0, 6) : digits.slice(0, 9);
  const unit = owner % 1000;
  return unit >= FIRST_GROUP_NUMBER ? `${organ}-${unit}` : organ;
}
