import assert from 'node:assert/strict';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  insertPost,
  insertSubjectWorld,
  insertUnresolved,
  MORE_PEOPLE,
  NUMBERS,
  type SubjectWorld,
  ZHEJIANG_CADRE,
} from './subjectWorld.js';
import { NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { PEOPLE } from '../../fixtures/ningboTables.js';
import { startApi, type TestApi } from '../../support/api.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { insertRows } from '../../support/world.js';
import { trailOf } from '../../audit/trailOf.js';
import { HourlyJobs } from '../../../src/database/hourlyJobs.js';
import { newId } from '../../../src/shared/ids.js';

const LINK = `mutation ($input: ClueSubjectLinkInput!) { clueSubjectLink(input: $input) {
  result userErrors { __typename code path message } clue { id version content { subjectName } } } }`;
const CANDIDATES = `query ($clue: ID!, $by: SubjectLookupInput!) { subjectCandidates(clue: $clue, by: $by) {
  person name idNumberEnd posts { unit { name } duty } } }`;
const FOUND = `query ($clue: ID!) { clueSubject(clue: $clue) { state reason persons { name } } }`;
const ONE = `query ($id: ID!) { clue(id: $id) { version content { subjectName } } }`;
/** Wherever somebody could come across a clue, and what hangs on it. */
const EVERYWHERE = `query ($id: ID!, $text: String!) { clue(id: $id) { id } node(id: $id) { id } clueSubject(clue: $id) { state }
  subjectCandidates(clue: $id, by: { name: "程同名" }) { name }
  clues(first: 100) { totalCount nodes { id number jointCases { id } supervisionItems { id } } }
  found: clues(filter: { text: $text }) { totalCount nodes { id } }
  clueStatistics(groupBy: [UNIT, STAGE, MONTH]) { total rows { count } }
  supervisionItems(first: 100) { totalCount nodes { id } } jointCases(first: 100) { totalCount nodes { id clues { id } } }
  recusals { id } }`;

/* The subject of a clue (被反映人), DOMAIN B4 "Subject denial"; 监督执纪工作规则 art. 20. */
describe('the subject of a clue', () => {
  let db: TestDatabase;
  let api: TestApi;
  let world: SubjectWorld;
  beforeAll(async () => {
    db = await cloneDatabase();
    world = await insertSubjectWorld(db);
    api = await startApi(db);
  });
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  type Somebody = PersonSlug | keyof typeof MORE_PEOPLE;
  interface Linked {
    result: string | null;
    userErrors: { __typename: string; code: string; path: string[] }[];
    clue: { version: number; content: { subjectName: string } | null } | null;
  }
  const personId = (slug: Somebody) => `person_${world.person[slug]}`;
  const rows = async (sql: string, values: unknown[] = []) =>
    (await db.owner.query<Record<string, unknown>>(sql, values)).rows;
  const finding = (clue: string, persons: readonly Somebody[], more: object = {}) => ({
    idempotencyKey: `key-${newId()}`,
    clue: `clue_${clue}`,
    expectedVersion: 1,
    state: persons.length > 0 ? 'STAFF' : 'NOT_STAFF',
    persons: persons.map(personId),
    reason: '经核对单位和职务',
    ...more,
  });
  const act = async (as: Somebody, input: object): Promise<Linked> => {
    const answer = await api.run(LINK, as, { input });
    expect(answer.errors).toBeUndefined();
    return answer.data.clueSubjectLink as Linked;
  };
  const link = (as: Somebody, clue: string, persons: readonly Somebody[], more: object = {}) =>
    act(as, finding(clue, persons, more));
  const codes = ({ userErrors }: Linked) => userErrors.map(({ code }) => code);
  const candidates = async (as: Somebody, clue: string, by: object) => {
    const { data, errors } = await api.run(CANDIDATES, as, { clue: `clue_${clue}`, by });
    expect(errors).toBeUndefined();
    return data.subjectCandidates as { person: string; name: string; idNumberEnd: string | null; posts: { unit: { name: string }; duty: string }[] }[];
  }; // prettier-ignore
  const seen = async (as: Somebody, clue: string) =>
    (await api.run(ONE, as, { id: `clue_${clue}` })).data.clue as Linked['clue'];
  const whoSees = async (clue: string, ...all: Somebody[]) => {
    const sight = await Promise.all(all.map(async (as) => [as, (await seen(as, clue)) !== null] as const));
    return sight.filter(([, sees]) => sees).map(([as]) => as);
  };
  const heldTurn = async (person: string) => {
    const holder = new pg.Client({ ...db.connectionAs('liandong_owner'), options: '-c search_path=liandong' });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select take_turn($1)', [person]);
    return { release: () => holder.query('commit').then(() => holder.end()) };
  };
  /** What is denied of a clue now, of whatever it is made. */
  const denied = async (clue: string) => {
    const [row] = await rows('select denied_persons, denied_units::text, compartment, subject_state from clue where id = $1', [clue]);
    return row!;
  }; // prettier-ignore

  describe('of a name only', () => {
    it('is looked for by who registered the clue and its custodian, and by nobody else', async () => {
      const clue = await insertUnresolved(db);
      const found = await candidates('ningbo-intake', clue, { name: ' 戚远征 ' });
      expect(found).toEqual([
        { person: personId('ningbo-investigator'), name: '戚远征', idNumberEnd: null, posts: [{ unit: { name: '第七审查调查室' }, duty: 'OFFICER' }] },
      ]);
      expect(await candidates('ningbo-anguan-head', clue, { name: '戚远征' })).toEqual(found);
      for (const as of ['ningbo-principal', 'ningbo-anguan', 'ningbo-cadre-head', 'ningbo-intake-head', 'zhejiang-cadre-head'] as const)
        expect([as, await candidates(as, clue, { name: '戚远征' })]).toEqual([as, []]);
      const { data } = await api.run(FOUND, 'ningbo-intake', { clue: `clue_${clue}` });
      expect(data.clueSubject).toEqual({ state: 'UNRESOLVED', reason: null, persons: [] });
      // Neither part of a name, nor who has left the service.
      expect(await candidates('ningbo-intake', clue, { name: '戚远' })).toEqual([]);
      expect(await candidates('ningbo-intake', clue, { name: '陈往' })).toEqual([]);
      expect(await whoSees(clue, 'ningbo-intake', 'ningbo-anguan-head', 'ningbo-anguan', 'ningbo-principal', 'ningbo-cadre-head')).toEqual(['ningbo-intake', 'ningbo-anguan-head']);
    }); // prettier-ignore

    it('and nobody of the service, opens the clue to whom it belongs', async () => {
      const clue = await insertUnresolved(db);
      const linked = await link('ningbo-intake', clue, []);
      expect(linked).toMatchObject({ result: 'APPLIED', userErrors: [], clue: { version: 2, content: null } });
      expect(await whoSees(clue, 'ningbo-intake', 'ningbo-anguan', 'ningbo-principal', 'ningbo-cadre-head')).toEqual([
        'ningbo-intake',
        'ningbo-anguan',
        'ningbo-principal',
      ]);
      expect(await denied(clue)).toEqual({
        denied_persons: null,
        denied_units: null,
        compartment: 0,
        subject_state: 1,
      });
    });

    it('and an official, denies it to him and his unit, and leaves it to 干部监督', async () => {
      const clue = await insertUnresolved(db);
      const input = finding(clue, ['ningbo-investigator']);
      const linked = await act('ningbo-anguan-head', input);
      expect(linked).toMatchObject({ result: 'APPLIED', userErrors: [] });
      expect(await denied(clue)).toMatchObject({
        denied_persons: [world.person['ningbo-investigator']],
        denied_units: `{[${NINGBO.unit['ningbo-investigation']},${NINGBO.unit['ningbo-investigation'] + 1})}`,
        compartment: 1,
      });
      const all = ['ningbo-investigator', 'ningbo-intake', 'ningbo-leader', 'ningbo-contact-head', 'ningbo-anguan', 'ningbo-cadre-head', 'ningbo-principal', 'zhejiang-cadre-head'] as const;
      expect(await whoSees(clue, ...all)).toEqual(['ningbo-anguan', 'ningbo-cadre-head', 'ningbo-principal']);
      // The same key again: it happened, whatever its caller may see by now.
      expect(await act('ningbo-anguan-head', input)).toMatchObject({ result: 'REPLAYED', userErrors: [] });
    }); // prettier-ignore

    it('and its very registrar, is answered, and hidden from him with his next breath', async () => {
      const clue = await insertUnresolved(db);
      expect(await seen('ningbo-intake', clue)).not.toBeNull();
      expect(await link('ningbo-intake', clue, ['ningbo-intake'])).toEqual({ result: 'APPLIED', userErrors: [], clue: null });
      expect(await whoSees(clue, 'ningbo-intake', 'ningbo-intake-head', 'ningbo-principal')).toEqual(['ningbo-principal']);
    }); // prettier-ignore
  });

  describe('of a name that two bear', () => {
    let clue: string;
    beforeAll(async () => {
      clue = await insertUnresolved(db);
    });

    it('is told apart by the end of the id number, and found by the whole of it', async () => {
      const both = await candidates('ningbo-intake', clue, { name: '程同名' });
      const shown = both.map(({ person, idNumberEnd, posts }) => [person, [idNumberEnd, ...posts.map(({ unit }) => unit.name)]]);
      expect(Object.fromEntries(shown)).toEqual({
        [personId('homonym-cadre')]: [NUMBERS['homonym-cadre'].slice(14), '干部监督室'],
        [personId('homonym-jiangbei')]: [NUMBERS['homonym-jiangbei'].slice(14), '第一纪检监察室'],
      });
      const one = await candidates('ningbo-intake', clue, { idNumber: NUMBERS['homonym-jiangbei'] });
      expect(one.map(({ person }) => person)).toEqual([personId('homonym-jiangbei')]);
      expect(await candidates('ningbo-intake', clue, { idNumber: NUMBERS.nobody })).toEqual([]);
      // Who has either is found.
      expect(await candidates('ningbo-intake', clue, { name: '戚远征', idNumber: NUMBERS['homonym-cadre'] })).toHaveLength(2);
    }); // prettier-ignore

    it.each([['11010519491231002'], ['110105194912310020'], ['王']])('is not looked for by %s', async (idNumber) => {
      const answer = await api.run(CANDIDATES, 'ningbo-intake', { clue: `clue_${clue}`, by: { idNumber } });
      expect([answer.data, answer.errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['ARGUMENT_INVALID']]);
      expect(answer.text).not.toContain(idNumber);
    }); // prettier-ignore

    it('is not looked for by nothing', async () => {
      for (const by of [{}, { name: ' ' }, { name: null }]) {
        const { errors } = await api.run(CANDIDATES, 'ningbo-intake', { clue: `clue_${clue}`, by });
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['ARGUMENT_INVALID']);
      }
    });

    it('denies the clue to one of them and his people, and not to the other', async () => {
      await link('ningbo-intake', clue, ['homonym-jiangbei']);
      expect(await whoSees(clue, 'homonym-jiangbei', 'jiangbei-officer', 'homonym-cadre', 'ningbo-cadre-head')).toEqual([
        'homonym-cadre',
        'ningbo-cadre-head',
      ]);
      const { unit } = NINGBO;
      expect((await denied(clue)).denied_units).toBe(`{[${unit['jiangbei-discipline']},${unit['jiangbei-discipline'] + 1})}`);
    }); // prettier-ignore

    it('is re-linked to the other by the principal, whom 干部监督 can no longer be', async () => {
      const found = await api.run(FOUND, 'ningbo-principal', { clue: `clue_${clue}` });
      expect(found.data.clueSubject).toEqual({ state: 'STAFF', reason: '经核对单位和职务', persons: [{ name: '程同名' }] });
      const again = await link('ningbo-principal', clue, ['homonym-cadre'], { expectedVersion: 2, reason: '身份证号不符，系同名' });
      expect(again).toMatchObject({ result: 'APPLIED', clue: { version: 3, content: { subjectName: expect.any(String) as string } } });
      expect(await whoSees(clue, 'homonym-cadre', 'ningbo-cadre-head', 'ningbo-principal')).toEqual(['ningbo-principal']);
      expect(await denied(clue)).toMatchObject({ denied_persons: [world.person['homonym-cadre']] });
      expect(await rows('select person_id, ended_at is null as held from clue_subject where clue_id = $1 order by linked_at', [clue])).toEqual([
        { person_id: world.person['homonym-jiangbei'], held: false },
        { person_id: world.person['homonym-cadre'], held: true },
      ]);
    }); // prettier-ignore

    it('is found to be neither: what was denied for it ends, and the compartment stays', async () => {
      const again = await link('ningbo-principal', clue, [], { expectedVersion: 3, reason: '系系统外人员' });
      expect(again).toMatchObject({ result: 'APPLIED', clue: { version: 4 } });
      expect(await denied(clue)).toEqual({
        denied_persons: null,
        denied_units: null,
        compartment: 1,
        subject_state: 1,
      });
      expect(await whoSees(clue, 'ningbo-cadre-head', 'homonym-cadre', 'ningbo-intake', 'ningbo-leader')).toEqual([
        'ningbo-cadre-head',
        'homonym-cadre',
      ]);
    });

    it('is several persons, if several are meant, each with his people', async () => {
      const linked = await link('ningbo-cadre-head', clue, ['homonym-jiangbei', 'ningbo-investigator'], { expectedVersion: 4 });
      expect(linked.result).toBe('APPLIED');
      const { denied_persons, denied_units } = await denied(clue);
      expect((denied_persons as string[]).toSorted()).toEqual([world.person['homonym-jiangbei'], world.person['ningbo-investigator']].sort());
      expect(String(denied_units).match(/\[/g)).toHaveLength(2);
    }); // prettier-ignore
  });

  describe('who heads an organ', () => {
    const HIS = ['ningbo-principal', 'ningbo-leader', 'ningbo-anguan', 'ningbo-cadre-head', 'ningbo-investigator', 'ningbo-group-head', 'haishu-anguan', 'haishu-handler', 'gaoqiao-principal', 'two-posts', 'homonym-cadre'] as const; // prettier-ignore
    const ids = { clue: '', item: newId(), joint: newId() };
    const everywhere = (as: Somebody) =>
      api
        .run(EVERYWHERE, as, { id: `clue_${ids.clue || newId()}`, text: '未核定' })
        .then(({ data }) => JSON.stringify(data));

    it('and his people find no trace of the clue, in whatever they ask', async () => {
      // The id of a clue that is not there answers as it will be answered later.
      const before = await Promise.all(HIS.map(everywhere));
      const recusals = await rows('select count(*)::int from recusal');
      ids.clue = await insertUnresolved(db, { registered_by: world.post['ningbo-intake-head'] });
      const linked = await link('ningbo-intake-head', ids.clue, ['ningbo-principal']);
      expect(linked).toEqual({ result: 'APPLIED', userErrors: [], clue: null });
      // What is written about it later, and a recusal that the superior's asks for.
      const { unit } = NINGBO;
      const places = { owner_pos: unit.zhejiang, handling_pos: unit['zhejiang-anguan'] };
      const item = { id: ids.item, number: '督9', state: 1, reasons: [5], clue_id: ids.clue, issued_at: '2025-03-02' };
      await insertRows(db.owner, 'supervision_item', [{ ...item, ...places, received_pos: unit.ningbo }]);
      const joint = { id: ids.joint, number: '联9', mode: 3, state: 2, started_at: '2025-03-02', compartment: 1 };
      await insertRows(db.owner, 'joint_case', [{ ...joint, ...places }]);
      await insertRows(db.owner, 'joint_case_clue', [{ joint_case_id: ids.joint, clue_id: ids.clue }]);
      const recusal = { id: newId(), clue_id: ids.clue, person_id: world.person['ningbo-leader'], person_name: '竺立人' };
      const asked = { ground: 3, reason: '同事', requested_by: world.post['zhejiang-cadre-head'], organ_pos: unit.zhejiang };
      await insertRows(db.owner, 'recusal', [{ ...recusal, ...asked }]);
      for (const [n, as] of HIS.entries()) expect([as, await everywhere(as)]).toEqual([as, before[n]]);
      expect(await rows('select count(*)::int from recusal')).not.toEqual(recusals);
    }); // prettier-ignore

    it('leaves it to the superior’s 干部监督, who sees all of it and may find otherwise', async () => {
      expect(await seen('zhejiang-cadre-head', ids.clue)).toMatchObject({ content: { subjectName: expect.any(String) as string } });
      expect(await rows("select basis, exempts from access_grant where object_id = $1 and post_id = $2", [ids.clue, world.post['zhejiang-cadre-head']])).toEqual([{ basis: 10, exempts: true }]);
      const { data } = await api.run(EVERYWHERE, 'zhejiang-cadre-head', { id: `clue_${ids.clue}`, text: '未核定' });
      expect(data.clues.nodes).toMatchObject([{ id: `clue_${ids.clue}` }]);
      const again = await link('zhejiang-cadre-head', ids.clue, ['ningbo-contact-head'], { expectedVersion: 2 });
      // Whoever it belongs to may know of it now: what was laid before her is taken back.
      expect(again).toEqual({ result: 'APPLIED', userErrors: [], clue: null });
      expect(await whoSees(ids.clue, 'ningbo-principal', 'ningbo-cadre-head', 'ningbo-contact-head', 'zhejiang-cadre-head')).toEqual(['ningbo-principal', 'ningbo-cadre-head']);
    }); // prettier-ignore

    it('or leads it: everybody in and below it is kept out, and nobody who is finds otherwise', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['ningbo-leader']);
      expect(await whoSees(clue, ...HIS, 'zhejiang-cadre-head')).toEqual(['zhejiang-cadre-head']);
      // One of his people whom the superior has exempted sees it, and is no less one of his people.
      const grant = { object: 'clue', object_id: clue, facets: ['ledger', 'content'], basis: 10, exempts: true };
      await insertRows(db.owner, 'access_grant', [
        { id: newId(), ...grant, post_id: world.post['ningbo-cadre-head'], valid_from: '2020-01-01' },
      ]);
      expect(await seen('ningbo-cadre-head', clue)).not.toBeNull();
      expect(codes(await link('ningbo-cadre-head', clue, [], { expectedVersion: 2 }))).toEqual(['NOT_ALLOWED']);
      expect(await candidates('ningbo-cadre-head', clue, { name: '程同名' })).toEqual([]);
    });

    it('of a dispatched group: its organ’s 干部监督, whose reach has not the group’s, gets to know', async () => {
      const { unit } = NINGBO;
      const group = { owner_pos: unit['ningbo-group'], handling_pos: unit['ningbo-group'], received_pos: unit['ningbo-group'] };
      const clue = await insertUnresolved(db, { ...group, registered_by: world.post['ningbo-group-head'] });
      expect(await link('ningbo-group-head', clue, ['ningbo-group-head'])).toEqual({ result: 'APPLIED', userErrors: [], clue: null });
      expect(await whoSees(clue, ...HIS, 'zhejiang-cadre-head')).toEqual(['ningbo-anguan', 'ningbo-cadre-head']);
      expect((await seen('ningbo-cadre-head', clue))?.content).not.toBeNull();
      // Found to be another, it is still hers to keep: the compartment stays.
      expect(await link('ningbo-cadre-head', clue, [], { expectedVersion: 2 })).toMatchObject({ result: 'APPLIED', clue: { version: 3 } });
      expect(await rows('select from access_grant where object_id = $1 and (valid_to is null or valid_to > now())', [clue])).toHaveLength(1);
    }); // prettier-ignore

    it('is laid before nobody who may not know of it for another reason', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, []);
      await db.owner.query('update clue set classification = 1 where id = $1', [clue]);
      const refused = await link('ningbo-principal', clue, ['ningbo-leader'], { expectedVersion: 2 });
      expect(codes(refused)).toEqual(['NOBODY_TO_DECIDE']);
      await db.owner.query('update person set clearance = 1 where id = $1', [world.person['zhejiang-cadre-head']]);
      const recusal = { id: newId(), object: 'clue', object_id: clue, basis: 1, person_id: world.person['zhejiang-cadre-head'] };
      await insertRows(db.owner, 'denial', [recusal]);
      expect(codes(await link('ningbo-principal', clue, ['ningbo-leader'], { expectedVersion: 2 }))).toEqual(['NOBODY_TO_DECIDE']);
      await db.owner.query('update denial set ended_at = now() where id = $1', [recusal.id]);
      expect((await link('ningbo-principal', clue, ['ningbo-leader'], { expectedVersion: 2 })).result).toBe('APPLIED');
      expect(await whoSees(clue, 'ningbo-principal', 'zhejiang-cadre-head')).toEqual(['zhejiang-cadre-head']);
    }); // prettier-ignore

    it('is laid before who comes after its keeper, as soon as he is there', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['ningbo-leader']);
      const keeper = world.post['zhejiang-cadre-head'];
      await db.owner.query('update post set valid_to = now() where id = $1', [keeper]);
      const term = { person_id: world.person['zhejiang-anguan'], unit_pos: ZHEJIANG_CADRE, duty: 3, main: false };
      const successor = { id: newId(), ...term, valid_from: '2020-01-01' };
      await insertRows(db.owner, 'post', [successor]);
      const headers = { 'x-liandong-post': `post_${successor.id}` };
      const { data } = await api.run(ONE, 'zhejiang-anguan', { id: `clue_${clue}` }, headers);
      expect(data.clue.content).not.toBeNull();
      expect(await whoSees(clue, 'ningbo-principal', 'ningbo-cadre-head')).toEqual([]);
      await db.owner.query('delete from access_grant where post_id = $1', [successor.id]);
      await db.owner.query('delete from post where id = $1', [successor.id]);
      await db.owner.query('update post set valid_to = null where id = $1', [keeper]);
    });

    it('and above whom there is nobody to know: nothing happens, and the clue stays where it is', async () => {
      const clue = await insertUnresolved(db);
      const nation = { id: newId(), person_id: world.person['ningbo-investigator'], unit_pos: NINGBO.unit.nation };
      const term = { duty: 2, main: false, valid_from: '2020-01-01', valid_to: '2100-01-01' };
      await insertRows(db.owner, 'post', [{ ...nation, ...term }]);
      const before = await denied(clue);
      expect(codes(await link('ningbo-intake', clue, ['ningbo-investigator']))).toEqual(['NOBODY_TO_DECIDE']);
      expect(await denied(clue)).toEqual(before);
      await db.owner.query('delete from post where id = $1', [nation.id]);
    });
  });

  describe('to whom only its ledger is open', () => {
    const ask = async (clue: string) =>
      (await api.run(FOUND, 'zhejiang-cadre-head', { clue: `clue_${clue}` })).text.replaceAll(/"left":\d+/g, '');

    it.each([
      ['no official, by a grant', [], { basis: 2 }],
      ['an official, by a compartment grant', ['ningbo-investigator'], { basis: 10, exempts: true }],
    ] as const)('is missing, and nobody’s to find otherwise: %s', async (_what, persons, grant) => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, persons);
      const to = { object: 'clue', object_id: clue, post_id: world.post['zhejiang-cadre-head'], valid_from: '2020-01-01' };
      await insertRows(db.owner, 'access_grant', [{ id: newId(), facets: ['ledger'], ...to, ...grant }]);
      expect(await seen('zhejiang-cadre-head', clue)).toEqual({ version: 2, content: null });
      expect(await ask(clue)).toBe(await ask(newId()));
      expect(await candidates('zhejiang-cadre-head', clue, { name: '程同名' })).toEqual([]);
      const refused = await link('zhejiang-cadre-head', clue, ['homonym-jiangbei'], { expectedVersion: 2 });
      expect([refused.result, refused.clue, codes(refused)]).toEqual([null, null, ['NOT_ALLOWED']]);
      expect(await rows('select from clue_subject where clue_id = $1', [clue])).toHaveLength(Math.max(1, persons.length));
      // Control: with the content it is told.
      await db.owner.query("update access_grant set facets = '{ledger,content}' where object_id = $1", [clue]);
      expect((await api.run(FOUND, 'zhejiang-cadre-head', { clue: `clue_${clue}` })).data.clueSubject.reason).toBe('经核对单位和职务');
    });
  }); // prettier-ignore

  describe('is laid before another when its keeper', () => {
    const keeper = 'zhejiang-cadre-head';
    let clue: string;
    let next: { person: string; post: string };
    beforeAll(async () => {
      next = { person: newId(), post: newId() };
      const person = { id: next.person, name: '季在上', issuer: 'test', subject: 'zhejiang-principal' };
      await insertRows(db.owner, 'person', [person]);
      await insertPost(db, next.person, NINGBO.unit.zhejiang, 'PRINCIPAL', next.post);
    });
    afterAll(async () => {
      await db.owner.query('delete from access_grant where post_id = $1', [next.post]);
      await db.owner.query('delete from post where id = $1', [next.post]);
    });
    beforeEach(async () => {
      clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['ningbo-leader']);
      assert.deepEqual(await kept(), [keeper]);
    });
    /** Who of the two has the content, asked as anybody is who asks. */
    const kept = async () => {
      const sight = await Promise.all(
        [keeper, 'zhejiang-principal'].map(async (as) => {
          const { data } = await api.run(ONE, as, { id: `clue_${clue}` });
          return data?.clue?.content ? [as] : [];
        }),
      );
      return sight.flat();
    };
    const hourly = () => new HourlyJobs({ connection: db.connectionAs('liandong_jobs') }).run();
    const clock = (now: string) =>
      db.owner.query(`create or replace function app_now() returns timestamptz language sql stable parallel safe as $$ select ${now} $$`);

    it.each<[how: string, by: string, back: string]>([
      ['leaves the service', 'update person set left_at = now() where id = $1', 'update person set left_at = null where id = $1'],
      ['loses his post', 'update post set valid_to = now() where person_id = $1', 'update post set valid_to = null where person_id = $1'],
      ['is moved elsewhere', `update post set unit_pos = ${NINGBO.unit.fenghua} where person_id = $1`, `update post set unit_pos = ${ZHEJIANG_CADRE} where person_id = $1`],
    ])('%s', async (_how, by, back) => {
      await db.owner.query(by, [world.person[keeper]]);
      expect(await kept()).toEqual(['zhejiang-principal']);
      await db.owner.query(back, [world.person[keeper]]);
    });

    it('never had his post, which is struck out', async () => {
      const [chief, own] = [newId(), newId()];
      const { jiangbei } = NINGBO.unit;
      await insertRows(db.owner, 'person', [{ id: chief, name: '江一把', issuer: 'test', subject: 'jiangbei-principal' }]);
      const post = await insertPost(db, chief, jiangbei, 'PRINCIPAL');
      const row = { id: own, number: `查-${own}`, stage: 6, source: 1, received_at: '2026-01-05', owner_pos: jiangbei, handling_pos: jiangbei };
      await insertRows(db.owner, 'clue', [{ ...row, compartment: 1 }]);
      await insertRows(db.owner, 'clue_subject', [{ id: newId(), clue_id: own, state: 2, person_id: world.person['jiangbei-officer'], reason: '已核实' }]);
      const laid = () => rows('select post_id from access_grant where object_id = $1 and basis = 10 and in_force(valid_from, valid_to)', [own]);
      expect(await laid()).toEqual([]);
      await db.owner.query('delete from post where id = $1', [post]);
      expect(await laid()).toEqual([{ post_id: world.post['ningbo-cadre-head'] }]);
    }); // prettier-ignore

    it('is recused later, and it is not given back when that ends', async () => {
      const denial = { id: newId(), object: 'clue', object_id: clue, basis: 1, person_id: world.person[keeper] };
      await insertRows(db.owner, 'denial', [denial]);
      expect(await kept()).toEqual(['zhejiang-principal']);
      await db.owner.query('update denial set ended_at = now() where id = $1', [denial.id]);
      expect(await kept()).toEqual(['zhejiang-principal']);
    });

    it('falls into units that it is denied to: he is one of the subject’s people then', async () => {
      const post = await insertPost(db, world.person['ningbo-leader'], ZHEJIANG_CADRE, 'OFFICER');
      expect(await kept()).toEqual(['zhejiang-principal']);
      await db.owner.query('delete from post where id = $1', [post]);
      // Or he comes to them, by another post.
      clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['ningbo-leader']);
      expect(await kept()).toEqual([keeper]);
      const other = await insertPost(db, world.person[keeper], NINGBO.unit.haishu, 'OFFICER');
      expect(await kept()).toEqual(['zhejiang-principal']);
      await db.owner.query('delete from post where id = $1', [other]);
    });

    it('is not cleared for what it has become, or no longer', async () => {
      await db.owner.query('update person set clearance = 0 where id = $1', [world.person[keeper]]);
      await db.owner.query('update person set clearance = 1 where id = $1', [next.person]);
      await db.owner.query('update clue set classification = 1 where id = $1', [clue]);
      expect(await kept()).toEqual(['zhejiang-principal']);
      await db.owner.query('update person set clearance = 2 where id = $1', [world.person[keeper]]);
      await db.owner.query('update person set clearance = 0 where id = $1', [next.person]);
      expect(await kept()).toEqual([keeper]);
      await db.owner.query('update person set clearance = 0 where id = $1', [world.person[keeper]]);
    });

    it.each<[how: string, by: string, back: string]>([
      ['has left by a date that passes', "update person set left_at = now() + interval '1 day' where id = $1", 'update person set left_at = null where id = $1'],
      ['has a post that ends by its date', "update post set valid_to = now() + interval '1 day' where person_id = $1", 'update post set valid_to = null where person_id = $1'],
    ])('%s: within the hour', async (_how, by, back) => {
      await db.owner.query(by, [world.person[keeper]]);
      await hourly();
      expect(await kept()).toEqual([keeper]);
      await clock("transaction_timestamp() + interval '2 days'");
      expect(await kept()).toEqual([]);
      await Promise.all([hourly(), hourly(), hourly()]);
      expect(await kept()).toEqual(['zhejiang-principal']);
      expect(await rows('select from access_grant where object_id = $1 and post_id = $2', [clue, next.post])).toHaveLength(1);
      await clock('transaction_timestamp()');
      await db.owner.query(back, [world.person[keeper]]);
    });
  }); // prettier-ignore

  describe('who gets a post later', () => {
    it('is known there too, from the moment it is given on; what he has lost stays denied', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['jiangbei-officer']);
      expect(await whoSees(clue, 'ningbo-cadre-head', 'ningbo-principal', 'ningbo-anguan')).toHaveLength(3);
      const given = await insertPost(db, world.person['jiangbei-officer'], NINGBO.unit['ningbo-cadre'], 'OFFICER');
      expect(await whoSees(clue, 'ningbo-cadre-head', 'ningbo-principal', 'ningbo-anguan')).toEqual(['ningbo-principal', 'ningbo-anguan']);
      await db.owner.query('update post set valid_to = now() where id = $1', [given]);
      expect(await whoSees(clue, 'ningbo-cadre-head', 'ningbo-principal')).toEqual(['ningbo-principal']);
    }); // prettier-ignore

    it('to head or lead what he was in, is denied with all of it; and the superior’s 干部监督 gets to know', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['jiangbei-officer']);
      const post = await insertPost(db, world.person['jiangbei-officer'], NINGBO.unit['ningbo-anguan'], 'OFFICER');
      expect(await whoSees(clue, 'ningbo-principal', 'zhejiang-cadre-head')).toEqual(['ningbo-principal']);
      await db.owner.query('update post set unit_pos = $1, duty = 2 where id = $2', [NINGBO.unit.ningbo, post]);
      expect(await whoSees(clue, 'ningbo-principal', 'ningbo-cadre-head', 'haishu-anguan', 'zhejiang-cadre-head')).toEqual(['zhejiang-cadre-head']);
      await db.owner.query('delete from post where id = $1', [post]);
    }); // prettier-ignore

    it('that is to begin, or a branch, counts at once', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['jiangbei-officer']);
      const coming = { id: newId(), person_id: world.person['jiangbei-officer'], unit_pos: NINGBO.unit['ningbo-anguan'] };
      await insertRows(db.owner, 'post', [{ ...coming, duty: 4, main: false, valid_from: '2099-01-01' }]);
      expect(await whoSees(clue, 'ningbo-anguan', 'ningbo-cadre-head')).toEqual(['ningbo-cadre-head']);
      const branch = { id: newId(), post_id: world.post['jiangbei-officer'], office_pos: NINGBO.unit['ningbo-cadre'] };
      await insertRows(db.owner, 'branch', [{ ...branch, valid_from: '2020-01-01' }]);
      expect(await whoSees(clue, 'ningbo-anguan', 'ningbo-cadre-head', 'ningbo-principal')).toEqual(['ningbo-principal']);
      await db.owner.query('delete from branch where id = $1', [branch.id]);
      await db.owner.query('delete from post where id = $1', [coming.id]);
    }); // prettier-ignore

    it('and was re-linked meanwhile, is no concern of the clue', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['jiangbei-officer']);
      await link('ningbo-principal', clue, ['homonym-jiangbei'], { expectedVersion: 2 });
      const post = await insertPost(db, world.person['jiangbei-officer'], NINGBO.unit['ningbo-cadre'], 'OFFICER');
      expect(await whoSees(clue, 'ningbo-cadre-head')).toEqual(['ningbo-cadre-head']);
      await db.owner.query('delete from post where id = $1', [post]);
    });

    it('just while the clue is found to be about another, is no concern of it either', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['jiangbei-officer']);
      const other = new pg.Client({ ...db.connectionAs('liandong_owner'), options: '-c search_path=liandong,pg_temp' });
      await other.connect();
      await other.query('begin');
      await other.query('select from clue where id = $1 for update', [clue]);
      await other.query('update clue_subject set ended_at = now() where clue_id = $1', [clue]);
      await other.query('update denial set ended_at = now() where object_id = $1', [clue]);
      const giving = insertPost(db, world.person['jiangbei-officer'], NINGBO.unit['ningbo-cadre'], 'OFFICER');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await other.query('commit');
      await other.end();
      const post = await giving;
      expect((await denied(clue)).denied_units).toBeNull();
      await db.owner.query('delete from post where id = $1', [post]);
    });

    it('while he is being linked: either waits for the other, and nothing is missed', async () => {
      for (const first of ['post', 'link', 'neither'] as const) {
        const clue = await insertUnresolved(db);
        const linking = () => link('ningbo-intake', clue, ['jiangbei-officer']);
        const id = newId();
        const give = () => db.owner.query(
          `insert into post (id, person_id, unit_pos, duty, main, valid_from) values ($1, $2, $3, 4, false, '2020-01-01')`,
          [id, world.person['jiangbei-officer'], NINGBO.unit['ningbo-cadre']],
        );
        if (first === 'post') {
          await db.owner.query('begin');
          await give();
          const waiting = linking();
          await new Promise((resolve) => setTimeout(resolve, 300));
          expect(await seen('ningbo-intake', clue)).not.toBeNull();
          await db.owner.query('commit');
          expect((await waiting).result).toBe('APPLIED');
        } else if (first === 'link') {
          // Whoever goes by his posts holds the link up; a post that is given then waits for it.
          const holder = await heldTurn(world.person['jiangbei-officer']);
          const waiting = linking();
          await new Promise((resolve) => setTimeout(resolve, 300));
          const giving = give();
          await new Promise((resolve) => setTimeout(resolve, 200));
          await holder.release();
          expect((await waiting).result).toBe('APPLIED');
          await giving;
        } else {
          const [linked] = await Promise.all([linking(), give()]);
          expect(linked.result).toBe('APPLIED');
        }
        expect([first, await whoSees(clue, 'ningbo-cadre-head', 'ningbo-principal')]).toEqual([first, ['ningbo-principal']]);
        await db.owner.query('delete from post where id = $1', [id]);
      }
    }); // prettier-ignore
    it('locks what it concerns in one order: no clue is held while an earlier one is waited for', async () => {
      const [first, second] = [await insertUnresolved(db), await insertUnresolved(db)];
      expect(first < second).toBe(true);
      await link('ningbo-intake', first, ['ningbo-leader']);
      await link('ningbo-intake', second, ['jiangbei-officer']);
      const left = (at: string) => db.owner.query(`update person set left_at = ${at} where id = $1`, [world.person['zhejiang-cadre-head']]);
      await left('now()'); // and nobody comes after her, until somebody does
      const other = new pg.Client({ ...db.connectionAs('liandong_owner'), options: '-c search_path=liandong,pg_temp' });
      await other.connect();
      await other.query('begin');
      await other.query('select from clue where id = $1 for update', [first]);
      const giving = insertPost(db, world.person['jiangbei-officer'], NINGBO.unit['ningbo-cadre'], 'OFFICER');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await other.query('select from clue where id = $1 for update nowait', [second])).rowCount).toBe(1);
      await other.query('commit');
      await other.end();
      const post = await giving;
      expect(await whoSees(second, 'ningbo-cadre-head', 'ningbo-principal')).toEqual(['ningbo-principal']);
      await db.owner.query('delete from post where id = $1', [post]);
      await left('null');
      expect(await whoSees(first, 'zhejiang-cadre-head', 'ningbo-principal')).toEqual(['zhejiang-cadre-head']);
    }); // prettier-ignore
  });

  describe('of a clue that is worked on jointly', () => {
    const joint = NINGBO.jointCase.joint;
    const inCase = (clue: string) => rows('select from joint_case_clue where clue_id = $1', [clue]);
    const add = (clue: string, to: string = joint) =>
      insertRows(db.owner, 'joint_case_clue', [{ joint_case_id: to, clue_id: clue }]);
    const CASE = `query ($id: ID!) { jointCase(id: $id) { id number state content { title } } }`;
    const caseOf = async (as: Somebody, id: string = joint) =>
      (await api.run(CASE, as, { id: `jointCase_${id}` })).data.jointCase as object | null;

    it('is not found to be somebody who works on it without the clue leaving it, and the case stays', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, []);
      await add(clue);
      const grant = { object: 'clue', object_id: clue, facets: ['ledger', 'content'], basis: 3 };
      const member = { post_id: world.post['ningbo-investigator'], valid_from: '2020-01-01' };
      await insertRows(db.owner, 'access_grant', [{ id: newId(), ...grant, ...member }]);
      const before = await Promise.all((['ningbo-investigator', 'ningbo-group-head'] as const).map((as) => caseOf(as)));
      expect(before).not.toContain(null);
      expect(await whoSees(clue, 'ningbo-investigator')).toHaveLength(1);
      await link('ningbo-principal', clue, ['ningbo-investigator'], { expectedVersion: 2 });
      expect(await inCase(clue)).toEqual([]);
      expect(await Promise.all((['ningbo-investigator', 'ningbo-group-head'] as const).map((as) => caseOf(as)))).toEqual(before);
      expect(await whoSees(clue, 'ningbo-investigator')).toEqual([]);
      // And by no later finding does it come back to them.
      await link('ningbo-principal', clue, [], { expectedVersion: 3 });
      expect(await whoSees(clue, 'ningbo-investigator')).toEqual([]);
      expect(await rows('select from access_grant where object_id = $1 and (valid_to is null or valid_to > now())', [clue])).toEqual([]);
      expect(await rows('select event from outbox where object_id = $1 and event = $2', [clue, 'clueLeftJointCase'])).toHaveLength(1);
    }); // prettier-ignore

    it('and an official, is not put into a case that its members would lose by it', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['ningbo-investigator']);
      // Not of the compartment; of the compartment, but one of his people is a member; and so with its lead office.
      const secret = { mode: 3, state: 2, started_at: '2025-03-02', compartment: 1, owner_pos: NINGBO.unit.ningbo };
      const [his, led, fit] = [newId(), newId(), newId()];
      const cadre = { ...secret, handling_pos: NINGBO.unit['ningbo-cadre'] };
      await insertRows(db.owner, 'joint_case', [
        { id: his, number: '联1', ...cadre },
        { id: led, number: '联2', ...secret, handling_pos: NINGBO.unit['ningbo-investigation'] },
        { id: fit, number: '联3', ...cadre },
      ]);
      const assigned = (id: string, slug: PersonSlug, valid_to: string | null = null) => ({
        id: newId(), joint_case_id: id, post_id: NINGBO.post[slug], person_name: PEOPLE[slug][0],
        unit_pos: NINGBO.unit['ningbo-cadre'], force: 2, valid_from: '2020-01-01', valid_to,
      });
      await insertRows(db.owner, 'joint_case_assignment', [
        assigned(his, 'ningbo-investigator'),
        assigned(fit, 'ningbo-cadre-head'),
        assigned(fit, 'ningbo-investigator', '2024-01-01'),
      ]);
      for (const id of [joint, his, led]) await expect(add(clue, id)).rejects.toMatchObject({ code: 'LD020' });
      expect(await inCase(clue)).toEqual([]);
      await add(clue, fit);
      expect(await caseOf('ningbo-cadre-head', fit)).not.toBeNull();
      // A post that the subject gets in its lead office takes the clue out again, and not the case from its members.
      const post = await insertPost(db, world.person['ningbo-investigator'], NINGBO.unit['ningbo-cadre'], 'OFFICER');
      expect(await inCase(clue)).toEqual([]);
      expect(await caseOf('ningbo-cadre-head', fit)).not.toBeNull();
      expect(await seen('ningbo-cadre-head', clue)).toBeNull();
      await db.owner.query('delete from post where id = $1', [post]);
    }); // prettier-ignore
  });

  describe('while it is not found', () => {
    it.each([
      ['stage = 6'],
      ['stage = 3'],
      [`handler_post = '${NINGBO.post['haishu-handler']}'`],
      [`handling_pos = ${NINGBO.unit['ningbo-investigation']}`],
      [`owner_pos = ${NINGBO.unit.haishu}`],
      ["stage = 18, closed_at = now()"],
    ])('keeps the clue where it is: %s', async (change) => {
      const clue = await insertUnresolved(db);
      await expect(db.owner.query(`update clue set ${change} where id = $1`, [clue])).rejects.toMatchObject({ code: 'LD023' });
      await db.owner.query("update clue set due_at = now(), yellow_at = null, red_at = null where id = $1", [clue]);
      await link('ningbo-intake', clue, []);
      await db.owner.query(`update clue set ${change} where id = $1`, [clue]);
    }); // prettier-ignore
  });

  describe('at once', () => {
    it('is found once: the other has read an older version', async () => {
      const clue = await insertUnresolved(db);
      const answers = await Promise.all([link('ningbo-intake', clue, []), link('ningbo-anguan-head', clue, [])]);
      expect(answers.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
      expect(answers.flatMap(codes)).toEqual(['VERSION_CONFLICT']);
      const again = await Promise.all(
        (['homonym-jiangbei', 'jiangbei-officer', 'ningbo-contact-head'] as const).map((whom) =>
          link('ningbo-principal', clue, [whom], { expectedVersion: 2 }),
        ),
      );
      expect(again.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
      expect(again.flatMap(codes)).toEqual(['VERSION_CONFLICT', 'VERSION_CONFLICT']);
      expect(await rows('select from clue_subject where clue_id = $1 and ended_at is null', [clue])).toHaveLength(1);
      expect(await rows('select from denial where object_id = $1 and ended_at is null and person_id is not null', [clue])).toHaveLength(1);
    }); // prettier-ignore

    it('is never seen between two findings, by who belongs to either', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['ningbo-investigator']);
      const watch = { over: false, looked: 0 };
      const look = async () => {
        for (; !watch.over; watch.looked += 1) expect(await seen('ningbo-contact-head', clue)).toBeNull();
      };
      const looking = Promise.all([look(), look()]);
      for (let version = 2; version < 10; version += 1) {
        const whom = version % 2 ? 'ningbo-investigator' : 'ningbo-contact-head';
        expect((await link('ningbo-principal', clue, [whom], { expectedVersion: version })).result).toBe('APPLIED');
      }
      watch.over = true;
      await looking;
      expect(watch.looked).toBeGreaterThan(5);
    });
  });

  describe('refuses', () => {
    const count = `select (select count(*) from denial)::int as d, (select count(*) from clue_subject)::int as s,
      (select count(*) from outbox)::int as o, (select sum(version) from clue)::int as v`;
    const nothingDone = async (work: () => Promise<Linked>, ...expected: string[]) => {
      const before = await rows(count);
      const refused = await work();
      expect([refused.result, refused.clue, codes(refused), await rows(count)]).toEqual([null, null, expected, before]);
      return refused;
    };

    it('what is hidden and what is missing alike', async () => {
      const clue = await insertUnresolved(db);
      for (const as of ['jiangbei-anguan', 'ningbo-principal', 'ningbo-cadre-head', 'zhejiang-cadre-head'] as const) {
        const hidden = await nothingDone(() => link(as, clue, ['ningbo-leader']), 'OBJECT_NOT_FOUND');
        expect(await nothingDone(() => link(as, newId(), ['ningbo-leader']), 'OBJECT_NOT_FOUND')).toEqual(hidden);
        for (const document of [FOUND, CANDIDATES]) {
          const [one, other] = await Promise.all(
            [clue, newId()].map((id) => api.run(document, as, { clue: `clue_${id}`, by: { name: '程同名' } })),
          );
          expect([one!.status, one!.data]).toEqual([other!.status, other!.data]);
        }
      }
      // The finder's own mistakes come before the clue: they are the same for every clue.
      const wrong = { persons: [], state: 'STAFF' };
      const told = await nothingDone(() => link('jiangbei-anguan', clue, [], wrong), 'INPUT_INVALID');
      expect(await nothingDone(() => link('jiangbei-anguan', newId(), [], wrong), 'INPUT_INVALID')).toEqual(told);
    });

    it.each([
      ['who sees the clue and has no say', 'ningbo-anguan', {}, 'NOT_ALLOWED'],
      ['another version', 'ningbo-principal', { expectedVersion: 7 }, 'VERSION_CONFLICT'],
      ['somebody who is not there', 'ningbo-principal', { persons: [`person_${newId()}`] }, 'OBJECT_NOT_FOUND'],
      ['somebody who has left', 'ningbo-principal', { persons: [`person_${NINGBO.person['has-left']}`] }, 'OBJECT_NOT_FOUND'],
      ['a post for a person', 'ningbo-principal', { persons: [`post_${NINGBO.post['ningbo-leader']}`] }, 'INPUT_INVALID'],
      ['nobody, for an official', 'ningbo-principal', { persons: [] }, 'INPUT_INVALID'],
      ['somebody, for no official', 'ningbo-principal', { state: 'NOT_STAFF' }, 'INPUT_INVALID'],
      ['eleven persons', 'ningbo-principal', { persons: Array.from({ length: 11 }, () => `person_${newId()}`) }, 'INPUT_INVALID'],
      ['no reason', 'ningbo-principal', { reason: ' ' }, 'INPUT_INVALID'],
      ['what was found already', 'ningbo-principal', { state: 'NOT_STAFF', persons: [] }, 'STATE_CONFLICT'],
    ] as const)('%s', async (_what, as, more, code) => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, []);
      await nothingDone(() => link(as, clue, ['ningbo-leader'], { expectedVersion: 2, ...more }), code);
    }); // prettier-ignore

    it('the same persons again, in whatever order', async () => {
      const clue = await insertUnresolved(db);
      await link('ningbo-intake', clue, ['homonym-jiangbei', 'ningbo-investigator']);
      const again = () =>
        link('ningbo-principal', clue, ['ningbo-investigator', 'homonym-jiangbei'], { expectedVersion: 2 });
      await nothingDone(again, 'STATE_CONFLICT');
    });

    it('a registrar who is recused from it, as one to whom it is missing', async () => {
      const clue = await insertUnresolved(db);
      const recused = { object: 'clue', object_id: clue, basis: 1, person_id: world.person['ningbo-intake'] };
      await insertRows(db.owner, 'denial', [{ id: newId(), ...recused }]);
      await nothingDone(() => link('ningbo-intake', clue, []), 'OBJECT_NOT_FOUND');
      expect(await candidates('ningbo-intake', clue, { name: '程同名' })).toEqual([]);
    });

    it('an administrator, before anything', async () => {
      const clue = await insertUnresolved(db);
      for (const [document, variables] of [[LINK, { input: finding(clue, []) }], [FOUND, { clue: `clue_${clue}` }]] as const) {
        const { errors } = await api.run(document, 'ningbo-administrator', variables);
        expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      }
    }); // prettier-ignore
  });

  it('leaves in the trail who looked and who found, of which clue, and neither a name nor a number', async () => {
    const clue = await insertUnresolved(db);
    const by = { name: '程同名', idNumber: NUMBERS['homonym-cadre'] };
    const search = await api.run(CANDIDATES, 'ningbo-intake', { clue: `clue_${clue}`, by });
    const correlation = (answer: { headers: Headers }) => answer.headers.get('x-correlation-id')!;
    expect(await trailOf(db.owner, correlation(search))).toMatchObject([{ kind: 'SEARCH', operation: 'subjectCandidates', object: 'clue', ids: [clue] }]);
    const refused = await api.run(CANDIDATES, 'ningbo-principal', { clue: `clue_${clue}`, by });
    // Of a clue that is not his to find there is no id in the trail, be it hidden, missing or made up.
    expect(await trailOf(db.owner, correlation(refused))).toMatchObject([{ kind: 'SEARCH', operation: 'subjectCandidates', ids: [] }]);
    const madeUp = await api.run(CANDIDATES, 'ningbo-intake', { clue: `clue_${newId()}`, by });
    expect(await trailOf(db.owner, correlation(madeUp))).toMatchObject([{ kind: 'SEARCH', ids: [] }]);
    const linked = await api.run(LINK, 'ningbo-intake', { input: finding(clue, ['homonym-cadre'], { reason: '系程同名本人' }) });
    expect(await trailOf(db.owner, correlation(linked))).toMatchObject([
      { kind: 'ACT', operation: 'clueSubjectLink', object: 'clue', ids: [clue], reason: null, details: { state: 2, persons: 1 } },
    ]);
    const found = await api.run(FOUND, 'ningbo-principal', { clue: `clue_${clue}` });
    expect(found.data.clueSubject.persons).toHaveLength(1);
    expect(await trailOf(db.owner, correlation(found))).toMatchObject([{ kind: 'READ', operation: 'clueSubject', facets: ['CONTENT'], ids: [clue] }]);
    const all = JSON.stringify([await rows('select * from audit_entry'), await rows('select * from outbox'), await rows('select * from act_key')]);
    for (const text of ['程同名', '戚远征', ...Object.values(NUMBERS)])
      expect([text, all.includes(text)]).toEqual([text, false]);
    expect(all.length).toBeGreaterThan(10_000);
  }); // prettier-ignore

  it('keeps the number of nobody: only a digest under the host’s key, and its end', async () => {
    const everything = JSON.stringify(await rows('select * from person'));
    for (const number of Object.values(NUMBERS)) expect(everything).not.toContain(number.slice(0, 14));
    expect(everything).toContain(NUMBERS['homonym-cadre'].slice(14));
  });
});
