import type { DatabaseError } from 'pg';
import { connectionOf, startEmbedded } from './embedded/server.js';
import { installGiven, installOwned, withClient, type Purpose } from './install.js';
import { keyFileOf, keysOf, makeMissing } from './keyFile.js';
import type { Connection } from './migrations.js';
import { problemWith } from './ownKeys.js';
import { rolePassword, type LoginRole } from './roles.js';
import { ConfigError, type Config } from '../shared/config.js';
import type { Keys } from '../shared/keys.js';

/** Where the data is: a server of our own, started with us, or the one that DATABASE_URL names. */
export interface DatabasePlace {
  owner: Connection;
  /** As they were when it was opened. */
  keys: Keys;
  embedded: boolean;
  connectionAs(role: LoginRole): Connection;
  setAddress(url: string): Promise<void>;
  stop(): Promise<void>;
}

export const DATABASE = 'liandong';
const NO_DATABASE = '3D000';

export async function openPlace(
  config: Config,
  log: (line: string) => void,
  purpose?: Purpose,
): Promise<DatabasePlace> {
  return config.databaseUrl ? given(config.databaseUrl, config, purpose) : embedded(config, log, purpose);
}

async function embedded(config: Config, log: (line: string) => void, purpose?: Purpose): Promise<DatabasePlace> {
  const server = await startEmbedded({ folder: config.dataFolder, log });
  try {
    const file = keyFileOf(config);
    if (file && !config.keysFile) await makeMissing(file);
    const keys = await keysOf(config);
    const superuser = connectionOf(server, 'postgres');
    await requireOwnKeys({ ...superuser, database: DATABASE }, keys, config);
    const owner = await installOwned(superuser, DATABASE, keys, purpose);
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

async function given(url: string, config: Config, purpose?: Purpose): Promise<DatabasePlace> {
  const keys = await keysOf(config);
  await requireOwnKeys({ connectionString: url }, keys, config);
  const owner = await installGiven(url, keys, purpose);
  return {
    owner,
    keys,
    embedded: false,
    connectionAs: (role) => urlFor(url, role, rolePassword(keys, role)),
    setAddress: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

export function urlFor(url: string, role: LoginRole, password: string): Connection {
  const as = new URL(url);
  as.username = role;
  as.password = password;
  return { connectionString: as.toString() };
}

async function requireOwnKeys(connection: Connection, keys: Keys, config: Config): Promise<void> {
  const problem = await withClient(connection, (client) => problemWith(keys, client)).catch((error: DatabaseError) => {
    if (error.code === NO_DATABASE) return null;
    throw error;
  });
  const file = keyFileOf(config);
  if (problem)
    throw file ? new ConfigError(file.setting, `${file.path}: ${problem}`) : new ConfigError('LIANDONG_KEYS', problem);
}

export function asOwner<T>(place: DatabasePlace, work: Parameters<typeof withClient<T>>[1]): Promise<T> {
  return withClient(place.owner, work);
}
