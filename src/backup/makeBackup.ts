import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { CheckpointFolder } from '../audit/checkpointFolder.js';
import { publicKeys } from '../audit/signing.js';
import { verifyWithin } from '../audit/verify.js';
import { firstKey, type Keys } from '../shared/keys.js';
import { newHeading } from './heading.js';
import { SEALS, writeHeading, writeManifest, type KeptTable, type Manifest } from './manifest.js';
import { writePart, type Backup } from './parts.js';
import { BackupRefused } from './refusal.js';
import { linesOutside, sealsIn } from './seals.js';
import { EXACTLY, listed, partOf, tablesOf, type Table } from './tables.js';

export type Report = (label: string, done: number, total: number) => void;

export interface Source {
  /** Of no more use if the backup fails: it may be in the midst of sending a table that nobody reads. */
  owner: pg.Client;
  keys: Keys;
  seals: CheckpointFolder;
  report?: Report;
}

/**
 * All that the database holds at one moment, and the seals of its audit trail, into a folder that is not there yet. Who
 * works meanwhile is not held up. Written beside the place and put there when it is whole.
 */
export async function makeBackup(source: Source, to: string): Promise<Manifest> {
  if (await lstat(to).catch(() => null)) throw new BackupRefused('TARGET_EXISTS', to);
  const folder = join(dirname(to), `.${basename(to)}.unfinished-${randomBytes(6).toString('hex')}`);
  await mkdir(dirname(to), { recursive: true });
  await mkdir(folder, { mode: 0o700 });
  try {
    const manifest = await fill(
      { folder, heading: newHeading(source.keys), key: firstKey(source.keys, 'backup') },
      source,
    );
    await onDisk(folder);
    // Where somebody has put something meanwhile, it stays.
    await rename(folder, to).catch((cause: unknown) => {
      throw new BackupRefused('TARGET_EXISTS', to, { cause });
    });
    await onDisk(dirname(to));
    return manifest;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function fill(backup: Backup, { owner, keys, seals, report = () => undefined }: Source): Promise<Manifest> {
  // Before the snapshot, which so has every seal that is taken along: were they read after it, one more than in the
  // database could be new, or could have been deleted there.
  const outside = await writePart(backup, SEALS, linesOutside(seals));
  await owner.query('begin isolation level repeatable read read only');
  await owner.query(EXACTLY);
  const { postgres, migrations } = await versionsOf(owner);
  const tables = await tablesOf(owner);
  const expected = await rowsExpected(owner, tables);
  const kept: KeptTable[] = [];
  let done = 0;
  for (const table of tables) {
    const rows = owner.query(copyTo(`copy (select ${listed(table.columns)} from ${table.name}) to stdout`));
    const told = (lines: number) => report('backup', done + lines, Math.max(expected, done + lines));
    const written = await writePart(backup, partOf(table), rows, told);
    kept.push({ ...table, rows: written.lines, bytes: written.bytes });
    done += written.lines;
  }
  const onProgress = (verified: number, total: number) => report('audit', verified, total);
  const verdict = await verifyWithin({ owner, outside: sealsIn(backup), keys: publicKeys(keys), onProgress });
  await owner.query('commit');
  const manifest: Manifest = { postgres, migrations, tables: kept, seals: outside.lines, verdict };
  await writeManifest(backup, manifest);
  await writeHeading(backup);
  return manifest;
}

async function versionsOf(owner: pg.Client): Promise<Pick<Manifest, 'postgres' | 'migrations'>> {
  const { rows } = await owner.query<{ postgres: string; installed: boolean }>(
    "select current_setting('server_version') as postgres, to_regclass('liandong.migration') is not null as installed",
  );
  if (!rows[0]!.installed) throw new BackupRefused('NOTHING_THERE');
  const applied = await owner.query<{ name: string }>('select name from migration order by timestamp');
  return { postgres: rows[0]!.postgres, migrations: applied.rows.map(({ name }) => name) };
}

/** As the planner thinks: for the progress bar alone. */
async function rowsExpected(owner: pg.Client, tables: readonly Table[]): Promise<number> {
  const { rows } = await owner.query<{ n: string | null }>(
    'select sum(greatest(reltuples, 0))::bigint as n from pg_class where oid = any ($1::regclass[])',
    [tables.map(({ name }) => name)],
  );
  return Number(rows[0]!.n ?? 0);
}

async function onDisk(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
