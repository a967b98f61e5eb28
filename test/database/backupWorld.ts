import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { CheckpointFolder } from '../../src/audit/checkpointFolder.js';
import { checkBackup } from '../../src/backup/checkBackup.js';
import { makeBackup } from '../../src/backup/makeBackup.js';
import type { Manifest } from '../../src/backup/manifest.js';
import { restoring } from '../../src/backup/restoreBackup.js';
import { writeOutside } from '../../src/backup/seals.js';
import { connectionOf, startEmbedded } from '../../src/database/embedded/server.js';
import { installGiven, installOwned, withClient } from '../../src/database/install.js';
import type { Connection } from '../../src/database/migrations.js';
import { KEYS, type TestDatabase } from '../support/database.js';

/** A folder of the test's own that a server of another user can pass through. */
export async function folderFor(what: string): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `liandong-${what}-`));
  await chmod(path, 0o711);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A server that has counted hardly a transaction. */
export async function freshServer(): Promise<{ superuser: Connection; stop(): Promise<void> }> {
  const folder = await folderFor('elsewhere');
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '32MB' };
  const server = await startEmbedded({ folder: folder.path, settings });
  const stop = async () => {
    await server.stop();
    await folder.remove();
  };
  return { superuser: connectionOf(server, 'postgres'), stop };
}

export function backUp(db: TestDatabase, seals: CheckpointFolder, to: string): Promise<Manifest> {
  return withClient(db.connectionAs('liandong_owner'), (owner) => makeBackup({ owner, keys: KEYS, seals }, to));
}

/** As `npm run restore` does it. */
export async function restore(from: string, server: Connection, name: string | null, seals: CheckpointFolder) {
  const checked = await checkBackup(from, KEYS);
  if (name) await installOwned(server, name, KEYS, restoring(checked));
  else await installGiven(server.connectionString!, KEYS, restoring(checked));
  await writeOutside(checked.backup, seals);
}

/** Of all tables but what a server makes for itself. */
export async function countsIn(owner: pg.Client): Promise<Record<string, number>> {
  const contents = await contentsOf(owner, ['seal_key', 'ticket_key', 'allowance', 'rehearsal', 'migration']);
  return Object.fromEntries(Object.entries(contents).map(([name, content]) => [name, Number(content.split(' ')[0])]));
}

/** Each table by its number of rows and all that is in them, whatever their order. */
export async function contentsOf(owner: pg.Client, but: readonly string[]): Promise<Record<string, string>> {
  const { rows } = await owner.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'liandong'::regnamespace and relkind = 'r'
     and relname <> all ($1) order by 1`,
    [but],
  );
  const contents: Record<string, string> = {};
  for (const { name } of rows) {
    const found = await owner.query<{ x: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as x from ${name} t`,
    );
    contents[name] = found.rows[0]!.x;
  }
  return contents;
}
