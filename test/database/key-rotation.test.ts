import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { parseKeys } from '../../src/shared/keys.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { TEST_KEYS } from '../support/keys.js';
import { ScriptedIssuer, signingKey, tokenBy } from '../support/scriptedIssuer.js';
import { compiled, type Ended, type StartedServer } from '../support/startedServer.js';

/*
 * Keys rotate while people work: two server processes on one database, each with a file of its own and taking it over at
 * a time of its own, behind what sends each request to the other one. Nothing fails; `npm run keys` makes the steps.
 */

const AUDIENCE = 'liandong';
const LIST = `query ($after: String) { clues(scope: ALL, first: 2, after: $after) {
  nodes { id content { subjectName } } pageInfo { hasNextPage endCursor } } }`;
const REQUEST =
  'mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { result userErrors { code } } }';

interface Page {
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}
interface Answer {
  data?: { clues?: Page; recusalRequest?: { result: string | null } } | null;
  errors?: { extensions: { code: string } }[];
}

let db: TestDatabase;
let issuer: ScriptedIssuer;
let project: Awaited<ReturnType<typeof compiled>>;
let token: string;
let one: StartedServer;
let two: StartedServer;
const fileOf = (server: StartedServer) => join(project.data, `${server === one ? 'one' : 'two'}.json`);
let shared: Record<string, string>;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  issuer = await ScriptedIssuer.start();
  const key = await signingKey('one');
  issuer.published = [key];
  await db.owner.query('update person set issuer = $1', [issuer.issuer]);
  const claims = { sub: 'ningbo-anguan', exp: Math.floor(Date.now() / 1000) + 86_400 };
  token = await tokenBy(key, { issuer: issuer.issuer, audience: AUDIENCE }, claims);
  project = await compiled();
  await mkdir(project.data);
  const { user, password, host } = inject('superuser');
  shared = {
    DATABASE_URL: `postgres://${user}:${password}@localhost/${db.name}?host=${encodeURIComponent(host!)}`,
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: AUDIENCE,
    COST_PER_MINUTE: '1000000000',
    LOG_LEVEL: 'error',
  };
  const start = async (name: string) => {
    const file = join(project.data, `${name}.json`);
    await writeFile(file, TEST_KEYS, { mode: 0o600 });
    return project.start({ ...shared, LIANDONG_DATA: join(project.data, name), LIANDONG_KEYS_FILE: file });
  };
  [one, two] = await Promise.all([start('one'), start('two')]);
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await project.remove();
  await issuer.close();
  await db.drop();
});

async function ask(server: StartedServer, query: string, variables: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query, variables });
  return (await (await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })).json()) as Answer;
}

/** All pages, each of the other server than the one before. */
async function walk(first: StartedServer): Promise<string[]> {
  const ids: string[] = [];
  let [server, after, more] = [first, null as string | null, true];
  while (more) {
    const { data, errors } = await ask(server, LIST, { after });
    if (errors) throw new Error(`a page was refused: ${errors[0]!.extensions.code}`);
    ids.push(...data!.clues!.nodes.map(({ id }) => id));
    ({ endCursor: after, hasNextPage: more } = data!.clues!.pageInfo);
    server = server === one ? two : one;
  }
  return ids;
}

async function cursorOf(server: StartedServer): Promise<string> {
  return (await ask(server, LIST, {})).data!.clues!.pageInfo.endCursor;
}

/** What comes of a cursor: the page after it, or the code of the refusal. */
async function outcome(server: StartedServer, after: string): Promise<string> {
  const { data, errors } = await ask(server, LIST, { after });
  if (errors) expect(data?.clues ?? null).toBeNull();
  return errors ? errors[0]!.extensions.code : `${data!.clues!.nodes.length} rows`;
}

/** People who read and act on both servers until they are told to stop; what failed ends it all. */
function load() {
  const whom = Object.keys(NINGBO.post).filter((slug) => !slug.startsWith('ningbo-anguan'));
  const counted = { walks: 0, acts: 0, over: false };
  const reading = async (server: StartedServer, expected: string[]) => {
    for (; !counted.over; counted.walks += 1) {
      expect(await walk(server)).toEqual(expected);
      await delay(10);
    }
  };
  const acting = async () => {
    for (; !counted.over; counted.acts += 1) {
      const post = NINGBO.post[whom[counted.acts % whom.length] as keyof typeof NINGBO.post];
      const input = { idempotencyKey: `key-${newId()}`, clue: `clue_${NINGBO.clue.ningbo}`, post: `post_${post}` };
      const server = counted.acts % 2 ? one : two;
      const answer = await ask(server, REQUEST, { input: { ...input, ground: 'INTEREST', reason: '同学' } });
      expect(answer).toMatchObject({ data: { recusalRequest: { result: 'APPLIED' } } });
      await db.owner.query('delete from recusal where state = 1');
      await delay(20);
    }
  };
  const running = walk(one).then((expected) => Promise.all([reading(one, expected), reading(two, expected), acting()]));
  return {
    /** Some more of everything, so that each step has work under way; fails as soon as anything did. */
    async goesOn() {
      const { walks, acts } = counted;
      const more = async () => {
        while (counted.walks < walks + 4 || counted.acts < acts + 2) await delay(5);
      };
      await Promise.race([more(), running]);
    },
    async end() {
      counted.over = true;
      await running;
      return counted;
    },
  };
}

const keys = (...parameters: string[]): Promise<Ended> =>
  project.run('keys.js', parameters, { ...shared, LIANDONG_KEYS_FILE: fileOf(one) });

/** The ids that a server knows, with 1 for the one it signs with. */
async function known(server: StartedServer): Promise<Record<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Object.fromEntries(
    [...text.matchAll(/^liandong_key_current\{id="(.*)"\} (\d)$/gm)].map(([, id, is]) => [id!, Number(is)]),
  );
}

/** What the operator does for each server: the new file, and word of it. */
async function takesOver(server: StartedServer, expected: Record<string, number>): Promise<void> {
  // As whole as the command writes it: a server may be looking.
  if (server === two) {
    await copyFile(fileOf(one), `${fileOf(two)}.new`);
    await rename(`${fileOf(two)}.new`, fileOf(two));
  }
  server.hangUp();
  await expect.poll(() => known(server), { timeout: 5000 }).toEqual(expected);
}

async function added(): Promise<string> {
  expect(await keys('add')).toMatchObject({ code: 0 });
  return [...parseKeys(await readFile(fileOf(one), 'utf8')).keys.keys()].at(-1)!;
}

const seals = async () =>
  (await db.owner.query<{ line: string }>('select line from audit_seal order by number')).rows.map(
    ({ line }) => (JSON.parse(line) as { key: string }).key,
  );

it('rotates under load on two servers, and no request fails', { timeout: 120_000 }, async () => {
  const work = load();
  await work.goesOn();
  const byTest = await cursorOf(one);

  // Each step is first at one server and, some requests later, at the other.
  const second = await added();
  expect(await keys('use', second)).toMatchObject({ code: 1, output: expect.stringContaining('no server knows') });
  await takesOver(one, { test: 1, [second]: 0 });
  await work.goesOn();
  await takesOver(two, { test: 1, [second]: 0 });
  expect((await keys('list')).answer).toMatch(new RegExp(`^${second} .*known to the database$`, 'm'));
  expect(await keys('use', second)).toMatchObject({ code: 0 });
  await takesOver(one, { test: 0, [second]: 1 });
  await work.goesOn();
  await takesOver(two, { test: 0, [second]: 1 });
  await work.goesOn();
  const bySecond = await cursorOf(two);
  expect(await Promise.all([one, two].map((server) => outcome(server, byTest)))).toEqual(['2 rows', '2 rows']);

  const third = await added();
  await takesOver(one, { test: 0, [second]: 1, [third]: 0 });
  await takesOver(two, { test: 0, [second]: 1, [third]: 0 });
  await keys('use', third);
  await takesOver(two, { test: 0, [second]: 0, [third]: 1 });
  await takesOver(one, { test: 0, [second]: 0, [third]: 1 });
  await work.goesOn();
  const sealed = (await seals()).length;
  expect(await keys('retire', second)).toMatchObject({ code: 0 });
  expect(await outcome(one, bySecond)).toBe('2 rows');
  await takesOver(one, { test: 0, [third]: 1 });
  expect(await Promise.all([one, two].map((server) => outcome(server, bySecond)))).toEqual([
    'CURSOR_INVALID',
    '2 rows',
  ]);
  await work.goesOn();
  await takesOver(two, { test: 0, [third]: 1 });
  await work.goesOn();
  // The first key is no longer current and listed all the same, as its cursors tell.
  expect(await Promise.all([byTest, bySecond].map((cursor) => outcome(two, cursor)))).toEqual([
    '2 rows',
    'CURSOR_INVALID',
  ]);
  const { rows } = await db.owner.query<{ id: string; left: string | null }>(
    'select id, round(extract(epoch from valid_to - clock_timestamp()) / 60) as left from ticket_key order by id',
  );
  expect(Object.fromEntries(rows.map(({ id, left }) => [id, left]))).toEqual({
    test: null,
    [second]: '60',
    [third]: null,
  });
  expect((await keys('list')).answer).toMatch(new RegExp(`^${second} .*counts until`, 'm'));

  // No ticket is by any key but the current one: the others could be gone, and people would go on.
  await db.owner.query('update ticket_key set valid_to = clock_timestamp() where id <> $1', [third]);
  await work.goesOn();
  await db.owner.query("update ticket_key set valid_to = null where id = 'test'");

  const { walks, acts } = await work.end();
  expect([walks > 30, acts > 15]).toEqual([true, true]);
  // Seals go on, by the first key as before, and the whole trail verifies with the keys of now.
  await expect.poll(async () => (await seals()).length, { timeout: 10_000 }).toBeGreaterThan(sealed);
  expect(new Set(await seals())).toEqual(new Set(['test']));
  await expect
    .poll(
      async () => (await db.owner.query('select from audit_entry where operation = $1', ['recusalRequest'])).rowCount,
    )
    .toBeGreaterThanOrEqual(acts);
  const environment = { ...shared, LIANDONG_KEYS_FILE: fileOf(one), LIANDONG_DATA: join(project.data, 'one') };
  expect(await project.run('auditVerify.js', [], environment)).toMatchObject({
    code: 0,
    output: expect.stringContaining('Nothing was changed.'),
  });
  expect(one.output() + two.output()).not.toMatch(/"level":(50|60)/);
});

it('goes on with the keys it has, whatever the file holds, and says what is wrong', { timeout: 120_000 }, async () => {
  const work = load();
  const file = fileOf(two);
  const good = await readFile(file, 'utf8');
  const { keys: held } = parseKeys(good);
  const [[first, ofFirst], [last, ofLast]] = [...held] as [[string, Buffer], [string, Buffer]];
  const before = await known(two);
  const [a, b] = [ofFirst.toString('base64'), ofLast.toString('base64')];
  const stranger = Buffer.alloc(32, 5).toString('base64');
  const text = (current: string, listed: object) => JSON.stringify({ current, keys: listed });
  const wrong: [problem: string, text: string, mode?: number][] = [
    ['is not JSON', good.slice(0, good.length - 20)],
    ['is not JSON', ''],
    [`the first key, ${first}, is missing`, text(last, { [last]: b })],
    [`the first key is ${first} and must stay first, before ${last}`, text(last, { [last]: b, [first]: a })],
    [`key ${last} does not have 32 bytes`, text(first, { [first]: a, [last]: b.slice(0, 40) })],
    [`key ${first} is another one than before`, text(first, { [first]: stranger })],
    [`${first} is listed twice`, good.replace(`"${last}":`, `"${first}":"${stranger}","${last}":`)],
    ['is open to others (mode 644)', good, 0o644],
  ];
  for (const [problem, content, mode = 0o600] of wrong) {
    const told = two.output().length;
    await rm(file);
    await writeFile(file, content, { mode });
    two.hangUp();
    await expect.poll(() => two.output().slice(told), { timeout: 5000 }).toContain(problem);
    expect(two.output().slice(told)).toMatch(/"problem":"LIANDONG_KEYS_FILE: .*"msg":"keys not taken over/);
    expect(await known(two)).toEqual(before);
    await work.goesOn();
  }
  const told = two.output().length;
  await rm(file);
  two.hangUp();
  await expect.poll(() => two.output().slice(told), { timeout: 5000 }).toContain('is not there');
  await work.goesOn();
  await work.end();
  for (const secret of [a, b]) expect(one.output() + two.output()).not.toContain(secret.slice(0, 8));

  // Such a file ends no server, and none starts with it, so that none gives the roles other passwords.
  const environment = { ...shared, LIANDONG_KEYS_FILE: file, LIANDONG_DATA: join(project.data, 'three') };
  for (const [problem, content] of [
    ['is not JSON', good.slice(1)],
    [`key ${first} is not the one of this id that the database knows`, text(first, { [first]: stranger })],
    [`the first key of this database is ${first} and must stay first`, text(last, { [last]: b, [first]: a })],
  ] as const) {
    await writeFile(file, content, { mode: 0o600 });
    await expect(project.start(environment)).rejects.toThrow(
      new RegExp(`did not start. LIANDONG_KEYS_FILE: .*${problem}`),
    );
  }
  await rm(file);
});

it('used before every server knows it costs the others its cursors, and nothing else', async () => {
  const next = await added();
  await takesOver(one, Object.fromEntries([...Object.entries(await known(one)), [next, 0]]));
  expect(await keys('use', next)).toMatchObject({ code: 0 });
  await takesOver(one, Object.fromEntries(Object.keys(await known(one)).map((id) => [id, Number(id === next)])));
  const early = await cursorOf(one);
  expect([await outcome(one, early), await outcome(two, early)]).toEqual(['2 rows', 'CURSOR_INVALID']);
  await takesOver(two, await known(one));
  expect(await outcome(two, early)).toBe('2 rows');
});
