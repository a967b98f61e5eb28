import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ticket } from '../../src/database/ticket.js';
import { oidcVerifier } from '../../src/identity/oidc.js';
import { idOf } from '../../src/graphql/ids.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { startApi, type Answer, type TestApi } from '../support/api.js';
import { Attacker, type Ticket } from '../support/attacker.js';
import { cloneDatabase, TICKET_KEY, type TestDatabase } from '../support/database.js';
import { AUDIENCE, startOidcProvider, type RealIssuer } from '../support/oidcProvider.js';
import { ScriptedIssuer, signingKey, tokenBy, type SigningKey } from '../support/scriptedIssuer.js';
import { insertRows } from '../support/world.js';

/* Sessions: two servers on one database, whose limits are kept as on a server that was started. */

const ME = '{ me { person { id } } }';
const FIELDS = 'id current begunAt seenAt endsAt endedAt ended client source';
const SESSIONS = `{ sessions { ${FIELDS} } }`;
const SESSIONS_OF = `query ($person: ID!) { sessionsOf(person: $person) { ${FIELDS} } }`;
const ERRORS = 'result userErrors { code path }';
const END = `mutation ($input: SessionEndInput!) { sessionEnd(input: $input) { ${ERRORS} session { id ended } } }`;
const END_OTHERS = `mutation ($input: SessionsEndInput!) { sessionsEnd(input: $input) { ${ERRORS} sessions { id ended } } }`;
const END_OF = `mutation ($input: PersonSessionsEndInput!) { personSessionsEnd(input: $input) { ${ERRORS} sessions { id ended } } }`;
const RECUSE = `mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { ${ERRORS} recusal { id } } }`;
const HOUR = 3_600_000;
const AN_HOUR_AGO = Math.floor(Date.now() / 1000) - 3600;

let db: TestDatabase;
let api: TestApi;
let other: TestApi;
let issuer: ScriptedIssuer;
let signing: SigningKey;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  issuer = await ScriptedIssuer.start();
  signing = await signingKey('one');
  issuer.published = [signing];
  await db.owner.query('update person set issuer = $1', [issuer.issuer]);
  const start = async (everyMs?: number) =>
    startApi(db, {
      tokens: await oidcVerifier({ issuer: issuer.issuer, audience: AUDIENCE }),
      ...(everyMs === undefined ? {} : { sessionsEveryMs: everyMs }),
    });
  [api, other] = [await start(), await start(0)];
});
afterAll(async () => {
  await Promise.all([api.stop(), other.stop()]);
  await issuer.close();
  await db.drop();
});
beforeEach(async () => {
  await clock(null);
  await db.owner.query('delete from session');
  await limits('2 hours', '12 hours', 5);
});

const limits = (idle: string | null, longest: string | null, most: number | null) =>
  db.owner.query('select store_session_limits($1, $2, $3)', [idle, longest, most]);
async function clock(at: number | null): Promise<void> {
  const now = at === null ? 'transaction_timestamp()' : `'${new Date(at).toISOString()}'::timestamptz`;
  await db.owner.query(
    `create or replace function app_now() returns timestamptz language sql stable parallel safe as $$ select ${now} $$`,
  );
}
const key = () => `key-${newId()}`;
/** A token of that person; those of one `sid` are of one session. */
const token = (sub: string, claims: Record<string, unknown> = { sid: newId() }) =>
  tokenBy(
    signing,
    { issuer: issuer.issuer, audience: AUDIENCE },
    { sub, exp: Math.floor(Date.now() / 1000) + 86_400, ...claims },
  );
const ask = (by: string, document: string, variables: object = {}, on = api, headers = {}) =>
  on.run(document, null, variables, { authorization: `Bearer ${by}`, ...headers }); // prettier-ignore
/** A new session of that person: its token and its id. */
async function signIn(sub: string, claims?: Record<string, unknown>, on = api): Promise<{ by: string; id: string }> {
  const by = await token(sub, claims);
  const answer = await ask(by, SESSIONS, {}, on);
  expect(answer.errors).toBeUndefined();
  const current = (answer.data.sessions as { id: string; current: boolean }[]).filter((one) => one.current);
  expect(current).toHaveLength(1);
  return { by, id: current[0]!.id };
}
const kept = async () =>
  (await db.owner.query<{ id: string; person_id: string; reason: number | null }>('select * from session order by begun_at, id')).rows; // prettier-ignore
const uuid = (id: string) => id.replace('session_', '');

/** Refused on both servers: the code, why, and nothing else. */
async function refusedFor(by: string, why: string, document = ME, variables: object = {}): Promise<void> {
  for (const on of [api, other]) {
    const { status, headers, data, errors } = await ask(by, document, variables, on);
    expect([status, data ?? null, errors?.map(({ extensions }) => extensions)]).toEqual([
      401,
      null,
      [{ code: 'SESSION_ENDED', ended: why, correlationId: expect.any(String) as string }],
    ]);
    expect(headers.get('www-authenticate')).toBe('Bearer');
  }
}
const answered = async (by: string, on = api) => expect((await ask(by, ME, {}, on)).errors).toBeUndefined();
const codes = ({ data }: Answer) =>
  (Object.values(data as object)[0] as { userErrors: { code: string }[] }).userErrors.map(({ code }) => code);
const result = ({ data, errors }: Answer) => {
  expect(errors).toBeUndefined();
  return (Object.values(data as object)[0] as { result: string | null }).result;
};
const trailOf = async (operation: string) =>
  (await db.owner.query<Record<string, unknown>>(
    'select kind, person_id, object, object_ids, reason, code, details from audit_entry where operation = $1 order by txid, id', [operation])).rows; // prettier-ignore

describe('a session', () => {
  it('is shown to its person: since when, until when, from where, in few words', async () => {
    const by = await token('haishu-anguan', { sid: 'a', auth_time: AN_HOUR_AGO });
    const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 <script>';
    const { data } = await ask(by, SESSIONS, {}, api, { 'user-agent': agent });
    const [session] = data.sessions;
    expect(data.sessions).toEqual([
      {
        id: expect.stringMatching(/^session_[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/) as string,
        current: true,
        begunAt: expect.any(String) as string,
        seenAt: expect.any(String) as string,
        endsAt: expect.any(String) as string,
        endedAt: null,
        ended: null,
        client: 'Chromium / Linux',
        source: '127.0.0.1',
      },
    ]);
    expect(Date.parse(session.begunAt)).toBe(AN_HOUR_AGO * 1000);
    expect(Date.parse(session.endsAt) - Date.parse(session.seenAt)).toBe(2 * HOUR + 60_000);
  });

  it('is one however many tokens it is given, on every server; and nothing of a token is kept', async () => {
    const claims = { sid: 'of the provider', jti: 'one' };
    const first = await signIn('haishu-anguan', claims);
    const renewed = await signIn('haishu-anguan', { ...claims, jti: 'two' }, other);
    expect(renewed.id).toBe(first.id);
    expect(renewed.by).not.toBe(first.by);
    expect(await kept()).toHaveLength(1);
    expect(JSON.stringify(await kept())).not.toMatch(/provider|one|two|ey/);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>, number]>([
    ['sid', { sid: 's', jti: '1' }, { sid: 's', jti: '2', auth_time: AN_HOUR_AGO }, 1],
    ['auth_time where there is no sid', { auth_time: AN_HOUR_AGO, jti: '1' }, { auth_time: AN_HOUR_AGO, jti: '2' }, 1],
    ['jti where there is neither', { jti: '1' }, { jti: '2' }, 2],
    ['the times where there is nothing', { iat: 1 }, { iat: 2 }, 2],
    ['another sign-in', { auth_time: AN_HOUR_AGO - 1 }, { auth_time: AN_HOUR_AGO - 2 }, 2],
    ['one claim is not another', { sid: 'same' }, { jti: 'same' }, 2],
  ])('is told by %s', async (_, one, another, count) => {
    await signIn('haishu-anguan', one);
    await signIn('haishu-anguan', another);
    expect(await kept()).toHaveLength(count);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a sid that is a number', { sid: 1 }],
    ['an empty sid', { sid: '' }],
    ['a long sid', { sid: 'x'.repeat(256) }],
    ['a sid with a NUL', { sid: 'a\0b' }],
    ['half a surrogate pair', { jti: '\ud800' }],
    ['a time that is none', { auth_time: 'yesterday' }],
    ['a time before all', { auth_time: -1 }],
    ['a time beyond all', { auth_time: 1e300 }],
  ])('is not made of %s', async (_, claims) => {
    const { status, errors } = await ask(await token('haishu-anguan', claims), ME);
    expect([status, errors?.[0]?.extensions.code]).toEqual([401, 'TOKEN_INVALID']);
    expect(await kept()).toEqual([]);
  });

  it('is not begun by somebody who is unknown or has left', async () => {
    for (const sub of ['nobody', 'has-left']) {
      const { errors } = await ask(await token(sub), ME);
      expect(errors?.[0]?.extensions.code).toBe('PERSON_UNKNOWN');
    }
    expect((await kept()).filter(({ person_id }) => person_id !== NINGBO.person['has-left'])).toEqual([]);
  });

  it('of somebody else who says the same sid is another one, and ends without it', async () => {
    const mine = await signIn('haishu-anguan', { sid: 'shared' });
    const theirs = await signIn('xiangshan-anguan', { sid: 'shared' });
    expect(theirs.id).not.toBe(mine.id);
    expect(result(await ask(theirs.by, END, { input: { idempotencyKey: key(), id: theirs.id } }))).toBe('APPLIED');
    await answered(mine.by);
    await refusedFor(theirs.by, 'SIGNED_OUT');
  });

  it('takes no statement more of what is asked, once it is known', async () => {
    const { by } = await signIn('haishu-anguan', undefined, other);
    await answered(by, other);
    expect(other.statements.at(-1)).toBe(1);
    await ask(by, '{ clues { nodes { id } } }', {}, other);
    expect(other.statements.at(-1)).toBe(2);
  });
});

describe('a session that is ended by its person', () => {
  it('is refused at once on every server, with all its tokens, and tells why', async () => {
    const [here, there] = [await signIn('haishu-anguan', { sid: 'lost', jti: '1' }), await signIn('haishu-anguan')];
    const renewed = await token('haishu-anguan', { sid: 'lost', jti: '2' });
    for (const on of [api, other]) await answered(here.by, on);
    const ended = await ask(there.by, END, { input: { idempotencyKey: key(), id: here.id } });
    expect(ended.data.sessionEnd).toEqual({ result: 'APPLIED', userErrors: [], session: { id: here.id, ended: 'SIGNED_OUT' } });
    await refusedFor(here.by, 'SIGNED_OUT');
    await refusedFor(renewed, 'SIGNED_OUT');
    await answered(there.by);
    const entries = await trailOf('sessionEnd');
    expect(entries.at(-1)).toMatchObject({ kind: 1, person_id: NINGBO.person['haishu-anguan'], object: 'session', object_ids: [uuid(here.id)] });
    // What was refused is in the trail too, by no more than the token's subject.
    const refusals = (await trailOf('request')).filter(({ code }) => code === 'SESSION_ENDED');
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals[0]).toMatchObject({ kind: 5, person_id: null });
  }); // prettier-ignore

  it('may be the one that asks: it answers, and that was its last', async () => {
    const { by, id } = await signIn('haishu-anguan');
    const answer = await ask(by, END, { input: { idempotencyKey: key(), id } });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.sessionEnd).toEqual({ result: 'APPLIED', userErrors: [], session: null });
    await refusedFor(by, 'SIGNED_OUT');
    expect((await trailOf('sessionEnd')).at(-1)).toMatchObject({ kind: 1, object_ids: [uuid(id)] });
  });

  it('and then does no second thing in the same document', async () => {
    const { by, id } = await signIn('ningbo-anguan');
    const both = `mutation ($end: SessionEndInput!, $recuse: RecusalRequestInput!) {
      sessionEnd(input: $end) { result } recusalRequest(input: $recuse) { result } }`;
    const recuse = { idempotencyKey: key(), clue: `clue_${NINGBO.clue.ningbo}`, post: `post_${NINGBO.post['ningbo-intake']}`, ground: 'INTEREST', reason: '同学' };
    const { data, errors } = await ask(by, both, { end: { idempotencyKey: key(), id }, recuse });
    expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['SESSION_ENDED']]);
    expect(await trailOf('recusalRequest')).toMatchObject([{ kind: 5, code: 'SESSION_ENDED' }]);
  }); // prettier-ignore

  it('ends once: again is another thing than the same again', async () => {
    const [here, there] = [await signIn('haishu-anguan'), await signIn('haishu-anguan')];
    const input = { idempotencyKey: key(), id: here.id };
    expect(result(await ask(there.by, END, { input }))).toBe('APPLIED');
    expect(result(await ask(there.by, END, { input }, other))).toBe('REPLAYED');
    expect(codes(await ask(there.by, END, { input: { ...input, idempotencyKey: key() } }))).toEqual(['STATE_CONFLICT']);
  });

  it('replays nothing that was done in it', async () => {
    const [here, there] = [await signIn('ningbo-anguan'), await signIn('ningbo-anguan')];
    const input = { idempotencyKey: key(), clue: `clue_${NINGBO.clue.ningbo}`, post: `post_${NINGBO.post['ningbo-intake']}`, ground: 'INTEREST', reason: '同学' };
    expect(result(await ask(here.by, RECUSE, { input }))).toBe('APPLIED');
    expect(result(await ask(there.by, END, { input: { idempotencyKey: key(), id: here.id } }))).toBe('APPLIED');
    await refusedFor(here.by, 'SIGNED_OUT', RECUSE, { input });
    expect(result(await ask(there.by, RECUSE, { input }))).toBe('REPLAYED');
  }); // prettier-ignore

  it('is his own: another’s and a missing one are one answer, and nothing happens', async () => {
    const [mine, theirs] = [await signIn('haishu-anguan'), await signIn('xiangshan-anguan')];
    const asked = async (id: string) => {
      const { text, headers } = await ask(mine.by, END, { input: { idempotencyKey: key(), id } });
      return text.replaceAll(headers.get('x-correlation-id')!, '').replace(/"left":\d+(\.\d+)?/, '');
    };
    const missing = await asked(idOf('session', newId()));
    expect(missing).toContain('OBJECT_NOT_FOUND');
    expect(await asked(theirs.id)).toBe(missing);
    await answered(theirs.by);
    expect(codes(await ask(mine.by, END, { input: { idempotencyKey: key(), id: `post_${newId()}` } }))).toEqual(['INPUT_INVALID']);
  }); // prettier-ignore

  it('goes with all the others, but not the one that asks', async () => {
    const [one, two, here] = [await signIn('two-posts'), await signIn('two-posts'), await signIn('two-posts')];
    const stranger = await signIn('haishu-anguan');
    const { data, errors } = await ask(here.by, END_OTHERS, { input: { idempotencyKey: key() } });
    expect(errors).toBeUndefined();
    const after = new Map((data.sessionsEnd.sessions as { id: string; ended: string }[]).map(({ id, ended }) => [id, ended])); // prettier-ignore
    expect(after).toEqual(new Map([[here.id, null], [one.id, 'SIGNED_OUT'], [two.id, 'SIGNED_OUT']])); // prettier-ignore
    for (const { by } of [one, two]) await refusedFor(by, 'SIGNED_OUT');
    for (const { by } of [here, stranger]) await answered(by);
    const ids = (await trailOf('sessionsEnd')).at(-1)!['object_ids'] as string[];
    expect(ids.toSorted()).toEqual([one.id, two.id].map(uuid).toSorted());
  });

  it('by two that end each other: one is done, or one is told to try again; never neither', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await signIn('haishu-anguan'), await signIn('haishu-anguan')];
      await Promise.all([
        ask(a.by, END_OTHERS, { input: { idempotencyKey: key() } }),
        ask(b.by, END_OTHERS, { input: { idempotencyKey: key() } }, other),
      ]);
      const open = (await kept()).filter(({ reason }) => reason === null).map(({ id }) => id);
      expect(open).toHaveLength(1);
      expect([a.id, b.id].map(uuid)).toContain(open[0]);
      await db.owner.query('delete from session');
    }
  });
});

describe('limits', () => {
  const begun = Math.floor(Date.now() / 1000) * 1000;
  beforeEach(() => clock(begun));

  it('of unused time: to the minute, and no request revives it', async () => {
    const { by } = await signIn('haishu-anguan');
    await clock(begun + 2 * HOUR + 60_000 - 1);
    await answered(by);
    await clock(begun + 2 * HOUR + 60_000);
    await refusedFor(by, 'UNUSED');
    await refusedFor(await token('haishu-anguan', { jti: 'other' }).then(() => by), 'UNUSED');
    const fresh = await signIn('haishu-anguan');
    const { data } = await ask(fresh.by, SESSIONS);
    expect(data.sessions).toMatchObject([
      { id: fresh.id, ended: null },
      { ended: 'UNUSED', endsAt: null },
    ]);
    expect(Date.parse(data.sessions[1].endedAt)).toBe(begun + 2 * HOUR + 60_000);
  });

  it('of unused time begin anew with each use', async () => {
    const { by } = await signIn('haishu-anguan', undefined, other);
    for (let hours = 1; hours <= 4; hours += 1) {
      await clock(begun + hours * HOUR);
      await answered(by, other);
      // Told beside the request.
      await vi.waitFor(async () => {
        const { rows } = await db.owner.query<{ seen: Date }>('select seen_at as seen from session');
        expect(rows[0]!.seen.getTime()).toBe(begun + hours * HOUR);
      });
    }
  });

  it('of its whole time: from the sign-in the token tells of, whatever tokens come later', async () => {
    await limits(null, '12 hours', null);
    const claims = { sid: 'long', auth_time: begun / 1000 - 3 * 3600 };
    const { by } = await signIn('haishu-anguan', claims);
    await clock(begun + 9 * HOUR - 1);
    await answered(by);
    await clock(begun + 9 * HOUR);
    await refusedFor(by, 'TOO_OLD');
    await refusedFor(await token('haishu-anguan', { ...claims, jti: 'renewed' }), 'TOO_OLD');
    await refusedFor(await token('haishu-anguan', { ...claims, auth_time: begun / 1000 + 9 * 3600 }), 'TOO_OLD');
  });

  it('of its whole time: from its first use where no token tells; a sign-in to come is now', async () => {
    await limits(null, '12 hours', null);
    const sessions = [await signIn('haishu-anguan'), await signIn('haishu-anguan', { sid: 'x', auth_time: begun / 1000 + 7200 })]; // prettier-ignore
    await clock(begun + 12 * HOUR - 1);
    for (const { by } of sessions) await answered(by);
    await clock(begun + 12 * HOUR);
    for (const { by } of sessions) await refusedFor(by, 'TOO_OLD');
  });

  it('of its whole time: a sign-in of long ago is over as it comes, and pushes nobody out', async () => {
    await limits('2 hours', '12 hours', 1);
    const { by } = await signIn('haishu-anguan');
    await refusedFor(await token('haishu-anguan', { auth_time: begun / 1000 - 12 * 3600 }), 'TOO_OLD');
    await answered(by);
  });

  it('of how many: the oldest goes, and is told why; another person’s stay', async () => {
    await limits('2 hours', '12 hours', 2);
    const stranger = await signIn('xiangshan-anguan');
    const sessions = [];
    for (let n = 0; n < 4; n += 1) {
      await clock(begun + n * 1000);
      sessions.push(await signIn('haishu-anguan', undefined, n % 2 ? other : api));
    }
    for (const { by } of sessions.slice(0, 2)) await refusedFor(by, 'PUSHED_OUT');
    for (const { by } of sessions.slice(2)) await answered(by);
    await answered(stranger.by);
  });

  it('of how many: what is over counts no more', async () => {
    await limits('2 hours', null, 2);
    await signIn('haishu-anguan');
    await clock(begun + 90 * 60_000);
    const later = await signIn('haishu-anguan');
    await clock(begun + 3 * HOUR);
    await signIn('haishu-anguan');
    await answered(later.by);
  });

  it('of how many: exactly so many of those that begin at once on two servers', async () => {
    await limits('2 hours', '12 hours', 3);
    const tokens = await Promise.all(Array.from({ length: 10 }, () => token('haishu-anguan')));
    await Promise.all(tokens.map((by, n) => ask(by, ME, {}, n % 2 ? other : api)));
    expect((await kept()).map(({ reason }) => reason).filter((reason) => reason === null)).toHaveLength(3);
    expect(await kept()).toHaveLength(10);
  });

  it('that are none: for as long and as many as one likes', async () => {
    await limits(null, null, null);
    const sessions = await Promise.all(Array.from({ length: 8 }, () => signIn('haishu-anguan')));
    await clock(begun + 29 * 24 * HOUR);
    for (const { by } of sessions) await answered(by);
    expect((await ask(sessions[0]!.by, SESSIONS)).data.sessions[0].endsAt).toBeNull();
  });

  it('that change count for open sessions, and revive none', async () => {
    const early = await signIn('haishu-anguan');
    await clock(begun + 3 * HOUR);
    const late = await signIn('haishu-anguan');
    await limits('10 hours', '24 hours', 5);
    await refusedFor(early.by, 'UNUSED');
    await clock(begun + 13 * HOUR);
    await answered(late.by);
    await limits('5 minutes', '24 hours', 5);
    await refusedFor(late.by, 'UNUSED');
  });

  it('are those of all servers: who enters says in which session, or does not enter', async () => {
    const scoped = db.scoped();
    const identity = { ...NINGBO.as['haishu-anguan'], issuer: issuer.issuer };
    await expect(scoped.enter(identity)).rejects.toMatchObject({ code: '28000' });
    const theirs = await signIn('xiangshan-anguan');
    for (const session of [newId(), uuid(theirs.id)])
      await expect(scoped.enter({ ...identity, session })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const mine = await signIn('haishu-anguan');
    const { transaction, principal } = await scoped.enter({ ...identity, session: uuid(mine.id) });
    await transaction.end();
    expect(principal.person.id).toBe(NINGBO.person['haishu-anguan']);
    const nothing = () => Promise.resolve({ object: 'session', ids: [], done: {} });
    const request = { act: 'sessionsEnd', key: key(), body: {}, source: 'x', correlationId: newId() };
    await expect(db.acting().perform(identity, request, nothing)).rejects.toMatchObject({ code: '28000' });
  });

  it('are of who asks, not of whom he asks about: another post’s access is explained though nobody is signed in there', async () => {
    const { by } = await signIn('ningbo-principal');
    const explain = `{ explainAccess(object: "clue_${NINGBO.clue.haishu}", whom: "post_${NINGBO.post['haishu-anguan']}") { posts { post facets { facet } } } }`;
    const { data, errors } = await ask(by, explain);
    expect(errors).toBeUndefined();
    expect(data.explainAccess.posts).toMatchObject([{ post: `post_${NINGBO.post['haishu-anguan']}`, facets: [{ facet: 'LEDGER' }, {}, {}, {}] }]);
    expect((await kept()).map((one) => one.person_id)).toEqual([NINGBO.person['ningbo-principal']]);
  }); // prettier-ignore

  it('leave nothing behind for longer than thirty days', async () => {
    const DAY = 24 * HOUR;
    const forgotten = begun + 2 * HOUR + 60_000 + 30 * DAY;
    await signIn('haishu-anguan');
    await clock(begun + 29 * DAY);
    const here = await signIn('haishu-anguan');
    await db.owner.query('select forget_sessions()');
    expect((await kept()).map(({ reason }) => reason)).toEqual([3, null]);
    await clock(forgotten);
    await db.owner.query('select forget_sessions()');
    expect(await kept()).toHaveLength(2);
    await clock(forgotten + 1);
    await db.owner.query('select forget_sessions()');
    expect((await kept()).map(({ id }) => id)).toEqual([uuid(here.id)]);
    // Where nothing limits a session, it is forgotten as long after its last use.
    await limits(null, null, null);
    await signIn('haishu-anguan');
    await clock(forgotten + 30 * DAY);
    await db.owner.query('select forget_sessions()');
    expect((await kept()).map(({ reason }) => reason)).toEqual([null]);
    await clock(forgotten + 30 * DAY + 2);
    await db.owner.query('select forget_sessions()');
    expect(await kept()).toEqual([]);
  });
});

describe('an administrator', () => {
  const person = (slug: PersonSlug) => `person_${NINGBO.person[slug]}`;
  let administrator: string;
  beforeAll(async () => {
    for (const [subject, unit, duty] of [['haishu-security', 'haishu', 6], ['haishu-audit', 'haishu', 7]] as const) {
      const id = newId();
      await insertRows(db.owner, 'person', [{ id, name: '某员', issuer: issuer.issuer, subject }]);
      await insertRows(db.owner, 'post', [{ id: newId(), person_id: id, unit_pos: NINGBO.unit[unit], duty, valid_from: '2020-01-01T00:00:00Z' }]);
    }
  }); // prettier-ignore
  beforeEach(async () => {
    administrator = await token('ningbo-administrator');
  });
  const endOf = (by: string, of: string, reason = '账号疑似被盗用') =>
    ask(by, END_OF, { input: { idempotencyKey: key(), person: of, reason } });

  it('sees the sessions of his organ and below, and it is in the trail', async () => {
    const theirs = await signIn('haishu-anguan');
    const { data, errors } = await ask(administrator, SESSIONS_OF, { person: person('haishu-anguan') });
    expect(errors).toBeUndefined();
    expect(data.sessionsOf).toMatchObject([{ id: theirs.id, current: false, ended: null, source: '127.0.0.1' }]);
    expect((await trailOf('sessionsOf')).at(-1)).toMatchObject({ kind: 2, person_id: NINGBO.person['ningbo-administrator'], object: 'person', object_ids: [NINGBO.person['haishu-anguan']] });
  }); // prettier-ignore

  it('ends them at once, with his reason in the trail and not on the screen', async () => {
    const [one, two] = [await signIn('haishu-anguan'), await signIn('haishu-anguan')];
    const answer = await endOf(administrator, person('haishu-anguan'));
    expect(answer.errors).toBeUndefined();
    expect(answer.data.personSessionsEnd).toMatchObject({ result: 'APPLIED', userErrors: [] });
    expect(answer.data.personSessionsEnd.sessions.map(({ ended }: { ended: string }) => ended)).toEqual(['BY_ADMINISTRATOR', 'BY_ADMINISTRATOR']);
    for (const { by } of [one, two]) await refusedFor(by, 'BY_ADMINISTRATOR');
    const entry = (await trailOf('personSessionsEnd')).at(-1)!;
    expect(entry).toMatchObject({ kind: 1, object: 'session', reason: '账号疑似被盗用', details: { person: NINGBO.person['haishu-anguan'] } });
    expect((entry['object_ids'] as string[]).toSorted()).toEqual([one.id, two.id].map(uuid).toSorted());
    const again = await signIn('haishu-anguan');
    expect((await ask(again.by, SESSIONS)).text).not.toContain('账号疑似被盗用');
  }); // prettier-ignore

  it('is told of nobody out of reach: hidden and missing are one answer, and nothing happens', async () => {
    const security = await token('haishu-security');
    const theirs = await signIn('xiangshan-anguan');
    const bytes = ({ text, headers }: Answer) =>
      text.replaceAll(headers.get('x-correlation-id')!, '').replace(/"left":\d+(\.\d+)?/, '');
    const missing = `person_${newId()}`;
    for (const whom of ['xiangshan-anguan', 'ningbo-principal', 'zhejiang-anguan'] as const) {
      const seen = await ask(security, SESSIONS_OF, { person: person(whom) });
      expect(seen.data).toEqual({ sessionsOf: [] });
      expect(bytes(seen)).toBe(bytes(await ask(security, SESSIONS_OF, { person: missing })));
      const ended = await endOf(security, person(whom));
      expect(codes(ended)).toEqual(['OBJECT_NOT_FOUND']);
      expect(bytes(ended)).toBe(bytes(await endOf(security, missing)));
    }
    await answered(theirs.by);
    expect((await trailOf('sessionsOf')).slice(-1)).toMatchObject([{ object_ids: [] }]);
    // Whoever is below him is his, of either kind.
    const near = await signIn('haishu-handler');
    expect(result(await endOf(security, person('haishu-handler')))).toBe('APPLIED');
    await refusedFor(near.by, 'BY_ADMINISTRATOR');
  });

  it('looks after nobody whose post there has ended', async () => {
    const { data } = await ask(administrator, SESSIONS_OF, { person: person('post-ended') });
    expect(data.sessionsOf).toEqual([]);
    expect(codes(await endOf(administrator, person('post-ended')))).toEqual(['OBJECT_NOT_FOUND']);
  });

  it('has none of it to himself: his own are his own', async () => {
    expect(codes(await endOf(administrator, person('ningbo-administrator')))).toEqual(['NOT_ALLOWED']);
    await answered(administrator);
  });

  it('is a system or security administrator, and nobody else', async () => {
    const theirs = await signIn('haishu-handler');
    for (const subject of ['ningbo-principal', 'haishu-anguan', 'haishu-audit']) {
      const by = await token(subject);
      for (const answer of [await ask(by, SESSIONS_OF, { person: person('haishu-handler') }), await endOf(by, person('haishu-handler'))]) {
        expect([answer.data ?? null, answer.errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['FORBIDDEN']]);
        expect(answer.text).not.toContain('session_');
      }
    }
    await answered(theirs.by);
  }); // prettier-ignore

  it('is one to the database too, whatever the API lets through', async () => {
    const theirs = await signIn('haishu-anguan');
    for (const slug of ['ningbo-principal', 'haishu-office-head'] as const) {
      const { id } = await signIn(slug);
      const identity = { ...NINGBO.as[slug], issuer: issuer.issuer, session: uuid(id) };
      const of = [NINGBO.person['haishu-anguan']];
      const seen = await db.scoped().as(identity, ({ transaction }) => transaction.query('select * from sessions_of($1)', of));
      expect(seen).toEqual([]);
      const request = { act: 'personSessionsEnd', key: key(), body: {}, source: 'x', correlationId: newId() };
      const ending = db.acting().perform(identity, request, async (acting) => {
        await acting.query('select person_sessions_end($1)', of);
        throw new Error('it was done');
      });
      await expect(ending).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    }
    await answered(theirs.by);
  }); // prettier-ignore

  it('without a reason ends nothing', async () => {
    const theirs = await signIn('haishu-anguan');
    expect(codes(await endOf(administrator, person('haishu-anguan'), '  '))).toEqual(['INPUT_INVALID']);
    await answered(theirs.by);
  });
});

describe('the role that tells of sessions', () => {
  it('tells of none but by the host’s word for this transaction, and reads none', async () => {
    const identity = { ...NINGBO.as['haishu-anguan'], issuer: issuer.issuer, session: newId() };
    const door = await Attacker.open(db.connectionAs('liandong_door'));
    const see = (proof: Ticket) => door.send("select session_see($1, $2, null, null, 'x') as known", proof);
    const mark = await door.begin();
    const good = ticket(TICKET_KEY, identity, mark);
    expect(await see(good)).toEqual([{ known: true }]);
    expect(await see([good[0].replace('haishu', 'fenghua'), good[1]])).toBe('28000');
    expect(await see(ticket({ id: TICKET_KEY.id, key: Buffer.alloc(32) }, identity, mark))).toBe('28000');
    expect(await door.send('select * from session')).toBe('42501');
    await door.begin();
    expect(await see(good)).toBe('28000');
    await door.end();
    expect(await kept()).toEqual([]);
  });
});

describe('an act and the end of its session', () => {
  const soon = () => new Promise((resolve) => setTimeout(resolve, 300));
  const nothing = { act: 'sessionsTest', body: {}, source: 'x', correlationId: newId() };
  const identityOf = (id: string) => ({ ...NINGBO.as['haishu-anguan'], issuer: issuer.issuer, session: uuid(id) });

  it('the end waits for the act; being seen does not', async () => {
    const [here, there] = [await signIn('haishu-anguan'), await signIn('haishu-anguan')];
    let [finish, waited] = [() => {}, true];
    const going = new Promise<void>((resolve) => (finish = resolve));
    const act = db.acting().perform(identityOf(here.id), { ...nothing, key: key() }, async () => {
      await going;
      return { object: 'session', ids: [], done: { done: 'yes' } };
    });
    await soon();
    const ending = ask(there.by, END, { input: { idempotencyKey: key(), id: here.id } }).finally(() => (waited = false));
    try {
      // The other server writes down that it was used before it answers.
      await answered(here.by, other);
      await soon();
      expect(waited).toBe(true);
    } finally {
      finish();
    }
    expect((await act).result).toBe('APPLIED');
    expect(result(await ending)).toBe('APPLIED');
    await refusedFor(here.by, 'SIGNED_OUT');
  }); // prettier-ignore

  it('an act that waits for the end is not done', async () => {
    const here = await signIn('haishu-anguan');
    await db.owner.query('begin');
    await db.owner.query('select from session where id = $1 for update', [uuid(here.id)]);
    const act = db.acting().perform(identityOf(here.id), { ...nothing, key: key() }, () => {
      throw new Error('it was done');
    });
    const outcome = act.catch((error: unknown) => error);
    await soon();
    await db.owner.query('update session set ended_at = now(), reason = 5 where id = $1', [uuid(here.id)]);
    await db.owner.query('commit');
    expect(await outcome).toMatchObject({ code: 'SESSION_ENDED', details: { ended: 'PUSHED_OUT' } });
  });
});

describe('with a real OpenID provider', () => {
  let provider: RealIssuer;
  let real: TestApi;
  beforeAll(async () => {
    provider = await startOidcProvider();
    await db.owner.query('update person set issuer = $1', [provider.issuer]);
    const tokens = await oidcVerifier({ issuer: provider.issuer, audience: AUDIENCE });
    real = await startApi(db, { tokens });
  });
  afterAll(async () => {
    await db.owner.query('update person set issuer = $1', [issuer.issuer]);
    await real.stop();
    await provider.close();
  });

  it('the tokens of a sign-in are one session by its sid, and without one each is its own', async () => {
    const tokenOf = async (session?: object) => (await provider.signIn('haishu-anguan', AUDIENCE, session)).accessToken;
    const [one, renewed, separate] = [await tokenOf({ sid: 'one' }), await tokenOf({ sid: 'one' }), await tokenOf()];
    for (const by of [one, renewed, separate, await tokenOf()]) await answered(by, real);
    expect(await kept()).toHaveLength(3);
    const { data } = await ask(renewed, SESSIONS, {}, real);
    const { id } = (data.sessions as { id: string; current: boolean }[]).find(({ current }) => current)!;
    expect(result(await ask(separate, END, { input: { idempotencyKey: key(), id } }, real))).toBe('APPLIED');
    for (const by of [one, renewed, await tokenOf({ sid: 'one' })]) {
      const { status, errors } = await ask(by, ME, {}, real);
      expect([status, errors?.[0]?.extensions.code]).toEqual([401, 'SESSION_ENDED']);
    }
    await answered(separate, real);
  });
});
