import pg from 'pg';
import type { World } from './world.js';
import { matterRows } from './matterRows.js';
import { organisationRows, type Table } from './organisationRows.js';

const NIL = '00000000-0000-0000-0000-000000000000';
/** The unit and the matters that lie nowhere belong to the product and stay. */
const HAVE_A_ROW_NOWHERE = ['unit', 'clue', 'supervision_item', 'joint_case'];

/** Puts a world in the place of the one before, as the owner, in one transaction. */
export async function insertWorld(owner: pg.Client, world: World): Promise<void> {
  const tables: Table[] = [...organisationRows(world), ...matterRows(world)];
  const deletions = tables.toReversed().map(([table]) => {
    return `delete from ${table} ${HAVE_A_ROW_NOWHERE.includes(table) ? `where id <> '${NIL}'` : ''};`;
  });
  const insertions = tables.map(([table, rows]) => {
    if (rows.length === 0) return '';
    const columns = Object.keys(rows[0]!).join(', ');
    return `insert into ${table} (${columns}) select ${columns}
      from jsonb_populate_recordset(null::${table}, ${pg.escapeLiteral(JSON.stringify(rows))});`;
  });
  try {
    await owner.query(['begin;', ...deletions, ...insertions, 'commit'].join('\n'));
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}
