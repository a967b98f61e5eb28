import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { withClient } from '../../src/database/install.js';
import { compiled, type StartedServer } from '../support/startedServer.js';
import { AUDIENCE, startOidcProvider, type RealIssuer } from '../support/oidcProvider.js';
import { TEST_KEYS } from '../support/keys.js';

/* From an empty PostgreSQL to three administrators at work, as an operator does it: the commands, a real server, a real provider. */

const NAMES = ['--organ', '33', '--system', '王建明', '--security', '李安=security-1', '--audit', '赵审'];
const CODE = /[2-9A-HJ-NP-Z]{6}(?:-[2-9A-HJ-NP-Z]{2,6}){4}/g;

let project: Awaited<ReturnType<typeof compiled>>;
let provider: RealIssuer;
let databases = 0;
beforeAll(async () => {
  [project, provider] = await Promise.all([compiled(), startOidcProvider()]);
}, 120_000);
afterAll(async () => {
  await provider.close();
  await project.remove();
});

/** A database that nothing was ever done in. */
async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const superuser = inject('superuser');
  const name = `bootstrap_${process.pid}_${(databases += 1)}`;
  const admin = (sql: string) => withClient({ ...superuser, database: 'postgres' }, (client) => client.query(sql));
  await admin(`create database ${name}`);
  const { user, password, host, port } = superuser;
  const url = `postgres://${user}:${password}@localhost:${port}/${name}?host=${encodeURIComponent(host!)}`;
  return { url, drop: () => admin(`drop database ${name} with (force)`).then(() => undefined) };
}

const settings = (url: string) => ({
  DATABASE_URL: url,
  LIANDONG_KEYS: TEST_KEYS,
  OIDC_ISSUER: provider.issuer,
  OIDC_AUDIENCE: AUDIENCE,
});
const count = (url: string, sql: string) =>
  withClient({ connectionString: url }, async (owner) => Number((await owner.query(`select (${sql}) as n`)).rows[0].n));

describe('bootstrap', () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let server: StartedServer;
  let codes: string[];
  beforeAll(async () => {
    database = await emptyDatabase();
    const done = await project.run('bootstrap.js', NAMES, settings(database.url));
    codes = done.output.match(CODE) ?? [done.output];
    server = await project.start(settings(database.url));
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  const ask = async (token: string, query: string, variables: object = {}) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as any; // eslint-disable-line
  };
  const accept = async (token: string, code: unknown) => {
    const response = await fetch(`${server.url}/invitations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ code }),
    });
    const body = (await response.json()) as { accepted?: true; errors?: { extensions: { code: string } }[] };
    return body.errors?.[0]?.extensions.code ?? body.accepted;
  };
  const tokenOf = async (subject: string) => (await provider.signIn(subject)).accessToken;

  it('loads the hierarchy and names three, who are nobody yet', async () => {
    expect(codes).toHaveLength(3);
    expect(await count(database.url, 'select count(*) from liandong.unit where pos >= 0')).toBe(44_674);
    expect(await count(database.url, 'select count(*) from liandong.person where subject is null')).toBe(3);
    // The codes are nowhere.
    for (const code of codes)
      expect(await count(database.url, `select count(*) from liandong.invitation where digest = '${code}'`)).toBe(0);
    const token = await tokenOf('system-1');
    expect((await ask(token, '{ me { post { duty } } }')).errors[0].extensions.code).toBe('PERSON_UNKNOWN');
    expect(await count(database.url, "select count(*) from liandong.audit_entry where subject = 'operator' and kind = 1")).toBe(3);
  }); // prettier-ignore

  it('lets nobody in by a code that is wrong, another’s, or no code', async () => {
    const token = await tokenOf('system-1');
    for (const code of ['AAAAAA-BBBBBB-CCCCCC-DDDDDD-EE', '', 'x'.repeat(5000), 7, null, codes[1]])
      expect(await accept(token, code)).toBe('INVITATION_INVALID');
    const refusals = `select count(*) from liandong.audit_entry where kind = 5 and operation = 'invitationAccept' and subject like '%system-1'`;
    expect(await count(database.url, refusals)).toBe(6);
    expect(await count(database.url, 'select count(*) from liandong.person where subject is not null')).toBe(0);
  });

  it('makes each who he was named as, once, whoever tries at the same time', async () => {
    const [system, second] = await Promise.all([tokenOf('system-1'), tokenOf('system-2')]);
    const tries = await Promise.all([accept(system, codes[0]), accept(second, codes[0]), accept(system, codes[0])]);
    expect(tries.filter((one) => one === true)).toHaveLength(1);
    const winner = tries[1] === true ? second : system;
    expect((await ask(winner, '{ me { person { name } post { duty unit { name } } } }')).data.me).toEqual({
      person: { name: '王建明' },
      post: { duty: 'SYSTEM_ADMINISTRATOR', unit: { name: '浙江省纪委监委' } },
    });
    // Who is somebody already is nobody else.
    expect(await accept(winner, codes[2])).toBe('INVITATION_INVALID');
    const security = await tokenOf('security-1');
    expect(await accept(security, codes[1]!.toLowerCase().replaceAll('-', ' '))).toBe(true);
    expect(await accept(await tokenOf('security-1'), codes[1])).toBe('INVITATION_INVALID');
  });

  it('gives a new code for one that was lost, and the old one is worth nothing', async () => {
    const again = await project.run('bootstrap.js', ['--again', 'audit'], settings(database.url));
    const [code] = again.output.match(CODE)!;
    const token = await tokenOf('audit-1');
    expect(await accept(token, codes[2])).toBe('INVITATION_INVALID');
    expect(await accept(token, code)).toBe(true);
    const nobody = await project.run('bootstrap.js', ['--again', 'audit'], settings(database.url));
    expect([nobody.code, nobody.output]).toEqual([1, expect.stringContaining('Nobody is waiting')]);
  });

  it('is the beginning: two of them appoint an officer, who works', async () => {
    const [system, security] = await Promise.all([tokenOf('system-1'), tokenOf('security-1')]);
    const first = (await ask(system, '{ me { organ { id } } }')).data ? system : await tokenOf('system-2');
    const { id: organ } = (await ask(first, '{ me { organ { id } } }')).data.me.organ;
    const act = async (token: string, name: string, input: object) => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const document = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } change { id object version state } } }`;
      const answer = await ask(token, document, { input: { idempotencyKey: `key-${name}-${Math.random()}`, reason: '组建', ...input } });
      expect([name, answer.errors, answer.data?.[name].userErrors]).toEqual([name, undefined, []]);
      return answer.data[name].change;
    };
    const confirmed = async (name: string, input: object) => {
      const change = await act(first, name, input);
      await act(security, 'administrativeChangeDecide', { id: change.id, expectedVersion: change.version, approve: true });
      return change.object;
    };
    const office = (await act(first, 'unitCreate', { parent: organ, kind: 'OFFICE', officeKind: 'CASE_SUPERVISION_MANAGEMENT', name: '案件监督管理室' })).object;
    const person = (await act(first, 'personRegister', { organ, name: '张办案', staffNumber: 'ZJ-1' })).object;
    await confirmed('personBind', { person, subject: 'officer-1' });
    await confirmed('postAppoint', { person, unit: office, duty: 'OFFICE_HEAD' });
    const seen = await ask(await tokenOf('officer-1'), '{ me { post { unit { name } } } clues(first: 5) { totalCount } }');
    expect(seen.data).toEqual({ me: { post: { unit: { name: '案件监督管理室' } } }, clues: { totalCount: 0 } });
  }); // prettier-ignore

  it('refuses what is not empty, says what it found, and changes nothing', async () => {
    const again = await project.run('bootstrap.js', NAMES, settings(database.url));
    expect(again.code).toBe(1);
    expect(again.output).toMatch(/not empty: it has \d+ of audit_entry, 4 of person/);
    const other = await emptyDatabase();
    await withClient({ connectionString: other.url }, (owner) => owner.query('create table public.payroll ()'));
    const theirs = await project.run('bootstrap.js', NAMES, settings(other.url));
    expect([theirs.code, theirs.output]).toEqual([1, expect.stringContaining('table public.payroll')]);
    expect(await count(other.url, "select count(*) from pg_namespace where nspname = 'liandong'")).toBe(0);
    await other.drop();
  });
});

it.each([
  ['without an issuer', NAMES, { OIDC_ISSUER: '', OIDC_AUDIENCE: '' }, 'OIDC_ISSUER'],
  ['without keys', NAMES, { LIANDONG_KEYS: '' }, 'LIANDONG_KEYS'],
  ['without a name', NAMES.slice(0, 6), {}, '--audit'],
  ['of no organ', ['--organ', '99', ...NAMES.slice(2)], {}, 'no organ 99'],
  ['of what is no code', ['--organ', '3', ...NAMES.slice(2)], {}, '--organ'],
  ['with one account for two', [...NAMES.slice(0, 6), '--audit', '赵审=security-1'], {}, 'two administrators'],
  ['for a year', [...NAMES, '--days', '365'], {}, '--days'],
])('does nothing %s', async (_, parameters, more, words) => {
  const database = await emptyDatabase();
  const done = await project.run('bootstrap.js', parameters, { ...settings(database.url), ...more });
  expect([done.code, done.output]).toEqual([1, expect.stringContaining(words)]);
  expect(done.output).not.toMatch(CODE);
  const persons = `select count(*) from pg_class where relname = 'person'`;
  const made = await count(database.url, persons);
  expect(made === 0 ? 0 : await count(database.url, 'select count(*) from liandong.person')).toBe(0);
  await database.drop();
});
