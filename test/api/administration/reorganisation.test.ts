import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOf } from './administrationWorld.js';
import { MergerWorld, said } from './mergerWorld.js';
import { UNIT_PLACES } from '../../../migrations/data/unit-places.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { codes } from '../../support/actWorld.js';
import { insertRows } from '../../support/world.js';
import { OWNER_ROLE, SCHEMA } from '../../../src/database/roles.js';
import { newId } from '../../../src/shared/ids.js';

const { unit } = NINGBO;
const STATE = `query ($id: ID!) { reorganisation(id: $id) { state progress posts organ { name } } }`;
const AFTER = ['reorganisation', 'reorganisation_pair', 'former_place', 'unit_succession'];

describe('a reorganisation', () => {
  let merger: MergerWorld;
  beforeAll(async () => {
    merger = await MergerWorld.open(60);
  });
  afterAll(() => merger.close());

  const at = (slug: keyof typeof unit) => unit[slug];
  const all = (): [number, number][] => merger.pairs.map(([from, to]) => [from, to]);
  const left = (...without: number[]) => all().filter(([from]) => !without.includes(from));
  const place = async (pos: number) => merger.admin.world.unitId(pos);
  const office = async (parent: string, name: string) =>
    Number((await merger.rows<{ pos: string }>('select pos from unit where id = $1', [
      changeOf(await merger.admin.act('unitCreate', 'ningbo-administrator', { parent: merger.admin.unit[parent], kind: 'OFFICE', officeKind: 'CASE_TRIAL', name })).object.slice('unit_'.length),
    ]))[0]!.pos); // prettier-ignore
  const traces = async () => [await merger.admin.traces(), ...(await Promise.all(AFTER.map((table) => merger.rows(`select * from ${table} order by 1, 2, 3`))))]; // prettier-ignore

  it.each<[why: string, pairs: () => [number, number][], code: string]>([
    ['of nothing', () => [], 'INPUT_INVALID'],
    ['that leaves an office behind', () => left(at('haishu-anguan')), 'INPUT_INVALID'],
    ['that leaves a township behind', () => left(at('gaoqiao')), 'INPUT_INVALID'],
    ['that leaves a group behind', () => left(at('haishu-group')), 'INPUT_INVALID'],
    ['with two successors of one', () => [...all(), [at('haishu'), at('fenghua')]], 'INPUT_INVALID'],
    ['into itself', () => [...left(at('haishu')), [at('haishu'), at('haishu')]], 'INPUT_INVALID'],
    ['into what lies in it', () => [...left(at('haishu')), [at('haishu'), at('gaoqiao')]], 'INPUT_INVALID'],
    ['in a circle', () => [[at('haishu-anguan'), at('haishu-discipline')], [at('haishu-discipline'), at('haishu-anguan')]], 'INPUT_INVALID'],
    ['of an organ into an office', () => [...left(at('haishu')), [at('haishu'), at('jiangbei-anguan')]], 'INPUT_INVALID'],
    ['of a county into a township', () => [...left(at('haishu')), [at('haishu'), at('cicheng')]], 'INPUT_INVALID'],
    ['of an office into a group', () => [...left(at('haishu-anguan')), [at('haishu-anguan'), merger.made.group]], 'INPUT_INVALID'],
    ['of an office into another organ than its own goes to', () => [...left(at('haishu-anguan')), [at('haishu-anguan'), at('fenghua-anguan')]], 'INPUT_INVALID'],
    ['of an office alone into another organ', () => [[at('haishu-anguan'), at('jiangbei-anguan')]], 'INPUT_INVALID'],
  ])('%s is refused', async (_, pairs, code) => {
    const before = await traces();
    const refused = await merger.admin.act('reorganise', 'ningbo-administrator', await merger.input(pairs()));
    expect([refused.result, refused['change'], codes(refused)]).toEqual([null, null, [code]]);
    expect(await traces()).toEqual(before);
  }); // prettier-ignore

  it('of another tree, or of what is not there, is refused', async () => {
    const input = await merger.input();
    const before = await traces();
    // 海曙’s own administrator cannot give what is 江北’s.
    expect(codes(await merger.admin.act('reorganise', 'haishu-system', input))).toEqual(['NOT_ALLOWED']);
    const nowhere = { ...input, pairs: [...input.pairs.slice(1), { from: input.pairs[0]!.from, to: `unit_${newId()}` }] };
    expect(codes(await merger.admin.act('reorganise', 'ningbo-administrator', nowhere))).toEqual(['OBJECT_NOT_FOUND']);
    const many = { ...input, pairs: Array.from({ length: 1001 }, () => input.pairs[0]) };
    expect(codes(await merger.admin.act('reorganise', 'ningbo-administrator', many))).toEqual(['INPUT_INVALID']);
    expect(await traces()).toEqual(before);
  }); // prettier-ignore

  it('takes two persons, and gives neither of them anything', async () => {
    const change = await merger.propose();
    expect(change).toMatchObject({ state: 'PROPOSED', act: 'reorganise' });
    expect(change.lines).toContainEqual({ field: 'successor', before: '海曙区纪委监委 案件监督管理室', after: '江北区纪委监委 案件监督管理室' });
    expect(change.lines).toContainEqual({ field: 'posts', before: null, after: 'MOVE' });
    const before = await traces();
    await expect(merger.admin.decide('ningbo-administrator', change)).rejects.toThrow('Expected values');
    expect(codes(await merger.admin.decide('haishu-security', change))).toEqual(['OBJECT_NOT_FOUND']);
    expect(codes(await merger.admin.decide('jiangbei-security', change))).toEqual(['OBJECT_NOT_FOUND']);
    // Who has a post that would go along has something by it.
    const along = { id: newId(), person_id: NINGBO.person['ningbo-principal'], unit_pos: at('haishu-discipline'), duty: 4, main: false, valid_from: '2020-01-01T00:00:00Z' };
    await insertRows(merger.admin.world.db.owner, 'post', [along]);
    expect(codes(await merger.admin.decide('ningbo-principal', change))).toEqual(['NOT_ALLOWED']);
    await merger.rows('delete from post where id = $1', [along.id]);
    expect((await traces()).slice(1)).toEqual(before.slice(1));
    expect(await merger.server().run()).toBeUndefined();
    expect((await traces()).slice(1)).toEqual(before.slice(1));
    expect(changeOf(await merger.admin.withdraw('ningbo-administrator', change)).state).toBe('WITHDRAWN');
  }); // prettier-ignore

  it('is not confirmed when a unit has come to be below what ends since it was proposed', async () => {
    const [first, second] = [await office('jiangbei', '甲室'), await office('jiangbei', '乙室')];
    const change = await merger.propose([[first, second]]);
    expect(changeOf(await merger.admin.decide('ningbo-security', change)).state).toBe('DONE');
    // By now the one has ended, or ends: it comes after nothing, and ends no second time.
    for (const pairs of [[[second, first]], [[first, at('jiangbei-anguan')]]] as [number, number][][])
      expect(codes(await merger.admin.act('reorganise', 'ningbo-administrator', await merger.input(pairs)))).toEqual(['STATE_CONFLICT']);
    // What comes to the successor is not yet all there.
    expect(codes(await merger.admin.act('reorganise', 'ningbo-administrator', await merger.input([[second, at('jiangbei-anguan')]])))).toEqual(['STATE_CONFLICT']);
    await merger.server().run();
    const whole = await merger.propose();
    await office('haishu', '丙室');
    expect(codes(await merger.admin.decide('ningbo-security', whole))).toEqual(['INPUT_INVALID']);
  }); // prettier-ignore

  it('lets nothing come to what ends, whoever writes it', async () => {
    const [from, to] = [await office('fenghua', '丁室'), await office('fenghua', '戊室')];
    const id = await merger.begin([[from, to]]);
    const { haishu } = NINGBO.clue;
    const clue = (pos: string) => `insert into clue (id, number, stage, source, received_at, owner_pos, handling_pos) values (gen_random_uuid(), 'N', 6, 1, now(), ${unit.fenghua}, ${pos})`;
    const refused = [
      clue(String(from)),
      `update clue set handling_pos = ${from} where id = '${haishu}'`,
      `update supervision_item set report_to_pos = ${from} where id = '${NINGBO.supervisionItem['to-haishu']}'`,
      `update joint_case set handling_pos = ${from} where id = '${NINGBO.jointCase.joint}'`,
      `insert into access_grant (id, object, object_id, facets, unit_pos, basis, valid_from) values (gen_random_uuid(), 'clue', '${haishu}', '{ledger}', ${from}, 1, now())`,
      `insert into supervision_item_cc values ('${NINGBO.supervisionItem['to-haishu']}', ${from})`,
      `insert into post (id, person_id, unit_pos, duty, valid_from) values (gen_random_uuid(), '${NINGBO.person['ningbo-anguan']}', ${from}, 4, now())`,
    ];
    for (const statement of refused) await expect(merger.rows(statement)).rejects.toMatchObject({ code: 'LD023' });
    await merger.rows(clue(String(to)).replace("'N'", "'N-1'"));
    const appoint = { person: merger.admin.person('ningbo-anguan'), unit: await place(from), duty: 'OFFICER', main: false };
    expect(codes(await merger.admin.act('postAppoint', 'ningbo-administrator', appoint))).toEqual(['STATE_CONFLICT']);
    await merger.server().run();
    expect((await merger.admin.world.ask(STATE, 'ningbo-administrator', { id })).reorganisation).toMatchObject({ state: 'DONE', organ: { name: '奉化区纪委监委' } });
    for (const statement of refused) await expect(merger.rows(statement)).rejects.toMatchObject({ code: 'LD023' });
  }); // prettier-ignore

  it('waits for who is at a row, and changes nothing when a step fails', async () => {
    const [from, to] = [await office('xiangshan', '己室'), await office('xiangshan', '庚室')];
    const clue = NINGBO.clue.xiangshan;
    await merger.rows('update clue set handling_pos = $2 where id = $1', [clue, from]);
    const id = await merger.begin([[from, to]]);
    const handled = async () => Number((await merger.rows<{ pos: string }>('select handling_pos as pos from clue where id = $1', [clue]))[0]!.pos);
    const state = async () => (await merger.admin.world.ask(STATE, 'ningbo-administrator', { id })).reorganisation.state;
    await merger.rows('begin');
    await merger.rows('select from clue where id = $1 for update', [clue]);
    await merger.server().run();
    await merger.rows('rollback');
    expect([await handled(), await state()]).toEqual([from, 'RUNNING']);
    // Whatever fails at the very end takes nothing with it but its own step.
    await merger.rows(`create function fails() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
      create trigger fails before insert on unit_succession for each row execute function fails()`);
    const before = await merger.rows('select md5(string_agg(u::text, $1 order by pos)) as units from unit u', [',']);
    await expect(merger.server().run()).rejects.toThrow('broken');
    expect(await merger.rows('select md5(string_agg(u::text, $1 order by pos)) as units from unit u', [','])).toEqual(before);
    expect([await handled(), await state()]).toEqual([to, 'RUNNING']);
    await merger.rows('drop trigger fails on unit_succession; drop function fails()');
    await merger.server().run();
    expect(await state()).toBe('DONE');
  }); // prettier-ignore

  it('begins after what was coming there, and takes that along too', async () => {
    const [from, to] = [await office('xiangshan', '辛室'), await office('xiangshan', '壬室')];
    const change = await merger.propose([[from, to]]);
    const coming = new pg.Client({ ...merger.admin.world.db.connectionAs(OWNER_ROLE), options: `-c search_path=${SCHEMA}` });
    await coming.connect();
    const clue = newId();
    await coming.query('begin');
    await coming.query('insert into clue (id, number, stage, source, received_at, owner_pos, handling_pos) values ($1, $2, 6, 1, now(), $3, $4)', [clue, 'late', unit.xiangshan, from]);
    const decided = merger.admin.decide('ningbo-security', change);
    expect(await Promise.race([decided, delay(300)])).toBeUndefined();
    await coming.query('commit');
    await coming.end();
    expect(changeOf(await decided).state).toBe('DONE');
    await merger.server().run();
    expect(await merger.rows('select handling_pos from clue where id = $1', [clue])).toEqual([{ handling_pos: String(to) }]);
  }); // prettier-ignore

  it('takes along no grant that the successor may not have', async () => {
    const trial = await office('xiangshan', '癸室');
    const from = unit['xiangshan-discipline'];
    const { post: officer } = await merger.admin.world.addPerson('xiangshan-officer', from, 'OFFICER', '象某');
    const grant = (object_id: string, facets: string[], to: object) => ({ id: newId(), object: 'clue', object_id, facets, basis: 1, valid_from: '2026-01-01T00:00:00Z', ...to });
    const { haishu, jiangbei } = NINGBO.clue;
    const grants = [{ unit_pos: from }, { post_id: officer }].flatMap((to) => [grant(haishu, ['ledger', 'petition'], to), grant(jiangbei, ['ledger', 'content'], to)]);
    await insertRows(merger.admin.world.db.owner, 'access_grant', grants);
    expect(said((await merger.seenBy('xiangshan-officer'))!.seen)).toEqual([`${haishu} ledger petition`, `${jiangbei} ledger content`].toSorted());
    await merger.begin([[from, trial]]);
    await merger.server().run();
    expect(said((await merger.seenBy('xiangshan-officer'))!.seen)).toEqual([`${jiangbei} ledger content`]);
    const inForce = await merger.rows<{ id: string }>('select id from access_grant where id = any ($1) and valid_to is null and (unit_pos = $2 or post_id <> $3)', [grants.map(({ id }) => id), trial, officer]);
    expect(inForce.map(({ id }) => id).toSorted()).toEqual([grants[1]!.id, grants[3]!.id].toSorted());
  }); // prettier-ignore

  it('is told to administrators of its tree and to the head of its organ, and to nobody else', async () => {
    const list = '{ reorganisations { id state progress pairs { from { name } } } }';
    const of = async (as: string) => (await merger.admin.world.ask(list, as)).reorganisations.length as number;
    const [{ n }] = (await merger.rows<{ n: number }>('select count(*)::int as n from reorganisation')) as [{ n: number }];
    expect(n).toBe(5);
    expect([await of('ningbo-administrator'), await of('ningbo-security'), await of('zhejiang-system')]).toEqual([5, 5, 5]);
    // Of 江北 alone, of nothing of 宁波’s.
    expect([await of('jiangbei-system'), await of('jiangbei-principal'), await of('haishu-system'), await of('ningbo-principal')]).toEqual([1, 1, 0, 0]);
    const [{ id }] = (await merger.rows<{ id: string }>('select id from reorganisation where organ_pos = $1', [unit.fenghua])) as [{ id: string }];
    expect((await merger.admin.world.ask(STATE, 'jiangbei-system', { id: `reorganisation_${id}` })).reorganisation).toBeNull();
    for (const as of ['ningbo-anguan', 'haishu-handler']) expect((await merger.admin.world.api.run(list, as)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }); // prettier-ignore

  it('that ends the posts moves none', async () => {
    const records = { interference: newId(), emergency: newId(), unmasking: newId(), round: newId(), body: 330200000021 };
    await merger.admin.world.addUnit(records.body, unit.ningbo, 'INSPECTION_BODY', null, '市委巡察组');
    const [clue, handler] = [NINGBO.clue.haishu, NINGBO.post['haishu-handler']];
    await merger.rows(`insert into interference_record select r.* from interference_record n, jsonb_populate_record(n, $1) r
      where n.id = '00000000-0000-0000-0000-000000000000'`, [{ id: records.interference, clue_id: clue, recorded_by: handler, recorder_name: '甲', recorder_pos: unit['haishu-discipline'],
        person_name: '乙', matter: '打听', organ_pos: unit.haishu, superior_pos: unit.ningbo, principal_pos: unit.haishu, told: [unit.haishu], denied_units: `{[${unit['haishu-anguan']},${unit['haishu-anguan']}]}` }]);
    await insertRows(merger.admin.world.db.owner, 'unmasking', [{ id: records.unmasking, clue_id: clue, reason: '核实', days: 3, requested_by: handler,
      requester_id: NINGBO.person['haishu-handler'], requester_name: '励勤', requester_pos: unit['haishu-discipline'], organ_pos: unit.haishu }]);
    const grant = { id: newId(), object: 'clue', object_id: clue, facets: ['content'], post_id: handler, basis: 8, valid_from: '2026-01-01T00:00:00Z', valid_to: '2099-01-01T00:00:00Z' };
    await insertRows(merger.admin.world.db.owner, 'access_grant', [grant]);
    await insertRows(merger.admin.world.db.owner, 'emergency_access', [{ id: records.emergency, clue_id: clue, facets: ['content'], reason: '紧急', opened_by: handler, opener_id: NINGBO.person['haishu-handler'],
      opener_name: '励勤', opener_pos: unit['haishu-discipline'], organ_pos: unit.haishu, until: '2099-01-01T00:00:00Z', grant_id: grant.id, yellow_at: '2026-12-01T00:00:00Z', review_due_at: '2026-12-02T00:00:00Z' }]);
    await insertRows(merger.admin.world.db.owner, 'inspection_round', [{ id: records.round, body_pos: records.body, organ_pos: unit.ningbo, inspected_pos: unit.haishu, name: '第一轮',
      reason: '巡察', begun_by: NINGBO.post['ningbo-principal'], valid_from: '2026-01-01T00:00:00Z', valid_to: '2099-01-01T00:00:00Z' }]);
    const [{ pos: third }] = (await merger.rows<{ pos: string }>("select pos from unit where name = '丙室' and valid_to is null")) as [{ pos: string }];
    const id = await merger.begin([...all(), [Number(third), unit.jiangbei]], 'END');
    const below = { parent: merger.admin.unit['haishu'], kind: 'OFFICE', officeKind: 'CASE_TRIAL', name: '新室' };
    expect(codes(await merger.admin.act('unitCreate', 'ningbo-administrator', below))).toEqual(['STATE_CONFLICT']);
    await merger.server(100).run();
    expect((await merger.admin.world.ask(STATE, 'ningbo-administrator', { id })).reorganisation).toMatchObject({ state: 'DONE', progress: 100, posts: 'END' });
    const posts = await merger.rows<{ subject: string }>("select subject from post x join person p on p.id = x.person_id where subject like 'haishu-%' and valid_to is null");
    expect(posts).toEqual([]);
    // What decides who may read has gone along; what says what was has not.
    const [record] = await merger.rows('select organ_pos, superior_pos, principal_pos, recorder_pos, told, denied_units from interference_record where id = $1', [records.interference]);
    const [from, to] = [String(unit.haishu), String(unit.jiangbei)];
    expect(record).toEqual({ organ_pos: to, superior_pos: String(unit.ningbo), principal_pos: to, recorder_pos: String(unit['haishu-discipline']), told: [from],
      denied_units: `{[${unit['haishu-anguan']},${unit['haishu-anguan'] + 1}),[${unit['jiangbei-anguan']},${unit['jiangbei-anguan'] + 1})}` });
    expect(await merger.rows('select organ_pos, opener_pos from emergency_access where id = $1', [records.emergency])).toEqual([{ organ_pos: to, opener_pos: String(unit['haishu-discipline']) }]);
    expect(await merger.rows('select organ_pos, requester_pos from unmasking where id = $1', [records.unmasking])).toEqual([{ organ_pos: to, requester_pos: String(unit['haishu-discipline']) }]);
    expect(await merger.rows('select inspected_pos from inspection_round where id = $1', [records.round])).toEqual([{ inspected_pos: from }]);
  }); // prettier-ignore

  it('changes no record of interference but for who keeps it', async () => {
    for (const change of [`matter = '别的'`, `organ_pos = ${unit.fenghua}`, `denied_units = '{}'`, `told = '{}'`, `recorder_name = '别人'`])
      await expect(merger.rows(`update interference_record set ${change} where person_name = '乙'`)).rejects.toMatchObject({ code: '42501' });
    await expect(merger.rows('delete from interference_record')).rejects.toMatchObject({ code: '42501' });
  }); // prettier-ignore
});

it('each column that names a unit has been thought of', async () => {
  const merger = await MergerWorld.open(1);
  const columns = await merger.rows<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'liandong'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
       and a.atttypid::regtype::text in ('bigint', 'bigint[]', 'int8range', 'int8multirange') order by 1, 2`,
  );
  await merger.close();
  /** Whole numbers that are none. */
  const numbers = ['allowance.expire', 'audit_seal.number', 'matter_count.n', 'matter_count.width', 'migration.timestamp', 'person_turn.turns', 'unit_tree_version.version'];
  const listed = Object.entries(UNIT_PLACES).flatMap(([table, names]) => Object.keys(names).map((column) => `${table}.${column}`));
  expect(columns.map(({ table, column }) => `${table}.${column}`).filter((name) => !numbers.includes(name))).toEqual(listed.toSorted());
}); // prettier-ignore
