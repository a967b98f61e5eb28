import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hashOfCheckpoint, lineOf, makeCheckpoint, parseLine } from '../../src/audit/checkpoint.js';
import { CheckpointFolder } from '../../src/audit/checkpointFolder.js';
import { Sealer } from '../../src/audit/sealer.js';
import { Signer } from '../../src/audit/signing.js';
import { connectionOf, startEmbedded, type EmbeddedServer } from '../../src/database/embedded/server.js';
import { installOwned, withClient } from '../../src/database/install.js';
import type { Connection } from '../../src/database/migrations.js';
import { makeMissing, readKeyFile } from '../../src/database/keyFile.js';
import { prepareRoles } from '../../src/database/prepare.js';
import { OWNER_ROLE, rolePassword } from '../../src/database/roles.js';
import { connectionOn, visitDatabase } from '../../src/database/visit.js';
import { examine, type Outcome } from '../../src/doctor/examine.js';
import { LIMITS } from '../../src/doctor/limits.js';
import { exitCodeOf, linesOf } from '../../src/doctor/report.js';
import { readConfig } from '../../src/shared/config.js';
import { newKeysText, parseKeys, type Keys } from '../../src/shared/keys.js';
import { insertNingbo } from '../fixtures/ningbo.js';
import { ScriptedIssuer, signingKey } from '../support/scriptedIssuer.js';
import { compiled } from '../support/startedServer.js';
import { PLANTED } from './plantedFaults.js';

/*
 * A place of its own, since roles and settings are the whole server's: healthy, then with one fault at a time. Each is
 * found by the function that the command calls, by its name and alone, and is gone when it is mended.
 */

let folder: string;
let server: EmbeddedServer;
let superuser: Connection;
let keys: Keys;
let issuer: ScriptedIssuer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liandong-doctor-'));
  await chmod(folder, 0o711);
  const keyFile = { path: join(folder, 'keys.json'), setting: 'LIANDONG_DATA' };
  await makeMissing(keyFile);
  keys = await readKeyFile(keyFile);
  server = await startEmbedded({ folder, settings: { synchronous_commit: 'on' } });
  superuser = connectionOf(server, 'postgres');
  await withClient(await installOwned(superuser, 'liandong', keys), insertNingbo);
  issuer = await ScriptedIssuer.start();
  issuer.published = [await signingKey('one')];
});
afterAll(async () => {
  await issuer.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

type Environment = Record<string, string | undefined>;
const healthy = (): Environment => ({
  LIANDONG_DATA: folder,
  OIDC_ISSUER: issuer.issuer,
  OIDC_AUDIENCE: 'liandong',
});
const url = (user: string = OWNER_ROLE, key = keys) =>
  `postgres://${user}:${rolePassword(key, OWNER_ROLE)}@${encodeURIComponent(server.socketFolder)}/liandong`;
const keysText = (id: string) =>
  JSON.stringify({
    current: id,
    keys: Object.fromEntries([...keys.keys].map(([name, key]) => [name, key.toString('base64')])),
  });
const given = (): Environment => ({ ...healthy(), DATABASE_URL: url(), LIANDONG_KEYS: keysText('first') });

/** Codes of faults; a notice stands in brackets, and what could not be looked at without a fault that says why too. */
async function told(environment: Environment = {}, limits: Partial<typeof LIMITS> = {}): Promise<string[]> {
  const outcomes = await examine({ ...healthy(), ...environment }, { ...LIMITS, ...limits });
  const codes = outcomes.flatMap(({ found }) => found.map(({ code, notice }) => (notice ? `(${code})` : code)));
  if (exitCodeOf(outcomes) === 2) codes.push('(unseen)');
  return [...new Set(codes)];
}

const wordsOf = async (environment: Environment = {}) =>
  (await examine({ ...healthy(), ...environment })).flatMap(({ found }) =>
    found.filter(({ notice }) => !notice).map(({ wrong }) => wrong.en),
  );

const asSuperuser = (work: string | ((client: Client) => Promise<unknown>), database = 'liandong') =>
  withClient({ ...superuser, database }, async (client) => {
    for (const text of typeof work === 'string' ? work.split(/;\n/) : []) await client.query(text);
    if (typeof work !== 'string') await work(client);
  });

/** In the world of the fixtures one has left, and nobody administers. */
const NOTICES = ['(POST_OF_LEAVER)', '(NO_ADMINISTRATOR)'];

/** By DATABASE_URL as somebody else's server is reached: its owner may create roles. */
async function asGiven<T>(work: () => Promise<T>): Promise<T> {
  await asSuperuser(`alter role ${OWNER_ROLE} createrole`);
  try {
    return await work();
  } finally {
    await asSuperuser(`alter role ${OWNER_ROLE} nocreaterole`);
  }
}

it('finds nothing where nothing is wrong, beside a server of ours and by DATABASE_URL', async () => {
  expect(await told()).toEqual(NOTICES);
  // The socket is this machine's, so the seals lie with the database.
  expect(await asGiven(() => told(given()))).toEqual(['(WITH_DATABASE)', ...NOTICES]);
  expect(faultsOf(await told(given()))).toEqual(['OWNER_CREATEROLE']);
});

describe('settings', () => {
  it.each([
    ['PORT', '99999'],
    ['HOST', 'a host'],
    ['DATABASE_URL', 'mysql://db'],
    ['DATABASE_URL', 'postgres:///liandong'],
    ['DATABASE_URL', 'postgres://owner@db/liandong?user=postgres'],
    ['LIANDONG_DATA', '/data/"quoted"'],
    ['OIDC_ISSUER', 'the issuer'],
    ['OIDC_AUDIENCE', ''],
    ['LIANDONG_KEYS', '{"current":"a"}'],
    ['LIANDONG_KEYS', '{"current":"2","keys":{"2":"AA"}}'],
    ['LOG_LEVEL', 'loud'],
    ['LIANDONG_CHECKPOINTS', 'a\nb'],
    ['COST_PER_MINUTE', '1'],
    ['CORS_ORIGINS', 'desk.example'],
    ['METRICS_TOKEN', 'short'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'collector'],
  ])('%s=%s is named', async (setting, value) => {
    expect(await told({ [setting]: value })).toEqual(['SETTING']);
    const [first, ...others] = await wordsOf({ [setting]: value });
    expect(first).toContain(`${setting}: `);
    expect(others).toEqual([]);
  });

  it('all of them are, and the keys are not repeated', async () => {
    const secret = 'not-json-but-secret';
    const words = await wordsOf({ PORT: '-1', LOG_LEVEL: 'loud', LIANDONG_KEYS: secret });
    expect(words.map((text) => text.split(':')[0])).toEqual(['PORT', 'LIANDONG_KEYS', 'LOG_LEVEL']);
    expect(words.join()).not.toContain(secret.slice(0, 5));
  });

  it('DATABASE_URL without keys', async () => {
    expect(await wordsOf({ DATABASE_URL: 'postgres://db/x' })).toEqual([expect.stringMatching(/^LIANDONG_KEYS: /)]);
  });
});

/** One that lies in what the server is told. */
const environments: Record<string, [code: string, environment: () => Environment, limits?: Partial<typeof LIMITS>]> = {
  'a site whose pages anybody on the way can change': ['CORS_PLAIN', () => ({ CORS_ORIGINS: 'http://desk.example' })],
  'an issuer without TLS': ['ISSUER_SETTING', () => ({ OIDC_ISSUER: 'http://issuer.example' })],
  'an issuer that does not answer': ['ISSUER_UNREADABLE', () => ({ OIDC_ISSUER: 'http://127.0.0.1:1' })],
  'no issuer, and people who are not invented': ['NO_ISSUER', () => ({ OIDC_ISSUER: '', OIDC_AUDIENCE: '' })],
  'nobody at the address of the database': [
    'UNREACHABLE',
    () => ({ ...given(), DATABASE_URL: 'postgres://u:p@127.0.0.1:1/liandong' }),
  ],
  'no database at all': ['NO_DATABASE', () => ({ LIANDONG_DATA: join(folder, 'nothing') })],
  'another database': ['NO_SCHEMA', () => ({ ...given(), DATABASE_URL: url().replace(/liandong$/, 'template1') })],
  'another password of the owner': [
    'OWNER_PASSWORD',
    () => ({ ...given(), DATABASE_URL: url(OWNER_ROLE, parseKeys(newKeysText())) }),
  ],
  'another first key': ['OTHER_FIRST_KEY', () => ({ LIANDONG_KEYS: newKeysText() })],
  'another first key, and an owner of his own': ['FIRST_KEY', () => ({ ...given(), LIANDONG_KEYS: newKeysText() })],
  'a new key that no server has stored': ['KEY_NOT_STORED', () => ({ LIANDONG_KEYS: withSecond() })],
  'a file in place of the folder of seals': [
    'CHECKPOINTS_UNWRITABLE',
    () => ({ LIANDONG_CHECKPOINTS: join(folder, 'keys.json', 'x') }),
  ],
  'a disk that is nearly full': ['DISK_LOW', () => ({}), { freeBytes: Infinity }],
  'a disk that has hardly a file left': ['FILES_LOW', () => ({}), { freeFiles: 2 }],
  'transactions that were never frozen': ['TRANSACTIONS_OLD', () => ({}), { transactionAge: -1 }],
};

const withSecond = () => {
  const { keys: more } = JSON.parse(keysText('first')) as { keys: Record<string, string> };
  return JSON.stringify({ current: 'first', keys: { ...more, second: Buffer.alloc(32, 9).toString('base64') } });
};

describe('the environment', () => {
  it.each(Object.entries(environments))('%s', async (_name, [code, environment, limits]) => {
    const asked = environment();
    const codes = asked['DATABASE_URL'] ? await asGiven(() => told(asked, limits)) : await told(asked, limits);
    expect(faultsOf(codes)).toEqual([code]);
  });

  it('an issuer that calls itself otherwise, or publishes nothing to check with', async () => {
    const { published } = issuer;
    issuer.discovery = { issuer: 'https://other.example' };
    const otherwise = faultsOf(await told());
    issuer.discovery = {};
    issuer.published = [];
    const nothing = faultsOf(await told());
    issuer.published = published;
    expect([otherwise, nothing]).toEqual([['ISSUER_UNREADABLE'], ['ISSUER_NO_KEY']]);
  });

  it('listening for others without a way to its figures is a notice', async () => {
    expect(await told({ HOST: '0.0.0.0' })).toContain('(METRICS_CLOSED)');
  });

  it('a clock that is fast, or slow', async () => {
    for (const minutes of [1, -1]) {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 });
      expect(faultsOf(await told())).toEqual(['CLOCK_DRIFT']);
      vi.useRealTimers();
    }
  });
});

const faultsOf = (codes: string[]) => codes.filter((code) => !code.startsWith('(') || code === '(unseen)');

describe('files', () => {
  const at = (name: string) => join(folder, name);
  it.each<[string, string, () => Promise<unknown>, () => Promise<unknown>]>([
    [
      'keys that others can read',
      'KEYS_OPEN',
      () => chmod(at('keys.json'), 0o644),
      () => chmod(at('keys.json'), 0o600),
    ],
    [
      'a password that others can read',
      'FILE_OPEN',
      () => chmod(at('secret.json'), 0o640),
      () => chmod(at('secret.json'), 0o600),
    ],
    ['keys that are gone', 'FILE_GONE', () => rename(at('keys.json'), at('k')), () => rename(at('k'), at('keys.json'))],
    ['a data folder that others can write', 'FOLDER_OPEN', () => chmod(folder, 0o733), () => chmod(folder, 0o711)],
    [
      'a cluster that others can read',
      'FOLDER_OPEN',
      () => chmod(at('cluster'), 0o755),
      () => chmod(at('cluster'), 0o700),
    ],
    [
      'seals that others can read',
      'FOLDER_OPEN',
      async () => {
        await mkdir(at('checkpoints'));
        await chmod(at('checkpoints'), 0o755);
      },
      () => rm(at('checkpoints'), { recursive: true }),
    ],
  ])('%s', async (_name, code, plant, mend) => {
    await plant();
    const codes = faultsOf(await told());
    const left = (await readdir(folder)).includes('keys.json');
    await mend();
    expect(codes).toEqual([code]);
    // Looking makes no keys anew.
    expect(left).toBe(code !== 'FILE_GONE');
    expect(faultsOf(await told())).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)('a password that is somebody else’s', async () => {
    await chown(at('secret.json'), 12_345, 12_345);
    const codes = faultsOf(await told());
    await chown(at('secret.json'), 0, 0);
    expect(codes).toEqual(['FILE_OWNER']);
  });

  it('whoever only looks makes no keys where they are gone', async () => {
    await rename(at('keys.json'), at('k'));
    const visit = await visitDatabase(readConfig(healthy())).catch((error: Error) => error.message);
    const left = await readdir(folder);
    await rename(at('k'), at('keys.json'));
    expect(visit).toContain('keys.json');
    expect(left).not.toContain('keys.json');
  });

  it('a cluster that PostgreSQL does not know', async () => {
    const other = at('other');
    await mkdir(join(other, 'cluster'), { recursive: true, mode: 0o700 });
    await chmod(other, 0o711);
    for (const name of ['keys.json', 'secret.json']) await copyFile(at(name), join(other, name));
    const codes = faultsOf(await told({ LIANDONG_DATA: other }));
    await rm(other, { recursive: true });
    expect(codes).toEqual(['EMBEDDED']);
  });

  it('keys that are none, told without a word of them', async () => {
    const text = await readFile(at('keys.json'), 'utf8');
    await writeFile(at('keys.json'), text.slice(0, -3));
    const outcomes = await examine(healthy());
    await writeFile(at('keys.json'), text);
    expect(outcomes.flatMap(({ found }) => found.map(({ code }) => code))).toEqual(['FILE_BROKEN']);
    expect(JSON.stringify(outcomes)).not.toContain([...keys.keys.values()][0]!.toString('base64').slice(0, 8));
  });
});

describe('the database', () => {
  it.each(Object.entries(PLANTED))('%s', async (_name, [code, plant, mend, named = '']) => {
    await asSuperuser(plant);
    const found = await settled((outcomes) => exitCodeOf(outcomes) === 1);
    await asSuperuser(mend);
    const faults = found.flatMap((one) => one.found.filter(({ notice }) => !notice));
    expect(new Set(faults.map((one) => one.code))).toEqual(new Set(code.split(' ')));
    expect(faults.map(({ wrong }) => wrong.en).join()).toContain(named);
    // The text that the catalog is held to is of this PostgreSQL.
    expect(found.flatMap((one) => one.found).map((one) => one.code)).not.toContain('OTHER_MAJOR');
  });

  it('is as it was when all are mended', async () => {
    expect(exitCodeOf(await settled((outcomes) => exitCodeOf(outcomes) === 0))).toBe(0);
    expect(await told()).toEqual(NOTICES);
  });

  it('one that has no letters for Chinese', async () => {
    await asSuperuser(`create database ascii template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`);
    const asked = { ...given(), DATABASE_URL: url().replace(/liandong$/, 'ascii') };
    const codes = faultsOf(await asGiven(() => told(asked)));
    await asSuperuser('drop database ascii');
    expect(codes).toEqual(['ENCODING', 'NO_SCHEMA']);
  });

  it('another owner than the schema’s, who is a superuser', async () => {
    const { user, password } = superuser as { user: string; password: string };
    const other = `postgres://${user}:${password}@${encodeURIComponent(server.socketFolder)}/liandong`;
    expect(await told({ ...given(), DATABASE_URL: other })).toEqual(['(OWNER_SUPERUSER)', 'SCHEMA_OWNER']);
  });

  it('the demo world where others can knock', async () => {
    await asSuperuser('insert into demo_marker (seeded_at) values (now())');
    const codes = faultsOf(await told({ OIDC_ISSUER: '', OIDC_AUDIENCE: '', HOST: '0.0.0.0' }));
    await asSuperuser('delete from demo_marker');
    expect(codes).toEqual(['DEMO_NOT_LOOPBACK']);
  });

  it('more than anybody wants to read', async () => {
    const each = (text: (n: number) => string) => Array.from({ length: 40 }, (_, n) => text(n)).join(';\n');
    await asSuperuser(each((n) => `create table liandong.copy_${n} ()`));
    const words = await wordsOf();
    await asSuperuser(each((n) => `drop table liandong.copy_${n}`));
    expect(words).toHaveLength(26);
    expect(words.at(-1)).toBe('There are 15 more differences.');
  });

  it('two faults at once are both told', async () => {
    await asSuperuser('alter system set fsync = off;\nselect pg_reload_conf();\nalter role liandong_api bypassrls');
    const outcomes = await settled((one) =>
      one.some(({ found }) => found.some(({ code }) => code === 'UNSAFE_WRITES')),
    );
    await asSuperuser('alter system reset fsync;\nselect pg_reload_conf();\nalter role liandong_api nobypassrls');
    const codes = outcomes.flatMap(({ found }) => found.filter(({ notice }) => !notice).map(({ code }) => code));
    expect(codes).toEqual(['UNSAFE_WRITES', 'ROLE_POWER']);
    expect(exitCodeOf(await settled((one) => exitCodeOf(one) === 0))).toBe(0);
  });

  it('a table that grew and was never looked at', async () => {
    const plant = `insert into unit_succession select pos, pos, now() from unit`;
    await asSuperuser(plant);
    const codes = faultsOf(await told({}, { tableBytes: 0 }));
    await asSuperuser('delete from unit_succession;\nvacuum analyze');
    expect(codes).toEqual(['NEVER_ANALYSED']);
    expect(faultsOf(await told({}, { tableBytes: 0 }))).toEqual([]);
  });

  it('a slot that holds the log back', async () => {
    await asSuperuser("select pg_create_physical_replication_slot('forgotten', true)");
    const codes = faultsOf(await told({}, { slotBytes: -1 }));
    await asSuperuser("select pg_drop_replication_slot('forgotten')");
    expect(codes).toEqual(['SLOT_HOLDS']);
  });

  it('a name that somebody made up reaches no terminal as it is', async () => {
    await asSuperuser('alter table liandong.person add "\u001b[2Jgone" text');
    const outcomes = await examine(healthy());
    await asSuperuser('alter table liandong.person drop "\u001b[2Jgone"');
    expect(exitCodeOf(outcomes)).toBe(1);
    // oxlint-disable-next-line no-control-regex -- these are what is looked for
    expect([...linesOf(outcomes)].join('')).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

/** Settings reach sessions a moment after they are made. */
async function settled(done: (outcomes: Outcome[]) => boolean): Promise<Outcome[]> {
  for (let turn = 1; ; turn += 1) {
    const outcomes = await examine(healthy());
    if (done(outcomes) || turn === 10) return outcomes;
  }
}

describe('seals', () => {
  const place = () => join(folder, 'checkpoints');
  const seal = async () => {
    const connection = connectionOn({ owner: connectionOf(server, 'liandong'), keys }, 'liandong_sealer');
    const sealer = new Sealer({ connection, keys, folder: new CheckpointFolder(place()) });
    await sealer.run();
    await sealer.stop();
  };
  const file = async () => join(place(), (await readdir(place()))[0]!);

  it('entries that wait for one', async () => {
    await asSuperuser(`insert into audit_entry (kind, subject, operation, code, correlation_id)
      values (5, 'somebody', 'clues', 'FORBIDDEN', gen_random_uuid())`);
    expect(await told()).toEqual(NOTICES);
    expect(faultsOf(await told({}, { sealSeconds: 0 }))).toEqual(['UNSEALED']);
    await seal();
    expect(faultsOf(await told({}, { sealSeconds: 0 }))).toEqual([]);
  });

  it('one that is not outside', async () => {
    const elsewhere = { LIANDONG_CHECKPOINTS: join(folder, 'elsewhere') };
    expect(await told(elsewhere)).toEqual(NOTICES);
    expect(faultsOf(await told(elsewhere, { sealSeconds: 0 }))).toEqual(['NOT_OUTSIDE']);
  });

  it('one that is not the same inside, and one that is gone from there', async () => {
    const text = await readFile(await file(), 'utf8');
    const last = parseLine(text.trim())!;
    await writeFile(await file(), `${lineOf({ ...last, at: '2026-01-01T00:00:00.000Z' })}\n`);
    const differs = faultsOf(await told());
    const next = { number: 2, at: last.at, previous: hashOfCheckpoint(last) };
    const ahead = makeCheckpoint(new Signer(keys), next, last.leaves);
    await writeFile(await file(), `${text}${lineOf(ahead)}\n`);
    const gone = faultsOf(await told());
    await writeFile(await file(), text);
    expect([differs, gone]).toEqual([['OUTSIDE_DIFFERS'], ['OUTSIDE_AHEAD']]);
    expect(await told()).toEqual(NOTICES);
  });

  it('one that was signed with another first key', async () => {
    const { keys: first } = JSON.parse(keysText('first')) as { keys: Record<string, string> };
    // Roles have been given the passwords of the new one, as a start does on a server of ours.
    const changed = JSON.stringify({
      current: 'zero',
      keys: { zero: Buffer.alloc(32, 5).toString('base64'), ...first },
    });
    await asSuperuser((admin) => prepareRoles(admin, parseKeys(changed), true));
    const codes = faultsOf(await told({ LIANDONG_KEYS: changed }));
    await asSuperuser((admin) => prepareRoles(admin, keys, true));
    expect(codes).toEqual(['FIRST_KEY']);
    expect(await told()).toEqual(NOTICES);
  });
});

describe('the command', () => {
  let project: Awaited<ReturnType<typeof compiled>>;
  beforeAll(async () => {
    project = await compiled();
  });
  afterAll(() => project.remove());
  const doctor = (parameters: string[] = [], environment: Environment = {}) =>
    project.run('doctor.js', parameters, { ...healthy(), ...environment } as Record<string, string>);

  it('tells people and machines, and by its exit code whether anything is wrong', async () => {
    expect(await doctor()).toMatchObject({ code: 0, output: expect.stringMatching(/0处问题.*0 faults;/s) });
    await asSuperuser('alter role liandong_api bypassrls');
    const [people, machine] = [await doctor(), await doctor(['--json'])];
    await asSuperuser('alter role liandong_api nobypassrls');
    expect(people).toMatchObject({ code: 1 });
    for (const words of ['✗ 登录角色', 'liandong_api 具有 bypassrls', 'alter role liandong_api nobypassrls'])
      expect(people.output).toContain(words);
    expect(machine.code).toBe(1);
    const report = JSON.parse(machine.output) as { exit: number; faults: number; checks: Outcome[] };
    expect(report).toMatchObject({ exit: 1, faults: 1 });
    expect(report.checks.flatMap(({ found }) => found).map(({ code }) => code)).toContain('ROLE_POWER');
  });

  it('names a setting, a missing database and a parameter of nobody’s', async () => {
    expect(await doctor([], { PORT: 'x' })).toMatchObject({ code: 1, output: expect.stringContaining('PORT: ') });
    expect(await doctor([], { LIANDONG_DATA: join(folder, 'nothing') })).toMatchObject({ code: 1, output: expect.stringContaining('NO_DATABASE') }); // prettier-ignore
    expect(await doctor(['--fix'])).toMatchObject({ code: 2 });
  });

  it('starts the server for the while where none runs', async () => {
    await server.stop();
    expect(await doctor()).toMatchObject({ code: 0 });
    expect(await readdir(folder)).not.toContain('server.json');
  });
});
