import { access, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedServerInUse } from './embedded/errors.js';
import { connectionOf, startEmbedded } from './embedded/server.js';
import { PORT, socketFolderOf } from './embedded/socketFolder.js';
import { keysOf } from './keyFile.js';
import type { Connection } from './migrations.js';
import { DATABASE, urlFor } from './place.js';
import { OWNER_ROLE, rolePassword, type LoginRole } from './roles.js';
import type { Config } from '../shared/config.js';
import type { Keys } from '../shared/keys.js';

/** The owner's way in, for who only looks: nothing is installed, migrated or given a new password. */
export interface Visit {
  owner: Connection;
  keys: Keys;
  end(): Promise<void>;
}

/** Where the data is, beside a server that runs or, if the embedded one does not, by starting it for the while. */
export async function visitDatabase(config: Config): Promise<Visit> {
  if (config.databaseUrl) {
    const keys = await keysOf(config);
    return { owner: { connectionString: config.databaseUrl }, keys, end: () => Promise.resolve() };
  }
  await access(join(config.dataFolder, 'cluster')).catch(() => {
    throw new Error(`There is no database in ${config.dataFolder}; DATABASE_URL or LIANDONG_DATA says where it is.`);
  });
  const keys = await keysOf(config);
  const asOwner = { database: DATABASE, user: OWNER_ROLE, password: rolePassword(keys, OWNER_ROLE) };
  try {
    const server = await startEmbedded({ folder: config.dataFolder });
    return { owner: { ...connectionOf(server, DATABASE), ...asOwner }, keys, end: () => server.stop() };
  } catch (error) {
    if (!(error instanceof EmbeddedServerInUse)) throw error;
    const host = socketFolderOf(await realpath(config.dataFolder));
    return { owner: { host, port: PORT, ...asOwner }, keys, end: () => Promise.resolve() };
  }
}

/** As a server logs in. */
export function connectionOn({ owner, keys }: Pick<Visit, 'owner' | 'keys'>, role: LoginRole): Connection {
  const password = rolePassword(keys, role);
  return owner.connectionString ? urlFor(owner.connectionString, role, password) : { ...owner, user: role, password };
}
