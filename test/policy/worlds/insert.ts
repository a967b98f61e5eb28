import pg from 'pg';
import { inject } from 'vitest';
import { SCHEMA } from '../../../src/database/roles.js';
import type { TestDatabase } from '../../support/database.js';
import type { World } from './world.js';
import { matterRows } from './matterRows.js';
import { organisationRows, type Table } from './organisationRows.js';

const NIL = '00000000-0000-0000-0000-000000000000';
/** The unit and the matters that lie nowhere belong to the product and stay. */
const HAVE_A_ROW_NOWHERE = ['unit', 'clue', 'supervision_item', 'joint_case', 'inspection_round'];

/** Puts one world after another into a database, as its owner; each takes the place of the one before. */
export class Worlds {
  private constructor(
    private readonly owner: pg.Client,
    private readonly sweeper: pg.Client,
  ) {}

  static async open(db: TestDatabase): Promise<Worlds> {
    // Whole worlds go at once: nothing is left that a foreign key could miss, and looking for it takes half the time.
    const sweeper = new pg.Client({
      ...inject('superuser'),
      database: db.name,
      options: `-c search_path=${SCHEMA},pg_temp -c session_replication_role=replica`,
    });
    await sweeper.connect();
    return new Worlds(db.owner, sweeper);
  }

  async insert(world: World): Promise<void> {
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
    // No trigger tells the sums that all is gone.
    await this.sweeper.query(
      ['begin;', ...deletions, 'delete from matter_count;', 'delete from session;', 'commit'].join('\n'),
    );
    try {
      await this.owner.query(['begin;', ...insertions, 'commit'].join('\n'));
    } catch (error) {
      await this.owner.query('rollback');
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.sweeper.end();
  }
}
