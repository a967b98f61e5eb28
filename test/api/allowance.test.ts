import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, type PersonSlug } from '../fixtures/ningbo.js';
import { startApi, type Answer, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { LIMITS } from '../../src/graphql/limits.js';

const PER_MINUTE = 30_000;
/** 50 for entering, 20 for the list, 100 rows with their number, owner and his name. */
const LIST = '{ clues(first: 100) { nodes { number owner { name } } } }';
const LIST_COST = 50 + 20 + 1 + 100 * (1 + 0.05 + 1 + 0.05);

const cost = ({ text }: Answer) =>
  (JSON.parse(text) as { extensions: { cost: { asked: number; allowed: number; left: number | null } } }).extensions
    .cost;

describe('what a person may ask for in a minute', () => {
  let db: TestDatabase;
  let api: TestApi;
  let other: TestApi;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    api = await startApi(db, { perMinute: PER_MINUTE });
    other = await startApi(db, { perMinute: PER_MINUTE });
  });
  afterAll(async () => {
    await api.stop();
    await other.stop();
    await db.drop();
  });

  /** Asks until nothing is left, on the servers by turns; the answers. */
  async function spend(as: PersonSlug, servers: TestApi[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    do answers.push(await servers[answers.length % servers.length]!.run(LIST, as));
    while (answers.at(-1)!.status === 200 && answers.length < 200);
    return answers;
  }

  /** Taken by all, of the common sum. */
  async function pointsOf(): Promise<number> {
    const { rows } = await db.owner.query<{ points: number }>('select sum(points)::int as points from allowance');
    return rows[0]!.points;
  }

  it('is told with every answer: asked, allowed, left – the same for everyone, administrators included', async () => {
    for (const as of ['ningbo-anguan', 'haishu-anguan', 'gaoqiao-principal'] as const) {
      const first = await api.run(LIST, as);
      expect(cost(first)).toEqual({ asked: LIST_COST, allowed: LIMITS.cost, left: PER_MINUTE - LIST_COST });
      expect(cost(await api.run('{ me { person { name } } }', as)).left).toBe(PER_MINUTE - LIST_COST - 53);
    }
    const administrator = await api.run(LIST, 'ningbo-administrator');
    expect(administrator.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(cost(administrator)).toEqual({ asked: LIST_COST, allowed: LIMITS.cost, left: PER_MINUTE - LIST_COST });
  });

  it('is one sum over all servers, and then over: 429, when to come again, and no statement', async () => {
    const answers = await spend('ningbo-principal', [api, other]);
    // What one server has taken ahead and not given out is the other's loss, and never its gain.
    expect(answers.length - 1).toBeLessThanOrEqual(Math.floor(PER_MINUTE / LIST_COST));
    expect(answers.length - 1).toBeGreaterThan(Math.floor((PER_MINUTE * 0.9) / LIST_COST));
    const refused = answers.at(-1)!;
    expect([refused.status, refused.errors?.[0]?.extensions.code]).toEqual([429, 'RATE_LIMITED']);
    expect(refused.data ?? null).toBeNull();
    expect(refused.text).not.toContain('clue_');
    const statements = [api.statements.length, other.statements.length];
    for (const server of [api, other]) {
      const again = await server.run(LIST, 'ningbo-principal');
      expect([again.status, again.errors?.[0]?.extensions]).toEqual([
        429,
        expect.objectContaining({ code: 'RATE_LIMITED', limit: PER_MINUTE, seconds: expect.any(Number) as number }),
      ]);
    }
    const again = await api.run(LIST, 'ningbo-principal');
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(again.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect([api.statements.length, other.statements.length]).toEqual(statements);
  });

  it('is exact when many requests come at once', async () => {
    const many = Array.from({ length: 160 }, (_, n) => (n % 2 ? api : other).run(LIST, 'haishu-handler'));
    const given = (await Promise.all(many)).filter(({ status }) => status === 200).length;
    expect(given).toBeLessThanOrEqual(Math.floor(PER_MINUTE / LIST_COST));
    expect(given).toBeGreaterThan(Math.floor((PER_MINUTE * 0.9) / LIST_COST));
  });

  it('is exact for whom one server has already taken something ahead for, and for a burst of him no dearer', async () => {
    for (let n = 0; n < 3; n += 1) await api.run(LIST, 'xiangshan-anguan');
    const spent = await pointsOf();
    const burst = await Promise.all(Array.from({ length: 40 }, () => api.run('{ __typename }', 'xiangshan-anguan')));
    expect(burst.map(({ status }) => status)).toEqual(burst.map(() => 200));
    // A twentieth, twice: not one for each.
    expect((await pointsOf()) - spent).toBeLessThanOrEqual(2 * (PER_MINUTE / 20));
    const many = Array.from({ length: 160 }, (_, n) => (n % 2 ? api : other).run(LIST, 'xiangshan-anguan'));
    const given = (await Promise.all(many)).filter(({ status }) => status === 200).length;
    const left = PER_MINUTE - 3 * LIST_COST - 40 * 51;
    expect(given).toBeLessThanOrEqual(Math.floor(left / LIST_COST));
    expect(given).toBeGreaterThan(Math.floor((left - PER_MINUTE / 10) / LIST_COST));
  });

  it('is told to the point by a server that is asked alone, though it asks the table once for many', async () => {
    const before = await pointsOf();
    const each = 51;
    for (let n = 1; n <= 60; n += 1)
      expect(cost(await api.run('{ __typename }', 'xikou-principal')).left).toBe(PER_MINUTE - n * each);
    // The first, and a twentieth of the minute three times.
    expect((await pointsOf()) - before).toBe(each + 3 * (PER_MINUTE / 20));
  });

  it('is each person’s own', async () => {
    await spend('ningbo-leader', [api]);
    expect((await api.run(LIST, 'jiangbei-anguan')).status).toBe(200);
  });

  it('is spent by what is refused unread, too', async () => {
    const documents = ['{ nowhere }', '{', '{ clues(first: "x") { totalCount } }'];
    let answers = 0;
    let status = 400;
    for (; status === 400 && answers < 1000; answers += 1)
      ({ status } = await api.run(documents[answers % 3]!, 'ningbo-contact-head'));
    expect([status, answers]).toEqual([429, PER_MINUTE / 500 + 1]);
  });

  it('comes back with the next minute', async () => {
    await spend('nation-anguan', [api]);
    await db.owner.query('update allowance set expire = $1', [Date.now() - 1]);
    // The server that refused remembers until the minute is over; one that did not asks the table.
    expect((await api.run(LIST, 'nation-anguan')).status).toBe(429);
    expect((await other.run(LIST, 'nation-anguan')).status).toBe(200);
  });

  it('is of the table’s minute, not of the one in which this server first heard of him', async () => {
    for (let n = 2; n < PER_MINUTE / LIST_COST; n += 1)
      expect((await api.run(LIST, 'ningbo-intake-head')).status).toBe(200);
    await db.owner.query('update allowance set expire = $1', [Date.now() - 1]);
    for (let n = 0; n < 5; n += 1) expect((await api.run(LIST, 'ningbo-intake-head')).status).toBe(200);
    // Nor when the table cannot be reached for a moment: what was last known of it counts.
    await db.owner.query('alter table allowance rename to elsewhere');
    expect((await api.run(LIST, 'ningbo-intake-head')).status).toBe(200);
    await db.owner.query('alter table elsewhere rename to allowance');
    for (let n = 0; n < 5; n += 1) expect((await api.run(LIST, 'ningbo-intake-head')).status).toBe(200);
  });

  it('is kept under digests: the table names nobody', async () => {
    const { rows } = await db.owner.query<{ key: string }>('select key from allowance');
    expect(rows.length).toBeGreaterThan(5);
    for (const { key } of rows) expect(key).toMatch(/^:?[0-9a-f]{64}$/);
  });

  it('is counted by each server for itself while the table cannot be reached', async () => {
    await db.owner.query('alter table allowance rename to elsewhere');
    try {
      expect((await api.run(LIST, 'fenghua-anguan')).status).toBe(200);
      const answers = await spend('fenghua-anguan', [api]);
      expect(answers.at(-1)!.status).toBe(429);
      expect(answers.length).toBeLessThan(PER_MINUTE / LIST_COST + 2);
    } finally {
      await db.owner.query('alter table elsewhere rename to allowance');
    }
  });
});
