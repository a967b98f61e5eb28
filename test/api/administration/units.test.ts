import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdministrationWorld, changeOf, type Change } from './administrationWorld.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { codes } from '../../support/actWorld.js';

const UNIT = `query ($id: ID!) { unit(id: $id) { name kind tier code ordinal officeKind comprehensive from until
  organ { name } parent { name } residentUnits { name until } counterparts { unit { name } until } zones { name lead { name } members { name } } } }`;

/* DOMAIN A 1, 2, 5, 7: the organisation is kept true by its administrators. */
describe('units', () => {
  let admin: AdministrationWorld;
  beforeAll(async () => {
    admin = await AdministrationWorld.open();
  });
  afterAll(() => admin.close());

  const create = (as: string, input: object) => admin.act('unitCreate', as, input);
  const unit = async (id: string, as = 'haishu-handler') => (await admin.world.ask(UNIT, as, { id })).unit;
  const made = async (as: string, input: object): Promise<Change> => changeOf(await create(as, input));
  const placeOf = async (id: string) =>
    (await admin.world.rows<{ pos: string; hi: string }>('select pos, hi from unit where id = $1', [id.slice('unit_'.length)]))[0]!; // prettier-ignore

  it('are made of every kind, each in its place', async () => {
    const parent = admin.unit['ningbo'];
    const as = 'ningbo-administrator';
    const office = await made(as, { parent, kind: 'OFFICE', officeKind: 'SUPERVISION_INSPECTION', name: '第九监督检查室', ordinal: 9 });
    expect(office.lines.map(({ field, after }) => [field, after])).toEqual([['unit', '宁波市纪委监委 第九监督检查室〔监督检查〕'], ['from', expect.any(String)]]);
    expect(await unit(office.object)).toMatchObject({ name: '第九监督检查室', kind: 'OFFICE', tier: 'CITY', ordinal: 9, officeKind: 'SUPERVISION_INSPECTION', organ: { name: '宁波市纪委监委' }, until: null });
    const centre = await made(as, { parent, kind: 'COMMAND_CENTRE', officeKind: 'JOINT_CASE_CENTRE', name: '联合办案指挥中心' });
    const group = await made(as, { parent, kind: 'DISPATCHED_GROUP', name: '驻市税务局纪检监察组', comprehensive: true });
    const county = await made(as, { parent, kind: 'ORGAN', name: '东海区纪委监委', code: '330299' });
    const area = await made(as, { parent, kind: 'DISPATCHED_ORGAN', name: '前湾新区纪检监察工委' });
    const places = await Promise.all([office, centre, group, county, area].map(({ object }) => placeOf(object)));
    const ningbo = NINGBO.unit.ningbo;
    expect(places.map(({ pos }) => Number(pos) - ningbo)).toEqual([expect.any(Number), 480, expect.any(Number), 99_000_000, 98_000_000]);
    expect(Number(places[0]!.pos) - ningbo).toBeLessThan(480);
    expect(Number(places[2]!.pos) - ningbo).toBeGreaterThan(500);
    expect(Number(places[3]!.hi) - Number(places[3]!.pos)).toBe(999_999);
    // The new district makes its own, and is made of nobody else's.
    const town = await made(as, { parent: county.object, kind: 'ORGAN', name: '临港镇纪委', code: '330299001' });
    expect(await unit(town.object)).toMatchObject({ tier: 'TOWNSHIP', parent: { name: '东海区纪委监委' } });
    // Who is told of a tree in memory has the new one at once.
    expect((await admin.world.ask('{ unit(code: "330299001") { name } }', 'gaoqiao-principal')).unit).toEqual({ name: '临港镇纪委' });
  }); // prettier-ignore

  it.each([
    ['an office without a kind', { kind: 'OFFICE' }, 'INPUT_INVALID'],
    ['a centre that is an office', { kind: 'COMMAND_CENTRE', officeKind: 'CASE_TRIAL' }, 'INPUT_INVALID'],
    ['an office with a code', { kind: 'OFFICE', officeKind: 'CASE_TRIAL', code: '330299002' }, 'INPUT_INVALID'],
    ['a code of no form', { kind: 'ORGAN', code: '33020' }, 'INPUT_INVALID'],
    ['an organ above its parent', { kind: 'ORGAN', code: '3398' }, 'INPUT_INVALID'],
    [
      'an office that is comprehensive',
      { kind: 'OFFICE', officeKind: 'CASE_TRIAL', comprehensive: true },
      'INPUT_INVALID',
    ],
    ['what began long ago', { kind: 'ORGAN', from: '2020-01-01T00:00:00Z' }, 'INPUT_INVALID'],
    ['an ordinal of a hundred', { kind: 'OFFICE', officeKind: 'CASE_TRIAL', ordinal: 100 }, 'INPUT_INVALID'],
    ['a name without end', { kind: 'ORGAN', name: '纪'.repeat(121) }, 'INPUT_INVALID'],
    ['a name of nothing', { kind: 'ORGAN', name: ' ' }, 'INPUT_INVALID'],
  ])('are not made: %s', async (_, more, code) => {
    const before = await admin.traces();
    const input = { parent: admin.unit['haishu'], name: '无此机构', ...more };
    const { result, change, ...refused } = await create('haishu-system', input);
    expect([result, change, codes(refused as never)]).toEqual([null, null, [code]]);
    expect(await admin.traces()).toEqual(before);
  });

  it('cannot be named as a sibling is, nor stand under an office', async () => {
    const office = { kind: 'OFFICE', officeKind: 'CASE_TRIAL', name: '案件监督管理室' };
    expect(codes(await create('haishu-system', { parent: admin.unit['haishu'], ...office }))).toEqual(['STATE_CONFLICT']);
    expect(codes(await create('haishu-system', { parent: admin.unit['haishu-anguan'], ...office }))).toEqual(['INPUT_INVALID']);
    const taken = { parent: admin.unit['ningbo'], kind: 'ORGAN', code: '330205', name: '又一个江北区' };
    expect(codes(await create('ningbo-administrator', taken))).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it('are renamed, and what they were called is kept', async () => {
    const id = admin.unit['gaoqiao']!;
    const change = changeOf(await admin.act('unitRename', 'haishu-system', { unit: id, name: '高桥街道纪工委' }));
    expect(change.lines).toEqual([{ field: 'name', before: '高桥镇纪委', after: '高桥街道纪工委' }]);
    expect((await unit(id)).name).toBe('高桥街道纪工委');
    expect(await admin.world.rows(`select name from unit_former_name`)).toEqual([{ name: '高桥镇纪委' }]);
    expect(codes(await admin.act('unitRename', 'haishu-system', { unit: id, name: '高桥街道纪工委' }))).toEqual(['INPUT_INVALID']);
    expect(codes(await admin.act('unitRename', 'haishu-system', { unit: admin.unit['jiangbei'], name: '江南区' }))).toEqual(['NOT_ALLOWED']);
  }); // prettier-ignore

  it('are removed only where nobody ever had a post', async () => {
    const { object } = await made('haishu-system', { parent: admin.unit['haishu'], kind: 'DISPATCHED_GROUP', name: '误设' }); // prettier-ignore
    await admin.act('residentUnitsSet', 'haishu-system', { group: object, names: ['区某局'] });
    await admin.act('unitRename', 'haishu-system', { unit: object, name: '误设组' });
    const gone = changeOf(await admin.act('unitRemove', 'haishu-system', { unit: object }));
    expect(gone.lines).toEqual([{ field: 'unit', before: '海曙区纪委监委 误设组', after: null }]);
    expect(await unit(object)).toBeNull();
    for (const slug of ['haishu-discipline', 'gaoqiao', 'haishu']) {
      const before = await admin.traces();
      expect(codes(await admin.act('unitRemove', 'haishu-system', { unit: admin.unit[slug] }))).toEqual(['STATE_CONFLICT']);
      expect(await admin.traces()).toEqual(before);
    }
  }); // prettier-ignore

  it('have their resident bodies and counterparts with their times', async () => {
    const group = admin.unit['haishu-group']!;
    const set = (names: string[]) => admin.act('residentUnitsSet', 'haishu-system', { group, names });
    expect(codes(await set(['甲局', '乙局']))).toEqual(['INPUT_INVALID']); // not comprehensive
    expect(changeOf(await set(['甲局'])).lines).toEqual([{ field: 'residentUnits', before: '', after: '甲局' }]);
    expect(changeOf(await set(['乙局'])).lines).toEqual([{ field: 'residentUnits', before: '甲局', after: '乙局' }]);
    expect(codes(await set(['乙局']))).toEqual(['INPUT_INVALID']);
    const { counterparts, residentUnits } = await unit(group);
    expect(residentUnits.filter(({ until }: { until: string | null }) => until === null)).toEqual([{ name: '乙局', until: null }]);
    expect(counterparts.filter(({ until }: { until: string | null }) => until === null)).toEqual([]);
    const counterpart = { group, counterparts: [admin.unit['ningbo-group']] };
    expect(changeOf(await admin.act('counterpartsSet', 'haishu-system', counterpart)).state).toBe('DONE');
    expect((await unit(group)).counterparts).toHaveLength(1);
    expect(codes(await admin.act('counterpartsSet', 'haishu-system', { group, counterparts: [admin.unit['haishu-anguan']] }))).toEqual(['INPUT_INVALID']);
  }); // prettier-ignore

  it('stand together in zones that are formed, changed and dissolved', async () => {
    const members = ['haishu', 'jiangbei', 'ningbo-group'].map((slug) => admin.unit[slug]);
    const form = { owner: admin.unit['ningbo'], name: '望海协作区', kind: 'COUNTY_ZONE', members, lead: admin.unit['ningbo-supervision-1'] };
    expect(codes(await admin.act('zoneForm', 'ningbo-administrator', { ...form, members: [members[0], admin.unit['zhejiang']] }))).toEqual(['INPUT_INVALID']);
    expect(codes(await admin.act('zoneForm', 'haishu-system', form))).toEqual(['NOT_ALLOWED']);
    const zone = (await admin.done('zoneForm', 'ningbo-administrator', form)).object;
    const zones = async () => (await unit(admin.unit['jiangbei']!)).zones as { name: string }[];
    expect(await zones()).toContainEqual({ name: '望海协作区', lead: { name: '第一监督检查室' }, members: expect.arrayContaining([{ name: '江北区纪委监委' }]) });
    const changed = await admin.done('zoneChange', 'ningbo-administrator', { zone, lead: null, members: members.slice(0, 2) });
    expect(changed.lines.map(({ field, after }) => [field, after])).toEqual([['lead', null], ['members', '海曙区纪委监委；江北区纪委监委']]);
    expect(codes(await admin.act('zoneDissolve', 'haishu-system', { zone }))).toEqual(['NOT_ALLOWED']);
    expect(changeOf(await admin.act('zoneDissolve', 'ningbo-administrator', { zone })).state).toBe('DONE');
    expect((await zones()).map(({ name }) => name)).not.toContain('望海协作区');
    expect(codes(await admin.act('zoneDissolve', 'ningbo-administrator', { zone }))).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it('cannot lie in the place of another, whoever writes them', async () => {
    const insert = (pos: string, hi: string, parent: number) =>
      admin.world.rows(
        `insert into unit (id, pos, hi, parent_pos, organ_pos, kind, tier, name, valid_from)
         values (gen_random_uuid(), ${pos}, ${hi}, ${parent}, ${pos}, 1, 5, '越界', now())`,
      );
    const { haishu } = NINGBO.unit;
    for (const [pos, hi] of [
      [haishu - 1000, haishu - 1],
      [haishu + 999_000, haishu + 1_000_500],
      [NINGBO.unit.gaoqiao + 500, NINGBO.unit.gaoqiao + 700],
    ])
      await expect(insert(String(pos), String(hi), haishu)).rejects.toMatchObject({ constraint: 'unit_lies_in_place' });
  });

  it('made at the same time have places of their own', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `并发室${i}`);
    const all = await Promise.all(
      names.map((name) => create('ningbo-administrator', { parent: admin.unit['xiangshan'], kind: 'OFFICE', officeKind: 'GENERAL_OFFICE', name })),
    );
    expect(all.flatMap(codes)).toEqual([]);
    const places = await admin.world.rows<{ pos: string }>("select pos from unit where name like '并发室%'");
    expect(new Set(places.map(({ pos }) => pos)).size).toBe(12);
  }); // prettier-ignore
});
