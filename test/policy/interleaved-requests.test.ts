import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { asSuperuser } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import type { Figures } from '../support/figures.js';
import { bytes } from './walk/answers.js';

/*
 * Requests of many principals over three connections, some given up by their clients, some failing, some losing their
 * connection to the database under way: whoever is answered gets his own answer, to the byte, or an error without data.
 */

const REQUESTS = Number(process.env['SOAK_REQUESTS'] ?? 600);
const AT_ONCE = 24;
const PEOPLE = [
  'nation-anguan',
  'ningbo-principal',
  'ningbo-contact-head',
  'ningbo-intake-head',
  'haishu-anguan',
  'haishu-handler',
  'jiangbei-anguan',
  'xiangshan-anguan',
  'gaoqiao-principal',
] as const satisfies PersonSlug[];
const ROW = 'id number content { subjectName } petition { text } reporter { name }';
const DOCUMENTS = [
  `{ clues(first: 100) { totalCount nodes { ${ROW} } } clueStatistics(groupBy: [UNIT]) { total rows { count unit { id } } } }`,
  `{ node(id: "clue_${NINGBO.clue.haishu}") { id ... on Clue { ${ROW} } } clues(filter: { text: "haishu" }) { totalCount } }`,
  `{ me { person { name } } supervisionItems { totalCount nodes { id content { requirement } clue { ${ROW} } } } }`,
];
/** Fails only once it is read, behind others that were answered. */
const FAILING = `{ clues { totalCount } broken: clues(after: "${'x'.repeat(80)}") { nodes { id } } }`;

let db: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  api = await startApi(db, { max: 3, log: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

it(
  `${REQUESTS} interleaved requests are each answered with one's own, or not at all`,
  { timeout: 60_000 + 100 * REQUESTS },
  async ({ task }) => {
    const tokens = new Map<string, string>();
    for (const who of PEOPLE) tokens.set(who, await api.issuer.token(who));
    const ask = async (who: PersonSlug, query: string, signal?: AbortSignal) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${tokens.get(who)}` };
      const body = JSON.stringify({ query });
      const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body, signal: signal ?? null });
      return { status: response.status, text: await response.text() };
    };
    const alone = new Map<string, string>();
    for (const who of PEOPLE) {
      for (const document of [...DOCUMENTS, FAILING]) alone.set(who + document, bytes(await ask(who, document)));
    }
    // What one sees differs from what another sees, so that a mix-up would show.
    expect(new Set(PEOPLE.map((who) => alone.get(who + DOCUMENTS[0]))).size).toBe(PEOPLE.length);

    const outcomes = { answered: 0, givenUp: 0, failed: 0, disconnected: 0 };
    let next = 0;
    const work = async () => {
      while (next < REQUESTS) {
        const turn = (next += 1);
        const who = PEOPLE[(turn * 7) % PEOPLE.length]!;
        const document = turn % 5 === 0 ? FAILING : DOCUMENTS[turn % DOCUMENTS.length]!;
        const gone = new AbortController();
        const timer = turn % 4 === 1 ? setTimeout(() => gone.abort(), (turn * 13) % 40) : undefined;
        try {
          const answer = await ask(who, document, gone.signal);
          if (answer.status === 503 || answer.text.includes('UNAVAILABLE')) {
            expect((JSON.parse(answer.text) as { data?: unknown }).data ?? null).toBeNull();
            outcomes.disconnected += 1;
          } else {
            expect([who, bytes(answer)]).toEqual([who, alone.get(who + document)]);
            outcomes[document === FAILING ? 'failed' : 'answered'] += 1;
          }
        } catch (error) {
          if (!gone.signal.aborted) throw error;
          outcomes.givenUp += 1;
        } finally {
          clearTimeout(timer);
        }
      }
    };
    const breakConnections = asSuperuser(db, async (superuser) => {
      for (let n = 0; n < REQUESTS / 120; n += 1) {
        await delay(300);
        await superuser.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and usename = 'liandong_api' and state <> 'idle' limit 1`,
        );
      }
    });
    await Promise.all([breakConnections, ...Array.from({ length: AT_ONCE }, work)]);
    console.info(JSON.stringify(outcomes));
    const figures = Object.entries(outcomes).map(([outcome, count]) => [`interleaved requests: ${outcome}`, count]);
    task.meta.figures = Object.fromEntries(figures) as Figures;
    expect(outcomes.answered).toBeGreaterThan(REQUESTS / 3);
    expect(outcomes.givenUp).toBeGreaterThan(20);
    expect(outcomes.failed).toBeGreaterThan(50);

    // And nothing of it is left.
    for (const who of PEOPLE) {
      for (const document of DOCUMENTS) expect(bytes(await ask(who, document))).toBe(alone.get(who + document));
    }
  },
);
