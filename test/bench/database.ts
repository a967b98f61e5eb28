import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectionOf, startEmbedded } from '../../src/database/embedded/server.js';
import { DATABASE } from '../../src/database/place.js';
import { SCHEMA } from '../../src/database/roles.js';

/** One database for all servers: each is given its URL and keys, as in production. */
export interface BenchDatabase {
  url: string;
  keys: string;
  /** Where the development issuer's key is kept, and ours keeps what is its own. */
  folder: string;
  settings: Record<string, string>;
  clues: number;
  bytes: number;
  version: string;
  /** PostgreSQL's main process, if it is on this machine. */
  postmaster: number | null;
  owner: pg.Pool;
  stop(): Promise<void>;
}

const gigabytes = totalmem() / 2 ** 30;
/** What one would set on a server of this size; whatever is committed is on disk. */
const SETTINGS: Record<string, string> = {
  shared_buffers: `${Math.max(256, Math.min(4096, Math.round((gigabytes / 4) * 1024)))}MB`,
  effective_cache_size: `${Math.max(1, Math.round(gigabytes / 2))}GB`,
  maintenance_work_mem: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  max_connections: '200',
};

/** Kept between runs, a folder for each size; or the one that DATABASE_URL and LIANDONG_KEYS name. */
export async function openDatabase(root: string, clues: number): Promise<BenchDatabase> {
  const { DATABASE_URL: url, LIANDONG_KEYS: keys } = process.env;
  const folder = join(root, '.bench', url ? 'given' : String(clues));
  await mkdir(folder, { recursive: true });
  // Started as root, PostgreSQL runs as another user, who must find the way in.
  for (const each of [join(root, '.bench'), folder]) await chmod(each, 0o711);
  await seed(root, clues, folder);
  if (url && keys) return describe({ url, keys, folder, settings: {} }, () => Promise.resolve());
  const server = await startEmbedded({ folder, settings: SETTINGS });
  const { host, port, user, password } = connectionOf(server, DATABASE);
  try {
    return await describe(
      {
        url: `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${DATABASE}`,
        keys: await readFile(join(folder, 'keys.json'), 'utf8'),
        folder,
        settings: SETTINGS,
      },
      () => server.stop(),
    );
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** By the project's own seed, which does nothing to a world that is large enough. */
function seed(root: string, clues: number, folder: string): Promise<void> {
  const log = join(folder, 'seed.log');
  const child = spawn(process.execPath, [join(root, 'dist/src/seed.js'), '--clues', String(clues)], {
    env: { ...process.env, LIANDONG_DATA: folder },
    cwd: root,
    stdio: ['ignore', 'ignore', process.stderr.isTTY ? 'inherit' : openSync(log, 'w')],
  });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => (code === 0 ? done() : failed(new Error(`the seed ended with ${code} (${log})`))));
  });
}

type Given = Pick<BenchDatabase, 'url' | 'keys' | 'folder' | 'settings'>;

async function describe(given: Given, stop: () => Promise<void>): Promise<BenchDatabase> {
  const owner = new pg.Pool({ connectionString: given.url, max: 2, options: `-c search_path=${SCHEMA},pg_temp` });
  owner.on('error', () => undefined);
  await owner.query('vacuum (analyze) clue, clue_petition, clue_content, clue_reporter, supervision_item, unit');
  const { rows } = await owner.query<{ clues: number; bytes: string; version: string; folder: string | null }>(
    `select (select count(*)::int from clue where owner_pos >= 0) as clues, pg_database_size(current_database()) as bytes,
       current_setting('server_version') as version, current_setting('data_directory', true) as folder`,
  );
  const { clues, bytes, version, folder } = rows[0]!;
  return {
    ...given,
    clues,
    bytes: Number(bytes),
    version,
    postmaster: await postmasterIn(folder),
    owner,
    stop: async () => {
      await owner.end();
      await stop();
    },
  };
}

async function postmasterIn(folder: string | null): Promise<number | null> {
  const text = folder && (await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => null));
  return text ? Number.parseInt(text, 10) : null;
}
