import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticket } from '../../src/database/ticket.js';
import { WHOLE } from '../support/whole.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { cloneDatabase, TICKET_KEY, type TestDatabase } from '../support/database.js';
import { noClues } from '../support/noClues.js';
import { insertRows, type Row } from '../support/world.js';
import { certain, likely, narrow, pinned, type Bounds, type Published, type Sum } from './statistics/attack.js';

/*
 * Figures beyond one's own ledger, against somebody who asks for all of them – every table, of every unit he may – and
 * solves for what was suppressed. His questions and his means are unbounded; the secret of the draws is not his.
 */

const { unit, as } = NINGBO;
/** Where the random matters lie, and who handles them there. */
const PLACES: readonly [owner: number, handling: number][] = [
  [unit.ningbo, unit['ningbo-supervision-1']],
  [unit.ningbo, unit['ningbo-investigation']],
  [unit.ningbo, unit.ningbo],
  [unit['ningbo-group'], unit['ningbo-group']],
  [unit.haishu, unit['haishu-discipline']],
  [unit.gaoqiao, unit.gaoqiao],
  [unit.jiangbei, unit['jiangbei-discipline']],
  [unit.cicheng, unit.cicheng],
  [unit.xiangshan, unit['xiangshan-discipline']],
  [unit.shipu, unit.shipu],
];
const ASKED = [unit.ningbo, unit.haishu, unit.jiangbei, unit.fenghua, unit.xiangshan];
const DIMENSIONS = { RECEIVED: ['NONE', 'SOURCE', 'TIER'], CONCLUDED: ['NONE', 'METHOD', 'OUTCOME'] } as const;
type Measure = keyof typeof DIMENSIONS;
/** How many of one place, source, method and outcome: mostly few, as where it matters. */
interface Heap {
  place: number;
  source: number;
  method: number | null;
  outcome: number | null;
  size: number;
}
const HEAP: fc.Arbitrary<Heap> = fc.record({
  place: fc.nat(PLACES.length - 1),
  source: fc.integer({ min: 1, max: 3 }),
  method: fc.constantFrom(null, 1, 4),
  outcome: fc.constantFrom(null, 1, 4, 8),
  size: fc.constantFrom(1, 1, 1, 2, 3, 4, 4, 5, 6, 9, 14),
});

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  // Of the same office and duty as ningbo-intake.
  const person = { id: newId(), name: '另一人', issuer: 'test', subject: 'another' };
  await insertRows(db.owner, 'person', [person]);
  await insertRows(db.owner, 'post', [
    {
      id: newId(),
      person_id: person.id,
      unit_pos: unit['ningbo-xinfang'],
      duty: 4,
      valid_from: '2020-01-01T00:00:00Z',
    },
  ]);
});
afterAll(() => db.drop());

const clueRow = (n: number, [owner, handling]: readonly [number, number], more: Row = {}): Row => ({
  id: newId(),
  number: `密${n}`,
  stage: 18,
  source: 1,
  received_at: '2026-03-15T02:00:00Z',
  closed_at: '2026-04-15T02:00:00Z',
  owner_pos: owner,
  handling_pos: handling,
  ...more,
});

/** Only these are there, and draws are from another secret. */
async function place(rows: Row[]): Promise<void> {
  await noClues(db.owner);
  await db.owner.query(`update statistics_key set secret = sha256('${newId()}')`);
  await insertRows(db.owner, 'clue', rows);
}
const rowsOf = (heaps: readonly Heap[]) =>
  heaps
    .flatMap((heap) => Array.from({ length: heap.size }, () => heap))
    .map(({ place: at, source, method, outcome }, n) => clueRow(n, PLACES[at]!, { source, method, outcome }));

interface Figure {
  lo: string;
  hi: string;
  code: number;
  value: number | null;
  suppressed: boolean;
  rounded: boolean;
}

/** As the owner, who may look behind the figures, with the principal entered. */
async function entered<T>(who: PersonSlug | 'another', work: () => Promise<T>): Promise<T> {
  await db.owner.query('begin');
  try {
    const { rows } = await db.owner.query<{ mark: string }>('select transaction_mark() as mark');
    const identity = who === 'another' ? { issuer: 'test', subject: who, post: null } : as[who];
    await db.owner.query('select enter($1, $2)', ticket(TICKET_KEY, identity, rows[0]!.mark));
    return await work();
  } finally {
    await db.owner.query('rollback');
  }
}
const MONTHS: Record<Measure, string> = { RECEIVED: '2026-03-01', CONCLUDED: '2026-04-01' };
async function figures(measure: Measure, dimension: string, of: number, from = MONTHS[measure], to = from) {
  const { rows } = await db.owner.query<Figure & { month: string }>(
    `select lo, hi, to_char(month, 'YYYY-MM') as month, code, value, suppressed, rounded from statistics_figures($1, $2, $3, $4, $5)`,
    [measure, dimension, of, from, to],
  );
  return rows;
}

/** Everything published to one caller, what is true of it, and how it adds up. */
async function everything(who: PersonSlug) {
  return entered(who, async () => {
    const published = new Map<string, Published>();
    const truth = new Map<string, { own: number; rest: number }>();
    const sums: Sum[] = [];
    for (const measure of Object.keys(DIMENSIONS) as Measure[]) {
      for (const dimension of DIMENSIONS[measure]) {
        const { rows: counts } = await db.owner.query<{ place: string; code: number; own: number; rest: number }>(
          `select n.* from statistics_counts($1, $2, 0, 999999999999, '2026-01-01', '2027-01-01') n`,
          [measure, dimension],
        );
        const keyOf = (lo: string, hi: string, code: number) =>
          `${measure} ${lo}-${hi} ${code < 0 ? 'all' : `${dimension} ${code}`}`;
        for (const of of ASKED) {
          const lines = new Map<string, Figure[]>();
          for (const figure of await figures(measure, dimension, of)) {
            const { lo, hi, code } = figure;
            const line = `${lo}-${hi}`;
            lines.set(line, [...(lines.get(line) ?? []), figure]);
            const inside = counts.filter(
              (one) =>
                Number(one.place) >= Number(lo) && Number(one.place) <= Number(hi) && (code < 0 || one.code === code),
            );
            const own = inside.reduce((sum, one) => sum + one.own, 0);
            const rest = inside.reduce((sum, one) => sum + one.rest, 0);
            const key = keyOf(lo, hi, code);
            const is: Published = {
              key,
              suppressed: figure.suppressed,
              rest: figure.value === null ? null : figure.value - own,
              rounded: figure.rounded,
              root: code < 0 && Number(lo) === unit.ningbo && Number(hi) > unit.ningbo + 499,
            };
            // However often a figure is asked for, and in whatever table, it is the same.
            if (published.has(key)) expect(published.get(key)).toEqual(is);
            published.set(key, is);
            truth.set(key, { own, rest });
          }
          for (const line of lines.values()) {
            const [total, ...codes] = line.map(({ lo, hi, code }) => keyOf(lo, hi, code));
            if (codes.length > 0) sums.push([total!, ...codes]);
          }
          const spans = (width: (hi: number, lo: number) => boolean) =>
            [...lines.values()].find(([first]) => Number(first!.lo) === of && width(Number(first!.hi), of));
          const whole = spans((hi, lo) => hi > lo + 499);
          const within = spans((hi, lo) => hi === lo + 499);
          const parts = (one: Figure[] | undefined, inside: (lo: number, hi: number) => boolean) => {
            for (const { lo, hi, code } of one ?? []) {
              const some = [...lines.values()].filter(([l]) => l !== one![0] && inside(Number(l!.lo), Number(l!.hi)));
              sums.push([keyOf(lo, hi, code), ...some.map(([l]) => keyOf(l!.lo, l!.hi, code))]);
            }
          };
          parts(within, (lo, hi) => lo === hi && lo < of + 500);
          parts(whole, (lo, hi) => lo >= of + 500 || hi === of + 499);
        }
      }
    }
    return { published, truth, sums };
  });
}
type Everything = Awaited<ReturnType<typeof everything>>;

const attack = ({ published, sums }: Everything, view: (one: Published) => [number, number]): Bounds | null =>
  narrow(new Map([...published].map(([key, one]) => [key, view(one)])), sums);
const isSmall = (rest: number) => rest > 0 && rest < 5;

describe('solving for what was suppressed', () => {
  const found = { tables: 0, small: 0, controls: 0, right: 0, wrong: 0, stuck: 0 };

  it.each<PersonSlug>(['ningbo-intake-head', 'ningbo-leader'])(
    'has no figure under five for certain: %s, in any table of any unit',
    { timeout: 240_000 },
    async (who) => {
      await fc.assert(
        fc.asyncProperty(fc.array(HEAP, { minLength: 1, maxLength: 12 }), async (heaps) => {
          await place(rowsOf(heaps));
          const all = await everything(who);
          const { published, truth } = all;
          for (const [key, { suppressed, rest, rounded }] of published) {
            const is = truth.get(key)!.rest;
            if (isSmall(is)) expect([key, suppressed]).toEqual([key, true]);
            if (!suppressed) expect([key, rounded]).toEqual([key, is > 0]);
            if (!suppressed) expect(rounded ? rest! % 5 : rest! - is).toBe(0);
          }
          // Nothing is suppressed alone among the parts of a sum that is shown.
          for (const [whole, ...parts] of all.sums) {
            const hidden = parts.filter((part) => published.get(part)!.suppressed);
            const others = parts.filter((part) => !published.get(part)!.suppressed && !isOwn(all, part));
            if (!published.get(whole)!.suppressed && others.length > 0)
              expect([whole, hidden.length]).not.toEqual([whole, 1]);
          }
          const bounds = attack(all, certain);
          expect(bounds).not.toBeNull();
          for (const [key, [low, high]] of bounds!) {
            const is = truth.get(key)!.rest;
            expect(low <= is && is <= high).toBe(true);
            if (isSmall(is)) expect([key, low, high === low]).toEqual([key, low, false]);
          }
          // Control: with true figures from five on the same arithmetic finds what is suppressed.
          const naive = (key: string): [number, number] => {
            const is = truth.get(key)!.rest;
            return isSmall(is) ? [1, 4] : [is, is];
          };
          const control = narrow(new Map([...published.keys()].map((key) => [key, naive(key)])), all.sums);
          found.controls += pinned(control!).filter(([key]) => isSmall(truth.get(key)!.rest)).length;
          found.small += [...truth.values()].filter(({ rest }) => isSmall(rest)).length;
          found.tables += 1;
          // And who takes the likely for certain is mistaken often enough.
          const guess = attack(all, likely);
          if (!guess) found.stuck += 1;
          for (const [key, [low]] of guess ? pinned(guess) : []) {
            if (!published.get(key)!.suppressed || low === 0) continue;
            found[truth.get(key)!.rest === low ? 'right' : 'wrong'] += 1;
          }
        }),
        { numRuns: WHOLE ? 100 : 20 },
      );
      expect(found.small).toBeGreaterThan(found.tables);
      expect(found.controls).toBeGreaterThan(found.small / 10);
      expect(found.wrong + found.stuck).toBeGreaterThan(found.right);
    },
  );
});

/** What his own ledger has wholly is exact whatever else is suppressed. */
function isOwn({ truth, published }: Everything, key: string): boolean {
  const { own, rest } = truth.get(key)!;
  return own > 0 && rest === 0 && !published.get(key)!.rounded;
}

describe('what is published', () => {
  const SOURCE = ['RECEIVED', 'SOURCE'] as const;
  const heaps: Heap[] = Array.from({ length: 30 }, (_, n) => ({
    place: n % PLACES.length,
    source: 1 + (n % 3),
    method: 4,
    outcome: 1,
    size: 1 + ((n * 7) % 11),
  }));

  it('of a month is the same in whatever range of months it is asked for, and ranges have no sums', async () => {
    const month = (n: number) => `2026-0${n}-15T02:00:00Z`;
    await place(rowsOf(heaps).map((row, n) => ({ ...row, received_at: month(1 + (n % 5)) })));
    await entered('ningbo-intake-head', async () => {
      const whole = await figures(...SOURCE, unit.ningbo, '2026-01-01', '2026-05-01');
      expect(new Set(whole.map((one) => one.month)).size).toBe(5);
      for (const [from, to] of [
        [1, 4],
        [2, 5],
        [3, 3],
      ] as const) {
        // prettier-ignore
        const part = await figures(...SOURCE, unit.ningbo, `2026-0${from}-01`, `2026-0${to}-01`);
        const expected = whole.filter(({ month: m }) => m >= `2026-0${from}` && m <= `2026-0${to}`);
        expect(part).toEqual(expected);
      }
    });
  });

  it('is the same for two people, one of whom is denied a matter; and for everybody without its ledger', async () => {
    await place(rowsOf(heaps));
    const before = await entered('another', () => figures(...SOURCE, unit.ningbo));
    const { rows } = await db.owner.query<{ id: string }>('select id from clue where owner_pos >= 0 order by id');
    const denial = { object: 'clue', object_id: rows[17]!.id, basis: 1 };
    await insertRows(db.owner, 'denial', [{ id: newId(), person_id: NINGBO.person['ningbo-intake'], ...denial }]);
    const denied = await entered('ningbo-intake', () => figures(...SOURCE, unit.ningbo));
    const other = await entered('another', () => figures(...SOURCE, unit.ningbo));
    expect(other).toEqual(denied);
    expect(before.some(({ value }) => value !== null && value > 0)).toBe(true);
    // Who has its ledger counts it still, and who is denied it, not.
    const total = async (who: PersonSlug) =>
      (await entered(who, () => figures('RECEIVED', 'NONE', unit.ningbo))).find(
        ({ hi }) => Number(hi) > unit.ningbo + 499,
      )!.value;
    expect(await total('ningbo-anguan')).toBe(rows.length);
    await insertRows(db.owner, 'denial', [{ id: newId(), person_id: NINGBO.person['ningbo-anguan'], ...denial }]);
    expect(await total('ningbo-anguan')).toBe(rows.length - 1);
  });

  it.each<[string, Row]>([
    ['classified', { classification: 1 }],
    ['of the cadre compartment', { compartment: 1 }],
    ['on a subject not yet resolved', { subject_state: 0 }],
  ])('has nothing %s, for whoever has not its ledger', async (_, kept) => {
    const rows = rowsOf(heaps);
    await place(rows);
    const all = await entered('ningbo-intake-head', () => figures(...SOURCE, unit.ningbo));
    const key = await db.owner.query<{ secret: Buffer }>('select secret from statistics_key');
    await place([...rows, ...Array.from({ length: 20 }, (__, n) => clueRow(900 + n, PLACES[n % 10]!, kept))]);
    await db.owner.query('update statistics_key set secret = $1', [key.rows[0]!.secret]);
    expect(await entered('ningbo-intake-head', () => figures(...SOURCE, unit.ningbo))).toEqual(all);
  });

  it('is of closed months only, in China time, and of twelve at most', async () => {
    await db.owner.query(
      `create or replace function app_now() returns timestamptz language sql stable as $$ select '2026-05-31T15:59:59Z'::timestamptz $$`,
    );
    const months = async () => {
      const all = await entered('ningbo-intake-head', () =>
        figures('RECEIVED', 'NONE', unit.ningbo, '2026-04-01', '2026-07-01'),
      );
      return [...new Set(all.map(({ month }) => month))];
    };
    expect(await months()).toEqual(['2026-04']);
    await db.owner.query(
      `create or replace function app_now() returns timestamptz language sql stable as $$ select '2026-05-31T16:00:00Z'::timestamptz $$`,
    );
    expect(await months()).toEqual(['2026-04', '2026-05']);
    const long = await entered('ningbo-intake-head', () =>
      figures('RECEIVED', 'NONE', unit.ningbo, '2020-01-01', '2026-01-01'),
    );
    expect(new Set(long.map(({ month }) => month)).size).toBe(12);
    await db.owner.query(
      'create or replace function app_now() returns timestamptz language sql stable parallel safe as $$ select transaction_timestamp() $$',
    );
  });

  it('adds up where the ledger has all of it: each clue once, below, in the organ’s offices, or in its groups', async () => {
    const rows = rowsOf(heaps);
    await place(rows);
    await entered('ningbo-anguan', async () => {
      const values = new Map(
        (await figures('RECEIVED', 'NONE', unit.ningbo)).map(({ lo, hi, value }) => [
          `${lo} ${Number(hi) - Number(lo)}`,
          value!,
        ]),
      );
      const sum = (...keys: string[]) => keys.reduce((total, key) => total + values.get(key)!, 0);
      expect(values.get(`${unit.ningbo} 99999999`)).toBe(rows.length);
      const districts = [unit.haishu, unit.jiangbei, unit.fenghua, unit.xiangshan].map((pos) => `${pos} 999999`);
      expect(sum(`${unit.ningbo} 499`, `${unit['ningbo-group']} 0`, ...districts)).toBe(rows.length);
      const offices = [...values.keys()].filter(
        (key) => key.endsWith(' 0') && Number(key.split(' ')[0]) < unit.ningbo + 500,
      );
      expect(sum(...offices)).toBe(values.get(`${unit.ningbo} 499`));
    });
  });

  it('of colours is of each organ’s own, exact but for a few, and no sum of others', async () => {
    const open = { closed_at: null, yellow_at: '2026-02-01T00:00:00Z', red_at: '2099-01-01T00:00:00Z' };
    const sizes = [1, 0, 0, 4, 5, 7, 0, 3, 6, 1];
    await place(
      sizes.flatMap((size, at) => Array.from({ length: size }, (_, n) => clueRow(at * 100 + n, PLACES[at]!, open))),
    );
    await db.owner.query('delete from colour_day; select take_colours()');
    const { rows } = await entered('ningbo-intake-head', () =>
      db.owner.query<{ owner: string; colour: number; count: number | null }>('select * from colour_counts($1)', [
        unit.ningbo,
      ]),
    );
    const yellow = Object.fromEntries(
      rows.filter(({ colour }) => colour === 2).map(({ owner, count }) => [owner, count]),
    );
    expect(yellow).toEqual({
      [unit.ningbo]: null,
      [unit['ningbo-group']]: null,
      [unit.haishu]: 5,
      [unit.jiangbei]: 0,
      [unit.fenghua]: 0,
      [unit.xiangshan]: 6,
    });
    expect(rows.filter(({ colour }) => colour !== 2).every(({ count }) => count === 0)).toBe(true);
  });

  it('of colours tells no sum, and nothing of a few that his ledger has not', async () => {
    const open = { closed_at: null, yellow_at: '2026-02-01T00:00:00Z', red_at: '2099-01-01T00:00:00Z' };
    const rows = Array.from({ length: 6 }, (_, n) => clueRow(n, PLACES[4]!, open));
    await place(rows);
    await db.owner.query('delete from colour_day; select take_colours()');
    const told = async () =>
      entered('ningbo-intake-head', async () => (await db.owner.query('select * from colour_counts($1)', [unit.haishu])).rows);
    const all = await told();
    expect(all.map((row) => Object.keys(row as object))).toEqual(all.map(() => ['owner', 'colour', 'count']));
    const ofHaishu = (rowsTold: unknown[]) => rowsTold.filter((row) => Number((row as { owner: string }).owner) === unit.haishu);
    const yellow = (count: number | null) => [0, count, 0].map((n, colour) => ({ owner: String(unit.haishu), colour: colour + 1, count: n }));
    expect(ofHaishu(all)).toEqual(yellow(6));
    const grant = { object: 'clue', facets: ['ledger'], basis: 2, post_id: NINGBO.post['ningbo-intake-head'] };
    const some = rows.slice(0, 4).map(({ id: object_id }) => ({ id: newId(), object_id, ...grant, valid_from: '2020-01-01' }));
    await insertRows(db.owner, 'access_grant', some);
    expect(ofHaishu(await told())).toEqual(yellow(null));
  }); // prettier-ignore

  describe('gives nothing to take the average of', () => {
    const XIANGSHAN = PLACES[8]!;
    const who = 'ningbo-intake-head';
    const heap = (size: number, at = XIANGSHAN, from = 0) =>
      Array.from({ length: size }, (_, n) => clueRow(from + n, at, { source: 1, method: 4, outcome: 1 }));
    const open = async (ids: readonly unknown[]) => {
      const grant = { object: 'clue', facets: ['ledger'], basis: 2, post_id: NINGBO.post[who], valid_from: '2020-01-01' };
      await insertRows(db.owner, 'access_grant', ids.map((object_id) => ({ id: newId(), object_id, ...grant })));
    }; // prettier-ignore

    it.each([3, 7, 13, 22, 41])('%i matters have one figure, wherever and by whatever they are counted', async (size) => {
      for (let secret = 0; secret < 3; secret += 1) {
        const others = heap(6, PLACES[4], 500);
        await place([...heap(size), ...others]);
        // Of the district beside it he has the ledger, so that there are sums with his own in them.
        await open(others.map(({ id }) => id));
        const { published, truth } = await everything(who);
        const same = [...published].filter(([key]) => truth.get(key)!.rest === size);
        expect(same.some(([key]) => truth.get(key)!.own > 0)).toBe(true);
        expect(same.length).toBeGreaterThan(20);
        expect(new Set(same.map(([, { rest }]) => rest)).size).toBe(1);
      }
    }); // prettier-ignore

    it('nor does one more in his ledger draw anew', async () => {
      const drops: number[] = [];
      for (let secret = 0; secret < 2; secret += 1) {
        const rows = heap(40);
        await place(rows);
        let before = Infinity;
        for (let granted = 0; granted < 8; granted += 1) {
          const { published, truth } = await everything(who);
          const rests = [...published].filter(([key]) => truth.get(key)!.rest === 40 - granted).map(([, { rest }]) => rest!);
          expect(new Set(rests).size).toBe(1);
          expect(rests[0]).toBeLessThanOrEqual(before);
          if (granted > 0) drops.push(before - rests[0]!);
          before = rests[0]!;
          await open([rows[granted]!.id]);
        }
      }
      // One draw is rounded down by five at a time; anew each time, it would go up and down.
      expect(new Set(drops)).toEqual(new Set([0, 5]));
    }, 60_000); // prettier-ignore
  });

  it('asks the ledger’s policies themselves, as the catalog has them', async () => {
    const { rows } = await db.owner.query<{ name: string; asks: boolean }>(
      `select proname::text as name, bool_and(position(pg_get_expr(polqual, polrelid) in prosrc) > 0) as asks
       from pg_proc, pg_policy where proname in ('statistics_counts', 'colour_tally') and polrelid = 'clue'::regclass
         and polname in ('reach', 'deny') group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { name: 'colour_tally', asks: true },
      { name: 'statistics_counts', asks: true },
    ]);
  });
});
