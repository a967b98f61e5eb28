import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { withClient } from '../../src/database/install.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { startApi, type Answer, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { LogLines, type LogLine } from '../support/logLines.js';

const ERROR = 50;
const INFO = 30;
const DEBUG = 20;

let db: TestDatabase;
let api: TestApi;
const log = new LogLines();
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  api = await startApi(db, { log: log.log });
  await api.run('{ __typename }', 'ningbo-anguan'); // loads the unit tree
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

async function lineOf({ headers }: { headers: Headers }): Promise<LogLine> {
  const lines = await log.of(headers.get('x-correlation-id'));
  expect(lines.length).toBe(1);
  return lines[0]!;
}

describe('the line of a request', () => {
  it('says what was asked in how long, under the id that the answer bears', async () => {
    const answer = await api.run('query Newest { clues(first: 3) { nodes { id } } }', 'haishu-anguan');
    expect(await lineOf(answer)).toEqual({
      level: INFO,
      time: expect.any(Number),
      pid: process.pid,
      hostname: expect.any(String),
      msg: 'request',
      correlationId: answer.headers.get('x-correlation-id'),
      method: 'POST',
      route: '/graphql',
      status: 200,
      ms: expect.any(Number),
      operationType: 'query',
      operationName: 'Newest',
      cost: expect.any(Number),
      post: `post_${NINGBO.post['haishu-anguan']}`,
      statements: 2,
    });
  });

  it('has the cost that the answer tells', async () => {
    const answer = await api.run('{ clues(first: 7) { nodes { id } } }', 'haishu-anguan');
    const { cost } = (JSON.parse(answer.text) as { extensions: { cost: { asked: number } } }).extensions;
    expect((await lineOf(answer))['cost']).toBe(cost.asked);
  });

  it('names no more of an operation than fits a name', async () => {
    const long = `Q${'x'.repeat(100)}`;
    const answer = await api.run(`query ${long} { me { person { id } } }`, 'haishu-anguan');
    expect((await lineOf(answer))['operationName']).toBe(long.slice(0, 64));
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await api.issuer.token('haishu-anguan')}`,
      },
      body: JSON.stringify({ query: '{ me { person { id } } }', operationName: 'Who is\n孙某 {"x":1}?' }),
    });
    expect((await lineOf(response))['operationName']).toBe('Whoisx1');
  });

  it.each([
    ['x-request-id', 'front-end.2026_0001', 'front-end.2026_0001'],
    ['x-correlation-id', 'AbCdEf-0123456789', 'AbCdEf-0123456789'],
    ['x-request-id', 'short', undefined],
    ['x-request-id', 'x'.repeat(65), undefined],
    ['x-request-id', 'with a space', undefined],
    ['x-request-id', '{"level":60}', undefined],
  ])('%s: %s', async (header, given, kept) => {
    const answer = await api.run('{ __typename }', 'haishu-anguan', {}, { [header]: given });
    expect(answer.headers.get('x-correlation-id')).not.toBe(given);
    expect((await lineOf(answer))['callersId']).toBe(kept);
  });

  it('is for debugging only where nothing is asked of the API', async () => {
    const health = await lineOf(await fetch(`${api.url}/health/live`));
    expect(health).toMatchObject({ level: DEBUG, route: '/health/live', status: 200 });
    const unknown = await lineOf(await fetch(`${api.url}/secret-of-mine?name=x`));
    expect(unknown).toMatchObject({ level: DEBUG, method: 'GET', status: 404, errors: ['NOT_FOUND'] });
    expect(log.text).not.toContain('secret-of-mine');
  });

  it('tells of a caller who did not wait for his answer', async () => {
    await db.owner.query('begin; lock table clue in access exclusive mode');
    const impatient = new AbortController();
    const asked = fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await api.issuer.token('haishu-anguan')}`,
        'x-request-id': 'impatient-caller',
      },
      body: JSON.stringify({ query: '{ clues { nodes { id } } }' }),
      signal: impatient.signal,
    });
    await withClient({ ...inject('superuser'), database: db.name }, async (admin) => {
      const held = "select from pg_locks where relation = 'liandong.clue'::regclass and not granted";
      await expect.poll(async () => (await admin.query(held)).rows.length).toBe(1);
    });
    impatient.abort();
    await expect(asked).rejects.toThrow('aborted');
    const lines = () => log.lines.filter(({ callersId }) => callersId === 'impatient-caller');
    await expect.poll(lines).toHaveLength(1);
    await db.owner.query('rollback');
    const [line] = lines();
    expect(line).toMatchObject({ aborted: true });
    expect(line).not.toHaveProperty('status');
  });
});

describe('the id of an error', () => {
  const post =
    (body: string, headers: Record<string, string> = {}) =>
    async (): Promise<Answer> => {
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await api.issuer.token('haishu-anguan')}`,
          ...headers,
        },
        body,
      });
      const answer = await response.text();
      const { status, headers: received } = response;
      return { status, headers: received, text: answer, ...(JSON.parse(answer) as Pick<Answer, 'data' | 'errors'>) };
    };
  const asking =
    (document: string, as: string | null, headers = {}) =>
    () =>
      api.run(document, as, {}, headers);
  const WIDE = Array.from({ length: 150 }, (_, n) => `a${n}: me { person { id } }`).join(' ');

  it.each<[string, string, () => Promise<Answer>]>([
    ['no token', 'UNAUTHENTICATED', asking('{ __typename }', null)],
    ['no token that fits', 'TOKEN_INVALID', asking('{ __typename }', null, { authorization: 'Bearer x.y.z' })],
    ['no post id', 'POST_ID_INVALID', asking('{ __typename }', 'haishu-anguan', { 'x-liandong-post': '1' })],
    ['nobody in service', 'PERSON_UNKNOWN', asking('{ __typename }', 'nobody-at-all')],
    ['no JSON', 'JSON_INVALID', post('{')],
    ['no document', 'BAD_REQUEST', post('{}')],
    ['too much', 'PAYLOAD_TOO_LARGE', post(JSON.stringify({ query: ' '.repeat(300_000) }))],
    ['no GraphQL', 'GRAPHQL_PARSE_FAILED', asking('{', 'haishu-anguan')],
    ['no such field', 'GRAPHQL_VALIDATION_FAILED', asking('{ nothing }', 'haishu-anguan')],
    ['a limit', 'TOO_MANY_ALIASES', asking(`{ ${WIDE} }`, 'haishu-anguan')],
    ['no such operation', 'OPERATION_RESOLUTION_FAILURE', asking('query A { __typename } query B { __typename }', 'haishu-anguan')],
    ['a page', 'PAGE_TOO_LARGE', asking('{ clues(first: 101) { nodes { id } } }', 'haishu-anguan')],
    ['an id', 'ID_INVALID', asking('{ clue(id: "1") { id } }', 'haishu-anguan')],
  ])('%s', async (_name, code, ask) => {
    const { errors, headers } = await ask();
    const id = headers.get('x-correlation-id');
    expect(errors!.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ code, correlationId: id }),
    ]);
    const lines = await log.of(id);
    expect(lines).toEqual([expect.objectContaining({ level: INFO, msg: 'request', errors: [code] })]);
    expect(log.text.split(id!).length - 1).toBe(1);
  }); // prettier-ignore

  it('is in the log even if what came was no HTTP', async () => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    socket.write('孙某 is not HTTP\r\n\r\n');
    const answer = await text(socket);
    const [{ extensions }] = (JSON.parse(answer.split('\r\n\r\n')[1]!) as Required<Pick<Answer, 'errors'>>).errors as [
      NonNullable<Answer['errors']>[number],
    ];
    expect(answer).toContain(`x-correlation-id: ${extensions.correlationId}`);
    expect(await log.of(extensions.correlationId)).toEqual([
      expect.objectContaining({ msg: 'no request', errors: ['BAD_REQUEST'] }),
    ]);
  });

  it('leads from what nobody expected to its cause', async () => {
    await db.owner.query('revoke select on clue_content from liandong_api');
    const [bad, good] = await Promise.all([
      api.run('query Broken { clues { nodes { content { subjectName } } } }', 'haishu-anguan'),
      api.run('query Sound { clues { nodes { id } } }', 'haishu-anguan'),
    ]);
    expect(bad.errors!.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL']);
    expect(bad.text).not.toContain('clue_content');
    const lines = await log.of(bad.errors![0]!.extensions.correlationId);
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [ERROR, 'unexpected'],
      [INFO, 'request'],
    ]);
    expect(lines[0]!['err']).toMatchObject({
      type: 'DatabaseError',
      code: '42501',
      message: 'permission denied for table clue_content',
      at: expect.arrayContaining([expect.stringContaining('transaction.ts')]),
    });
    expect(lines[1]).toMatchObject({ operationName: 'Broken', errors: ['INTERNAL'] });
    expect(await log.of(good.headers.get('x-correlation-id'))).toEqual([
      expect.not.objectContaining({ errors: expect.anything() }),
    ]);
    await db.owner.query('grant select on clue_content to liandong_api');
  });

  it('leads from an outage to what the database said', async () => {
    await db.owner.query('begin; lock table clue in access exclusive mode');
    const asked = api.run('{ clues { nodes { id } } }', 'haishu-anguan');
    await withClient({ ...inject('superuser'), database: db.name }, async (admin) => {
      const waiting = "from pg_locks where relation = 'liandong.clue'::regclass and not granted";
      await expect.poll(async () => (await admin.query(`select ${waiting}`)).rows.length).toBe(1);
      await admin.query(`select pg_terminate_backend(pid) ${waiting}`);
    });
    const answer = await asked;
    await db.owner.query('rollback');
    expect([answer.status, answer.errors![0]!.extensions.code]).toEqual([503, 'UNAVAILABLE']);
    const [cause] = await log.of(answer.headers.get('x-correlation-id'));
    expect(cause).toMatchObject({ level: ERROR, err: { cause: { type: 'DatabaseError', code: '57P01' } } });
  });

  it('leads to a cause without the value that PostgreSQL stumbled over', async () => {
    // Whoever reads a name as a number is told the name.
    await db.owner.query(
      'create policy broken on clue_content as restrictive for select to liandong_api using (subject_name::int > 0)',
    );
    const answer = await api.run('{ clues { nodes { content { subjectName } } } }', 'haishu-anguan');
    await db.owner.query('drop policy broken on clue_content');
    const lines = await log.of(answer.errors![0]!.extensions.correlationId);
    expect(lines[0]!['err']).toMatchObject({ code: '22P02', message: 'invalid input syntax for type integer' });
    expect(log.text).not.toContain('某甲');
  });
});

describe('the log of a busy day', () => {
  it('holds no document, no value, no name and no token', async () => {
    const { rows: people } = await db.owner.query<{ name: string; subject: string }>(
      'select name, subject from person',
    );
    expect(people.length).toBeGreaterThan(10);
    const before = log.lines.length;
    const wanted = '张三与李四合谋';
    const listing = `query Secretly($words: String) { clues(first: 5) { totalCount nodes { number content { subjectName } } }
      units(filter: { name: $words }) { nodes { name } } me { person { name } post { duty } } }`;
    const answers: Answer[] = [];
    for (const { subject } of people) {
      answers.push(await api.run(listing, subject, { words: wanted }));
      answers.push(await api.run('{ 乱写 }', subject));
      answers.push(await api.run('query Q($id: ID!) { clue(id: $id) { number } }', subject, { id: wanted }));
      answers.push(await api.run('query Q($n: Int!) { clues(first: $n) { totalCount } }', subject, { n: wanted }));
    }
    const get = new URLSearchParams({ query: '{ me { person { name } } }' }).toString();
    const token = await api.issuer.token('haishu-anguan');
    const got = await fetch(`${api.url}/graphql?${get}`, {
      headers: { authorization: `Bearer ${token}`, cookie: `session=${token}`, 'apollo-require-preflight': '1' },
    });
    expect(await got.text()).toContain('"name"');
    for (const { headers } of [...answers, got]) await log.of(headers.get('x-correlation-id'));

    const said = log.text;
    expect(log.lines.length - before).toBe(answers.length + 1);
    expect(answers.some(({ data }) => data?.clues?.nodes.length > 0)).toBe(true);
    const secrets = [
      ...people.flatMap(({ name, subject }) => [name, subject]),
      wanted,
      '张三',
      '乱写',
      'totalCount',
      'subjectName',
      'query ',
      'units(',
      '纪委',
      '某甲',
      '来信',
      '第1号',
      ...token.split('.'),
      'Bearer',
      'authorization',
      'cookie',
    ];
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
  });

  it('has no place for headers', () => {
    const { log: own, lines } = new LogLines();
    const headers = { authorization: 'Bearer x', cookie: 'y' };
    own.info({ headers, req: { headers }, authorization: 'Bearer x' }, 'careless');
    expect(JSON.stringify(lines)).not.toMatch(/Bearer x|"y"/);
  });
});
