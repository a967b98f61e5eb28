import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { SCHEMA } from '../../../src/database/roles.js';
import { ticket } from '../../../src/database/ticket.js';
import { withClient } from '../../../src/database/install.js';
import { TEST_ISSUER } from '../../support/api.js';
import { cloneDatabase, TICKET_KEY } from '../../support/database.js';
import '../../support/figures.js';
import { Worlds } from '../../policy/worlds/insert.js';
import { FACET_ROWS, LINK_ROWS } from '../../policy/worlds/policyTables.js';
import { sightsOf, type Sights } from './sightWorlds.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Statements, each of which takes one protection away; worlds are of one moment, so that databases stay good. */
    sights: { now: number; seed: number; mutations: string[] };
  }
}

const superuser = { ...inject('superuser'), database: 'postgres' };
const { now, seed, mutations } = inject('sights');

// Named, since planning takes longer than answering.
const FACETS = ['facets', FACET_ROWS] as const;
const LINKS = ['links', LINK_ROWS] as const;

/** A database with a world in it, made once on a server. */
async function databaseOf({ name, world }: Sights): Promise<string> {
  const database = `sight_${name}_${now}`;
  const find = 'select from pg_database where datname = $1';
  if ((await withClient(superuser, (admin) => admin.query(find, [database]))).rowCount) return database;
  const db = await cloneDatabase('template_empty');
  const worlds = await Worlds.open(db);
  await worlds.insert(world);
  await worlds.end();
  await db.owner.query('analyze');
  await db.drop();
  await withClient(superuser, (admin) => admin.query(`alter database ${db.name} rename to ${database}`));
  return database;
}

/** One connection, that takes something away, looks as each viewer, and takes everything back, in one transaction. */
class Looking {
  readonly control = new Map<string, string>();
  private constructor(
    readonly sights: Sights,
    private readonly client: pg.Client,
  ) {}

  static async open(sights: Sights): Promise<Looking> {
    const client = new pg.Client({
      ...superuser,
      database: await databaseOf(sights),
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC -c jit=off -c track_functions=all -c plan_cache_mode=force_generic_plan`,
    });
    await client.connect();
    const looking = new Looking(sights, client);
    for await (const [identity, rows] of looking.shown()) looking.control.set(identity, rows);
    return looking;
  }

  /** Who first is shown something else without what a statement takes away. */
  async noticed(sql: string): Promise<string | null> {
    for await (const [identity, rows] of this.shown(sql))
      if (rows !== this.control.get(identity)) return `${this.sights.test} › ${identity}`;
    return null;
  }

  /** Of what the tests compare. */
  private async *shown(sql?: string): AsyncGenerator<[identity: string, rows: string]> {
    await this.client.query('begin');
    try {
      if (sql) await this.client.query(sql);
      const { mark } = (await this.client.query<{ mark: string }>('select transaction_mark() as mark')).rows[0]!;
      await this.client.query('savepoint viewer; set local role liandong_api');
      for (const { viewer, compared } of this.sights.viewers) {
        const identity = { issuer: TEST_ISSUER, subject: viewer.person.subject, post: viewer.post.id };
        const rows = await this.rowsFor(ticket(TICKET_KEY, identity, mark)).catch((error: pg.DatabaseError) => [
          `error ${error.code}`,
        ]);
        const of = rows.filter((row) => row.startsWith('error') || compared(row.split(' ')[1]!));
        yield [viewer.identity, of.toSorted().join('\n')];
        await this.client.query('rollback to viewer; set local role liandong_api');
      }
    } finally {
      await this.client.query('rollback');
    }
  }

  private async rowsFor(entrance: [string, string]): Promise<string[]> {
    await this.client.query({ name: 'enter', text: 'select enter($1, $2)', values: entrance });
    const found: string[] = [];
    for (const [name, text] of this.sights.links ? [FACETS, LINKS] : [FACETS]) {
      const { rows } = await this.client.query<{ row: string }>({ name, text });
      found.push(...rows.map(({ row }) => row));
    }
    return found;
  }

  /** What was called and read; a connection tells when it has ended. */
  async end(): Promise<string[]> {
    await this.client.end();
    return withClient({ ...superuser, database: `sight_${this.sights.name}_${now}` }, async (admin) => {
      const others = 'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
      while ((await admin.query(others)).rowCount !== 0) await delay(20);
      const { rows } = await admin.query<{ name: string }>(
        `select funcname::text as name from pg_stat_user_functions
         union select relname::text from pg_stat_user_tables where seq_scan + coalesce(idx_scan, 0) > 0`,
      );
      return rows.map(({ name }) => name);
    });
  }
}

it('what mutations change of what is shown', { timeout: 3_600_000 }, async ({ task }) => {
  const all: Looking[] = [];
  for (const sights of sightsOf(now, seed)) all.push(await Looking.open(sights));
  for (const { control } of all.slice(0, 2)) expect([...control.values()].join('')).not.toBe('');
  const noticed = async (sql: string): Promise<string | null> => {
    for (const looking of all) {
      const by = await looking.noticed(sql).catch((error: Error) => `refused: ${error.message}`);
      if (by) return by;
    }
    return null;
  };
  const answers: (string | null)[] = [];
  for (const sql of mutations) answers.push(await noticed(sql));
  const touched = (await Promise.all(all.map((looking) => looking.end()))).flat();
  task.meta.figures = { answers: JSON.stringify(answers), touched: JSON.stringify([...new Set(touched)]) };
});
