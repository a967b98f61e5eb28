import type pg from 'pg';
import { copyRows } from './copyRows.js';
import { organsOfTheCountry } from './organs.js';
import { UNIT_COLUMNS, type Unit } from './unit.js';

const LOCK = 0x11a2d2;

/** The organs of the whole country; where they already are, nothing changes. */
export async function loadHierarchy(
  owner: pg.Client,
  progress?: (done: number, total: number) => void,
): Promise<{ organs: number }> {
  await owner.query('begin');
  try {
    await owner.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { rowCount } = await owner.query('select from unit where pos = 0');
    if (rowCount === 0) {
      const organs = [...organsOfTheCountry()];
      await copyRows(owner, 'unit', UNIT_COLUMNS, counted(organs, progress));
      await owner.query('analyze unit');
    }
    const { rows } = await owner.query<{ organs: number }>(
      'select count(*)::int as organs from unit where pos >= 0 and organ_pos = pos',
    );
    await owner.query('commit');
    return rows[0]!;
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

function* counted(units: readonly Unit[], progress?: (done: number, total: number) => void): Generator<Unit> {
  for (const [i, unit] of units.entries()) {
    yield unit;
    const done = i + 1;
    if (done % 1000 === 0 || done === units.length) progress?.(done, units.length);
  }
}
