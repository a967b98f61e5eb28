import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { startApi, type TestApi } from '../../support/api.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { noClues } from '../../support/noClues.js';
import { insertRows, type Row } from '../../support/world.js';
import { HourlyJobs } from '../../../src/database/hourlyJobs.js';
import { newId } from '../../../src/shared/ids.js';

/** Fenghua's open clues by colour: none blue, three yellow, seven red; and what is kept from somebody besides. */
const SIZES = { YELLOW: 3, RED: 7 };
const { unit } = NINGBO;
const COLOURS = `query ($unit: ID) { colourCounts(unit: $unit) { unit { name } colour band count } }`;
const TABLE = `query ($unit: ID, $from: String!, $to: String!, $name: StatisticsTableName = RECEIVED_BY_SOURCE) {
  statisticsTable(name: $name, unit: $unit, from: $from, to: $to) {
    name scopeOrgan { name } unit asOf closedThrough
    rows { unit { name } extent month total { value suppressed rounded } cells { source value suppressed rounded } } } }`;
interface Cell {
  value: number | null;
  suppressed: boolean;
  rounded: boolean;
}
interface Line {
  unit: { name: string };
  extent: string;
  month: string;
  total: Cell;
  cells: (Cell & { source: string })[];
}

describe('SC-06 · Fenghua, three colours: who has which figures', () => {
  let db: TestDatabase;
  let api: TestApi;
  let fenghua: string;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    await noClues(db.owner);
    const clue = (n: number, more: Row = {}): Row => ({
      id: newId(), number: `奉化-${n}`, stage: 6, source: 1, received_at: '2026-01-31T02:00:00Z',
      owner_pos: unit.fenghua, handling_pos: unit['fenghua-discipline'],
      yellow_at: '2026-02-28T16:00:00Z', red_at: '2026-03-31T16:00:00Z', ...more,
    }); // prettier-ignore
    const red = { red_at: '2026-03-15T16:00:00Z' };
    await insertRows(db.owner, 'clue', [
      ...Array.from({ length: SIZES.YELLOW }, (_, n) => clue(n)),
      ...Array.from({ length: SIZES.RED }, (_, n) => clue(100 + n, { ...red, source: 5 })),
      // Kept from somebody: in nobody's figures but his whose ledger has it.
      clue(200, { ...red, classification: 1 }),
      clue(201, { ...red, compartment: 1 }),
      clue(202, { ...red, subject_state: 0 }),
      clue(203, { closed_at: '2026-03-01T00:00:00Z', method: 4, outcome: 1 }),
    ]);
    await db.owner.query(
      `create or replace function app_now() returns timestamptz language sql stable as $$ select '2026-03-20T00:00:00Z'::timestamptz $$`,
    );
    await db.owner.query('select take_colours()');
    const { rows } = await db.owner.query<{ id: string }>('select id from unit where pos = $1', [unit.fenghua]);
    fenghua = `unit_${rows[0]!.id}`;
    api = await startApi(db);
  });
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  const colours = async (who: PersonSlug) => {
    const { data, errors } = await api.run(COLOURS, who, { unit: fenghua });
    expect(errors).toBeUndefined();
    const rows = data.colourCounts as { unit: { name: string }; colour: string; band: string; count: number | null }[];
    return rows
      .filter((row) => row.unit.name === '奉化区纪委监委')
      .map(({ colour, band, count }) => [colour, band, count]);
  };
  const EXACT = [['BLUE', 'NONE', 0], ['YELLOW', 'EXACT', 3], ['RED', 'EXACT', 7]]; // prettier-ignore
  /** With the cadre compartment, whose ledger the organ's and the superior's case supervision have. */
  const REGISTER = [EXACT[0]!, EXACT[1]!, ['RED', 'EXACT', 8]];
  const BANDS = [['BLUE', 'NONE', 0], ['YELLOW', 'FEW', null], ['RED', 'EXACT', 7]]; // prettier-ignore

  it.each<[PersonSlug, unknown[][], string]>([
    ['fenghua-anguan', REGISTER, 'own organ’s case supervision: its ledger, the compartment included'],
    ['ningbo-anguan', REGISTER, 'the superior’s case supervision: through its ledger'],
    ['ningbo-contact-head', EXACT, 'the superior’s office that looks after Fenghua: through its ledger'],
    ['ningbo-intake-head', BANDS, 'another office of the superior’s'],
    ['ningbo-investigator', BANDS, 'another office of the superior’s'],
    ['ningbo-cadre-head', BANDS, 'another office of the superior’s'],
    ['ningbo-leader', EXACT, 'a leader in charge of the contact office'],
    ['zhejiang-anguan', REGISTER, 'the superior’s superior'],
    ['ningbo-group-head', [], 'the superior’s dispatched group'],
    ['haishu-anguan', [], 'a sibling district'],
    ['jiangbei-anguan', [], 'a sibling district'],
    ['xiangshan-anguan', [], 'a sibling county'],
    ['gaoqiao-principal', [], 'a township elsewhere'],
  ])('counts by colour, to %s', async (who, expected) => {
    expect(await colours(who)).toEqual(expected);
  }); // prettier-ignore

  const table = async (who: PersonSlug, more: object = {}) => {
    const { data, errors } = await api.run(TABLE, who, { unit: fenghua, from: '2026-01', to: '2026-02', ...more });
    expect(errors).toBeUndefined();
    return data.statisticsTable as { rows: Line[]; unit: string; closedThrough: string; scopeOrgan: { name: string } };
  };
  const whole = (rows: Line[]) => rows.find(({ extent, month }) => extent === 'SUBTREE' && month === '2026-01');

  it('a table says what it counts, of whom, and as of when', async () => {
    const { rows: lines, ...about } = await table('ningbo-investigator');
    expect(about).toEqual({
      name: 'RECEIVED_BY_SOURCE', scopeOrgan: { name: '奉化区纪委监委' }, unit: 'ITEM',
      asOf: '2026-03-20T00:00:00+00:00', closedThrough: '2026-02',
    }); // prettier-ignore
    expect(lines.map(({ unit: of, extent, month }) => `${month} ${of.name} ${extent}`)).toEqual(
      ['2026-01', '2026-02'].flatMap((month) => [
        `${month} 奉化区纪委监委 SUBTREE`, `${month} 奉化区纪委监委 ORGAN`, `${month} 奉化区纪委监委 UNIT`,
        `${month} 案件监督管理室 UNIT`, `${month} 第一纪检监察室 UNIT`, `${month} 溪口镇纪委 SUBTREE`,
      ]), // prettier-ignore
    );
  });

  it('without its ledger a figure under five is suppressed, and none is suppressed alone', async () => {
    const { rows } = await table('ningbo-investigator');
    const { total, cells } = whole(rows)!;
    const petition = cells.find(({ source }) => source === 'PETITION')!;
    expect(petition).toEqual({ source: 'PETITION', value: null, suppressed: true, rounded: false });
    expect(cells.filter(({ suppressed }) => suppressed).length).toBeGreaterThan(1);
    for (const { value, suppressed, rounded } of [total, ...cells]) {
      if (suppressed) expect([value, rounded]).toEqual([null, false]);
      else expect([value! % 5, rounded]).toEqual([0, value! > 0]);
    }
    // Nothing in February: zero is no secret.
    expect(rows.filter(({ month }) => month === '2026-02').every((line) => line.total.value === 0)).toBe(true);
  });

  it('with its ledger figures are exact', async () => {
    const { rows } = await table('ningbo-anguan');
    expect(whole(rows)!.total).toEqual({ value: 12, suppressed: false, rounded: false });
    expect(whole(rows)!.cells.filter(({ value }) => value !== 0)).toEqual([
      { source: 'PETITION', value: 5, suppressed: false, rounded: false },
      { source: 'SUPERVISION_FINDING', value: 7, suppressed: false, rounded: false },
    ]);
    const counted = await api.run('{ clueStatistics(scope: SUBTREE, groupBy: [MONTH]) { rows { month count } } }', 'ningbo-anguan');
    expect(counted.data.clueStatistics.rows).toEqual([{ month: '2026-01', count: 12 }]);
  }); // prettier-ignore

  it.each<PersonSlug>(['haishu-anguan', 'jiangbei-anguan', 'xiangshan-anguan', 'gaoqiao-principal', 'ningbo-group-head'])(
    '%s has no figure of Fenghua, in any table',
    async (who) => {
      for (const name of ['RECEIVED', 'RECEIVED_BY_SOURCE', 'RECEIVED_BY_TIER', 'CONCLUDED', 'CONCLUDED_BY_METHOD', 'CONCLUDED_BY_OUTCOME'])
        expect((await table(who, { name })).rows).toEqual([]);
      // And nothing says that there is something: a unit that there is not answers alike.
      const nowhere = await api.run(TABLE, who, { unit: `unit_${newId()}`, from: '2026-01', to: '2026-02' });
      expect(nowhere.data.statisticsTable.rows).toEqual([]);
    },
  ); // prettier-ignore

  it('administrators have none at all', async () => {
    for (const [document, variables] of [[COLOURS, { unit: fenghua }], [TABLE, { unit: fenghua, from: '2026-01', to: '2026-01' }]] as const) {
      const { data, errors } = await api.run(document, 'ningbo-administrator', variables);
      expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
      expect(data).toBeNull();
    }
  }); // prettier-ignore

  it('leaves no entry of a read: figures are content of no matter', async () => {
    const entries = async () => (await db.owner.query('select from audit_entry')).rowCount;
    const before = await entries();
    await colours('ningbo-investigator');
    await table('ningbo-investigator');
    expect(await entries()).toBe(before);
  });

  it.each([
    [{ from: '2026-01', to: '2026-03' }, '该月尚未结束'],
    [{ from: '2026-01', to: '2031-01' }, '须为连续的 1 至 12 个月'],
    [{ from: '2026-02', to: '2026-01' }, '须为连续的 1 至 12 个月'],
    [{ from: '2025-02', to: '2026-02' }, '须为连续的 1 至 12 个月'],
    [{ from: '2026-1', to: '2026-02' }, 'YYYY-MM'],
    [{ from: '2026-13', to: '2026-02' }, 'YYYY-MM'],
    [{ from: "2026-01'", to: '2026-02' }, 'YYYY-MM'],
  ])('%j is refused, and says why', async (variables, words) => {
    const { data, errors } = await api.run(TABLE, 'ningbo-anguan', variables);
    expect(data).toBeNull();
    expect(errors![0]!.extensions.code).toBe('ARGUMENT_INVALID');
    expect(errors![0]!.message).toContain(words);
  });

  it('counts by colour move once a day, by which no act is known; one’s own ledger is as it is', async () => {
    const change = (number: string, set: string) => db.owner.query(`update clue set ${set} where number = $1`, [number]);
    const { rows } = await db.owner.query<{ id: string }>(`select id from clue where number = '奉化-100'`);
    const denial = { object: 'clue', object_id: rows[0]!.id, basis: 1, person_id: NINGBO.person['fenghua-anguan'] };
    for (const act of [
      () => change('奉化-0', "closed_at = '2026-03-20T00:00:00Z'"),
      () => change('奉化-1', "red_at = '2026-03-19T00:00:00Z'"),
      () => change('奉化-101', 'compartment = 1'),
      () => insertRows(db.owner, 'denial', [{ id: newId(), ...denial }]),
    ]) {
      await act();
      await db.owner.query('select take_colours()');
      expect(await colours('ningbo-investigator')).toEqual(BANDS);
    }
    // And of what is denied to him nothing comes over into what his ledger has not.
    expect(await colours('fenghua-anguan')).toEqual([['BLUE', 'NONE', 0], ['YELLOW', 'EXACT', 1], ['RED', 'EXACT', 8]]);
    const clock = (moment: string) =>
      db.owner.query(`create or replace function app_now() returns timestamptz language sql stable as $$ select '${moment}'::timestamptz $$`);
    await clock('2026-03-20T15:59:59Z');
    await db.owner.query('select take_colours()');
    expect(await colours('ningbo-investigator')).toEqual(BANDS);
    await clock('2026-03-20T16:00:00Z');
    expect(await colours('ningbo-investigator')).toEqual(BANDS);
    await Promise.all([1, 2, 3].map(() => new HourlyJobs({ connection: db.connectionAs('liandong_jobs') }).run()));
    expect(await colours('ningbo-investigator')).toEqual([['BLUE', 'NONE', 0], ['YELLOW', 'FEW', null], ['RED', 'EXACT', 6]]);
    // Before anything was counted there is nothing to tell.
    await db.owner.query('delete from colour_day');
    expect(await colours('ningbo-investigator')).toEqual([]);
  }); // prettier-ignore
});
