import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { run } from './command.js';
import { EmbeddedServerError } from './errors.js';
import { createPassword, readPassword } from './secret.js';
import { giveTo, type Account } from './systemUser.js';

export const SUPERUSER = 'postgres';

const STAGING = 'cluster.new-';

export interface Cluster {
  /** PostgreSQL's own data directory, inside our data folder. */
  path: string;
  password: string;
}

export async function openCluster(
  folder: string,
  binaries: Binaries,
  account: Account,
  log: (line: string) => void,
): Promise<Cluster> {
  const path = join(folder, 'cluster');
  await removeLeftovers(folder);
  const known = await readPassword(folder);
  const owner = await ownerOf(path);
  if (owner === undefined) {
    const password = known ?? (await createPassword(folder));
    log(`Creating a database cluster in ${path}.`);
    await initialise(folder, path, password, binaries, account);
    return { path, password };
  }

  await requireVersion(path, binaries.version);
  requireOwner(path, owner, account);
  if (known) return { path, password: known };
  throw new EmbeddedServerError(
    'SECRET',
    `${join(folder, 'secret.json')} is gone, and with it the password of the cluster in ${path}. Restore it from a backup.`,
  );
}

/** Built aside and renamed into place, so that a kill on the way leaves nothing half done. */
async function initialise(
  folder: string,
  path: string,
  password: string,
  binaries: Binaries,
  account: Account,
): Promise<void> {
  const staging = await mkdtemp(join(folder, STAGING));
  try {
    const data = join(staging, 'data');
    const passwordFile = join(staging, 'password');
    await mkdir(data, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    for (const one of [staging, data, passwordFile]) await giveTo(account, one);

    // The built-in C.UTF-8 is the same on every machine and, unlike plain C, knows Chinese letters: trigrams need that.
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'];
    const access = ['--auth-local=scram-sha-256', '--auth-host=scram-sha-256', `--pwfile=${passwordFile}`];
    const { succeeded, output } = await run(
      binaries.initdb,
      [`--pgdata=${data}`, `--username=${SUPERUSER}`, ...access, ...locale, '--no-instructions'],
      account,
    );
    if (!succeeded) throw new EmbeddedServerError('INITDB_FAILED', `initdb failed in ${folder}: ${output}`);
    await rename(data, path);
    await flush(folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(STAGING)) continue;
    // An initdb that outlived its killed parent may still be writing there; then a later start removes it.
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function requireVersion(path: string, ours: string): Promise<void> {
  const theirs = (await readFile(join(path, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (theirs === ours) return;
  throw new EmbeddedServerError(
    'WRONG_VERSION',
    theirs
      ? `The cluster in ${path} was made by PostgreSQL ${theirs}, and this is PostgreSQL ${ours}. ` +
          `Move it with pg_dump and pg_restore, or start with another data folder.`
      : `${path} is not a PostgreSQL cluster: it has no PG_VERSION. Restore it from a backup, or move it away.`,
  );
}

async function ownerOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).uid;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function requireOwner(path: string, owner: number, account: Account): void {
  const needed = account.uid ?? process.getuid?.();
  if (owner === needed) return;
  throw new EmbeddedServerError(
    'FOLDER',
    `The cluster in ${path} belongs to uid ${owner}, but PostgreSQL would run as ${account.name} (uid ${needed}). ` +
      `Start as the user who made it, or hand it over (chown -R ${needed} '${path}').`,
  );
}

/** A rename survives a power cut only once its folder is on disk. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
