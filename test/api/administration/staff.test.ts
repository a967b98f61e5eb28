import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdministrationWorld, changeOf } from './administrationWorld.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { clueId, codes } from '../../support/actWorld.js';
import { insertUnresolved } from '../scenarios/subjectWorld.js';

const STAFF = `query ($filter: StaffFilter, $first: Int, $after: String) { staff(filter: $filter, first: $first, after: $after) {
  records { id name staffNumber subject clearance leftAt organ { name } posts { id duty unit { name } main from until branches { id office { name } until } } }
  pageInfo { hasNextPage endCursor } } }`;
interface Staff {
  id: string;
  name: string;
  subject: string | null;
  clearance: number;
  leftAt: string | null;
  organ: { name: string };
  posts: { id: string; duty: string; unit: { name: string }; until: string | null; branches: { id: string; office: { name: string }; until: string | null }[] }[];
} // prettier-ignore

/* Persons, posts, branches and clearance: DOMAIN A 13; 监督执纪工作规则 arts. 67, 68. */
describe('staff', () => {
  let admin: AdministrationWorld;
  beforeAll(async () => {
    admin = await AdministrationWorld.open();
  });
  afterAll(() => admin.close());

  const staff = async (as: string, filter: object = {}): Promise<Staff[]> =>
    (await admin.world.ask(STAFF, as, { filter, first: 100 })).staff.records;
  const record = async (id: string, as = 'zhejiang-system') => (await staff(as, { withLeft: true })).find((one) => one.id === id)!; // prettier-ignore
  const sees = async (as: string, slug: Parameters<typeof clueId>[0]) => {
    const { data, errors } = await admin.world.api.run('query ($id: ID!) { clue(id: $id) { content { subjectName } } }', as, { id: clueId(slug) }); // prettier-ignore
    return errors
      ? errors[0]!.extensions.code
      : data.clue === null
        ? 'nothing'
        : data.clue.content
          ? 'content'
          : 'ledger';
  };
  const register = async (name: string, subject?: string) => {
    const { object: person } = await admin.done('personRegister', 'haishu-system', {
      organ: admin.unit['haishu'],
      name,
    });
    if (subject) await admin.done('personBind', 'haishu-system', { person, subject });
    return person;
  };
  const appoint = (person: string, unit: string, duty: string, more: object = {}) =>
    admin.done('postAppoint', 'haishu-system', { person, unit: admin.unit[unit], duty, ...more });

  it('are nobody until they are bound and have a post', async () => {
    const person = await register('新来人');
    expect(await record(person)).toMatchObject({ name: '新来人', subject: null, posts: [], organ: { name: '海曙区纪委监委' } });
    expect(await sees('new-officer', 'haishu')).toBe('PERSON_UNKNOWN');
    await admin.done('personBind', 'haishu-system', { person, subject: 'new-officer' });
    expect(await sees('new-officer', 'haishu')).toBe('NO_POST_IN_FORCE');
    await appoint(person, 'haishu-discipline', 'OFFICE_HEAD');
    expect(await sees('new-officer', 'haishu')).toBe('content');
    // Bound to another, the first name is nobody's.
    await admin.done('personBind', 'haishu-system', { person, subject: 'newer-officer' });
    expect([await sees('new-officer', 'haishu'), await sees('newer-officer', 'haishu')]).toEqual(['PERSON_UNKNOWN', 'content']);
    const taken = { person: admin.person('haishu-anguan'), subject: 'newer-officer' };
    const before = await admin.traces();
    expect(codes(await admin.act('personBind', 'haishu-system', taken))).toEqual(['STATE_CONFLICT']);
    expect(await admin.traces()).toEqual(before);
  }); // prettier-ignore

  it('who go leave no clue to nobody: the last of registrar and custodian passes it on, by his end or by its date', async () => {
    const { world } = admin;
    const [registrar, custodian, heir] = await Promise.all(
      (['OFFICER', 'OFFICER', 'PRINCIPAL'] as const).map((duty, n) =>
        world.addPerson(`entrusted-${n}`, duty === 'PRINCIPAL' ? NINGBO.unit.fenghua : NINGBO.unit['fenghua-anguan'], duty, `经手人${n}`)),
    );
    const place = { owner_pos: NINGBO.unit.fenghua, handling_pos: NINGBO.unit['fenghua-anguan'], received_pos: NINGBO.unit['fenghua-anguan'] };
    const of = { ...place, registered_by: registrar!.post, custodian_post: custodian!.post };
    const one = await insertUnresolved(world.db, of);
    const whose = async (clue: string) => (await world.rows<{ whose: string }>('select custodian_post as whose from clue where id = $1', [clue]))[0]!.whose;
    const shown = async (as: string, clue = one) => (await world.api.run('query ($id: ID!) { clue(id: $id) { id } }', as, { id: `clue_${clue}` })).data?.clue?.id !== undefined;

    await admin.act('postEnd', 'zhejiang-system', { post: `post_${registrar!.post}` });
    expect([await whose(one), await shown('entrusted-1'), await shown('entrusted-2')]).toEqual([custodian!.post, true, false]);
    await world.rows("update post set valid_to = now() + interval '1 second' where id = $1", [custodian!.post]);
    expect(await whose(one)).toBe(custodian!.post);
    await expect.poll(async () => (await world.rows('select from post where id = $1 and valid_to > now()', [custodian!.post])).length).toBe(0);
    await world.rows('select staff_follow_posts()');
    expect([await whose(one), await shown('entrusted-1'), await shown('entrusted-2')]).toEqual([heir!.post, false, true]);
    const told = await world.rows("select from outbox where event = 'custodyPassed' and object_id = $1", [one]);
    expect(told).toHaveLength(1);

    const [third, fourth] = [await world.addPerson('entrusted-3', NINGBO.unit['fenghua-anguan'], 'OFFICER', '经手人三'), await insertUnresolved(world.db, { ...place, registered_by: null, custodian_post: null })];
    await world.rows('update clue set registered_by = $2 where id = $1', [fourth, third.post]);
    await admin.act('personLeave', 'zhejiang-security', { person: `person_${third.person}` });
    expect([await whose(fourth), await shown('entrusted-2', fourth)]).toEqual([heir!.post, true]);
  }); // prettier-ignore

  it('lose everything at once when they leave, and come back without a post', async () => {
    const person = await register('要走的人', 'leaver');
    const post = await appoint(person, 'haishu-discipline', 'OFFICE_HEAD');
    expect(await sees('leaver', 'haishu')).toBe('content');
    const left = changeOf(await admin.act('personLeave', 'haishu-security', { person }));
    expect(left.lines.map(({ field, before }) => [field, before])).toEqual([['leftAt', null], ['post', '海曙区纪委监委 第一纪检监察室〔纪检监察〕 部门主要负责人']]);
    expect(await sees('leaver', 'haishu')).toBe('PERSON_UNKNOWN');
    expect(codes(await admin.act('personLeave', 'haishu-security', { person }))).toEqual(['STATE_CONFLICT']);
    const appointed = { person, unit: admin.unit['haishu-discipline'], duty: 'OFFICER' };
    expect(codes(await admin.act('postAppoint', 'haishu-system', appointed))).toEqual(['STATE_CONFLICT']);
    await admin.done('personReturn', 'haishu-system', { person });
    expect(await sees('leaver', 'haishu')).toBe('NO_POST_IN_FORCE');
    const posts = (await record(person)).posts.map(({ id, until }) => [id, until === null]);
    expect(posts).toEqual([[post.object, false]]);
  }); // prettier-ignore

  it('act through a post from its first moment to its last', async () => {
    const person = await register('有期人', 'for-a-time');
    const [from, until] = [new Date(Date.now() + 86_400_000), new Date(Date.now() + 2 * 86_400_000)];
    await appoint(person, 'haishu-discipline', 'OFFICE_HEAD', { from: from.toISOString(), until: until.toISOString() });
    for (const [moment, seen] of [
      [new Date(from.getTime() - 1), 'NO_POST_IN_FORCE'],
      [from, 'content'],
      [new Date(until.getTime() - 1), 'content'],
      [until, 'NO_POST_IN_FORCE'],
    ] as const) {
      await admin.world.clock(moment);
      expect([moment, await sees('for-a-time', 'haishu')]).toEqual([moment, seen]);
    }
    await admin.world.clock(null);
    const twice = { person, unit: admin.unit['haishu-discipline'], duty: 'OFFICE_HEAD' };
    expect(codes(await admin.act('postAppoint', 'haishu-system', twice))).toEqual(['STATE_CONFLICT']);
  });

  it.each([
    ['the head of an office', 'haishu-discipline', 'PRINCIPAL', 'INPUT_INVALID'],
    ['the office head of an organ', 'haishu', 'OFFICE_HEAD', 'INPUT_INVALID'],
    ['a leader of a group', 'haishu-group', 'LEADER_IN_CHARGE', 'INPUT_INVALID'],
    ['an administrator of a group', 'haishu-group', 'AUDIT_ADMINISTRATOR', 'INPUT_INVALID'],
    ['an administrator with cases', 'haishu', 'AUDIT_ADMINISTRATOR', 'STATE_CONFLICT'],
    ['a post beside', 'jiangbei-discipline', 'OFFICER', 'NOT_ALLOWED'],
  ])('cannot be %s', async (_, unit, duty, code) => {
    const before = await admin.traces();
    const input = { person: admin.person('haishu-anguan'), unit: admin.unit[unit], duty };
    expect(codes(await admin.act('postAppoint', 'haishu-system', input))).toEqual([code]);
    expect(await admin.traces()).toEqual(before);
  });

  it('belong to the organ of their main post, and to its administrators', async () => {
    const person = await register('调动人', 'mover');
    await appoint(person, 'haishu-discipline', 'OFFICER');
    expect(await staff('jiangbei-security', { name: '调动人' })).toEqual([]);
    // Only who administers both can move him.
    const move = { person, unit: admin.unit['jiangbei-discipline'], duty: 'OFFICER' };
    expect(codes(await admin.act('postAppoint', 'haishu-system', move))).toEqual(['NOT_ALLOWED']);
    await admin.done('postAppoint', 'ningbo-administrator', move);
    const [moved] = await staff('jiangbei-security', { name: '调动人' });
    expect([moved!.organ.name, moved!.posts.map(({ unit }) => unit.name)]).toEqual(['江北区纪委监委', ['第一纪检监察室']]);
    expect(await staff('haishu-system', { name: '调动人' })).toEqual([]);
    const [old] = (await record(person, 'ningbo-administrator')).posts;
    expect(changeOf(await admin.act('postEnd', 'haishu-system', { post: old!.id })).lines[0]!.after).toBeNull();
    expect(codes(await admin.act('postEnd', 'haishu-system', { post: old!.id }))).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it('who lead are in charge of offices of their organ, from one moment to another', async () => {
    const person = await register('新常委', 'new-leader');
    const post = (await appoint(person, 'haishu', 'LEADER_IN_CHARGE')).object;
    expect(await sees('new-leader', 'haishu')).toBe('nothing');
    const assign = (office: string) => admin.act('branchAssign', 'haishu-system', { post, office: admin.unit[office] });
    expect(codes(await assign('jiangbei-discipline'))).toEqual(['NOT_ALLOWED']);
    expect(codes(await assign('gaoqiao'))).toEqual(['INPUT_INVALID']);
    const branch = await admin.done('branchAssign', 'haishu-system', { post, office: admin.unit['haishu-discipline'] });
    expect(await sees('new-leader', 'haishu')).toBe('content');
    expect(codes(await assign('haishu-discipline'))).toEqual(['STATE_CONFLICT']);
    await admin.done('branchEnd', 'haishu-security', { branch: branch.object });
    expect(await sees('new-leader', 'haishu')).toBe('nothing');
    expect((await record(person)).posts[0]!.branches).toEqual([{ id: branch.object, office: { name: '第一纪检监察室' }, until: expect.any(String) }]);
  }); // prettier-ignore

  it('are cleared for what is classified by two, and lose it by one', async () => {
    const person = admin.person('ningbo-contact-head');
    expect(await sees('ningbo-contact-head', 'classified')).toBe('nothing');
    const change = changeOf(await admin.act('clearanceRaise', 'ningbo-security', { person, clearance: 2 }));
    expect(await sees('ningbo-contact-head', 'classified')).toBe('nothing');
    expect(changeOf(await admin.decide('ningbo-principal', change)).state).toBe('DONE');
    expect(await sees('ningbo-contact-head', 'classified')).toBe('content');
    expect(codes(await admin.act('clearanceRaise', 'ningbo-security', { person, clearance: 1 }))).toEqual(['INPUT_INVALID']);
    expect(codes(await admin.act('clearanceRaise', 'ningbo-security', { person, clearance: 4 }))).toEqual(['INPUT_INVALID']);
    await admin.act('clearanceLower', 'ningbo-security', { person, clearance: 0 });
    expect(await sees('ningbo-contact-head', 'classified')).toBe('nothing');
  }); // prettier-ignore

  it('are listed by name in pages, homonyms apart, and none of another tree', async () => {
    for (const n of [1, 2, 3]) {
      const input = { organ: admin.unit['haishu'], name: '王海', staffNumber: `HS-${n}` };
      expect(changeOf(await admin.act('personRegister', 'haishu-system', input)).state).toBe('DONE');
    }
    const again = { organ: admin.unit['jiangbei'], name: '王江', staffNumber: 'HS-1' };
    expect(codes(await admin.act('personRegister', 'ningbo-administrator', again))).toEqual(['STATE_CONFLICT']);
    const all = await staff('haishu-system');
    const pages: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: { records: Staff[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = (
        await admin.world.ask(STAFF, 'haishu-system', { first: 2, after })
      ).staff;
      pages.push(...page.records.map(({ id }) => id));
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect(pages).toEqual(all.map(({ id }) => id));
    expect(all.map(({ organ }) => organ.name).filter((name) => !['海曙区纪委监委', '高桥镇纪委'].includes(name))).toEqual([]);
    expect(await staff('haishu-system', { staffNumber: 'HS-2' })).toHaveLength(1);
    for (const name of ['%', '_', '王_', '\\'] ) expect(await staff('haishu-system', { name })).toEqual([]);
    expect(await staff('haishu-system', { within: admin.unit['jiangbei'] })).toEqual([]);
    const one = 'query ($person: ID!) { staffRecord(person: $person) { name } }';
    expect((await admin.world.ask(one, 'haishu-system', { person: admin.person('jiangbei-anguan') })).staffRecord).toBeNull();
    expect((await admin.world.ask(one, 'ningbo-administrator', { person: admin.person('jiangbei-anguan') })).staffRecord).toEqual({ name: '裘江' });
    for (const as of ['ningbo-audit', 'haishu-principal', 'haishu-handler'])
      expect((await admin.world.api.run(STAFF, as, {})).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }); // prettier-ignore

  it('who are looked at are in the trail', async () => {
    const person = NINGBO.person['haishu-handler'];
    await admin.world.ask('query ($person: ID!) { staffRecord(person: $person) { name } }', 'haishu-system', { person: `person_${person}` }); // prettier-ignore
    const rows = await admin.world.rows("select operation from audit_entry where operation = 'staffRecord' and $1 = any (object_ids)", [person]); // prettier-ignore
    expect(rows).toHaveLength(1);
  });
});
