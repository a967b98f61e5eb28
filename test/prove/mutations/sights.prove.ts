import { setTimeout as delay } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { SCHEMA } from '../../../src/database/roles.js';
import { withClient } from '../../../src/database/install.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import '../../support/figures.js';
import { Worlds } from '../../policy/worlds/insert.js';
import { PolicyTables } from '../../policy/worlds/policyTables.js';
import { sightsOf, type Sights } from './sightWorlds.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Statements, each of which takes one protection away; worlds are of one moment, so that copies stay good. */
    sights: { now: number; seed: number; mutations: string[] };
  }
}

const superuser = { ...inject('superuser'), database: 'postgres' };
const { now, seed, mutations } = inject('sights');

/** A database with a world in it, made once on a server and copied for every mutation. */
async function templateOf({ name, world }: Sights): Promise<string> {
  const template = `sight_${name}_${now}`;
  const known = await withClient(superuser, (admin) =>
    admin.query('select from pg_database where datname = $1', [template]),
  );
  if (known.rowCount) return template;
  const db = await cloneDatabase('template_empty');
  const worlds = await Worlds.open(db);
  await worlds.insert(world);
  await worlds.end();
  await db.owner.query('analyze');
  await db.drop();
  await withClient(superuser, (admin) => admin.query(`alter database ${db.name} rename to ${template}`));
  return template;
}

async function within<T>(template: string, work: (db: TestDatabase) => Promise<T>): Promise<T> {
  const db = await cloneDatabase(template);
  try {
    return await work(db);
  } finally {
    await db.drop();
    await withClient(superuser, (admin) => admin.query(`drop database ${db.name} with (force)`));
  }
}

/** What each viewer is shown of what the tests compare, in the tables themselves. */
async function* shown(db: TestDatabase, { viewers, links }: Sights): AsyncGenerator<[identity: string, rows: string]> {
  const tables = await PolicyTables.open(db);
  try {
    for (const { viewer, compared } of viewers) {
      const rows = await tables.rowsFor(viewer, links).catch((error: { code?: string }) => [`error ${error.code}`]);
      const of = rows.filter((row) => row.startsWith('error') || compared(row.split(' ')[1]!));
      yield [viewer.identity, of.toSorted().join('\n')];
    }
  } finally {
    await tables.end();
  }
}

/** A connection tells what it called when it has ended. */
async function calledIn(db: TestDatabase): Promise<string[]> {
  await db.owner.end();
  return withClient({ ...superuser, database: db.name }, async (admin) => {
    const others = 'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    while ((await admin.query(others)).rowCount !== 0) await delay(20);
    const { rows } = await admin.query<{ name: string }>(`select funcname::text as name from pg_stat_user_functions
       union select relname::text from pg_stat_user_tables where seq_scan + coalesce(idx_scan, 0) > 0`);
    return rows.map(({ name }) => name);
  });
}

it('what mutations change of what is shown', { timeout: 3_600_000 }, async ({ task }) => {
  const sights = sightsOf(now, seed);
  const templates = new Map<Sights, string>();
  const control = new Map<Sights, Map<string, string>>();
  const touched = new Set<string>();
  for (const one of sights) {
    templates.set(one, await templateOf(one));
    await within(templates.get(one)!, async (db) => {
      await withClient(superuser, (admin) => admin.query(`alter database ${db.name} set track_functions = 'all'`));
      const rows = new Map<string, string>();
      for await (const [identity, text] of shown(db, one)) rows.set(identity, text);
      control.set(one, rows);
      for (const name of await calledIn(db)) touched.add(name);
    });
  }
  for (const one of sights.slice(0, 2)) expect([...control.get(one)!.values()].join('')).not.toBe('');
  const noticed = async (sql: string): Promise<string | null> => {
    for (const one of sights) {
      const by = await within(templates.get(one)!, async (db) => {
        await withClient({ ...superuser, database: db.name }, async (admin) => {
          await admin.query(`set search_path = ${SCHEMA}, pg_temp`);
          await admin.query(sql);
        });
        for await (const [identity, text] of shown(db, one))
          if (text !== control.get(one)!.get(identity)) return `${one.test} › ${identity}`;
        return null;
      }).catch((error: Error) => `refused: ${error.message}`);
      if (by) return by;
    }
    return null;
  };
  const answers: (string | null)[] = [];
  for (const sql of mutations) answers.push(await noticed(sql));
  task.meta.figures = { answers: JSON.stringify(answers), touched: JSON.stringify([...touched]) };
});
