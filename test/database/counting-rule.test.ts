import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';
import { deadlineEnd, isWeekday, PeriodUnit } from '../../src/workflow/countingRule.js';
import { ORGAN_RULES, OrganRuleName } from '../../src/workflow/organRules.js';
import { newId } from '../../src/shared/ids.js';

const { nation, zhejiang, ningbo, haishu, jiangbei } = NINGBO.unit;
const CHAIN = [nation, zhejiang, ningbo, haishu] as const;
const DAY_MS = 86_400_000;

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
});
afterAll(() => db.drop());

/** What a property leaves behind is taken back, whatever came of it. */
async function insideOfNothing(work: () => Promise<void>): Promise<void> {
  await db.owner.query('savepoint before');
  try {
    await work();
  } finally {
    await db.owner.query('rollback to before');
  }
}
const inTransaction = async (work: () => Promise<void>) => {
  await db.owner.query('begin');
  try {
    await work();
  } finally {
    await db.owner.query('rollback');
  }
};
const insert = (table: string, rows: readonly object[]) =>
  db.owner.query(
    `insert into ${table} select r.* from jsonb_populate_recordset(null::${table}, $1) r`,
    [JSON.stringify(rows)],
  ); // prettier-ignore

/* The database counts as src/workflow does, whoever declared what; the nearest organ is looked for here by hand. */
describe('deadline_end', () => {
  const days = fc.uniqueArray(
    fc.record({ organ: fc.constantFrom(null, ...CHAIN, jiangbei), offset: fc.integer({ min: -5, max: 60 }), kind: fc.constantFrom(1, 2) }),
    { selector: ({ organ, offset }) => `${organ} ${offset}`, maxLength: 40 },
  ); // prettier-ignore
  const period = fc.oneof(
    fc.record({
      unit: fc.constantFrom('DAY' as const, 'WORKING_DAY' as const),
      length: fc.integer({ min: 1, max: 60 }),
    }),
    fc.record({ unit: fc.constantFrom('MONTH' as const, 'YEAR' as const), length: fc.integer({ min: 1, max: 30 }) }),
  );
  const start = fc.oneof(
    fc.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }),
    // Around the ends of months, years and days, where a mistake would be.
    fc.record({ year: fc.integer({ min: 2023, max: 2033 }), month: fc.integer({ min: 0, max: 11 }), minutes: fc.integer({ min: -1500, max: 1500 }) })
      .map(({ year, month, minutes }) => new Date(Date.UTC(year, month, 1) + minutes * 60_000)),
  ); // prettier-ignore

  it('is the same as in TypeScript', () =>
    inTransaction(async () => {
      await db.owner.query('delete from calendar_day');
      await fc.assert(
        fc.asyncProperty(days, period, start, fc.boolean(), fc.constantFrom(...CHAIN, jiangbei), async (declared, { unit, length }, from, moves, place) => {
          const day = (offset: number) => new Date(from.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
          const over = place === jiangbei ? [nation, zhejiang, ningbo, jiangbei] : CHAIN.slice(0, CHAIN.indexOf(place) + 1);
          const works = (asked: string) => {
            const said = declared.filter((one) => day(one.offset) === asked && (one.organ === null || over.includes(one.organ)));
            const nearest = said.toSorted((a, b) => (b.organ ?? -1) - (a.organ ?? -1))[0];
            return nearest ? nearest.kind === 2 : isWeekday(asked);
          };
          await insideOfNothing(async () => {
            await insert('calendar_day', declared.map(({ organ, offset, kind }) => ({ id: newId(), organ_pos: organ, day: day(offset), kind, name: '节', source: '通知', valid_from: '2000-01-01' })));
            const { rows } = await db.owner.query<{ ends: Date; worked: boolean }>(
              'select deadline_end($1, $2, $3, $4::smallint, $5) as ends, is_worked(places_over($1), $6, now()) as worked',
              [place, from, length, PeriodUnit[unit], moves, day(7)],
            );
            expect(rows[0]).toEqual({ ends: deadlineEnd(works, from, length, unit, moves), worked: works(day(7)) });
          });
        }),
        { numRuns: 300 },
      );
    })); // prettier-ignore

  it('knows what was known then', async () => {
    const said = (kind: number, from: string, to: string | null) => ({ id: newId(), organ_pos: haishu, day: '2027-03-03', kind, name: '三月三', source: '通知', valid_from: from, valid_to: to });
    await insertRows(db.owner, 'calendar_day', [said(1, '2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z'), said(2, '2027-02-01T00:00:00Z', '2027-02-02T00:00:00Z'), said(1, '2027-02-10T00:00:00Z', null)]);
    const after = async (at: string) =>
      (await db.owner.query<{ day: string }>(`select ((working_days_after($1, '2027-03-02T00:00:00Z', 1, $2) at time zone 'Asia/Shanghai')::date - 1)::text as day`, [haishu, at])).rows[0]!.day;
    for (const [at, day] of [
      ['2026-12-31T23:59:59Z', '2027-03-03'],
      ['2027-01-01T00:00:00Z', '2027-03-04'],
      ['2027-02-01T00:00:00Z', '2027-03-03'],
      ['2027-02-02T00:00:00Z', '2027-03-03'],
      ['2027-02-10T00:00:00Z', '2027-03-04'],
    ])
      expect([at, await after(at!)]).toEqual([at, day]);
  }); // prettier-ignore

  it.each([['0, 1'], ['-1, 2'], ['4001, 1'], ['1, 5'], ['1, 0'], ['null, 1'], ['1, null']])('refuses %s', async (wrong) => {
    await expect(db.owner.query(`select deadline_end(0, now(), ${wrong}::smallint, true)`)).rejects.toMatchObject({ code: '22023' });
  }); // prettier-ignore
});

describe('rule_for', () => {
  const at = '2027-06-01T00:00:00Z';
  // What each organ says at all, one after another: from when on, and what; nothing ends what it said before.
  const rules = fc.array(
    fc.record({ organ: fc.constantFrom(...CHAIN, jiangbei), value: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 3 }), binds: fc.boolean(), month: fc.integer({ min: 1, max: 9 }) }),
    { maxLength: 12 },
  ); // prettier-ignore

  it('is the nearest organ’s, and never less strict than what is bound above', () =>
    inTransaction(() =>
      fc.assert(
        fc.asyncProperty(rules, fc.constantFrom(...Object.values(OrganRuleName)), fc.constantFrom(...CHAIN), async (ruled, rule, place) => {
          const { byDefault, stricter } = Object.entries(ORGAN_RULES).find(([name]) => OrganRuleName[name as OrganRuleName] === rule)![1];
          // The word of each organ at the time, told after another's by hand: a later act ends whatever it said from then on.
          const course = new Map<number, { month: number; value: number | null; binding: boolean }[]>();
          for (const { organ, value, binds, month } of ruled)
            course.set(organ, [...(course.get(organ) ?? []).filter((one) => one.month < month), { month, value, binding: binds && value !== null }]);
          const heard = CHAIN.slice(0, CHAIN.indexOf(place) + 1).toReversed().flatMap((organ) => {
            const said = (course.get(organ) ?? []).findLast(({ month }) => month <= 6);
            return said && said.value !== null ? [{ value: said.value, binding: said.binding }] : [];
          });
          const bound = heard.filter(({ binding }) => binding).map(({ value }) => value);
          const own = heard[0]?.value ?? byDefault;
          const expected = bound.length === 0 ? own
            : stricter === 'NEITHER' ? bound.at(-1)!
            : stricter === 'LESS' ? Math.min(own!, ...bound) : Math.max(own!, ...bound);
          await insideOfNothing(async () => {
            await insert('organ_rule', ruled.map(({ organ, value, binds, month }, i) => ({ id: newId(), organ_pos: organ, rule, turn: i + 1, value, binding: binds && value !== null, valid_from: `2027-0${month}-01T00:00:00Z`, ruled_at: '2026-12-01' })));
            const { rows } = await db.owner.query<{ value: number | null }>('select rule_for($1, $2::smallint, $3) as value', [place, rule, at]);
            expect(rows).toEqual([{ value: expected }]);
          });
        }),
        { numRuns: 300 },
      ),
    )); // prettier-ignore

  it('was ruled before it holds, one after another', async () => {
    const row = (turn: number, from: string, more: object = {}) => ({ id: newId(), organ_pos: jiangbei, rule: 1, turn, value: 1, binding: false, valid_from: from, ruled_at: '2027-01-15', ...more }); // prettier-ignore
    await insertRows(db.owner, 'organ_rule', [row(1, '2027-01-15'), row(2, '2027-02-01')]);
    for (const [wrong, constraint] of [
      [row(2, '2027-03-01'), 'organ_rule_organ_pos_rule_turn_key'],
      [row(3, '2027-01-14'), 'organ_rule_check1'],
      [row(3, '2027-03-01', { value: null, binding: true }), 'organ_rule_check'],
    ] as const)
      await expect(insertRows(db.owner, 'organ_rule', [wrong])).rejects.toMatchObject({ constraint });
  });

  it('stands in the database as in the list, with no red before yellow', async () => {
    const { rows } = await db.owner.query('select rule, name, smallest, largest, by_default from organ_rule_kind order by rule');
    expect(rows).toEqual(Object.entries(ORGAN_RULES).map(([name, { smallest, largest, byDefault }]) => ({ rule: OrganRuleName[name as OrganRuleName], name, smallest, largest, by_default: byDefault })));
    // Yellow when the month of the law is over, at the latest; red then, at the earliest.
    expect([ORGAN_RULES.UNPROPOSED_YELLOW_BEFORE.smallest, ORGAN_RULES.UNPROPOSED_RED_AFTER.smallest]).toEqual([0, 1]);
  }); // prettier-ignore
});
