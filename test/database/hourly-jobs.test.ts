import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { HourlyJobs } from '../../src/database/hourlyJobs.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.owner.query('delete from act_key');
  const [person_id, post_id] = [NINGBO.person['ningbo-anguan'], NINGBO.post['ningbo-anguan']];
  const done = { person_id, post_id, act: 'recusalRequest', body: 'x', done: '{}' };
  const ages = { 'of-a-week-and-more': WEEK_MS + 60_000, 'of-nearly-a-week': WEEK_MS - 60_000, 'of-just-now': 0 };
  const rows = Object.entries(ages).map(([key, age]) => ({ ...done, key, at: new Date(Date.now() - age) }));
  await insertRows(db.owner, 'act_key', rows);
});

const kept = async () =>
  (await db.owner.query<{ key: string }>('select key from act_key order by key')).rows.map(({ key }) => key);
const hourly = (everyMs?: number) =>
  new HourlyJobs({ connection: db.connectionAs('liandong_jobs'), ...(everyMs ? { everyMs } : {}) });
const LEFT = ['of-just-now', 'of-nearly-a-week'];

it('keys of acts are forgotten after seven days, and no day earlier', async () => {
  await hourly().run();
  expect(await kept()).toEqual(LEFT);
});

it('several servers may be at it at once', async () => {
  await Promise.all(Array.from({ length: 6 }, () => hourly().run()));
  expect(await kept()).toEqual(LEFT);
});

it('goes on until it is stopped, past an error, and not after', async () => {
  const errors: unknown[] = [];
  const one = new HourlyJobs({
    connection: db.connectionAs('liandong_jobs'),
    everyMs: 20,
    onError: (error) => errors.push(error),
  });
  // As soon as it has happened, however busy the machine is.
  const soon = { timeout: 10_000, interval: 20 };
  one.start();
  await vi.waitFor(async () => expect(await kept()).toEqual(LEFT), soon);
  await db.owner.query('alter function forget_act_keys() rename to forgotten');
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), soon);
  await db.owner.query('alter function forgotten() rename to forget_act_keys');
  await db.owner.query("update act_key set at = at - interval '7 days' where key = 'of-nearly-a-week'");
  await vi.waitFor(async () => expect(await kept()).toEqual(['of-just-now']), soon);
  await one.stop();
  await db.owner.query("update act_key set at = at - interval '8 days'");
  await delay(100);
  expect(await kept()).toEqual(['of-just-now']);
});
