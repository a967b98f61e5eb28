import pg from 'pg';
import { migrate, type Connection } from './migrations.js';
import { harden, prepareDatabase, prepareRoles } from './prepare.js';
import { OWNER_ROLE, rolePassword, SCHEMA } from './roles.js';
import { storeTicketKeys } from './ticketKeys.js';
import type { Keys } from '../shared/keys.js';

/** A connection in our schema that ends with the work. */
export async function withClient<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC` });
  // What is under way fails of itself; between two statements a lost connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** What becomes of a database that is there: by a start, it is brought up to this version. */
export interface Purpose {
  /** Refuses before anything is changed. */
  look(connection: Connection): Promise<void>;
  finish(owner: Connection, keys: Keys): Promise<void>;
}
const INSTALL: Purpose = { look: () => Promise.resolve(), finish: install };

/**
 * On a server of our own: roles and database by its superuser, then everything else as the owner role.
 * Returns the owner's connection.
 */
export async function installOwned(
  superuser: Connection,
  database: string,
  keys: Keys,
  purpose = INSTALL,
): Promise<Connection> {
  await withClient({ ...superuser, database: 'postgres' }, async (admin) => {
    const known = await admin.query('select from pg_database where datname = $1', [database]);
    if (known.rowCount !== 0) await purpose.look({ ...superuser, database });
    await prepareRoles(admin, keys, true);
    if (known.rowCount === 0) {
      await admin.query(`create database ${admin.escapeIdentifier(database)} owner ${OWNER_ROLE}`);
    }
  });
  await withClient({ ...superuser, database }, async (admin) => {
    await prepareDatabase(admin, OWNER_ROLE);
    await harden(admin);
  });
  const owner = { ...superuser, database, user: OWNER_ROLE, password: rolePassword(keys, OWNER_ROLE) };
  await purpose.finish(owner, keys);
  return owner;
}

/** On a server of somebody else's: the user of the URL owns what we make and must be able to create roles. */
export async function installGiven(url: string, keys: Keys, purpose = INSTALL): Promise<Connection> {
  const owner = { connectionString: url };
  await withClient(owner, async (admin) => {
    const { rows } = await admin.query<{ version: number; name: string }>(
      "select current_setting('server_version_num')::int as version, quote_ident(current_user) as name",
    );
    if (rows[0]!.version < 150000) throw new Error('DATABASE_URL: PostgreSQL 15 or newer is needed');
    await purpose.look(owner);
    await prepareRoles(admin, keys, false);
    await prepareDatabase(admin, rows[0]!.name);
  });
  await purpose.finish(owner, keys);
  return owner;
}

async function install(owner: Connection, keys: Keys): Promise<void> {
  await migrate(owner);
  await withClient(owner, (client) => storeWhatFollows(client, keys));
}

/** From the keys, and from the duties: a change of these has emptied what they come to. */
export async function storeWhatFollows(owner: pg.ClientBase, keys: Keys): Promise<void> {
  await storeTicketKeys(owner, keys);
  await owner.query('select liandong.store_duty_reaches()');
}
