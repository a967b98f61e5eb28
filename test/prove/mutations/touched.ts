import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { withClient } from '../../../src/database/install.js';
import { digestOf } from '../kept.js';
import type { Lane } from '../lane.js';
import { shareOut } from '../shareOut.js';

/** A test file on the database as it is. */
export interface Control {
  /** What fails anyway notices nothing. */
  passes: boolean;
  seconds: number;
  /** Tables read or written and functions called, in whatever databases it had. */
  touched: string[];
}

const FILE = '.prove/controls.json';

/** Runs each file once and asks the server's statistics what it touched; kept as long as nothing has changed. */
export async function controlsOf(
  lanes: readonly Lane[],
  files: readonly string[],
): Promise<ReadonlyMap<string, Control>> {
  const key = digestOf('migrations', 'src', 'test', ':!test/prove', 'package-lock.json');
  const known = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Stored) : null;
  const controls = new Map<string, Control>(known?.key === key ? known.controls : []);
  const missing = files.filter((file) => !controls.get(file)?.passes);
  if (missing.length > 0) {
    for (const lane of lanes) await counting(lane, true);
    await shareOut(lanes, missing, async (lane, file) => {
      controls.set(file, await control(lane, file));
      writeFileSync(FILE, JSON.stringify({ key, controls: [...controls] } satisfies Stored));
    });
    for (const lane of lanes) await counting(lane, false);
  }
  return controls;
}

interface Stored {
  key: string;
  controls: [string, Control][];
}

async function counting(lane: Lane, on: boolean): Promise<void> {
  lane.provide('left', on);
  await withClient({ ...lane.superuser, database: 'postgres' }, async (admin) => {
    await admin.query(`alter system set track_functions = '${on ? 'all' : 'none'}'`);
    await admin.query('select pg_reload_conf()');
  });
}

async function control(lane: Lane, file: string): Promise<Control> {
  lane.provide('template', 'template_empty');
  const started = Date.now();
  const { failed } = await lane.run(file);
  const seconds = (Date.now() - started) / 1000;
  const touched = await withClient({ ...lane.superuser, database: 'postgres' }, async (admin) => {
    const { rows } = await admin.query<{ name: string }>(
      "select datname as name from pg_database where datname like 'test\\_%'",
    );
    const found = new Set<string>();
    for (const { name } of rows) {
      for (const one of await touchedIn(lane, name)) found.add(one);
      await admin.query(`drop database ${name} with (force)`);
    }
    return [...found].toSorted();
  });
  return { passes: failed === null, seconds, touched };
}

async function touchedIn(lane: Lane, database: string): Promise<string[]> {
  return withClient({ ...lane.superuser, database }, async (admin) => {
    // A connection tells what it did when it ends.
    const others = 'from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    await admin.query(`select pg_terminate_backend(pid) ${others}`);
    while ((await admin.query(`select ${others}`)).rowCount !== 0) await setTimeout(20);
    const { rows } = await admin.query<{ name: string }>(
      `select relname::text as name from pg_stat_user_tables
         where seq_scan + coalesce(idx_scan, 0) + n_tup_ins + n_tup_upd + n_tup_del > 0
       union select funcname::text from pg_stat_user_functions`,
    );
    return rows.map(({ name }) => name);
  });
}
