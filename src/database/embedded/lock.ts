import { mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedServerError, EmbeddedServerInUse } from './errors.js';
import { identityOf, isAlive, type ProcessIdentity } from './processes.js';

/*
 * One process per data folder. The lock is the folder server.lock with one file in it, named after its owner.
 * Whoever comes first renames a filled folder of his own into place, which fails if there is one that is not empty.
 * Whoever finds the owner dead renames the owner's file to his own name, which only one of several can do.
 * Neither step looks first and acts later, so nobody can remove a lock that has just changed hands.
 *
 * server.json beside it tells people and the next start about the owner; nothing hangs on it.
 */

export interface Lock {
  setAddress(url: string): Promise<void>;
  release(): Promise<void>;
}

interface Owner extends ProcessIdentity {
  startedAt: Date;
}

export async function acquireLock(folder: string, log: (line: string) => void): Promise<Lock> {
  const lock = await acquireFolder(folder, join(folder, 'server.lock'), log);

  const infoFile = join(folder, 'server.json');
  const info = { pid: lock.self.pid, startedAt: lock.self.startedAt.toISOString() };
  await writeWhole(infoFile, info);
  return {
    setAddress: (address) => writeWhole(infoFile, { ...info, address }),
    async release() {
      await rm(infoFile, { force: true });
      await lock.release();
    },
  };
}

/** The lock by itself, for what else one process may do at a time; throws EmbeddedServerInUse while another does. */
export async function acquireFolder(
  folder: string,
  lockFolder: string,
  log: (line: string) => void = () => undefined,
): Promise<{ self: Owner; release(): Promise<void> }> {
  const self = { ...identityOf(process.pid), startedAt: new Date() };
  await take(folder, lockFolder, self, log);
  return {
    self,
    async release() {
      await rm(join(lockFolder, nameOf(self)), { force: true });
      // Stays if another process has just put its own file into it.
      await rmdir(lockFolder).catch(() => undefined);
    },
  };
}

async function take(folder: string, lockFolder: string, self: Owner, log: (line: string) => void): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    if (await placeFirst(lockFolder, self)) return;
    const owner = await ownerIn(lockFolder);
    if (owner && isAlive(owner))
      throw new EmbeddedServerInUse({ folder, ...owner, address: await addressOf(folder, owner) });
    if (owner && (await succeeds(rename(join(lockFolder, nameOf(owner)), join(lockFolder, nameOf(self)))))) {
      log(`Process ${owner.pid}, which used ${folder}, has ended without stopping its PostgreSQL; taking over.`);
      return;
    }
    // Released or taken over between two of our steps: look again.
    await delay(20);
  }
  throw new EmbeddedServerError(
    'LOCK',
    `${lockFolder} holds files that are not ours. Remove it if nothing else runs here.`,
  );
}

async function placeFirst(lockFolder: string, self: Owner): Promise<boolean> {
  const own = await mkdtemp(`${lockFolder}-`);
  try {
    await writeFile(join(own, nameOf(self)), '');
    return await succeeds(rename(own, lockFolder));
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function ownerIn(lockFolder: string): Promise<Owner | undefined> {
  const names = await readdir(lockFolder).catch(() => []);
  return names.map(ownerNamed).find((owner) => owner !== undefined);
}

async function addressOf(folder: string, owner: Owner): Promise<string | undefined> {
  try {
    const info = JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')) as Record<string, unknown>;
    const isOwners = info['pid'] === owner.pid && info['startedAt'] === owner.startedAt.toISOString();
    return isOwners && typeof info['address'] === 'string' ? info['address'] : undefined;
  } catch {
    return undefined;
  }
}

function nameOf({ pid, startTicks = '', startedAt }: Owner): string {
  return `${pid}-${startTicks}-${startedAt.getTime()}`;
}

function ownerNamed(name: string): Owner | undefined {
  const [, pid, startTicks, startedAt] = /^(\d+)-(\d*)-(\d+)$/.exec(name) ?? [];
  if (pid === undefined) return undefined;
  return { pid: Number(pid), startTicks: startTicks || undefined, startedAt: new Date(Number(startedAt)) };
}

async function writeWhole(file: string, content: object): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(content)}\n`);
  await rename(`${file}.new`, file);
}

/** Only what the other side of a race explains counts as "no"; anything else is an error. */
async function succeeds(step: Promise<void>): Promise<boolean> {
  try {
    await step;
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
