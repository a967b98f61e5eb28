import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActDatabase } from '../../src/database/acting.js';
import { newId } from '../../src/shared/ids.js';
import { sealing, type Sealing } from '../audit/sealedTrail.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import '../support/figures.js';

const ACTS = Number(process.env['AUDIT_ACTS'] ?? 200);
const AT_ONCE = 4;
const EVERY_MS = 1000;

let db: TestDatabase;
let acting: ActDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  acting = db.acting();
});
afterAll(() => db.drop());

const ASKERS = ['ningbo-anguan', 'ningbo-anguan-head', 'ningbo-principal', 'ningbo-leader'] as const;
/** So many acts, by four people at once; acts a second. */
async function act(count: number): Promise<number> {
  const started = performance.now();
  let next = 0;
  const work = async (_: unknown, n: number) => {
    while (next < count) {
      next += 1;
      const request = {
        act: 'recusalRequest',
        key: `key-${newId()}`,
        body: {},
        source: 'here',
        correlationId: newId(),
      };
      const identity = NINGBO.as[ASKERS[n % ASKERS.length]!];
      await acting.perform(identity, request, async (transaction) => {
        const id = newId();
        const values = [id, NINGBO.clue.ningbo, NINGBO.post['ningbo-leader'], 3, '理由'];
        await transaction.query('select recusal_request($1, $2, $3, $4, $5)', values);
        return { object: 'clue', ids: [NINGBO.clue.ningbo], done: { id } };
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return count / ((performance.now() - started) / 1000);
}
/** The same person may be asked for again. */
const again = () => db.owner.query('drop index if exists recusal_open; delete from recusal');

it(
  'acts a second with and without their entries, and what seals lag behind',
  { timeout: 3_600_000 },
  async ({ task }) => {
    const source = "select pg_get_functiondef('end_act'::regproc) as text";
    const [{ text }] = (await db.owner.query<{ text: string }>(source)).rows as [{ text: string }];
    const silent = text.replace(/perform audit_act\([^;]*;/, '');
    expect(silent).not.toBe(text);
    const once = (
      await db.owner.query<{ text: string }>("select pg_get_functiondef('recusal_request'::regproc) as text")
    ).rows[0]!.text;
    await db.owner.query(once.replace(/if exists \(select from recusal[^;]*;\s*end if;/, ''));
    await again();
    await act(ACTS / 10); // warm
    const rates = { with: [] as number[], without: [] as number[] };
    for (let turn = 0; turn < 3; turn += 1)
      for (const [name, definition] of [
        ['with', text],
        ['without', silent],
      ] as const) {
        await db.owner.query(definition);
        await again();
        rates[name].push(await act(ACTS / 3));
      }
    await db.owner.query(text);
    const before = await written();

    const seals: Sealing = await sealing(db);
    await seals.sealAll(); // what was entered while nothing was sealed
    const lags: number[] = [];
    const acts = { over: false };
    const until = async (work: () => Promise<void>, everyMs: number) => {
      while (!acts.over) {
        await work();
        await delay(everyMs);
      }
    };
    const sealer = until(async () => {
      await seals.sealAll();
    }, EVERY_MS);
    const watch = until(async () => {
      const unsealed = await oldestUnsealed();
      if (unsealed !== null) lags.push(Date.now() - unsealed);
    }, EVERY_MS / 10);
    await again();
    await act(ACTS);
    acts.over = true;
    await Promise.all([sealer, watch]);
    await seals.sealAll();
    expect(await written()).toBe(before + ACTS);
    expect(await oldestUnsealed()).toBeNull();
    await seals.end();

    const median = (some: number[]) => some.toSorted((a, b) => a - b)[Math.floor(some.length / 2)]!;
    task.meta.figures = {
      'acts a second with their entries in the trail': median(rates.with).toFixed(0),
      'acts a second without': median(rates.without).toFixed(0),
      'with ÷ without': (median(rates.with) / median(rates.without)).toFixed(2),
      'the oldest entry waits for its seal: median, longest': `${median(lags)} ms, ${Math.max(...lags)} ms`,
    };
  },
);

const written = async () => (await db.owner.query('select from audit_entry where kind = 1')).rowCount ?? 0;
async function oldestUnsealed(): Promise<number | null> {
  const { rows } = await db.owner.query<{ at: Date | null }>(
    `select min(at) as at from audit_entry
     where (txid, id) > coalesce((select (through_txid, through_id) from audit_seal order by number desc limit 1),
       ('0'::xid8, '00000000-0000-0000-0000-000000000000'::uuid))`,
  );
  return rows[0]!.at?.getTime() ?? null;
}
