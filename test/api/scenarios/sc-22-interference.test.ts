import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO, type ClueSlug, type PersonSlug } from '../../fixtures/ningbo.js';
import { trailOf } from '../../audit/trailOf.js';
import { startApi, type TestApi } from '../../support/api.js';
import { asSuperuser, Attacker } from '../../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { insertRows } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';

const PAYLOAD = `result userErrors { __typename code path message citation } interferenceRecord { id clueId state version personName
  personUnit { name } manner matter at recorderName recorderHandles reportedTo { name } corrects handlings { outcome reason unit { name } } }`;
const RECORD = `mutation ($input: InterferenceRecordInput!) { interferenceRecord(input: $input) { ${PAYLOAD} } }`;
const HANDLE = `mutation ($input: InterferenceHandleInput!) { interferenceHandle(input: $input) { ${PAYLOAD} } }`;
const READ = 'query ($id: ID!) { interferenceRecord(id: $id) { personName } node(id: $id) { id } }';

interface Answer {
  result: string | null;
  userErrors: { __typename: string; code: string; path: string[]; citation: string | null }[];
  interferenceRecord: { id: string; state: string; version: number; corrects: string | null } | null;
}

/*
 * SC-22, the record (登记): 监察法 art. 66; 监督执纪工作规则 art. 64. Who is recorded, and whom he leads, must not know that there
 * is a record. Its other half, a case handed to another organ (互涉), waits for cases: here there are clues only.
 */
describe('interference record', () => {
  let db: TestDatabase;
  let api: TestApi;
  const office = NINGBO.unit.zhejiang + 5;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    const unit = { id: newId(), pos: office, hi: office, parent_pos: NINGBO.unit.zhejiang, organ_pos: NINGBO.unit.zhejiang };
    await insertRows(db.owner, 'unit', [{ ...unit, kind: 2, tier: 2, office_kind: 7, name: '干部监督室', valid_from: '2020-01-01' }]);
    const people = {
      'zhejiang-cadre-head': [office, 3],
      'zhejiang-cadre': [office, 4],
      'zhejiang-principal': [NINGBO.unit.zhejiang, 1],
      'ningbo-cadre': [NINGBO.unit['ningbo-cadre'], 4],
    } as const;
    for (const [subject, [unit_pos, duty]] of Object.entries(people)) {
      await insertRows(db.owner, 'person', [{ id: (person[subject] = newId()), name: subject, issuer: 'test', subject }]);
      await insertRows(db.owner, 'post', [{ id: (post[subject] = newId()), person_id: person[subject], unit_pos, duty, valid_from: '2020-01-01' }]);
    }
    api = await startApi(db);
  }); // prettier-ignore
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });
  const person: Record<string, string> = { ...NINGBO.person };
  const post: Record<string, string> = { ...NINGBO.post };

  const key = () => `key-${newId()}`;
  const rows = async (sql: string, values: unknown[] = []) =>
    (await db.owner.query<Record<string, unknown>>(sql, values)).rows;
  const act = async (document: string, as: string, input: object): Promise<Answer> => {
    const { data, errors } = await api.run(document, as, { input: { idempotencyKey: key(), ...input } });
    expect(errors).toBeUndefined();
    return Object.values(data as object)[0] as Answer;
  };
  const what = { manner: 'ASKED_ABOUT', matter: '电话询问案件进展', at: '2026-03-01T09:00:00+08:00' };
  const record = (as: string, clue: ClueSlug, whom: string | null, more: object = {}) =>
    act(RECORD, as, {
      clue: `clue_${NINGBO.clue[clue]}`,
      ...(whom && { post: `post_${post[whom]}` }),
      ...what,
      ...more,
    });
  const handle = (id: string, as: string, more: object = {}) =>
    act(HANDLE, as, { id, expectedVersion: 1, outcome: 'ADMONITION', reason: '已批评教育', ...more });
  const codes = ({ userErrors }: Answer) => userErrors.map(({ code }) => code);
  const idOf = ({ interferenceRecord }: Answer) => interferenceRecord!.id;
  const counts = () =>
    rows(
      'select (select count(*) from interference_record)::int as r, (select count(*) from interference_handling)::int as h, (select count(*) from outbox)::int as o',
    );
  const listed = async (as: string, headers: Record<string, string> = {}) =>
    (
      (await api.run('{ interferenceRecords { id } }', as, {}, headers)).data.interferenceRecords as { id: string }[]
    ).map(({ id }) => id);
  const bytes = async (id: string, as: string, headers: Record<string, string> = {}) =>
    (await api.run(READ, as, { id }, headers)).text.replaceAll(/"left":\d+/g, '');
  /** Of these, who is told; of the others nobody, to the byte. */
  async function toldTo(id: string, readers: string[], others: string[]) {
    for (const as of readers) {
      expect([as, await listed(as)]).toEqual([as, expect.arrayContaining([id])]);
      expect([as, await bytes(id, as)]).toEqual([as, expect.stringMatching(/personName.*"node":\{"id"/)]);
      expect(await bytes(id, as)).not.toBe(await bytes(`interferenceRecord_${newId()}`, as));
    }
    for (const as of others) {
      expect([as, (await listed(as)).includes(id)]).toEqual([as, false]);
      expect([as, await bytes(id, as)]).toEqual([as, await bytes(`interferenceRecord_${newId()}`, as)]);
    }
  } // prettier-ignore

  it('is told to cadre supervision here and above and to the principal, and not to the person', async () => {
    const told = await record('ningbo-anguan', 'ningbo', 'ningbo-leader');
    expect(told).toMatchObject({
      result: 'APPLIED', userErrors: [],
      interferenceRecord: {
        state: 'RECORDED', version: 1, personName: '竺立人', personUnit: { name: '宁波市纪委监委' }, manner: 'ASKED_ABOUT', matter: '电话询问案件进展',
        recorderName: '徐静波', recorderHandles: false, corrects: null, handlings: [], reportedTo: [{ name: '宁波市纪委监委' }, { name: '浙江省纪委监委' }],
      },
    });
    // 竺立人 sees the clue, and 傅行舟 whose office he leads does; neither learns of the record.
    await toldTo(
      idOf(told),
      ['ningbo-anguan', 'ningbo-cadre', 'ningbo-cadre-head', 'ningbo-principal', 'zhejiang-cadre', 'zhejiang-cadre-head'],
      ['ningbo-leader', 'ningbo-contact-head', 'ningbo-investigator', 'ningbo-anguan-head', 'ningbo-group-head', 'zhejiang-anguan', 'zhejiang-principal', 'haishu-anguan'],
    );
  }); // prettier-ignore

  it('of an officer of cadre supervision is told to the others of it', async () => {
    const told = await record('ningbo-anguan', 'ningbo', 'ningbo-cadre');
    await toldTo(idOf(told), ['ningbo-cadre-head', 'ningbo-principal', 'zhejiang-cadre'], ['ningbo-cadre']);
  });

  it('of a handler’s own clue says that he handles it, and goes to the nearest cadre supervision above', async () => {
    const told = await record('haishu-handler', 'haishu', null, { name: '某局办公室主任', manner: 'PLEADED' });
    expect(told.interferenceRecord).toMatchObject({ recorderHandles: true, personName: '某局办公室主任', personUnit: null });
    await toldTo(
      idOf(told),
      ['haishu-handler', 'ningbo-cadre', 'ningbo-cadre-head'],
      ['haishu-office-head', 'haishu-anguan', 'ningbo-principal', 'ningbo-anguan', 'zhejiang-cadre-head', 'jiangbei-anguan'],
    );
  }); // prettier-ignore

  describe('of somebody who leads', () => {
    it('the organ is told to nobody in it but who wrote it, and goes above', async () => {
      const told = await record('ningbo-anguan', 'investigated', 'ningbo-principal');
      expect(told.interferenceRecord).toMatchObject({ reportedTo: [{ name: '浙江省纪委监委' }] });
      await toldTo(
        idOf(told),
        ['ningbo-anguan', 'zhejiang-cadre-head'],
        ['ningbo-principal', 'ningbo-cadre-head', 'ningbo-cadre', 'ningbo-leader', 'ningbo-group-head', 'haishu-anguan', 'gaoqiao-principal'],
      );
    }); // prettier-ignore

    it('the cadre supervision is told to nobody in it, and to nobody whose person has a second post in it', async () => {
      const told = await record('ningbo-anguan', 'other', 'ningbo-cadre-head');
      const second = newId();
      await toldTo(idOf(told), ['ningbo-principal', 'zhejiang-cadre-head'], ['ningbo-cadre-head', 'ningbo-cadre']);
      // 严自律 gets a post above, where others read it: he does not, by either.
      await insertRows(db.owner, 'post', [{ id: second, person_id: person['ningbo-cadre-head'], unit_pos: office, duty: 3, main: false, valid_from: '2020-01-01' }]);
      const above = { 'x-liandong-post': `post_${second}` };
      expect(await listed('ningbo-cadre-head', above)).not.toContain(idOf(told));
      expect(await bytes(idOf(told), 'ningbo-cadre-head', above)).toBe(await bytes(`interferenceRecord_${newId()}`, 'ningbo-cadre-head', above));
      const input = { idempotencyKey: key(), id: idOf(told), expectedVersion: 1, outcome: 'NO_VIOLATION', reason: '无' };
      const own = await api.run(HANDLE, 'ningbo-cadre-head', { input }, above);
      const missing = await api.run(HANDLE, 'ningbo-cadre-head', { input: { ...input, id: `interferenceRecord_${newId()}` } }, above);
      expect(own.data).toEqual(missing.data);
      expect(own.data.interferenceHandle.userErrors).toMatchObject([{ code: 'NOT_ALLOWED' }]);
      // A second post among those he leads shuts out whoever has it.
      const below = newId();
      await insertRows(db.owner, 'post', [{ id: below, person_id: person['zhejiang-cadre'], unit_pos: NINGBO.unit['ningbo-cadre'], duty: 4, main: false, valid_from: '2020-01-01' }]);
      expect(await listed('zhejiang-cadre')).not.toContain(idOf(told));
      await db.owner.query('delete from post where id = any ($1)', [[second, below]]);
      expect(await listed('zhejiang-cadre')).toContain(idOf(told));
    }); // prettier-ignore

    it('the organ above goes past it, to the principal where there is no cadre supervision – and nowhere, if to nobody', async () => {
      const before = await counts();
      const refused = await record('ningbo-anguan', 'ningbo', 'zhejiang-principal');
      expect([codes(refused), refused.interferenceRecord, await counts()]).toEqual([['NOBODY_TO_DECIDE'], null, before]);
      // In this world the nation has no cadre supervision.
      await insertRows(db.owner, 'person', [{ id: (person['nation-principal'] = newId()), name: '秦国钧', issuer: 'test', subject: 'nation-principal' }]);
      await insertRows(db.owner, 'post', [{ id: newId(), person_id: person['nation-principal'], unit_pos: NINGBO.unit.nation, duty: 1, valid_from: '2020-01-01' }]);
      const told = await record('ningbo-anguan', 'ningbo', 'zhejiang-principal');
      expect(told.interferenceRecord).toMatchObject({ reportedTo: [{ name: expect.any(String) }] });
      await toldTo(
        idOf(told),
        ['ningbo-anguan', 'nation-principal'],
        ['zhejiang-principal', 'zhejiang-cadre-head', 'ningbo-principal', 'ningbo-cadre-head'],
      );
      expect((await handle(idOf(told), 'nation-principal')).result).toBe('APPLIED');
    }); // prettier-ignore

    it('them only later is told to nobody any more whom he leads then', async () => {
      const id = idOf(await record('ningbo-anguan', 'ningbo', 'haishu-office-head'));
      expect(await listed('ningbo-cadre')).toContain(id);
      // He comes to be in charge of cadre supervision.
      const leader = newId();
      await insertRows(db.owner, 'post', [{ id: leader, person_id: person['haishu-office-head'], unit_pos: NINGBO.unit.ningbo, duty: 2, main: false, valid_from: '2020-01-01' }]);
      await insertRows(db.owner, 'branch', [{ id: newId(), post_id: leader, office_pos: NINGBO.unit['ningbo-cadre'], valid_from: '2020-01-01' }]);
      await toldTo(id, ['ningbo-anguan', 'ningbo-principal', 'zhejiang-cadre-head'], ['ningbo-cadre', 'ningbo-cadre-head', 'haishu-office-head']);
      await db.owner.query("update branch set valid_to = now() - interval '1 second' where post_id = $1", [leader]);
      expect(await listed('ningbo-cadre')).toContain(id);
      // And its head.
      await db.owner.query('update post set duty = 3, unit_pos = $2 where id = $1', [leader, NINGBO.unit['ningbo-cadre']]);
      await toldTo(id, ['zhejiang-cadre-head'], ['ningbo-cadre', 'ningbo-cadre-head']);
      expect(codes(await handle(id, 'ningbo-cadre-head'))).toEqual(['NOT_ALLOWED']);
      await db.owner.query('delete from branch where post_id = $1', [leader]);
      await db.owner.query('delete from post where id = $1', [leader]);
    }); // prettier-ignore
  });

  it('is not read by an administrator among cadre supervision, whoever asks the database', async () => {
    const id = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader'));
    const [keeper, as] = [newId(), newId()];
    await insertRows(db.owner, 'person', [{ id: keeper, name: '管理员', issuer: 'test', subject: 'cadre-administrator' }]);
    await insertRows(db.owner, 'post', [{ id: as, person_id: keeper, unit_pos: NINGBO.unit['ningbo-cadre'], duty: 5, valid_from: '2020-01-01' }]);
    const attacker = await Attacker.open(db.connectionAs('liandong_api'));
    for (const [subject, shown] of [['ningbo-cadre', [{ id: id.slice(19) }]], ['cadre-administrator', []]] as const) {
      await attacker.enter({ issuer: 'test', subject, post: null });
      expect(await attacker.send(`select id from interference_record where id = '${id.slice(19)}'`)).toEqual(shown);
      for (const table of ['interference_handling', 'unmasking', 'emergency_access'])
        if (subject === 'cadre-administrator') expect(await attacker.send(`select id from ${table}`)).toEqual([]);
    }
    await attacker.end();
  }); // prettier-ignore

  it('is denied to whom the clue is denied', async () => {
    const id = idOf(await record('ningbo-group-head', 'group', 'haishu-office-head'));
    await toldTo(id, ['ningbo-group-head', 'ningbo-principal', 'ningbo-cadre'], ['haishu-office-head']);
    for (const slug of ['ningbo-principal', 'ningbo-group-head', 'ningbo-cadre'])
      await insertRows(db.owner, 'denial', [{ id: newId(), object: 'clue', object_id: NINGBO.clue.group, basis: 1, person_id: person[slug] }]);
    await toldTo(id, ['ningbo-cadre-head'], ['ningbo-principal', 'ningbo-group-head', 'ningbo-cadre']);
    await db.owner.query('update clue set classification = 1 where id = $1', [NINGBO.clue.group]);
    await toldTo(id, [], ['ningbo-cadre-head', 'zhejiang-cadre-head']);
    await db.owner.query('update clue set classification = 0 where id = $1', [NINGBO.clue.group]);
  }); // prettier-ignore

  it('of a clue in the cadre compartment goes to cadre supervision all the same', async () => {
    const told = await record('ningbo-cadre-head', 'cadre', 'ningbo-leader');
    await toldTo(
      idOf(told),
      ['ningbo-cadre', 'ningbo-principal', 'zhejiang-cadre-head'],
      ['ningbo-leader', 'ningbo-anguan'],
    );
  });

  describe('is only ever added to', () => {
    it('also by its owner, and by a superuser', async () => {
      const id = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader'));
      await handle(id, 'ningbo-cadre-head');
      const before = await rows('select * from interference_record order by id');
      for (const table of ['interference_record', 'interference_handling']) {
        for (const sql of [`update ${table} set id = id`, `delete from ${table}`, `truncate ${table} cascade`]) {
          await expect(db.owner.query(sql)).rejects.toMatchObject({ code: '42501' });
          await expect(
            asSuperuser(db, (superuser) => superuser.query(`set session_replication_role = replica; ${sql.replace(table, `liandong.${table}`)}`)),
          ).rejects.toMatchObject({ code: '42501' });
        }
      }
      expect(await rows('select * from interference_record order by id')).toEqual(before);
    }); // prettier-ignore

    it('corrected by a new record that names the old', async () => {
      const old = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader'));
      const fixed = await record('ningbo-anguan', 'ningbo', 'ningbo-cadre-head', { corrects: old, matter: '系严自律来电' });
      expect(fixed.interferenceRecord).toMatchObject({ corrects: old, state: 'RECORDED' });
      const state = async (as: string) => (await api.run('query ($id: ID!) { interferenceRecord(id: $id) { state } }', as, { id: old })).data.interferenceRecord;
      expect(await state('zhejiang-cadre-head')).toEqual({ state: 'CORRECTED' });
      // Whom the new one is about is told of neither.
      await toldTo(old, ['zhejiang-cadre-head', 'ningbo-principal', 'ningbo-anguan'], ['ningbo-cadre-head', 'ningbo-cadre', 'ningbo-leader']);
      expect(await listed('ningbo-cadre-head')).not.toContain(idOf(fixed));
      const { data } = await api.run('{ interferenceRecords(state: [CORRECTED]) { id } }', 'ningbo-cadre-head');
      expect(data.interferenceRecords).toEqual([]);
    }); // prettier-ignore

    it('by name first, and by his post afterwards: then neither he nor whom he leads reads it, nor does he handle it', async () => {
      const named = idOf(await record('ningbo-intake', 'ningbo', null, { name: '严自律', manner: 'PLEADED' }));
      await toldTo(named, ['ningbo-cadre-head', 'ningbo-cadre', 'ningbo-principal'], []);
      const again = idOf(await record('ningbo-intake', 'ningbo', null, { name: '严某', corrects: named }));
      const fixed = idOf(await record('ningbo-intake', 'ningbo', 'ningbo-cadre-head', { corrects: again }));
      for (const id of [named, again, fixed]) {
        await toldTo(id, ['ningbo-intake', 'ningbo-principal', 'zhejiang-cadre-head'], ['ningbo-cadre-head', 'ningbo-cadre']);
        const before = await counts();
        const [hidden, missing] = [await handle(id, 'ningbo-cadre-head'), await handle(`interferenceRecord_${newId()}`, 'ningbo-cadre-head')];
        expect([codes(hidden), hidden, await counts()]).toEqual([['NOT_ALLOWED'], missing, before]);
      }
    }); // prettier-ignore

    it('is handled as it was corrected, and by nobody whom any of it names', async () => {
      const old = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-cadre-head'));
      const fixed = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader', { corrects: old }));
      for (const [id, as, code] of [
        [old, 'zhejiang-cadre-head', 'STATE_CONFLICT'],
        [old, 'ningbo-cadre-head', 'NOT_ALLOWED'],
        [fixed, 'ningbo-cadre-head', 'NOT_ALLOWED'],
      ] as const) {
        const before = await counts();
        const refused = await handle(id, as);
        expect([codes(refused), refused.interferenceRecord, await counts()]).toEqual([[code], null, before]);
      }
      // The organ has nobody else in cadre supervision for it: its principal handles it, or cadre supervision above.
      expect((await handle(fixed, 'ningbo-principal')).result).toBe('APPLIED');
      expect((await handle(fixed, 'zhejiang-cadre-head', { expectedVersion: 2 })).result).toBe('APPLIED');
    });

    it('does not tell, by a correction, who was named before', async () => {
      const old = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-cadre-head'));
      const fixed = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader', { corrects: old }));
      const corrects = async (as: string) => (await api.run('query ($id: ID!) { interferenceRecord(id: $id) { corrects } }', as, { id: fixed })).data.interferenceRecord;
      expect(await corrects('ningbo-cadre-head')).toEqual({ corrects: null });
      expect(await corrects('zhejiang-cadre-head')).toEqual({ corrects: old });
    }); // prettier-ignore
  });

  describe('is handled', () => {
    it('by the heads of cadre supervision, here and above, one after another', async () => {
      const id = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader'));
      expect(await handle(id, 'ningbo-cadre-head')).toMatchObject({ result: 'APPLIED', interferenceRecord: { state: 'HANDLED', version: 2 } });
      const above = await handle(id, 'zhejiang-cadre-head', { expectedVersion: 2, outcome: 'ACCOUNTABILITY', reason: '启动问责' });
      expect(above.interferenceRecord).toMatchObject({
        version: 3,
        handlings: [
          { outcome: 'ADMONITION', reason: '已批评教育', unit: { name: '干部监督室' } },
          { outcome: 'ACCOUNTABILITY', reason: '启动问责', unit: { name: '干部监督室' } },
        ],
      });
      const { data } = await api.run('{ interferenceRecords(state: [HANDLED]) { id } }', 'ningbo-anguan');
      expect(data.interferenceRecords).toContainEqual({ id });
    }); // prettier-ignore

    it('by the principal, where the organ has no cadre supervision', async () => {
      const told = await record('gaoqiao-principal', 'gaoqiao', null, { name: '村主任' });
      expect((await handle(idOf(told), 'gaoqiao-principal')).result).toBe('APPLIED');
    });

    it('by the principal, once the head of cadre supervision has left the service, whatever his post says', async () => {
      const id = idOf(await record('ningbo-anguan', 'ningbo', 'haishu-office-head'));
      expect(codes(await handle(id, 'ningbo-principal'))).toEqual(['NOT_ALLOWED']);
      const head = person['ningbo-cadre-head'];
      await db.owner.query("update person set left_at = now() - interval '1 second' where id = $1", [head]);
      expect((await handle(id, 'ningbo-principal')).result).toBe('APPLIED');
      await db.owner.query('update person set left_at = null where id = $1', [head]);
    });

    it.each<[string, string, object, string]>([
      ['who recorded it', 'ningbo-anguan', {}, 'NOT_ALLOWED'],
      ['an officer of cadre supervision', 'ningbo-cadre', {}, 'NOT_ALLOWED'],
      ['the principal, who has cadre supervision for it', 'ningbo-principal', {}, 'NOT_ALLOWED'],
      ['the person', 'ningbo-leader', {}, 'NOT_ALLOWED'],
      ['another organ', 'gaoqiao-principal', {}, 'NOT_ALLOWED'],
      ['another version', 'ningbo-cadre-head', { expectedVersion: 2 }, 'VERSION_CONFLICT'],
      ['no reason', 'ningbo-cadre-head', { reason: ' ' }, 'INPUT_INVALID'],
      ['an id of another kind', 'ningbo-cadre-head', { id: `clue_${newId()}` }, 'INPUT_INVALID'],
      ['one that is not there', 'ningbo-cadre-head', { id: `interferenceRecord_${newId()}` }, 'NOT_ALLOWED'],
    ])('not by or with %s', async (_name, as, more, code) => {
      const id = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader'));
      const before = await counts();
      const refused = await handle(id, as, more);
      expect([codes(refused), refused.interferenceRecord, await counts()]).toEqual([[code], null, before]);
    });

    it('once for one version, by however many at once', async () => {
      const id = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader'));
      const answers = await Promise.all(['ningbo-cadre-head', 'zhejiang-cadre-head', 'ningbo-cadre-head'].map((as) => handle(id, as)));
      expect(answers.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
      expect(answers.flatMap(codes)).toEqual(Array(2).fill('VERSION_CONFLICT'));
      expect(await rows('select from interference_handling where interference_record_id = $1', [id.slice(19)])).toHaveLength(1);
    }); // prettier-ignore
  });

  describe('refuses', () => {
    it.each<[string, PersonSlug, ClueSlug, string | null, object, string]>([
      ['a clue that is hidden', 'jiangbei-anguan', 'haishu', 'ningbo-leader', {}, 'OBJECT_NOT_FOUND'],
      ['a clue that is denied', 'ningbo-contact-head', 'recused', 'ningbo-leader', {}, 'OBJECT_NOT_FOUND'],
      ['a post that is not there', 'ningbo-anguan', 'ningbo', null, { post: `post_${newId()}` }, 'OBJECT_NOT_FOUND'],
      ['oneself', 'ningbo-anguan', 'ningbo', 'ningbo-anguan', {}, 'NOT_ALLOWED'],
      ['nobody', 'ningbo-anguan', 'ningbo', null, {}, 'INPUT_INVALID'],
      ['a post and a name', 'ningbo-anguan', 'ningbo', 'ningbo-leader', { name: '某人' }, 'INPUT_INVALID'],
      ['a name of 61 characters', 'ningbo-anguan', 'ningbo', null, { name: '长'.repeat(61) }, 'INPUT_INVALID'],
      ['what has not happened yet', 'ningbo-anguan', 'ningbo', 'ningbo-leader', { at: '2099-01-01T00:00:00Z' }, 'INPUT_INVALID'],
      ['no matter', 'ningbo-anguan', 'ningbo', 'ningbo-leader', { matter: ' ' }, 'INPUT_INVALID'],
      ['to correct what is not there', 'ningbo-anguan', 'ningbo', 'ningbo-leader', { corrects: `interferenceRecord_${newId()}` }, 'OBJECT_NOT_FOUND'],
    ])('%s', async (_name, as, clue, whom, more, code) => {
      const before = await counts();
      const refused = await record(as, clue, whom, more);
      expect([codes(refused), refused.interferenceRecord, await counts()]).toEqual([[code], null, before]);
    }); // prettier-ignore

    it('to correct another’s, as one that is not there, also to whom it is about', async () => {
      const id = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader'));
      for (const as of ['ningbo-leader', 'ningbo-anguan-head'] as const) {
        const hidden = await record(as, 'ningbo', 'ningbo-anguan', { corrects: id });
        const missing = await record(as, 'ningbo', 'ningbo-anguan', { corrects: `interferenceRecord_${newId()}` });
        expect([codes(hidden), hidden]).toEqual([['OBJECT_NOT_FOUND'], missing]);
      }
    });

    it('what is hidden and what is missing alike and at once, while somebody is at the clue', async () => {
      const id = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader'));
      await db.owner.query('begin');
      await db.owner.query('select from clue where id = any ($1) for update', [[NINGBO.clue.haishu, NINGBO.clue.ningbo]]);
      const began = performance.now();
      const pairs = [
        [await record('jiangbei-anguan', 'haishu', 'ningbo-leader'), await record('jiangbei-anguan', 'haishu', 'ningbo-leader', { clue: `clue_${newId()}` })],
        [await handle(id, 'ningbo-leader'), await handle(`interferenceRecord_${newId()}`, 'ningbo-leader')],
      ];
      const took = performance.now() - began;
      await db.owner.query('commit');
      for (const [hidden, missing] of pairs) expect(hidden).toEqual(missing);
      expect(pairs.map(([hidden]) => codes(hidden!))).toEqual([['OBJECT_NOT_FOUND'], ['NOT_ALLOWED']]);
      // Whoever waited would be answered BUSY after three seconds.
      expect(took).toBeLessThan(3000);
    }); // prettier-ignore

    it('what is hidden and what is missing alike', async () => {
      const hidden = await record('jiangbei-anguan', 'haishu', 'ningbo-leader');
      const missing = await record('jiangbei-anguan', 'haishu', 'ningbo-leader', { clue: `clue_${newId()}` });
      expect(hidden).toEqual(missing);
    });

    it('an administrator, before anything', async () => {
      const input = { idempotencyKey: key(), clue: `clue_${NINGBO.clue.ningbo}`, post: `post_${NINGBO.post['ningbo-leader']}`, ...what };
      const answer = await api.run(RECORD, 'ningbo-administrator', { input });
      expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect((await api.run('{ interferenceRecords { id } }', 'ningbo-administrator')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }); // prettier-ignore
  });

  it('happens once for one key, however often it is asked, and at once', async () => {
    const input = { idempotencyKey: key(), clue: `clue_${NINGBO.clue.ningbo}`, post: `post_${NINGBO.post['ningbo-leader']}`, ...what };
    const answers = await Promise.all(Array.from({ length: 4 }, () => act(RECORD, 'ningbo-anguan', input)));
    expect(answers.map(({ result }) => String(result)).sort()).toEqual(['APPLIED', ...Array<string>(3).fill('REPLAYED')]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(codes(await act(RECORD, 'ningbo-anguan', { ...input, manner: 'PLEADED' }))).toEqual(['KEY_REUSED']);
  }); // prettier-ignore

  it('is not read by a post that has ended', async () => {
    const id = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader'));
    expect(await listed('zhejiang-cadre')).toContain(id);
    await db.owner.query("update post set valid_to = now() - interval '1 second' where id = $1", [post['zhejiang-cadre']]);
    const answer = await api.run(READ, 'zhejiang-cadre', { id });
    expect(answer.errors?.[0]?.extensions.code).toBe('NO_POST_IN_FORCE');
    await db.owner.query('update post set valid_to = null where id = $1', [post['zhejiang-cadre']]);
  }); // prettier-ignore

  it('is read into the audit trail wherever what was said is read, and not for its other fields', async () => {
    const id = idOf(await record('ningbo-anguan', 'ningbo', 'ningbo-leader'));
    const ids = [id.slice(19)];
    const trail = async (document: string) => {
      const { headers, data, errors } = await api.run(document, 'ningbo-cadre', { id });
      expect([errors, JSON.stringify(data).includes(id)]).toEqual([undefined, true]);
      const entries = await trailOf(db.owner, headers.get('x-correlation-id')!);
      return entries.map((entry) => [entry.kind, entry.operation, entry.object, entry.ids.filter((one) => ids.includes(one))]);
    };
    expect(await trail('query ($id: ID!) { interferenceRecord(id: $id) { id matter } }')).toEqual([['READ', 'interferenceRecord', 'interference_record', ids]]);
    expect(await trail('{ interferenceRecords { id x: matter } }')).toEqual([['READ', 'interferenceRecords', 'interference_record', ids]]);
    expect(await trail('query ($id: ID!) { node(id: $id) { id ... on InterferenceRecord { matter } } }')).toEqual([['READ', 'node', 'interference_record', ids]]);
    expect(await trail('{ interferenceRecords { id handlings { reason } } }')).toEqual([['READ', 'interferenceRecords', 'interference_record', ids]]);
    expect(await trail('{ interferenceRecords { id personName manner state handlings { outcome } } }')).toEqual([]);
    const acted = await api.run(HANDLE, 'ningbo-cadre-head', { input: { idempotencyKey: key(), id, expectedVersion: 1, outcome: 'ADMONITION', reason: '已批评教育' } });
    const entries = await trailOf(db.owner, acted.headers.get('x-correlation-id')!);
    expect(entries.map(({ kind, object }) => [kind, object])).toEqual([['ACT', 'interference_record'], ['READ', 'interference_record']]);
    const missing = await api.run('query ($id: ID!) { interferenceRecord(id: $id) { matter } }', 'ningbo-leader', { id });
    expect(await trailOf(db.owner, missing.headers.get('x-correlation-id')!)).toEqual([]);
  }); // prettier-ignore

  it('leaves its entries in the audit trail and in the outbox, without what was said', async () => {
    const acts = await rows("select distinct operation from audit_entry where kind = 1 and operation like 'interference%' order by 1");
    expect(acts.map(({ operation }) => operation)).toEqual(['interferenceHandle', 'interferenceRecord']);
    const told = await rows('select distinct event, object from outbox order by 1');
    // Told of the record, not of the clue: the person may see the clue.
    expect(told).toEqual(['Handled', 'Recorded'].map((event) => ({ event: `interference${event}`, object: 'interference_record' })));
    const trail = JSON.stringify([await rows("select * from audit_entry where kind = 1"), await rows('select * from outbox')]);
    const leaked = ['电话询问', '竺立人', '批评教育', person['ningbo-leader']!].filter((words) => trail.includes(words));
    expect([leaked, trail.includes(NINGBO.clue.ningbo)]).toEqual([[], true]);
  }); // prettier-ignore
});
