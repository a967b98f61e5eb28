import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AdministrationWorld, changeOf } from './administrationWorld.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { codes, type Acted } from '../../support/actWorld.js';
import { ORGAN_RULES } from '../../../src/workflow/organRules.js';
import { newId } from '../../../src/shared/ids.js';

const RULES = `query ($organ: ID, $at: DateTime) { organRules(organ: $organ, at: $at) { rule unit value origin organ { name } binding since until smallest largest byDefault source } }`;
const NOW = '2026-11-23T04:00:00Z';

interface Rule {
  rule: string;
  value: number | null;
  origin: string;
  organ: { name: string } | null;
  binding: boolean;
}

/* DOMAIN A 18: thresholds are per-organ configuration; A 28, 29, B3. */
describe('organ rules', () => {
  let admin: AdministrationWorld;
  beforeAll(async () => {
    admin = await AdministrationWorld.open();
    await admin.world.addPerson('haishu-group-principal', NINGBO.unit['haishu-group'], 'PRINCIPAL', '组长');
  });
  beforeEach(async () => {
    await admin.world.rows('delete from organ_rule');
    await goTo(NOW);
  });
  afterAll(() => admin.close());

  const rules = async (organ: string, at?: string): Promise<Rule[]> =>
    (await admin.world.ask(RULES, 'haishu-handler', { organ: admin.unit[organ], at })).organRules;
  const rule = async (organ: string, name = 'DATED_YELLOW_BEFORE', at?: string) => {
    const { value, origin, organ: by } = (await rules(organ, at)).find((one) => one.rule === name)!;
    return [value, origin, by?.name ?? null];
  };
  /** A stopped clock is behind what was done meanwhile: it goes on by a second with every act. */
  let now = 0;
  const goTo = (moment: string | number) => admin.world.clock(new Date((now = new Date(moment).getTime())));
  const then = async (acted: Promise<Acted>) => {
    const answer = await acted;
    await goTo(now + 1000);
    return answer;
  };
  const set = (organ: string, value: number, more: object = {}, as = `${organ}-system`) =>
    then(admin.acted('organRuleSet', as, { organ: admin.unit[organ], rule: 'DATED_YELLOW_BEFORE', value, ...more }));
  const end = (organ: string, more: object = {}, as = `${organ}-system`) =>
    then(admin.acted('organRuleEnd', as, { organ: admin.unit[organ], rule: 'DATED_YELLOW_BEFORE', ...more }));

  it('are all there, by default as the list has them', async () => {
    const all = await rules('haishu');
    expect(all).toEqual(
      Object.entries(ORGAN_RULES).map(([name, { unit, smallest, largest, byDefault, source }]) =>
        ({ rule: name, unit, value: byDefault, origin: 'DEFAULT', organ: null, binding: false, since: null, until: null, smallest, largest, byDefault, source })),
    );
    const { data } = await admin.world.api.run(RULES, 'haishu-handler', { organ: `unit_${newId()}` });
    expect(data.organRules).toBeNull();
  }); // prettier-ignore

  it('are inherited down the tree, the nearest first, and say from where', async () => {
    expect(changeOf(await set('zhejiang', 5)).lines).toEqual([{ field: 'DATED_YELLOW_BEFORE', before: null, after: '5' }]);
    for (const organ of ['ningbo', 'haishu', 'haishu-discipline', 'haishu-group', 'gaoqiao'])
      expect([organ, ...(await rule(organ))]).toEqual([organ, 5, 'INHERITED', '浙江省纪委监委']);
    expect(await rule('zhejiang')).toEqual([5, 'OWN', '浙江省纪委监委']);
    expect(await rule('nation')).toEqual([3, 'DEFAULT', null]);
    await set('haishu', 2);
    expect(await rule('haishu')).toEqual([2, 'OWN', '海曙区纪委监委']);
    expect(await rule('gaoqiao')).toEqual([2, 'INHERITED', '海曙区纪委监委']);
    expect(await rule('jiangbei')).toEqual([5, 'INHERITED', '浙江省纪委监委']);
    await end('haishu');
    expect(await rule('haishu')).toEqual([5, 'INHERITED', '浙江省纪委监委']);
    expect(codes(await end('haishu'))).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it('take two persons: nothing holds until another confirms, who may be the head of the organ', async () => {
    const input = { organ: admin.unit['haishu'], rule: 'DATED_YELLOW_BEFORE', value: 4 };
    const change = changeOf(await admin.act('organRuleSet', 'haishu-system', input));
    expect(change).toMatchObject({ state: 'PROPOSED', object: admin.unit['haishu'], about: '海曙区纪委监委' });
    expect(await rule('haishu')).toEqual([3, 'DEFAULT', null]);
    const before = await admin.traces();
    for (const as of ['haishu-system', 'zhejiang-system', 'haishu-group-principal', 'haishu-handler']) expect([as, await admin.forbidden(as, change)]).toEqual([as, 'FORBIDDEN']);
    for (const as of ['jiangbei-security', 'ningbo-principal']) {
      const { result, change: shown, ...refused } = await admin.decide(as, change);
      expect([as, result, shown, codes(refused as never)]).toEqual([as, null, null, ['OBJECT_NOT_FOUND']]);
    }
    // Whoever has another post rules nothing, not even the organ's head alone.
    for (const as of ['haishu-principal', 'haishu-group-principal', 'haishu-handler', 'haishu-security'])
      expect([as, await admin.outcome('organRuleSet', as, { ...input, rule: 'SPOT_CHECK_SHARE', value: 40 })]).toEqual([as, 'FORBIDDEN']);
    expect(await admin.traces()).toEqual(before);
    expect(changeOf(await then(admin.decide('haishu-principal', change)))).toMatchObject({ state: 'DONE', deciderName: 'haishu-principal' });
    expect(await rule('haishu')).toEqual([4, 'OWN', '海曙区纪委监委']);
    const away = changeOf(await admin.act('organRuleEnd', 'haishu-system', { organ: input.organ, rule: input.rule }));
    expect([away.state, await rule('haishu')]).toEqual(['PROPOSED', [4, 'OWN', '海曙区纪委监委']]);
    expect(changeOf(await admin.decide('haishu-security', away, false)).state).toBe('REFUSED');
    expect(await rule('haishu')).toEqual([4, 'OWN', '海曙区纪委监委']);
  }); // prettier-ignore

  it('whose day came while they waited begin with their confirmation', async () => {
    const from = '2026-11-24T04:00:00Z';
    const change = changeOf(await admin.act('organRuleSet', 'haishu-system', { organ: admin.unit['haishu'], rule: 'DATED_YELLOW_BEFORE', value: 4, from }));
    await goTo('2026-11-26T04:00:00Z');
    expect(changeOf(await admin.decide('haishu-security', change)).state).toBe('DONE');
    await goTo('2026-11-27T04:00:00Z');
    for (const [at, value] of [[from, 3], ['2026-11-26T03:59:59Z', 3], ['2026-11-26T04:00:05Z', 4]] as const)
      expect([at, (await rule('haishu', undefined, at))[0]]).toEqual([at, value]);
  }); // prettier-ignore

  it('hold from a day that lies ahead, and keep what held before', async () => {
    await set('haishu', 4);
    const from = '2026-12-31T16:00:00Z';
    expect(changeOf(await set('haishu', 6, { from })).lines).toEqual([{ field: 'DATED_YELLOW_BEFORE', before: '4', after: '6' }, { field: 'from', before: null, after: '2027-01-01 00:00' }]);
    for (const [at, value] of [[NOW, 3], ['2026-12-01T00:00:00Z', 4], ['2026-12-31T15:59:59.999Z', 4], [from, 6], ['2028-01-01T00:00:00Z', 6]] as const)
      expect([at, (await rule('haishu', undefined, at))[0]]).toEqual([at, value]);
    await goTo(from);
    expect(await rule('haishu')).toEqual([6, 'OWN', '海曙区纪委监委']);
    await end('haishu', { from: '2027-03-01T00:00:00+08:00' });
    await goTo('2027-02-28T15:59:59.999Z');
    expect(await rule('haishu')).toEqual([6, 'OWN', '海曙区纪委监委']);
    await goTo('2027-02-28T16:00:00Z');
    expect(await rule('haishu')).toEqual([3, 'DEFAULT', null]);
    expect((await rule('haishu', undefined, '2026-12-01T00:00:00Z'))[0]).toBe(4);
  }); // prettier-ignore

  it('replace what was to come; its act still tells of it', async () => {
    await set('haishu', 6, { from: '2027-01-01T00:00:00+08:00' });
    expect(changeOf(await set('haishu', 5)).lines).toEqual([{ field: 'DATED_YELLOW_BEFORE', before: '6 2027-01-01 00:00', after: '5' }]);
    expect(await rule('haishu', undefined, '2027-06-01T00:00:00Z')).toEqual([5, 'OWN', '海曙区纪委监委']);
    expect(codes(await set('haishu', 5))).toEqual(['INPUT_INVALID']); // changes nothing
    // Nothing is overwritten: what never held is there still.
    expect(await admin.world.rows('select value, turn from organ_rule order by turn')).toEqual([{ value: 6, turn: 1 }, { value: 5, turn: 2 }]);
    expect(changeOf(await end('haishu', { from: '2027-03-01T00:00:00+08:00' })).lines[0]).toEqual({ field: 'DATED_YELLOW_BEFORE', before: '5', after: null });
    expect(changeOf(await set('haishu', 7, { from: '2027-02-01T00:00:00+08:00' })).lines[0]).toEqual({ field: 'DATED_YELLOW_BEFORE', before: '5；ends 2027-03-01 00:00', after: '7' });
    expect((await rules('haishu')).find((one) => one.rule === 'DATED_YELLOW_BEFORE')).toMatchObject({ value: 5, until: expect.stringMatching(/^2027-01-31T16:00:00/) });
    expect((await rule('haishu', undefined, '2028-01-01T00:00:00Z'))[0]).toBe(7);
    expect(codes(await end('jiangbei', {}, 'zhejiang-system'))).toEqual(['STATE_CONFLICT']); // nothing of its own
  }); // prettier-ignore

  it('that are binding are kept below, or made stricter', async () => {
    await set('haishu', 2);
    await set('ningbo', 5, { binding: true }, 'zhejiang-system');
    // What was looser already gives way; what is looser is refused; what is stricter holds.
    expect(await rule('haishu')).toEqual([5, 'INHERITED', '宁波市纪委监委']);
    const before = await admin.traces();
    expect(codes(await set('haishu', 4))).toEqual(['NOT_ALLOWED']);
    expect(codes(await set('haishu', 4, { from: '2027-01-01T00:00:00Z' }))).toEqual(['NOT_ALLOWED']);
    expect(await admin.traces()).toEqual(before);
    expect(changeOf(await set('haishu', 7)).state).toBe('DONE');
    expect(await rule('haishu')).toEqual([7, 'OWN', '海曙区纪委监委']);
    await set('ningbo', 9, { binding: true }, 'zhejiang-system');
    expect(await rule('haishu')).toEqual([9, 'INHERITED', '宁波市纪委监委']);
    await end('ningbo', {}, 'zhejiang-system');
    expect(await rule('haishu')).toEqual([7, 'OWN', '海曙区纪委监委']);
    // Of a choice nothing is stricter: it is kept.
    const window = { rule: 'TALK_INQUIRY_WINDOW' };
    await set('ningbo', 2, { ...window, binding: true }, 'zhejiang-system');
    expect(codes(await set('haishu', 1, window))).toEqual(['NOT_ALLOWED']);
    expect((await rule('haishu', 'TALK_INQUIRY_WINDOW'))[0]).toBe(2);
  }); // prettier-ignore

  it.each([
    ['less than its bounds', 'haishu', { value: 0 }, 'INPUT_INVALID'],
    ['more than its bounds', 'haishu', { value: 31 }, 'INPUT_INVALID'],
    ['a share that the law does not know', 'haishu', { rule: 'SPOT_CHECK_SHARE', value: 29 }, 'INPUT_INVALID'],
    ['from long ago', 'haishu', { from: '2026-11-23T03:58:00Z' }, 'INPUT_INVALID'],
    ['from in six years', 'haishu', { from: '2032-11-23T04:00:00Z' }, 'INPUT_INVALID'],
    ['for an office', 'haishu-discipline', {}, 'INPUT_INVALID'],
    ['for a group', 'haishu-group', {}, 'INPUT_INVALID'],
    ['for an organ beside', 'jiangbei', {}, 'NOT_ALLOWED'],
  ])('are not ruled %s', async (_, organ, more, code) => {
    const before = await admin.traces();
    const { result, change, ...refused } = await set(organ, 4, more, 'haishu-system');
    expect([result, change, codes(refused as never)]).toEqual([null, null, [code]]);
    expect(await admin.traces()).toEqual(before);
  });

  it('made at the same time come one after another, and none that was read otherwise', async () => {
    const input = { organ: admin.unit['haishu'], rule: 'DATED_YELLOW_BEFORE' };
    const all = await Promise.all([4, 5, 6, 7].map((value) => admin.acted('organRuleSet', 'haishu-system', { ...input, value })));
    await goTo(now + 1000);
    const done = all.filter(({ result }) => result).map((one) => changeOf(one).lines[0]!.after);
    expect(done.length).toBeGreaterThan(0);
    for (const one of all.filter(({ result }) => !result)) expect(['STATE_CONFLICT', 'BUSY']).toContain(codes(one)[0]);
    const rows = await admin.world.rows<{ value: number }>('select value from organ_rule order by turn');
    expect(new Set(rows.map(({ value }) => String(value)))).toEqual(new Set(done));
    expect(await rule('haishu')).toEqual([rows.at(-1)!.value, 'OWN', '海曙区纪委监委']);
  }); // prettier-ignore

  it('of the organ above say within what an emergency access is reviewed', async () => {
    await set('ningbo', 1, { rule: 'EMERGENCY_REVIEW_LIMIT' }, 'zhejiang-system');
    await set('haishu', 2, { rule: 'EMERGENCY_REVIEW_LIMIT' });
    const at = new Date(Date.parse(NOW) + 60_000);
    const [due] = await admin.world.rows<{ yellow: Date; red: Date }>('select emergency_review_due($1, $2, 1) as yellow, emergency_review_due($1, $2, 0) as red', [NINGBO.unit.haishu, at]);
    expect(due).toEqual({ yellow: at, red: new Date('2026-11-25T00:00:00+08:00') });
  }); // prettier-ignore
});
