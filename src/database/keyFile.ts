import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, chown, link, mkdir, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedServerInUse } from './embedded/errors.js';
import { acquireFolder } from './embedded/lock.js';
import { ConfigError, type Config } from '../shared/config.js';
import { keysText, newKeysText, parseKeys, type Keys } from '../shared/keys.js';

/*
 * The file that keys are in. It is only ever replaced as a whole, so whoever reads it finds the old keys or the new;
 * one process at a time changes it; and one that anybody else could read or change is not read at all.
 */

/** A file of keys and what it is called in errors. */
export interface KeyFile {
  path: string;
  setting: string;
}

const LONGEST = 64 * 1024;
const TOO_OPEN = 0o027;
const PATIENCE_MS = 10_000;

/** The file that LIANDONG_KEYS_FILE names, or the one beside the data; none where the keys are a setting themselves. */
export function keyFileOf({ keys, keysFile, dataFolder }: Config): KeyFile | null {
  if (keys) return null;
  if (keysFile) return { path: keysFile, setting: 'LIANDONG_KEYS_FILE' };
  return { path: join(dataFolder, 'keys.json'), setting: 'LIANDONG_DATA' };
}

/** As they are now. */
export async function keysOf(config: Config): Promise<Keys> {
  const file = keyFileOf(config);
  return file ? readKeyFile(file) : config.keys!;
}

/** At the first start. Of several processes one makes them; no crash leaves half a file. */
export async function makeMissing({ path }: KeyFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (await stat(path).catch(() => null)) return chmod(path, 0o600);
  const own = `${path}.${randomBytes(6).toString('hex')}`;
  await writeWhole(own, newKeysText());
  try {
    await link(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(own);
  }
  await flush(dirname(path));
}

/** What is wrong with the file, or by `check` with what it holds, is told by the setting's name, and without a key. */
export async function readKeyFile(
  { path, setting }: KeyFile,
  check: (keys: Keys) => void = () => undefined,
): Promise<Keys> {
  try {
    // Not held up by a pipe that nobody writes into.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const keys = parseKeys(await textOf(file));
      check(keys);
      return keys;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new ConfigError(setting, `${path}: ${problemOf(cause)}`);
  }
}

const PROBLEMS: Record<string, string> = { ENOENT: 'is not there', EACCES: 'may not be read' };

function problemOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === undefined ? message : (PROBLEMS[code] ?? code);
}

async function textOf(file: FileHandle): Promise<string> {
  const status = await file.stat();
  const mode = status.mode & 0o777;
  if (!status.isFile()) throw new Error('is no file');
  if ((mode & TOO_OPEN) !== 0) throw new Error(`is open to others (mode ${mode.toString(8)}): chmod 600`);
  if (status.size > LONGEST) throw new Error('is no file of keys: it is too long');
  return file.readFile('utf8');
}

/** One process at a time reads the file, changes what is in it, and puts the new one in its place. */
export async function changeKeyFile<T>(given: KeyFile, change: (keys: Keys) => { keys: Keys; told: T }): Promise<T> {
  const path = await realpath(given.path).catch((cause: unknown) => {
    throw new ConfigError(given.setting, `${given.path}: ${problemOf(cause)}`);
  });
  const lock = await locked(path);
  try {
    const { keys, told } = change(await readKeyFile({ ...given, path }));
    const { uid, gid, mode } = await stat(path);
    const next = `${path}.new`;
    await rm(next, { force: true }); // of one that was killed
    await writeWhole(next, keysText(keys));
    // Whoever could read it still can: root may be at work for the server's user.
    await chown(next, uid, gid);
    await chmod(next, mode & 0o777);
    await rename(next, path);
    await flush(dirname(path));
    return told;
  } finally {
    await lock.release();
  }
}

async function locked(path: string): Promise<{ release(): Promise<void> }> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await acquireFolder(dirname(path), `${path}.lock`);
    } catch (error) {
      if (!(error instanceof EmbeddedServerInUse)) throw error;
      if (Date.now() > until) throw new Error(`process ${error.holder.pid} is changing ${path}`, { cause: error });
      await delay(20);
    }
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
