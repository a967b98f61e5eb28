import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AdministrationWorld, changeOf } from './administrationWorld.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { codes, type Acted } from '../../support/actWorld.js';
import { insertRows } from '../../support/world.js';
import { withClient } from '../../../src/database/install.js';
import { OWNER_ROLE } from '../../../src/database/roles.js';
import { newId } from '../../../src/shared/ids.js';

const CALENDAR = `query ($year: Int!, $organ: ID, $at: DateTime) { calendar(year: $year, organ: $organ, at: $at) {
  year announced source announcedYears workingDays days { day kind name source organ { name } } } }`;
const DEADLINE = `query ($from: DateTime!, $length: Int!, $unit: PeriodUnit!, $moves: Boolean, $organ: ID) {
  deadlineEnd(from: $from, length: $length, unit: $unit, moves: $moves, organ: $organ) }`;
const NOW = '2026-11-23T04:00:00Z';
const holiday = (day: string, name = '三月三', kind = 'HOLIDAY') => ({ day, name, kind });

/* DOMAIN B3: a calendar of holidays with make-up working days. */
describe('the calendar', () => {
  let admin: AdministrationWorld;
  beforeAll(async () => {
    admin = await AdministrationWorld.open();
    await admin.world.addPerson('nation-system', NINGBO.unit.nation, 'SYSTEM_ADMINISTRATOR', '部管');
    await admin.world.addPerson('nation-security', NINGBO.unit.nation, 'SECURITY_ADMINISTRATOR', '部安');
    await goTo(NOW);
  });
  afterEach(async () => {
    await admin.world.rows('delete from calendar_day where organ_pos is not null');
    await admin.world.rows('delete from calendar_year where organ_pos is not null');
    await goTo(NOW);
  });
  afterAll(() => admin.close());

  const calendar = async (year: number, organ = 'haishu', as = 'haishu-handler', at?: string) =>
    (await admin.world.ask(CALENDAR, as, { year, organ: admin.unit[organ], at })).calendar;
  /** A stopped clock is behind what was done meanwhile: it goes on by a second with every act. */
  let now = 0;
  const goTo = (moment: string | number) => admin.world.clock(new Date((now = new Date(moment).getTime())));
  const then = async (acted: Promise<Acted>) => {
    const answer = await acted;
    await goTo(now + 1000);
    return answer;
  };
  const declare = (organ: string, days: object[], more: object = {}, as = `${organ}-system`) =>
    then(
      admin.acted(
        'holidayDeclare',
        as,
        { organ: admin.unit[organ], days, source: '政府公告', ...more },
        'nation-security',
      ),
    );
  const withdraw = (organ: string, days: string[], more: object = {}, as = `${organ}-system`) =>
    then(admin.acted('holidayWithdraw', as, { organ: admin.unit[organ], days, ...more }, 'nation-security'));

  it('has what the State Council announced, and says what it has not', async () => {
    const year = await calendar(2026);
    expect(year).toMatchObject({ announced: true, source: '国务院办公厅关于2026年部分节假日安排的通知', workingDays: 248 });
    expect(year.days).toHaveLength(39);
    expect(year.days[0]).toEqual({ day: '2026-01-01', kind: 'HOLIDAY', name: '元旦', source: '国务院办公厅关于2026年部分节假日安排的通知', organ: null });
    expect(await calendar(2027)).toEqual({ year: 2027, announced: false, source: null, announcedYears: [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026], workingDays: 261, days: [] });
    expect((await calendar(2028)).workingDays).toBe(260); // 366 days
  }); // prettier-ignore

  it('is asked for by every post, for any unit; one that is not there has none', async () => {
    for (const as of ['haishu-handler', 'haishu-system', 'ningbo-audit', 'ningbo-group-head'])
      expect([as, (await calendar(2026, 'ningbo', as)).workingDays]).toEqual([as, 248]);
    const { data } = await admin.world.api.run(CALENDAR, 'haishu-handler', { year: 2026, organ: `unit_${newId()}` });
    expect(data.calendar).toBeNull();
    for (const [document, asked] of [
      [CALENDAR, { year: 1999 }],
      [CALENDAR, { year: 2201 }],
      [DEADLINE, { from: '2026-01-01T00:00:00Z', length: 0, unit: 'DAY' }],
      [DEADLINE, { from: '2026-01-01T00:00:00Z', length: 367, unit: 'WORKING_DAY' }],
      [DEADLINE, { from: '1985-01-01T00:00:00Z', length: 1, unit: 'WORKING_DAY' }],
    ] as const) {
      const { data: none, errors } = await admin.world.api.run(document, 'haishu-handler', asked);
      expect([asked, errors?.[0]?.extensions.code, Object.values(none ?? {}).filter(Boolean)]).toEqual([asked, 'ARGUMENT_INVALID', []]);
    }
  }); // prettier-ignore

  it('counts a period as the law does', async () => {
    const ends = async (length: number, unit: string, more: object = {}) =>
      (await admin.world.ask(DEADLINE, 'haishu-handler', { from: '2026-02-13T02:00:00Z', length, unit, ...more })).deadlineEnd;
    const instant = async (...asked: Parameters<typeof ends>) => new Date(await ends(...asked));
    expect(await instant(2, 'WORKING_DAY')).toEqual(new Date('2026-02-25T00:00:00+08:00'));
    expect(await instant(2, 'DAY')).toEqual(new Date('2026-02-25T00:00:00+08:00'));
    expect(await instant(2, 'DAY', { moves: false })).toEqual(new Date('2026-02-16T00:00:00+08:00'));
    expect(await instant(1, 'MONTH')).toEqual(new Date('2026-03-14T00:00:00+08:00'));
    expect(await instant(366, 'WORKING_DAY')).toEqual(new Date('2027-07-29T00:00:00+08:00'));
  }); // prettier-ignore

  it('is declared for a tree; the nearest organ that says something is heard, until it takes it back', async () => {
    const days = [holiday('2027-04-08'), holiday('2027-04-10', '三月三', 'WORKDAY')];
    const change = changeOf(await declare('zhejiang', days));
    expect(change).toMatchObject({ act: 'holidayDeclare', object: admin.unit['zhejiang'], state: 'DONE' });
    expect(change.lines).toEqual([
      { field: '2027-04-08', before: null, after: 'HOLIDAY 三月三（政府公告）' },
      { field: '2027-04-10', before: null, after: 'WORKDAY 三月三（政府公告）' },
    ]);
    const told = async (organ: string) => (await calendar(2027, organ)).days.map(({ day, kind, organ: by }: { day: string; kind: string; organ: { name: string } }) => `${day} ${kind} ${by.name}`);
    const province = ['2027-04-08 HOLIDAY 浙江省纪委监委', '2027-04-10 WORKDAY 浙江省纪委监委'];
    for (const organ of ['zhejiang', 'ningbo', 'haishu', 'haishu-discipline', 'gaoqiao']) expect([organ, await told(organ)]).toEqual([organ, province]);
    expect(await told('nation')).toEqual([]);
    await declare('haishu', [holiday('2027-04-08', '照常上班', 'WORKDAY')]);
    expect(await told('haishu-discipline')).toEqual(['2027-04-08 WORKDAY 海曙区纪委监委', province[1]]);
    expect(await told('jiangbei')).toEqual(province);
    expect(changeOf(await withdraw('haishu', ['2027-04-08'])).lines).toEqual([{ field: '2027-04-08', before: 'WORKDAY 照常上班（政府公告）', after: null }]);
    expect(await told('haishu')).toEqual(province);
    expect(codes(await withdraw('haishu', ['2027-04-08']))).toEqual(['STATE_CONFLICT']);
    await withdraw('zhejiang', ['2027-04-08', '2027-04-10']);
    expect(await told('haishu')).toEqual([]);
  }); // prettier-ignore

  it('takes a whole year as it is announced, without a new version', async () => {
    const days = [holiday('2027-01-01', '元旦'), holiday('2027-02-06', '春节')];
    await declare('nation', days, { announces: 2027, source: '国办通知' });
    const year = await calendar(2027);
    expect(year).toMatchObject({ announced: true, source: '国办通知', workingDays: 260 });
    expect(year.announcedYears.at(-1)).toBe(2027);
    expect(changeOf(await declare('nation', [], { announces: 2027, source: '国办更正通知' })).lines).toEqual([{ field: 'announced 2027', before: '国办通知', after: '国办更正通知' }]);
    expect(changeOf(await withdraw('nation', ['2027-01-01', '2027-02-06'], { announces: 2027 })).lines).toHaveLength(3);
    expect(await calendar(2027)).toMatchObject({ announced: false, source: null, days: [], workingDays: 261 });
    expect(codes(await withdraw('nation', [], { announces: 2027 }))).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it('keeps what was known, to be asked for', async () => {
    const name = async (at: string) => (await calendar(2027, 'haishu', 'haishu-handler', at)).days.map((day: { name: string }) => day.name);
    await goTo('2026-12-01T00:00:00Z');
    await declare('haishu', [holiday('2027-05-06', '甲')]);
    await goTo('2026-12-02T00:00:00Z');
    expect(changeOf(await declare('haishu', [holiday('2027-05-06', '乙')])).lines).toEqual([{ field: '2027-05-06', before: 'HOLIDAY 甲（政府公告）', after: 'HOLIDAY 乙（政府公告）' }]);
    await goTo('2026-12-03T00:00:00Z');
    await withdraw('haishu', ['2027-05-06']);
    await goTo('2026-12-04T00:00:00Z');
    expect([await name('2026-12-01T00:00:00Z'), await name('2026-12-01T12:00:00Z'), await name('2026-12-02T12:00:00Z'), await name('2026-12-03T12:00:00Z')]).toEqual([[], ['甲'], ['乙'], []]);
  }); // prettier-ignore

  it.each([
    ['today', 'haishu', [holiday('2026-11-23')], {}, 'INPUT_INVALID'],
    // It is the 24th in China already, from four in the afternoon of the 23rd on.
    ['today in China', 'haishu', [holiday('2026-11-24')], { at: '2026-11-23T16:00:00Z' }, 'INPUT_INVALID'],
    ['a day long ago', 'haishu', [holiday('2025-05-06')], {}, 'INPUT_INVALID'],
    ['a day in six years', 'haishu', [holiday('2032-01-01')], {}, 'INPUT_INVALID'],
    ['a day twice', 'haishu', [holiday('2027-05-06'), holiday('2027-05-06', '乙')], {}, 'INPUT_INVALID'],
    ['nothing', 'haishu', [], {}, 'INPUT_INVALID'],
    ['a name of nothing', 'haishu', [holiday('2027-05-06', ' ')], {}, 'INPUT_INVALID'],
    ['a name without end', 'haishu', [holiday('2027-05-06', '节'.repeat(41))], {}, 'INPUT_INVALID'],
    ['a source without end', 'haishu', [holiday('2027-05-06')], { source: '文'.repeat(201) }, 'INPUT_INVALID'],
    ['a year that is over', 'haishu', [], { announces: 2025 }, 'INPUT_INVALID'],
    ['a year without a name', 'haishu', [], { announces: 2_000_000_000 }, 'INPUT_INVALID'],
    [
      '101 days',
      'haishu',
      Array.from({ length: 101 }, (_, i) => holiday(new Date(Date.UTC(2027, 0, i + 1)).toISOString().slice(0, 10))),
      {},
      'INPUT_INVALID',
    ],
    ['for an office', 'haishu-discipline', [holiday('2027-05-06')], {}, 'INPUT_INVALID'],
    ['for a group', 'haishu-group', [holiday('2027-05-06')], {}, 'INPUT_INVALID'],
    ['for the organ above', 'ningbo', [holiday('2027-05-06')], {}, 'NOT_ALLOWED'],
    ['for an organ beside', 'jiangbei', [holiday('2027-05-06')], {}, 'NOT_ALLOWED'],
  ])('is not declared %s', async (_, organ, days, more: object, code) => {
    const { at, ...input } = more as { at?: string };
    if (at) await goTo(at);
    const before = await admin.traces();
    const { result, change, ...refused } = await declare(organ, days, input, 'haishu-system');
    expect([result, change, codes(refused as never)]).toEqual([null, null, [code]]);
    expect(await admin.traces()).toEqual(before);
  });

  it.each(['2027-02-29', '2027-5-6', '2027-05-06T00:00:00Z', '27-05-06', 'infinity', ''])('has no day %s', async (day) => {
    const { data, errors } = await admin.world.api.run(
      'mutation ($input: HolidayDeclareInput!) { holidayDeclare(input: $input) { result } }',
      'haishu-system',
      { input: { idempotencyKey: newId(), reason: '放假', organ: admin.unit['haishu'], days: [holiday(day)], source: '公告' } },
    );
    expect([data ?? null, errors?.length]).toEqual([null, 1]);
  }); // prettier-ignore

  it('takes two persons, and a day that is still to come when it is confirmed', async () => {
    const organ = admin.unit['haishu']!;
    const propose = async (act: 'holidayDeclare' | 'holidayWithdraw', input: object) => changeOf(await admin.act(act, 'haishu-system', { organ, ...input }));
    const change = await propose('holidayDeclare', { days: [holiday('2026-11-25')], source: '政府公告' });
    expect(change).toMatchObject({ state: 'PROPOSED', about: '海曙区纪委监委' });
    const days = async () => (await calendar(2026)).days.filter(({ organ: by }: { organ: object | null }) => by).length;
    expect(await days()).toBe(0);
    const before = await admin.traces();
    expect(await admin.forbidden('haishu-system', change)).toBe('FORBIDDEN');
    expect(codes(await admin.decide('jiangbei-security', change))).toEqual(['OBJECT_NOT_FOUND']);
    await goTo('2026-11-24T16:00:00Z');
    expect(codes(await admin.decide('haishu-security', change))).toEqual(['STATE_CONFLICT']);
    expect([await admin.traces(), await days()]).toEqual([before, 0]);
    await goTo('2026-11-24T15:59:59Z');
    expect([changeOf(await admin.decide('haishu-security', change)).state]).toEqual(['DONE']);
    await goTo('2026-11-24T16:00:00Z');
    expect(await days()).toBe(1);
    // Once the day has begun, nobody takes it back.
    expect(codes(await admin.act('holidayWithdraw', 'haishu-system', { organ, days: ['2026-11-25'] }))).toEqual(['INPUT_INVALID']);
    expect(await days()).toBe(1);
  }); // prettier-ignore

  it('is proposed without waiting for whoever sets a deadline, and confirmed after him', async () => {
    const input = { organ: admin.unit['haishu'], days: [holiday('2027-05-06')], source: '政府公告' };
    const one = await withClient(admin.world.db.connectionAs(OWNER_ROLE), async (other) => {
      await other.query(`begin; select pg_advisory_xact_lock_shared(hashtextextended('calendar', 0))`);
      const change = changeOf(await admin.act('holidayDeclare', 'haishu-system', input));
      expect(change.state).toBe('PROPOSED');
      const confirmed = admin.decide('haishu-security', change);
      expect(await Promise.race([confirmed, sleep(300).then(() => 'waits')])).toBe('waits');
      await other.query('commit');
      return changeOf(await confirmed);
    });
    expect(one.state).toBe('DONE');
  });

  it('says nothing twice, whoever is at it at once', async () => {
    const input = { organ: admin.unit['haishu'], days: [holiday('2027-06-07'), holiday('2027-06-08')], source: '政府公告' };
    const all = await Promise.all(Array.from({ length: 6 }, () => admin.acted('holidayDeclare', 'haishu-system', input)));
    const done = all.map((one) => codes(one)[0] ?? changeOf(one).state);
    expect(done.filter((code) => code === 'DONE')).toHaveLength(1);
    // Proposed already, or there already.
    for (const code of done) expect(['DONE', 'STATE_CONFLICT', 'INPUT_INVALID', 'BUSY']).toContain(code);
    const rows = await admin.world.rows(`select from calendar_day where day in ('2027-06-07', '2027-06-08')`);
    expect(rows).toHaveLength(2);
  }); // prettier-ignore

  it('moves a review that is still in time, and none that was missed or done', async () => {
    const opened = async (at: string, more: object = {}) => {
      const id = newId();
      const row = { id, clue_id: NINGBO.clue.haishu, facets: ['content'], reason: '急', opener_name: '某', opener_pos: NINGBO.unit.haishu, organ_pos: NINGBO.unit.haishu,
        opened_by: NINGBO.post['haishu-handler'], opener_id: NINGBO.person['haishu-handler'], opened_at: at, until: new Date(Date.parse(at) + 1).toISOString() };
      const grant = newId();
      await insertRows(admin.world.db.owner, 'access_grant', [{ id: grant, object: 'clue', object_id: NINGBO.clue.haishu, facets: ['content'], post_id: row.opened_by, basis: 8, issuer_post: row.opened_by, valid_from: at, valid_to: row.until }]);
      const [due] = await admin.world.rows<{ yellow: Date; red: Date }>('select emergency_review_due($1, $2, 1) as yellow, emergency_review_due($1, $2, 0) as red', [row.organ_pos, at]);
      await insertRows(admin.world.db.owner, 'emergency_access', [{ ...row, grant_id: grant, yellow_at: due!.yellow.toISOString(), review_due_at: due!.red.toISOString(), ...more }]);
      return id;
    };
    const due = async (id: string) => (await admin.world.rows<{ due: string }>(`select to_char(yellow_at at time zone 'Asia/Shanghai', 'MM-DD ') || to_char(review_due_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as due from emergency_access where id = $1`, [id]))[0]!.due;
    // Friday 20 November, reviewed by the city: Monday to Wednesday.
    const waiting = await opened('2026-11-20T04:00:00Z');
    const missed = await opened('2026-11-10T04:00:00Z');
    const reviewed = await opened('2026-11-20T04:00:00Z', { justified: true, reviewed_by: NINGBO.post['ningbo-anguan-head'], reviewer_pos: NINGBO.unit.ningbo, reviewed_at: '2026-11-20T05:00:00Z', review_reason: '属实' });
    const all = async () => [await due(waiting), await due(missed), await due(reviewed)];
    const before = ['11-25 11-26 00:00', '11-13 11-14 00:00', '11-25 11-26 00:00'];
    expect(await all()).toEqual(before);
    // The district does not review what is opened in it, so its own day off does not count.
    await declare('haishu', [holiday('2026-11-25')]);
    expect(await all()).toEqual(before);
    // Proposed, it moves nothing; the same is proposed once.
    const proposal = await admin.act('holidayDeclare', 'zhejiang-system', { organ: admin.unit['zhejiang'], days: [holiday('2026-11-25')], source: '政府公告' });
    expect([changeOf(proposal).state, await all()]).toEqual(['PROPOSED', before]);
    expect(codes(await declare('zhejiang', [holiday('2026-11-25')]))).toEqual(['STATE_CONFLICT']);
    expect(changeOf(await then(admin.decide('zhejiang-security', changeOf(proposal)))).state).toBe('DONE');
    expect(await all()).toEqual(['11-25 11-27 00:00', before[1], before[2]]);
    await withdraw('zhejiang', ['2026-11-25']);
    expect(await all()).toEqual(before);
    await admin.world.rows('delete from emergency_access where id = any ($1)', [[waiting, missed, reviewed]]);
  }); // prettier-ignore
});
