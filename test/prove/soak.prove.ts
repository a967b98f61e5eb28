import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { asSuperuser } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import '../support/figures.js';
import { TEST_KEYS } from '../support/keys.js';
import { ScriptedIssuer, signingKey, tokenBy } from '../support/scriptedIssuer.js';
import { compiled, type StartedServer } from '../support/startedServer.js';
import { bytes } from '../policy/walk/answers.js';

/*
 * A server process under many requests: nobody is answered anything but his own, no connection is lost, and what is left
 * of the heap after a forced collection does not grow.
 */

const REQUESTS = Number(process.env['SOAK_LONG'] ?? 4000);
/** What is kept of documents is full after some tens of thousands. */
const GROWN = REQUESTS >= 100_000 ? 1.05 : 1.2;
const AT_ONCE = 16;
const ROUNDS = 20;
const AUDIENCE = 'liandong';
const { clue, supervisionItem } = NINGBO;
const PEOPLE = [
  'nation-anguan',
  'ningbo-anguan',
  'ningbo-principal',
  'ningbo-contact-head',
  'haishu-anguan',
  'haishu-handler',
  'jiangbei-anguan',
  'xiangshan-anguan',
  'gaoqiao-principal',
] as const satisfies PersonSlug[];

const ROW = 'id number owner { name } content { subjectName } petition { text } reporter { name }';
/** Lists and pages, totals and figures, single objects, searches and what fails; weighted by how often they stand here. */
const ASKED: [query: string, variables: object][] = [
  ...[1, 5, 20, 20, 20, 50].map((first): [string, object] => [
    `query ($first: Int!) { clues(first: $first) { nodes { ${ROW} } pageInfo { hasNextPage endCursor } } }`,
    { first },
  ]),
  ...(['haishu', 'ningbo', 'cadre', 'recused'] as const).map((slug): [string, object] => [
    `query ($id: ID!) { clue(id: $id) { ${ROW} supervisionItems { id } } }`,
    { id: `clue_${clue[slug]}` },
  ]),
  ['query ($id: ID!) { node(id: $id) { id ... on Clue { number } ... on SupervisionItem { state } } }', { id: `supervisionItem_${supervisionItem['to-haishu']}` }],
  ['query ($f: ClueFilter) { clues(filter: $f, orderBy: DUE_FIRST) { totalCount nodes { id stage } } }', { f: { open: true } }],
  ['query ($f: ClueFilter) { clues(filter: $f) { totalCount nodes { id } } }', { f: { text: 'haishu' } }],
  ['{ supervisionItems { totalCount nodes { id content { requirement } clue { id content { subjectName } } } } }', {}],
  ['{ jointCases { nodes { id content { title } clues { id } } } }', {}],
  ['{ clueStatistics(groupBy: [UNIT]) { total rows { count unit { id } } } }', {}],
  ['{ me { person { name } posts { id unit { name } } } }', {}],
  ['{ clues(after: "nonsense") { nodes { id } } }', {}],
  ['{ auditTrail { nodes { id } } }', {}],
]; // prettier-ignore
const ACT = 'mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { result userErrors { code } } }';
/** Asked again and again with one key: it happened once, and is answered as it was. */
const act = (who: PersonSlug): [string, object] => {
  const ids = { clue: `clue_${clue.haishu}`, post: `post_${NINGBO.post[who]}` };
  return [ACT, { input: { ...ids, ground: 'OTHER', reason: '理由', idempotencyKey: `soak-${who}` } }];
};

let db: TestDatabase;
let issuer: ScriptedIssuer;
let project: Awaited<ReturnType<typeof compiled>>;
let server: StartedServer;
const tokens = new Map<PersonSlug, string>();
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  issuer = await ScriptedIssuer.start();
  const key = await signingKey('one');
  issuer.published = [key];
  await db.owner.query('update person set issuer = $1', [issuer.issuer]);
  for (const subject of PEOPLE) {
    const claims = { sub: subject, exp: Math.floor(Date.now() / 1000) + 86_400 };
    tokens.set(subject, await tokenBy(key, { issuer: issuer.issuer, audience: AUDIENCE }, claims));
  }
  project = await compiled();
  const { user, password, host } = inject('superuser');
  server = await project.start({
    DATABASE_URL: `postgres://${user}:${password}@localhost/${db.name}?host=${encodeURIComponent(host!)}`,
    LIANDONG_KEYS: TEST_KEYS,
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: AUDIENCE,
    COST_PER_MINUTE: '1000000000',
    LOG_LEVEL: 'error',
    NODE_OPTIONS: `--import ${resolve(import.meta.dirname, 'forcedHeap.mjs')}`,
  });
});
afterAll(async () => {
  await server.stop();
  await project.remove();
  await issuer.close();
  await db.drop();
});

async function ask(who: PersonSlug, query: string, variables: object): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${tokens.get(who)}` };
  const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return bytes({ status: answer.status, text: await answer.text() });
} // prettier-ignore

/** How many sessions have ended otherwise than by their client's word, as PostgreSQL counts them; and how many are there. */
const sessions = () =>
  asSuperuser(db, async (superuser) => {
    const { rows } = await superuser.query<{ lost: number; there: number }>(
      `select (sessions_abandoned + sessions_fatal + sessions_killed)::int as lost,
         (select count(*)::int from pg_stat_activity a where a.datname = d.datname and usename = 'liandong_api') as there
       from pg_stat_database d where datname = current_database()`,
    );
    return rows[0]!;
  });
const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

it(
  `${REQUESTS} requests leave nothing behind, and nobody is answered what is another’s`,
  { timeout: 60_000 + 60 * REQUESTS },
  async ({ task }) => {
    const asked = PEOPLE.flatMap((who) => [...ASKED, act(who)].map((one) => [who, ...one] as const));
    const alone = new Map<string, string>();
    for (const [who, query, variables] of asked) {
      await ask(who, query, variables);
      alone.set(who + query + JSON.stringify(variables), await ask(who, query, variables));
    }
    const lists = PEOPLE.map((who) => alone.get(who + ASKED[0]![0] + JSON.stringify(ASKED[5]![1])));
    expect(new Set(lists).size).toBe(PEOPLE.length);

    const heaps: number[] = [];
    let next = 0;
    let before = { lost: -1, there: 0 };
    const started = performance.now();
    for (let round = 1; round <= ROUNDS; round += 1) {
      const work = async () => {
        while (next < (REQUESTS * round) / ROUNDS) {
          const turn = (next += 1);
          const [who, query, variables] = asked[(turn * 31) % asked.length]!;
          // Now and then a text that nobody has asked for yet.
          const text = turn % 41 === 0 ? `${query} # ${newId()}` : query;
          expect([who, query, await ask(who, text, variables)]).toEqual([
            who,
            query,
            alone.get(who + query + JSON.stringify(variables)),
          ]);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      if (round === 1) before = await sessions();
      heaps.push((await server.heap()) / 2 ** 20);
    }
    const perSecond = REQUESTS / ((performance.now() - started) / 1000);
    const quarter = (n: number) => middle(heaps.slice((ROUNDS / 4) * (n - 1), (ROUNDS / 4) * n));
    task.meta.figures = {
      'long soak: requests': REQUESTS,
      'long soak: requests a second': perSecond.toFixed(0),
      'long soak: heap after a collection, second quarter, MB': quarter(2).toFixed(1),
      'long soak: heap after a collection, last quarter, MB': quarter(4).toFixed(1),
      'long soak: last quarter ÷ second': (quarter(4) / quarter(2)).toFixed(3),
    };
    console.info(JSON.stringify(task.meta.figures), heaps.map((mb) => mb.toFixed(1)).join(' '));
    // One that has prepared very much is closed and another opened; none is lost.
    expect(await sessions()).toEqual({ lost: 0, there: before.there });
    // Whatever goes wrong is told to the log.
    expect(server.output()).not.toContain('"level"');
    expect(quarter(4)).toBeLessThanOrEqual(GROWN * quarter(2));
  },
);
