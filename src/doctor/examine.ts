import { filled, printable, type Check, type Words } from './check.js';
import { catalog } from './checks/catalog.js';
import { clock } from './checks/clock.js';
import { connections } from './checks/connections.js';
import { disk } from './checks/disk.js';
import { doors } from './checks/doors.js';
import { files } from './checks/files.js';
import { folders } from './checks/folders.js';
import { hourly } from './checks/hourly.js';
import { issuer } from './checks/issuer.js';
import { keys } from './checks/keys.js';
import { migrations } from './checks/migrations.js';
import { openings } from './checks/openings.js';
import { organisation } from './checks/organisation.js';
import { people } from './checks/people.js';
import { reachable } from './checks/reachable.js';
import { replication } from './checks/replication.js';
import { roles } from './checks/roles.js';
import { seals } from './checks/seals.js';
import { server } from './checks/server.js';
import { settings } from './checks/settings.js';
import { statistics } from './checks/statistics.js';
import type { Configured, Connected } from './ground.js';
import { LIMITS, type Limits } from './limits.js';
import { BOUNDS, waysIn } from './login.js';
import { withClient } from '../database/install.js';
import { connectionOn, visitDatabase, type Visit } from '../database/visit.js';
import { readConfig, type Config } from '../shared/config.js';

export interface Finding {
  code: string;
  notice: boolean;
  wrong: Words;
  follows: Words;
  remedy: Words;
}

export interface Outcome {
  check: string;
  name: Words;
  found: Finding[];
  /** Why it could not be looked at, or not wholly. */
  unseen: Words | null;
}

/** What is looked at on the ground that the settings, the database and its schema are, one on the other. */
const ON_SETTINGS: readonly Check<Configured>[] = [doors, issuer, files, folders, disk];
const ON_DATABASE: readonly Check<Connected>[] = [openings, connections, replication];
const ON_SCHEMA: readonly Check<Connected>[] = [
  people,
  keys,
  roles,
  catalog,
  clock,
  seals,
  hourly,
  organisation,
  statistics,
];

/** What keeps from looking further, or would only be told again in other words. */
const IN_THE_WAY: ReadonlySet<string> = new Set([
  'SETTING',
  'FILE_GONE',
  'KEYS_OPEN',
  'FILE_BROKEN',
  'TOO_OLD',
  'STANDBY',
  'NO_SCHEMA',
  'SCHEMA_OWNER',
  'MIGRATIONS_MISSING',
  'DATABASE_NEWER',
  'MIGRATION_UNKNOWN',
]);

/** Looks at everything it can get at, and changes nothing. */
export async function examine(env: NodeJS.ProcessEnv | undefined, limits: Limits = LIMITS): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const ask = async <On>(one: Check<On>, on: On) => {
    const outcome = await outcomeOf(one, on);
    outcomes.push(outcome);
    return outcome.unseen === null && !outcome.found.some(({ code }) => IN_THE_WAY.has(code));
  };
  const leave = (checks: readonly Check<never>[], unseen: Words) => {
    for (const { id, name } of checks) outcomes.push({ check: id, name, found: [], unseen });
  };
  const onDatabase = async (on: Connected) => {
    if (!(await ask(server, on))) return leave([...ON_DATABASE, migrations, ...ON_SCHEMA], WANTS_SERVER);
    for (const one of ON_DATABASE) await ask(one, on);
    if (!(await ask(migrations, on))) return leave(ON_SCHEMA, WANTS_MIGRATIONS);
    for (const one of ON_SCHEMA) await ask(one, on);
  };

  if (!(await ask(settings, env))) {
    leave([...ON_SETTINGS, reachable, server, ...ON_DATABASE, migrations, ...ON_SCHEMA], WANTS_SETTINGS);
    return outcomes;
  }
  const config = readConfig(env);
  let keysThere = true;
  for (const one of ON_SETTINGS) if (!(await ask(one, { config, limits })) && one === files) keysThere = false;
  if (!keysThere) {
    leave([reachable, server, ...ON_DATABASE, migrations, ...ON_SCHEMA], WANTS_KEYS);
    return outcomes;
  }
  const error = await visited(config, async (visit, db) => {
    await ask(reachable, { config, error: null });
    await onDatabase({ config, limits, db, keys: visit.keys, waysIn: waysIn(db, (role) => connectionOn(visit, role)) });
  });
  if (error) {
    await ask(reachable, { config, error });
    leave([server, ...ON_DATABASE, migrations, ...ON_SCHEMA], WANTS_DATABASE);
  }
  return outcomes;
}

/** Why nobody came in; what goes wrong afterwards is the checks' own. */
async function visited(
  config: Config,
  work: (visit: Visit, db: Connected['db']) => Promise<void>,
): Promise<Error | null> {
  let visit: Visit | undefined;
  let inside = false;
  try {
    visit = await visitDatabase(config);
    const owner = { ...visit.owner, ...BOUNDS };
    await withClient(owner, async (db) => {
      // Ours is to look: should a check ever do more, it fails.
      await db.query('set default_transaction_read_only = on');
      inside = true;
      await work(visit!, db);
    });
    return null;
  } catch (error) {
    if (inside) throw error;
    return error as Error;
  } finally {
    await visit?.end();
  }
}

async function outcomeOf<On>({ id, name, faults, look }: Check<On>, on: On): Promise<Outcome> {
  const found: Finding[] = [];
  try {
    for await (const [code, details = {}] of look(on)) {
      const text = faults[code]!;
      const words = (part: 0 | 1 | 2) => ({
        zh: filled(text.zh[part], 'zh', details),
        en: filled(text.en[part], 'en', details),
      });
      found.push({ code, notice: text.notice ?? false, wrong: words(0), follows: words(1), remedy: words(2) });
    }
    return { check: id, name, found, unseen: null };
  } catch (error) {
    const why = printable(error instanceof Error ? error.message : String(error));
    return { check: id, name, found, unseen: { zh: why, en: why } };
  }
}

const WANTS_SETTINGS = { zh: '先改正配置。', en: 'The settings come first.' };
const WANTS_KEYS = { zh: '先恢复密钥文件。', en: 'The files of keys come first.' };
const WANTS_DATABASE = { zh: '先连上数据库。', en: 'The database must be reached first.' };
const WANTS_SERVER = { zh: '先处理数据库服务器的问题。', en: 'The server’s faults come first.' };
const WANTS_MIGRATIONS = { zh: '先处理迁移的问题。', en: 'The migrations come first.' };
