import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOf } from './administrationWorld.js';
import { MergerWorld } from './mergerWorld.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { codes } from '../../support/actWorld.js';
import { insertRows, type Row } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';

const { unit, post, person } = NINGBO;
const SINCE = '2020-01-01T00:00:00Z';

/** What may be in the way of a reorganisation, or get lost in it. */
describe('a reorganisation', () => {
  let merger: MergerWorld;
  let made = 0;
  beforeAll(async () => {
    merger = await MergerWorld.open(1);
  });
  afterAll(() => merger.close());

  const create = async (parent: string, input: object) => {
    made += 1;
    const { object } = changeOf(await merger.admin.act('unitCreate', 'ningbo-administrator', { parent: merger.admin.unit[parent], name: `第${made}`, ...input }));
    const [row] = await merger.rows<{ pos: string }>('select pos from unit where id = $1', [object.slice('unit_'.length)]);
    return Number(row!.pos);
  }; // prettier-ignore
  const office = (parent = 'xiangshan', officeKind = 'DISCIPLINE_SUPERVISION') =>
    create(parent, { kind: 'OFFICE', officeKind });
  const clue = async (owner: number, handling: number, more: Row = {}) => {
    const id = newId();
    await insertRows(merger.admin.world.db.owner, 'clue', [
      { id, number: id, received_at: SINCE, stage: 6, source: 1, owner_pos: owner, handling_pos: handling, ...more },
    ]);
    return id;
  };
  const state = async (id: string) =>
    (
      await merger.rows<{ state: number }>('select state from reorganisation where id = $1', [id.replace(/^.*_/, '')])
    )[0]!.state;
  const sees = async (subject: string, matter: string) => (await merger.seenBy(subject))?.seen.has(matter) ?? false;
  const step = async (most = 1000) =>
    (await merger.rows<{ more: boolean }>('select reorganisation_step($1) as more', [most]))[0]!.more;

  it('takes what was copied to two units that become one there once', async () => {
    const [a, b, to] = [await office(), await office(), await office()];
    const item = NINGBO.supervisionItem['to-fenghua'];
    await merger.rows('insert into supervision_item_cc values ($1, $2), ($1, $3)', [item, a, b]);
    const id = await merger.begin([[a, to], [b, to]]); // prettier-ignore
    await merger.server().run();
    expect(await state(id)).toBe(2);
    expect(await merger.rows('select unit_pos from supervision_item_cc where supervision_item_id = $1 and unit_pos = any ($2)', [item, [a, b, to]])).toEqual([{ unit_pos: String(to) }]);
  }); // prettier-ignore

  it('gives each of those that would have one number its own', async () => {
    const [a, b, to] = [await create('ningbo', { kind: 'DISPATCHED_GROUP' }), await create('ningbo', { kind: 'DISPATCHED_GROUP' }), await create('ningbo', { kind: 'DISPATCHED_GROUP' })];
    const long = '甲'.repeat(39);
    const numbers = [`${long}1`, `${long}2`];
    for (const at of [a, b, to]) for (const number of numbers) await clue(at, at, { number });
    const id = await merger.begin([[a, to], [b, to]]);
    await merger.server().run();
    expect(await state(id)).toBe(2);
    const [all] = await merger.rows<{ n: number }>('select count(distinct number)::int as n from clue where owner_pos = $1', [to]);
    expect(all).toEqual({ n: 6 });
  }); // prettier-ignore

  it.each(['trigger fails before update', 'constraint trigger fails after update'])('that fails is in no other one’s way: %s', async (trigger) => {
    const [a, b, c, d] = [await office(), await office(), await office(), await office()];
    const [bad, good] = [await clue(unit.xiangshan, a), await clue(unit.xiangshan, c)];
    await merger.rows(`create function fails() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
      create ${trigger} on clue ${trigger.startsWith('c') ? 'initially deferred' : ''} for each row when (old.id = '${bad}') execute function fails()`);
    const first = await merger.begin([[a, b]]);
    const second = await merger.begin([[c, d]]);
    await expect(merger.server().run()).rejects.toThrow('broken');
    await merger.rows('drop trigger fails on clue; drop function fails()');
    expect([await state(first), await state(second)]).toEqual([1, 2]);
    expect(await merger.rows('select handling_pos from clue where id = $1', [good])).toEqual([{ handling_pos: String(d) }]);
    await merger.server().run();
    expect(await state(first)).toBe(2);
  }); // prettier-ignore

  it('leaves no clue that nobody may see', async () => {
    const [from, to] = [await office(), await office()];
    const registrar = await merger.admin.world.addPerson('registrar', from, 'OFFICER', '甲');
    const custodian = await merger.admin.world.addPerson('custodian', from, 'OFFICE_HEAD', '乙');
    await merger.admin.world.addPerson('xiangshan-principal', unit.xiangshan, 'PRINCIPAL', '丙');
    const id = await clue(unit.xiangshan, from, { subject_state: 0, registered_by: registrar.post, custodian_post: custodian.post });
    expect([await sees('registrar', id), await sees('xiangshan-principal', id)]).toEqual([true, false]);
    const done = await merger.begin([[from, to]], 'END');
    await merger.server().run();
    expect(await state(done)).toBe(2);
    expect([await sees('registrar', id), await sees('xiangshan-principal', id)]).toEqual([false, true]);
  }); // prettier-ignore

  it('is not confirmed by who has a post where it leads to', async () => {
    const [from, to] = [await create('haishu', { kind: 'DISPATCHED_GROUP' }), await create('jiangbei', { kind: 'DISPATCHED_GROUP' })];
    const change = await merger.propose([[from, to]]);
    const also = { id: newId(), person_id: person['ningbo-principal'], unit_pos: unit.jiangbei, duty: 1, main: false, valid_from: SINCE };
    await insertRows(merger.admin.world.db.owner, 'post', [also]);
    expect(codes(await merger.admin.decide('ningbo-principal', change))).toEqual(['NOT_ALLOWED']);
    await merger.rows('delete from post where id = $1', [also.id]);
    expect(changeOf(await merger.admin.decide('ningbo-principal', change)).state).toBe('DONE');
    await merger.server().run();
  }); // prettier-ignore

  it('lets nothing that stands beside the tree come to what has ended', async () => {
    const [from, to, other] = [await create('ningbo', { kind: 'DISPATCHED_GROUP' }), await create('ningbo', { kind: 'DISPATCHED_GROUP' }), await create('ningbo', { kind: 'DISPATCHED_GROUP' })];
    await merger.begin([[from, to]]);
    await merger.server().run();
    const id = (pos: number) => merger.admin.world.unitId(pos);
    const groups = { group: await id(other), counterparts: [await id(from)] };
    expect(codes(await merger.admin.act('counterpartsSet', 'ningbo-administrator', groups))).toEqual(['STATE_CONFLICT']);
    const residents = { group: await id(from), names: ['市财政局'] };
    expect(codes(await merger.admin.act('residentUnitsSet', 'ningbo-administrator', residents))).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it('lets who looks after a township see its matters all the time', async () => {
    const to = await create('haishu', { kind: 'ORGAN', code: '330203198' });
    const { gaoqiao } = NINGBO.clue;
    expect(await sees('haishu-office-head', gaoqiao)).toBe(true);
    await merger.begin([[unit.gaoqiao, to]]);
    const seen: boolean[] = [];
    while (await step()) seen.push(await sees('haishu-office-head', gaoqiao));
    expect(seen).toEqual(seen.map(() => true));
    expect(seen.length).toBeGreaterThan(1);
  }); // prettier-ignore

  it('lets a leader see what his branch handles all the time', async () => {
    const [from, to] = [await office('ningbo'), await office('ningbo')];
    await insertRows(merger.admin.world.db.owner, 'branch', [{ id: newId(), post_id: post['ningbo-leader'], office_pos: from, valid_from: SINCE }]);
    const id = await clue(unit.ningbo, from);
    expect(await sees('ningbo-leader', id)).toBe(true);
    await merger.begin([[from, to]]);
    const seen: boolean[] = [];
    while (await step()) seen.push(await sees('ningbo-leader', id));
    expect(seen).toEqual(seen.map(() => true));
    expect(seen.length).toBeGreaterThan(1);
  }); // prettier-ignore

  it('denies a subject’s colleagues what is found about him, whoever of them went first', async () => {
    const [from, to] = [await office('jiangbei', 'CASE_SUPERVISION_MANAGEMENT'), await office('jiangbei', 'CASE_SUPERVISION_MANAGEMENT')];
    const colleague = await merger.admin.world.addPerson('goes-first', from, 'OFFICER', '先');
    const subject = await merger.admin.world.addPerson('goes-last', from, 'OFFICER', '后');
    expect(colleague.post < subject.post).toBe(true);
    await merger.begin([[from, to]]);
    await step(1);
    expect(await merger.rows('select from post where person_id = $1 and unit_pos = $2', [colleague.person, to])).toHaveLength(1);
    const id = await clue(unit.jiangbei, unit['jiangbei-discipline']);
    await insertRows(merger.admin.world.db.owner, 'clue_content', [{ clue_id: id, subject_name: '后', allegation: '反映问题' }]);
    expect([await sees('goes-first', id), await sees('jiangbei-anguan', id)]).toEqual([true, true]);
    const link = 'mutation ($input: ClueSubjectLinkInput!) { clueSubjectLink(input: $input) { result userErrors { code } } }';
    const input = { idempotencyKey: newId(), clue: `clue_${id}`, expectedVersion: 1, state: 'STAFF', persons: [`person_${subject.person}`], reason: '核实' };
    expect(await merger.admin.world.act(link, 'jiangbei-principal', input)).toMatchObject({ result: 'APPLIED' });
    expect([await sees('goes-first', id), await sees('jiangbei-anguan', id)]).toEqual([false, true]);
    await merger.server().run();
    expect([await sees('goes-first', id), await sees('goes-last', id), await sees('jiangbei-anguan', id)]).toEqual([false, false, true]);
  }); // prettier-ignore

  it('takes from who kept a clue above where it was what he is no longer above', async () => {
    const from = await create('haishu', { kind: 'ORGAN', code: '330203197' });
    const to = await create('jiangbei', { kind: 'ORGAN', code: '330205197' });
    const { person: subject } = await merger.admin.world.addPerson('township-principal', from, 'PRINCIPAL', '某甲');
    const id = await clue(from, from, { compartment: 1 });
    await insertRows(merger.admin.world.db.owner, 'denial', [
      { id: newId(), object: 'clue', object_id: id, person_id: subject, basis: 2 },
      { id: newId(), object: 'clue', object_id: id, unit_lo: from, unit_hi: from, basis: 2 },
    ]);
    await insertRows(merger.admin.world.db.owner, 'clue_subject', [{ id: newId(), clue_id: id, state: 2, person_id: subject, reason: '核定' }]);
    await merger.rows('select lay_before_keeper($1, null)', [id]);
    const kept = async () => [await sees('haishu-principal', id), await sees('jiangbei-principal', id)];
    expect(await kept()).toEqual([true, false]);
    await merger.begin([[from, to]]);
    await merger.server().run();
    expect(await kept()).toEqual([false, true]);
  }); // prettier-ignore

  it('shows nobody what is recorded about who leads him, wherever he went before him', async () => {
    const [from, to] = [await office('jiangbei', 'CADRE_SUPERVISION'), await office('jiangbei', 'CADRE_SUPERVISION')];
    const led = await merger.admin.world.addPerson('led', from, 'OFFICER', '下');
    const head = await merger.admin.world.addPerson('leads', from, 'OFFICE_HEAD', '上');
    await merger.admin.world.addPerson('beside', to, 'OFFICE_HEAD', '旁');
    expect(led.post < head.post).toBe(true);
    await merger.begin([[from, to]]);
    await step(1);
    expect(await merger.rows('select from post where person_id = $1 and unit_pos = $2', [led.person, to])).toHaveLength(1);
    const record = 'mutation ($input: InterferenceRecordInput!) { interferenceRecord(input: $input) { result userErrors { code } } }';
    const input = { idempotencyKey: newId(), clue: `clue_${NINGBO.clue.jiangbei}`, post: `post_${head.post}`, manner: 'ASKED_ABOUT', matter: '打听', at: SINCE };
    expect(await merger.admin.world.act(record, 'jiangbei-principal', input)).toMatchObject({ result: 'APPLIED' });
    const list = `{ interferenceRecords { id } }`;
    const of = async (as: string) => (await merger.admin.world.ask(list, as)).interferenceRecords.length as number;
    expect([await of('jiangbei-principal'), await of('led')]).toEqual([1, 0]);
    await merger.server().run();
    expect([await of('jiangbei-principal'), await of('led')]).toEqual([1, 0]);
  }); // prettier-ignore

  it.each(['END', 'MOVE'])('ends once a post that has not begun and is named already: %s', async (posts) => {
    const [from, to] = [await office(), await office()];
    const { person: whom, post: first } = await merger.admin.world.addPerson(`comes-later-${posts}`, from, 'OFFICER', '迟');
    await merger.rows('update post set valid_from = $2 where id = $1', [first, '2099-01-01T00:00:00Z']);
    const grant = { id: newId(), object: 'clue', object_id: NINGBO.clue.xiangshan, facets: ['ledger'], post_id: first, basis: 1, valid_from: SINCE };
    await insertRows(merger.admin.world.db.owner, 'access_grant', [grant]);
    const id = await merger.begin([[from, to]], posts);
    for (let steps = 0; steps < 10; steps += 1) if (!(await step())) break;
    expect(await state(id)).toBe(2);
    expect(await merger.rows('select valid_to from post where person_id = $1 and unit_pos = $2', [whom, to])).toEqual(posts === 'END' ? [] : [{ valid_to: null }]);
  }); // prettier-ignore

  it('ends once a grant that has not begun and may not go along', async () => {
    const [from, to] = [await office(), await office('xiangshan', 'CASE_TRIAL')];
    const grant = { id: newId(), object: 'clue', object_id: NINGBO.clue.haishu, facets: ['petition'], unit_pos: from, basis: 1, valid_from: '2099-01-01T00:00:00Z' };
    await insertRows(merger.admin.world.db.owner, 'access_grant', [grant]);
    const id = await merger.begin([[from, to]]);
    for (let steps = 0; steps < 10; steps += 1) if (!(await step())) break;
    expect(await state(id)).toBe(2);
    expect(await merger.rows('select unit_pos, valid_to < valid_from + $2::interval as over from access_grant where id = $1', [grant.id, '1 second'])).toEqual([{ unit_pos: String(from), over: true }]);
  }); // prettier-ignore

  it('shows no contact office what was closed before it looked after it', async () => {
    const closed = NINGBO.clue['closed-before-link'];
    await merger.rows('update contact_link set valid_from = $2 where target_pos = $1', [unit.jiangbei, SINCE]);
    const own = await clue(unit.jiangbei, unit['jiangbei-discipline'], { closed_at: '2021-01-01T00:00:00Z' });
    const open = NINGBO.clue.haishu;
    expect([await sees('ningbo-contact-head', closed), await sees('ningbo-contact-head', own), await sees('ningbo-contact-head', open)]).toEqual([false, true, true]);
    const to = await create('jiangbei', { kind: 'ORGAN', code: '330205198' });
    const rest = await merger.rows<{ pos: string; kind: number }>('select pos, kind from unit where pos between $1 and $2 and pos <> all ($3) and valid_to is null',
      [unit.haishu, unit.haishu + 999_999, merger.pairs.map(([from]) => from)]);
    const others = rest.map(({ pos, kind }): [number, number] => [Number(pos), kind === 1 ? to : kind === 3 ? merger.made.group : unit.jiangbei]);
    const id = await merger.begin([...merger.pairs.filter(([from]) => from !== unit.gaoqiao), ...others]);
    await merger.server().run();
    expect(await state(id)).toBe(2);
    expect(await merger.rows('select owner_pos from clue where id = $1', [closed])).toEqual([{ owner_pos: String(unit.jiangbei) }]);
    expect([await sees('ningbo-contact-head', closed), await sees('ningbo-contact-head', own), await sees('ningbo-contact-head', open)]).toEqual([false, false, true]);
  }); // prettier-ignore
});
