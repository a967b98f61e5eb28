import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import '../support/figures.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { TEST_KEYS } from '../support/keys.js';
import { ScriptedIssuer, signingKey, tokenBy } from '../support/scriptedIssuer.js';
import { compiled, type StartedServer } from '../support/startedServer.js';

/*
 * Two server processes on one database. What is revoked is refused to every request that begins after the commit, on
 * both; an act that was under way is done before it, or not at all. `npm run prove` does more rounds of it.
 */

const ROUNDS = Number(process.env['REVOCATION_ROUNDS'] ?? 2);
const AUDIENCE = 'liandong';
/** Requests of one person that are under way at once, on each server. */
const AT_ONCE = 2;
const { clue, unit, post, person } = NINGBO;

interface Revocation {
  who: PersonSlug;
  /** What he asks for, by the id of a clue. */
  of: string;
  revoke: string;
  restore: string;
}
const REVOCATIONS: Record<string, Revocation> = {
  'a post ended': {
    who: 'haishu-anguan',
    of: clue.haishu,
    revoke: `update post set valid_to = now() where id = '${post['haishu-anguan']}'`,
    restore: `update post set valid_to = null where id = '${post['haishu-anguan']}'`,
  },
  'a session ended': {
    who: 'haishu-anguan',
    of: clue.haishu,
    revoke: `update session set ended_at = now(), reason = 3 where person_id = '${person['haishu-anguan']}'`,
    restore: `update session set ended_at = null, reason = null where person_id = '${person['haishu-anguan']}'`,
  },
  'a denial made': {
    who: 'haishu-anguan',
    of: clue.haishu,
    revoke: `insert into denial (id, object, object_id, person_id, basis)
      values (gen_random_uuid(), 'clue', '${clue.haishu}', '${person['haishu-anguan']}', 1)`,
    restore: `update denial set ended_at = now() where object_id = '${clue.haishu}'`,
  },
  'a link ended': {
    who: 'ningbo-contact-head',
    of: clue.haishu,
    revoke: `update contact_link set valid_to = now() where target_pos = ${unit.haishu}`,
    restore: `update contact_link set valid_to = null where target_pos = ${unit.haishu}`,
  },
  'a grant ended': {
    who: 'ningbo-investigator',
    of: clue['fenghua-granted'],
    revoke: `update access_grant set valid_to = now() where object_id = '${clue['fenghua-granted']}'`,
    restore: `update access_grant set valid_to = null where object_id = '${clue['fenghua-granted']}'`,
  },
};
const DOCUMENT = 'query ($id: ID!) { clue(id: $id) { id content { subjectName } } }';
const REQUEST =
  'mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { result userErrors { code } } }';

let db: TestDatabase;
let issuer: ScriptedIssuer;
let project: Awaited<ReturnType<typeof compiled>>;
let servers: StartedServer[];
const tokens = new Map<PersonSlug, string>();
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  issuer = await ScriptedIssuer.start();
  const key = await signingKey('one');
  issuer.published = [key];
  await db.owner.query('update person set issuer = $1', [issuer.issuer]);
  for (const subject of Object.keys(NINGBO.post) as PersonSlug[]) {
    const claims = { sub: subject, exp: Math.floor(Date.now() / 1000) + 86_400 };
    tokens.set(subject, await tokenBy(key, { issuer: issuer.issuer, audience: AUDIENCE }, claims));
  }
  project = await compiled();
  const { user, password, host } = inject('superuser');
  const start = (name: string) =>
    project.start({
      DATABASE_URL: `postgres://${user}:${password}@localhost/${db.name}?host=${encodeURIComponent(host!)}`,
      LIANDONG_KEYS: TEST_KEYS,
      LIANDONG_DATA: `${project.data}-${name}`,
      OIDC_ISSUER: issuer.issuer,
      OIDC_AUDIENCE: AUDIENCE,
      COST_PER_MINUTE: '1000000000',
      LOG_LEVEL: 'silent',
    });
  servers = await Promise.all([start('one'), start('two')]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await project.remove();
  await issuer.close();
  await db.drop();
});

interface Answer {
  data?: Record<
    string,
    { result?: string | null; content?: object | null; userErrors?: { code: string }[] } | null
  > | null;
  errors?: { extensions: { code: string } }[];
}
async function ask({ url }: StartedServer, who: PersonSlug, query: string, variables: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${tokens.get(who)}` };
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return (await answer.json()) as Answer;
}

interface Asked {
  sent: number;
  answered: number;
  shown: boolean;
}

async function until(what: () => boolean): Promise<void> {
  for (const started = Date.now(); !what(); await delay(5))
    if (Date.now() - started > 10_000) throw new Error('did not come about in time');
}

/** Asked again and again until it is refused: when each was sent and answered, and whether it was shown. */
async function askUntilRefused(server: StartedServer, { who, of }: Revocation, after: () => number, asked: Asked[]) {
  for (;;) {
    const sent = performance.now();
    const { data, errors } = await ask(server, who, DOCUMENT, { id: `clue_${of}` });
    const code = errors?.[0]?.extensions.code;
    if (code !== undefined && code !== 'NO_POST_IN_FORCE' && code !== 'SESSION_ENDED')
      throw new Error(`refused with ${code}`);
    const shown = who === 'ningbo-investigator' ? Boolean(data?.['clue']?.content) : Boolean(data?.['clue']);
    asked.push({ sent, answered: performance.now(), shown });
    if (!shown && sent > after()) return;
    if (sent > after() + 5000) throw new Error('still shown five seconds after the commit');
  }
}

it('is asked in sessions that the started servers hold to their limits', async () => {
  const { rows } = await db.owner.query<object>(
    'select extract(hours from idle)::int as idle, extract(hours from longest)::int as longest, most from session_limit',
  );
  expect(rows).toEqual([{ idle: 2, longest: 12, most: 5 }]);
});

const share = (sorted: number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;

it('is refused to whatever begins after its commit, on both servers', { timeout: 3_600_000 }, async ({ task }) => {
  const took: number[] = [];
  let [stale, requests] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, revocation] of Object.entries(REVOCATIONS)) {
      let committed = Infinity;
      const asked = servers.map(() => Array.from({ length: AT_ONCE }, (): Asked[] => []));
      const loops = servers.flatMap((server, n) =>
        asked[n]!.map((some) => askUntilRefused(server, revocation, () => committed, some)),
      );
      await until(() => asked.flat().every((some) => some.some(({ shown }) => shown)));
      await delay((round * 37) % 60);
      expect((await db.owner.query(revocation.revoke)).rowCount).toBeGreaterThan(0);
      const acknowledged = performance.now();
      committed = acknowledged;
      await Promise.all(loops);
      for (const some of asked.map((of) => of.flat())) {
        requests += some.length;
        expect([name, some.filter(({ sent, shown }) => shown && sent > acknowledged)]).toEqual([name, []]);
        const refused = some.filter(({ sent, shown }) => !shown && sent > acknowledged).map(({ answered }) => answered);
        took.push(Math.min(...refused) - acknowledged);
        stale = Math.max(stale, ...some.filter(({ shown }) => shown).map(({ answered }) => answered - acknowledged));
      }
      expect((await db.owner.query(revocation.restore)).rowCount).toBeGreaterThan(0);
    }
  }
  took.sort((a, b) => a - b);
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  task.meta.figures = {
    'revocations, each on two servers': ROUNDS * Object.keys(REVOCATIONS).length,
    'requests under way meanwhile': requests,
    'from the commit to the first refusal: median': ms(share(took, 0.5)),
    'the same: 99 of 100': ms(share(took, 0.99)),
    'the same: longest': ms(took.at(-1)!),
    'an answer begun before the commit came at most later by': ms(Math.max(0, stale)),
    'answers begun after the commit that showed it': 0,
  };
});

it('finds an act done, or stops it', { timeout: 3_600_000 }, async ({ task }) => {
  const whom = Object.entries(post)
    .filter(([slug]) => !slug.startsWith('ningbo-anguan'))
    .map(([, id]) => id);
  const done = async () =>
    Number((await db.owner.query("select from audit_entry where kind = 1 and operation = 'recusalRequest'")).rowCount);
  const outcomes = { applied: 0, refused: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    await db.owner.query('delete from recusal where state = 1');
    const before = await done();
    const acts = { over: false };
    let [next, applied, refused] = [0, 0, 0];
    const acting = servers.flatMap((server) =>
      Array.from({ length: AT_ONCE }, async () => {
        while (!acts.over && next < whom.length) {
          const input = {
            idempotencyKey: `key-${newId()}`,
            clue: `clue_${clue.ningbo}`,
            post: `post_${whom[(next += 1) - 1]}`,
            ground: 'INTEREST',
            reason: '同学',
          };
          const { data, errors } = await ask(server, 'ningbo-anguan', REQUEST, { input });
          if (data?.['recusalRequest']?.result === 'APPLIED') applied += 1;
          const code = errors?.[0]?.extensions.code;
          if (code !== undefined) {
            expect(code).toBe('NO_POST_IN_FORCE');
            refused += 1;
            return;
          }
        }
      }),
    );
    await until(() => applied > 0);
    await delay((round * 29) % 40);
    await db.owner.query(`update post set valid_to = now() where id = '${post['ningbo-anguan']}'`);
    const atCommit = await done();
    await Promise.race([Promise.all(acting), delay(2000)]);
    acts.over = true;
    await Promise.all(acting);
    // Whatever was done was done by the commit; who was only told of it afterwards may have been refused the telling.
    expect(await done()).toBe(atCommit);
    expect(atCommit - before).toBeGreaterThanOrEqual(applied);
    expect(atCommit - before).toBeLessThanOrEqual(applied + refused);
    outcomes.refused += refused;
    outcomes.applied += applied;
    await db.owner.query(`update post set valid_to = null where id = '${post['ningbo-anguan']}'`);
  }
  expect(outcomes.applied).toBeGreaterThan(0);
  task.meta.figures = { 'acts done before a post ended': outcomes.applied, 'acts stopped by it': outcomes.refused };
});
