import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectionOf, startEmbedded } from './embedded/server.js';
import { installGiven, installOwned, withClient } from './install.js';
import type { Connection } from './migrations.js';
import { rolePassword, type LoginRole } from './roles.js';
import type { Config } from '../shared/config.js';
import { newKeysText, parseKeys, type Keys } from '../shared/keys.js';

/** Where the data is: a server of our own, started with us, or the one that DATABASE_URL names. */
export interface DatabasePlace {
  owner: Connection;
  keys: Keys;
  embedded: boolean;
  connectionAs(role: LoginRole): Connection;
  setAddress(url: string): Promise<void>;
  stop(): Promise<void>;
}

export const DATABASE = 'liandong';

export async function openPlace(config: Config, log: (line: string) => void): Promise<DatabasePlace> {
  return config.databaseUrl && config.keys ? given(config.databaseUrl, config.keys) : embedded(config, log);
}

async function embedded(config: Config, log: (line: string) => void): Promise<DatabasePlace> {
  const server = await startEmbedded({ folder: config.dataFolder, log });
  try {
    const keys = config.keys ?? (await keptKeys(config.dataFolder));
    const superuser = connectionOf(server, 'postgres');
    const owner = await installOwned(superuser, DATABASE, keys);
    return {
      owner,
      keys,
      embedded: true,
      connectionAs: (role) => ({ ...superuser, database: DATABASE, user: role, password: rolePassword(keys, role) }),
      setAddress: (url) => server.setAddress(url),
      stop: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function given(url: string, keys: Keys): Promise<DatabasePlace> {
  const owner = await installGiven(url, keys);
  return {
    owner,
    keys,
    embedded: false,
    connectionAs: (role) => {
      const as = new URL(url);
      as.username = role;
      as.password = rolePassword(keys, role);
      return { connectionString: as.toString() };
    },
    setAddress: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

/** Made at the first start beside the data they protect; a deployment sets LIANDONG_KEYS instead. */
export async function keptKeys(folder: string): Promise<Keys> {
  const file = join(folder, 'keys.json');
  await mkdir(folder, { recursive: true });
  await writeFile(file, newKeysText(), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await chmod(file, 0o600);
  return parseKeys(await readFile(file, 'utf8'));
}

export function asOwner<T>(place: DatabasePlace, work: Parameters<typeof withClient<T>>[1]): Promise<T> {
  return withClient(place.owner, work);
}
