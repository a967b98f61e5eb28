import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditKind } from '../../../src/audit/kinds.js';
import { asFacet, OPENED } from '../../../migrations/data/clue-denials.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { startApi, type TestApi } from '../../support/api.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { insertRows } from '../../support/world.js';
import { withClient } from '../../../src/database/install.js';
import { OWNER_ROLE } from '../../../src/database/roles.js';
import { newId } from '../../../src/shared/ids.js';
import { EMERGENCY } from '../../../src/workflow/emergencyAccesses.js';
import { ORGAN_RULES } from '../../../src/workflow/organRules.js';

const PAYLOAD = `result userErrors { __typename code path message citation }
  emergencyAccess { id clueId facets state colour version openedAt until reviewDueAt openerName openerUnit { name } reviewer { name } reviewReason }`;
const OPEN = `mutation ($input: EmergencyAccessOpenInput!) { emergencyAccessOpen(input: $input) { ${PAYLOAD} } }`;
const REVIEW = `mutation ($input: EmergencyAccessReviewInput!) { emergencyAccessReview(input: $input) { ${PAYLOAD} } }`;
const CLUE =
  'query ($id: ID!) { clue(id: $id) { petition { text } content { subjectName } reporter { name } } node(id: $id) { id } }';

interface Answer {
  result: string | null;
  userErrors: { __typename: string; code: string; path: string[]; message: string }[];
  emergencyAccess: {
    id: string;
    state: string;
    version: number;
    colour: string | null;
    openedAt: string;
    until: string;
    reviewDueAt: string;
    reviewer: { name: string } | null;
  } | null;
}

/* DESIGN 1: denials win over everything, break-glass included. */
describe('emergency access', () => {
  let db: TestDatabase;
  let api: TestApi;
  const ABOVE = { 'zhejiang-anguan-head': ['zhejiang-anguan', 3], 'zhejiang-principal': ['zhejiang', 1] } as const;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    for (const [subject, [unit, duty]] of Object.entries(ABOVE)) {
      const person = newId();
      await insertRows(db.owner, 'person', [{ id: person, name: subject, issuer: 'test', subject, clearance: 2 }]);
      await insertRows(db.owner, 'post', [{ id: newId(), person_id: person, unit_pos: NINGBO.unit[unit], duty, valid_from: '2020-01-01' }]);
    }
    api = await startApi(db);
  }); // prettier-ignore
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  const key = () => `key-${newId()}`;
  /** A clue of 海曙's, of which the city's 案管 has the ledger. */
  async function aClue(more: object = {}) {
    const id = newId();
    const places = { owner_pos: NINGBO.unit.haishu, handling_pos: NINGBO.unit['haishu-discipline'] };
    await insertRows(db.owner, 'clue', [{ id, number: `急-${id}`, stage: 6, source: 1, received_at: '2026-01-05', ...places, ...more }]);
    await insertRows(db.owner, 'clue_petition', [{ clue_id: id, class: 1, channel: 1, text: '来信全文' }]);
    await insertRows(db.owner, 'clue_content', [{ clue_id: id, subject_name: '某甲', allegation: '问题' }]);
    await insertRows(db.owner, 'clue_reporter', [{ clue_id: id, kind: 1, name: '李举报' }]);
    return { id, clue: `clue_${id}` };
  } // prettier-ignore
  const act = async (document: string, as: string, input: object): Promise<Answer> => {
    const { data, errors } = await api.run(document, as, { input: { idempotencyKey: key(), ...input } });
    expect(errors).toBeUndefined();
    return Object.values(data as object)[0] as Answer;
  };
  const open = (clue: string, as: string = 'ningbo-anguan', more: object = {}) =>
    act(OPEN, as, { clue, facets: ['CONTENT'], reason: '涉案人员即将出境', ...more });
  const review = (id: string, as: string, justified = true, more: object = {}) =>
    act(REVIEW, as, { id, expectedVersion: 1, justified, reason: justified ? '情况属实' : '可按程序办理', ...more });
  const codes = ({ userErrors }: Answer) => userErrors.map(({ code }) => code);
  const seen = async (clue: string, as: string = 'ningbo-anguan') =>
    (await api.run(CLUE, as, { id: clue })).data.clue as Record<string, object | null> | null;
  const rows = async (sql: string, values: unknown[] = []) =>
    (await db.owner.query<Record<string, unknown>>(sql, values)).rows;
  const counts = () =>
    rows(
      'select (select count(*) from emergency_access)::int as e, (select count(*) from access_grant)::int as g, (select count(*) from outbox)::int as o, (select count(*) from audit_entry where kind = 6)::int as a',
    );
  const listed = async (as: string) =>
    ((await api.run('{ emergencyAccesses { id } }', as)).data.emergencyAccesses as { id: string }[]).map(
      ({ id }) => id,
    );
  /** Yesterday's do not count: what was opened so far is moved there. */
  const nextDay = () =>
    db.owner.query(
      "update emergency_access set opened_at = opened_at - interval '1 day', until = until - interval '1 day'",
    );

  it('opens what was asked, for hours, and tells the organ above', async () => {
    const { id, clue } = await aClue();
    expect(await seen(clue)).toEqual({ petition: null, content: null, reporter: null });
    const opened = await open(clue);
    expect(opened).toMatchObject({ result: 'APPLIED', userErrors: [], emergencyAccess: { state: 'OPEN', colour: 'BLUE', facets: ['CONTENT'], openerName: '徐静波', openerUnit: { name: '案件监督管理室' }, reviewer: null } });
    const { openedAt, until, id: access } = opened.emergencyAccess!;
    expect(Date.parse(until) - Date.parse(openedAt)).toBe(EMERGENCY.hours * 3_600_000);
    expect(await seen(clue)).toEqual({ petition: null, content: { subjectName: '某甲' }, reporter: null });
    // It is the post's, not the office's.
    expect(await seen(clue, 'ningbo-anguan-head')).toEqual({ petition: null, content: null, reporter: null });
    expect(await rows('select facets, basis, post_id, unit_pos, person_id from access_grant where object_id = $1', [id])).toEqual([
      { facets: ['content'], basis: 8, post_id: NINGBO.post['ningbo-anguan'], unit_pos: null, person_id: null },
    ]);
    for (const as of ['ningbo-anguan', 'ningbo-principal', 'zhejiang-anguan-head', 'zhejiang-principal']) expect([as, await listed(as)]).toEqual([as, [access]]);
    for (const as of ['ningbo-anguan-head', 'ningbo-group-head', 'ningbo-leader', 'zhejiang-anguan', 'nation-anguan', 'haishu-anguan', 'ningbo-contact-head'])
      expect([as, await listed(as)]).toEqual([as, []]);
    const { data } = await api.run('{ emergencyAccesses(state: [OPEN]) { clueId reviewer { name } } }', 'zhejiang-anguan-head');
    expect(data.emergencyAccesses).toEqual([{ clueId: clue, reviewer: { name: '浙江省纪委监委' } }]);
  }); // prettier-ignore

  it('is never silent', async () => {
    const entries = await rows("select kind, operation, object, object_ids, facets, reason, post_id, details from audit_entry where operation = 'emergencyAccessOpen' and code is null order by kind");
    expect(entries.map(({ kind }) => kind)).toEqual([1, 6]);
    const [{ clue_id, id }] = (await rows('select clue_id, id from emergency_access where opened_by is not null')) as [Record<string, string>];
    expect(entries[1]).toEqual({
      kind: 6, operation: 'emergencyAccessOpen', object: 'clue', object_ids: [clue_id], facets: ['CONTENT'], reason: '涉案人员即将出境',
      post_id: NINGBO.post['ningbo-anguan'], details: { emergencyAccess: id },
    });
    expect(await rows('select event, object, object_id from outbox')).toEqual([{ event: 'emergencyAccessOpened', object: 'emergency_access', object_id: id }]);
    const [read] = await rows("select count(*)::int from audit_entry where kind = 2 and 'CONTENT' = any (facets) and post_id = $1", [NINGBO.post['ningbo-anguan']]);
    expect(read!['count']).toBeGreaterThan(0);
  }); // prettier-ignore

  it('is one answer for who is not told of it and for one that is not there', async () => {
    const [{ id }] = (await rows('select id from emergency_access where opened_by is not null')) as [{ id: string }];
    const read = 'query ($id: ID!) { emergencyAccess(id: $id) { state } node(id: $id) { id } }';
    const bytes = async (of: string, as: string) =>
      (await api.run(read, as, { id: `emergencyAccess_${of}` })).text.replaceAll(/"left":\d+/g, '');
    expect(await bytes(id, 'haishu-anguan')).toBe(await bytes(newId(), 'haishu-anguan'));
    expect(await bytes(id, 'ningbo-anguan')).toContain('"OPEN"');
  });

  describe('is told of whatever becomes of the clue', () => {
    const opened = async () => {
      await nextDay();
      const { id, clue } = await aClue();
      return { id, access: (await open(clue)).emergencyAccess!.id };
    };

    it('to who opened it, when the clue has gone where he does not see it', async () => {
      const { id, access } = await opened();
      await db.owner.query('update clue set owner_pos = $2, handling_pos = $2 where id = $1', [id, NINGBO.unit.zhejiang]);
      expect(await seen(`clue_${id}`)).toBeNull();
      expect(await listed('ningbo-anguan')).toContain(access);
    });

    it('to who opened it, when the clue has come into the compartment, while he sees that there is one', async () => {
      const { id, access } = await opened();
      await db.owner.query('update clue set compartment = 1 where id = $1', [id]);
      expect(await seen(`clue_${id}`)).not.toBeNull();
      expect(await listed('ningbo-anguan')).toContain(access);
      await db.owner.query('update clue set compartment = 2 where id = $1', [id]);
      expect([await seen(`clue_${id}`), (await listed('ningbo-anguan')).includes(access)]).toEqual([null, false]);
    });

    it('to heads of his organ and above, but for those to whom the clue is denied', async () => {
      const { id, access } = await opened();
      const denial = newId();
      for (const as of ['zhejiang-principal', 'ningbo-principal']) {
        expect([as, await listed(as)]).toEqual([as, expect.arrayContaining([access])]);
        await db.owner.query("insert into denial (id, object, object_id, person_id, basis) select $1, 'clue', $2, id, 1 from person where subject = $3", [denial, id, as]);
        expect([as, (await listed(as)).includes(access)]).toEqual([as, false]);
        await db.owner.query('delete from denial where id = $1', [denial]);
      }
    });
  }); // prettier-ignore

  describe('opens nothing that is denied, and answers as if there were nothing', () => {
    const nothing = async (clue: string, as: string, more: object = {}) => {
      const [before, shown] = [await counts(), await api.run(CLUE, as, { id: clue })];
      const refused = await open(clue, as, more);
      expect(codes(refused)).toEqual(['OBJECT_NOT_FOUND']);
      expect(refused).toEqual(await open(`clue_${newId()}`, as, more));
      expect([await counts(), (await api.run(CLUE, as, { id: clue })).data]).toEqual([before, shown.data]);
    };
    const deny = (id: string, whom: object, basis: number) =>
      insertRows(db.owner, 'denial', [{ id: newId(), object: 'clue', object_id: id, basis, ...whom }]);

    it('to a person, by recusal', async () => {
      const { id, clue } = await aClue();
      await deny(id, { person_id: NINGBO.person['ningbo-anguan'] }, 1);
      await nothing(clue, 'ningbo-anguan');
    });
    it('to a unit, by its subject', async () => {
      const { id, clue } = await aClue();
      await deny(id, { unit_lo: NINGBO.unit.ningbo, unit_hi: NINGBO.unit['ningbo-group'] }, 2);
      await nothing(clue, 'ningbo-anguan');
    });
    it('by classification', async () => {
      const { clue } = await aClue({ classification: 1 });
      await nothing(clue, 'ningbo-anguan');
      await nothing(clue, 'ningbo-anguan', { facets: ['PETITION'] });
    });
    it('by the cadre compartment, even to whom its ledger is open', async () => {
      const places = { owner_pos: NINGBO.unit.ningbo, handling_pos: NINGBO.unit['ningbo-cadre'] };
      const { clue } = await aClue({ ...places, compartment: 1 });
      expect(await seen(clue)).toMatchObject({ petition: { text: '来信全文' }, content: null });
      await nothing(clue, 'ningbo-investigator');
      const below = (await aClue({ compartment: 1 })).clue;
      expect(await seen(below)).toEqual({ petition: null, content: null, reporter: null });
      // Whose ledger shows that there is a clue is answered as of a plain one that nobody above may review.
      const plain = await aClue();
      await deny(plain.id, { unit_lo: NINGBO.unit.zhejiang, unit_hi: NINGBO.unit['zhejiang-anguan'] }, 4);
      for (const [one, facets] of [[clue, ['CONTENT']], [below, ['CONTENT']], [below, ['PETITION']], [below, ['PETITION', 'CONTENT']]] as const) {
        const before = await counts();
        const refused = await open(one, 'ningbo-anguan', { facets });
        expect([codes(refused), refused]).toEqual([['NOBODY_TO_DECIDE'], await open(plain.clue, 'ningbo-anguan', { facets })]);
        const trail = await rows("select kind, object, object_ids, code from audit_entry where operation = 'emergencyAccessOpen' and code is not null order by txid desc limit 2");
        const trace = { kind: AuditKind.REFUSAL, object: null, object_ids: [], code: 'NOBODY_TO_DECIDE' };
        expect(trail).toEqual([trace, trace]);
        expect([await counts(), await seen(one)]).toMatchObject([before, { content: null }]);
      }
    }); // prettier-ignore
    it('of a sealed item', async () => {
      const { clue } = await aClue({ owner_pos: NINGBO.unit.ningbo, handling_pos: NINGBO.unit['ningbo-supervision-1'], compartment: 2 });
      expect(await seen(clue, 'ningbo-principal')).toMatchObject({ content: { subjectName: '某甲' } });
      await nothing(clue, 'ningbo-anguan');
    }); // prettier-ignore
    it('while its subject is not resolved', async () => {
      const { clue } = await aClue({ subject_state: 0 });
      await nothing(clue, 'ningbo-anguan');
    });
    it('of another jurisdiction', async () => {
      const { clue } = await aClue();
      await nothing(clue, 'jiangbei-anguan');
    });
    it('to a denial that comes later: it shuts at once', async () => {
      await nextDay();
      const { id, clue } = await aClue();
      expect((await open(clue)).result).toBe('APPLIED');
      expect(await seen(clue)).toMatchObject({ content: { subjectName: '某甲' } });
      const known = await listed('ningbo-anguan');
      await deny(id, { person_id: NINGBO.person['ningbo-anguan'] }, 1);
      expect(await seen(clue)).toBeNull();
      expect(await listed('ningbo-anguan')).toEqual(known.slice(1));
    });
    it('as the policies are now', async () => {
      for (const [facet, table] of Object.entries(OPENED)) {
        const { rows: same } = await db.owner.query(
          `select prosrc = format(' select not (${asFacet(table)}) ',
             (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = '${table}'::regclass and polname = 'deny')) as same
           from pg_proc where proname = 'denies_${facet}'`,
        );
        expect([facet, same]).toEqual([facet, [{ same: true }]]);
      }
    });
  });

  describe('refuses', () => {
    it.each<[string, PersonSlug, object, object, string]>([
      ['what one sees', 'haishu-anguan', {}, {}, 'STATE_CONFLICT'],
      ['no facet', 'ningbo-anguan', {}, { facets: [] }, 'INPUT_INVALID'],
      ['no reason', 'ningbo-anguan', {}, { reason: ' ' }, 'INPUT_INVALID'],
      ['an id of another kind', 'ningbo-anguan', {}, { clue: `post_${newId()}` }, 'INPUT_INVALID'],
    ])('%s', async (_name, as, row, more, code) => {
      await nextDay();
      const { clue } = await aClue(row);
      const before = await counts();
      expect(codes(await open(clue, as, more))).toEqual([code]);
      expect(await counts()).toEqual(before);
    });

    it('the reporter, whoever asks', async () => {
      const { clue } = await aClue();
      const input = { idempotencyKey: key(), clue, facets: ['REPORTER'], reason: '急' };
      const { errors, data } = await api.run(OPEN, 'ningbo-anguan', { input });
      expect([errors?.length, data]).toEqual([1, undefined]);
    });

    it('a second of the same clue while one is open', async () => {
      await nextDay();
      const { clue } = await aClue();
      expect((await open(clue)).result).toBe('APPLIED');
      const before = await counts();
      expect(codes(await open(clue, 'ningbo-anguan', { facets: ['PETITION'] }))).toEqual(['STATE_CONFLICT']);
      expect(await counts()).toEqual(before);
    });

    it('a fourth in 24 hours, also of four at once', async () => {
      await nextDay();
      const clues = [await aClue(), await aClue(), await aClue(), await aClue(), await aClue()];
      // All four count before any has written, if nothing but the table keeps them apart.
      await db.owner.query('begin; lock table emergency_access in share mode');
      const asked = clues.slice(0, 4).map(({ clue }) => open(clue));
      await new Promise((resolve) => setTimeout(resolve, 500));
      await db.owner.query('commit');
      const answers = await Promise.all(asked);
      expect(answers.filter(({ result }) => result === 'APPLIED')).toHaveLength(EMERGENCY.mostInADay);
      expect(answers.flatMap(codes)).toEqual(['LIMIT_REACHED']);
      const before = await counts();
      const refused = await open(clues[4]!.clue);
      expect(refused.userErrors[0]).toMatchObject({ __typename: 'ActRefused', code: 'LIMIT_REACHED', message: expect.stringContaining('次数') });
      expect(await counts()).toEqual(before);
      expect(await seen(clues[4]!.clue)).toMatchObject({ content: null });
      await nextDay();
      expect((await open(clues[4]!.clue)).result).toBe('APPLIED');
    }); // prettier-ignore

    it('alike whether it is open or compartmented, once they are used up', async () => {
      await nextDay();
      for (let n = 0; n < EMERGENCY.mostInADay; n++) expect((await open((await aClue()).clue)).result).toBe('APPLIED');
      const clues = [(await aClue()).clue, (await aClue({ compartment: 1 })).clue, `clue_${newId()}`];
      const answers = await Promise.all(clues.map((clue) => open(clue)));
      expect(answers.map(codes)).toEqual(clues.map(() => ['LIMIT_REACHED']));
    });

    it('where everybody above has left the service, whatever their posts say', async () => {
      await nextDay();
      const { clue } = await aClue();
      const above = 'select person_id from post where unit_pos = any ($1)';
      const places = [[NINGBO.unit.zhejiang, NINGBO.unit['zhejiang-anguan']]];
      await db.owner.query(`update person set left_at = now() - interval '1 second' where id in (${above})`, places);
      const before = await counts();
      expect(codes(await open(clue))).toEqual(['NOBODY_TO_DECIDE']);
      expect([await counts(), await seen(clue)]).toMatchObject([before, { content: null }]);
      await db.owner.query(`update person set left_at = null where id in (${above})`, places);
    });

    it('what is hidden and what is missing alike and at once, while somebody is at the clue', async () => {
      await nextDay();
      const { id, clue } = await aClue();
      const { emergencyAccess } = await open(clue);
      await db.owner.query('begin');
      await db.owner.query('select from clue where id = $1 for update', [id]);
      const began = performance.now();
      const pairs = [
        [await open(clue, 'jiangbei-anguan'), await open(`clue_${newId()}`, 'jiangbei-anguan')],
        [await review(emergencyAccess!.id, 'ningbo-principal'), await review(`emergencyAccess_${newId()}`, 'ningbo-principal')],
      ];
      const took = performance.now() - began;
      await db.owner.query('commit');
      for (const [hidden, missing] of pairs) expect(hidden).toEqual(missing);
      expect(pairs.map(([hidden]) => codes(hidden!))).toEqual([['OBJECT_NOT_FOUND'], ['NOT_ALLOWED']]);
      // Whoever waited would be answered BUSY after three seconds.
      expect(took).toBeLessThan(3000);
    }); // prettier-ignore

    it('where nobody above is there to review it', async () => {
      await nextDay();
      const { id, clue } = await aClue();
      for (const { person_id } of await rows('select person_id from post where unit_pos = any ($1)', [[NINGBO.unit.zhejiang, NINGBO.unit['zhejiang-anguan']]]))
        await insertRows(db.owner, 'denial', [{ id: newId(), object: 'clue', object_id: id, basis: 4, person_id }]);
      const before = await counts();
      expect(codes(await open(clue))).toEqual(['NOBODY_TO_DECIDE']);
      expect(await counts()).toEqual(before);
      expect(await seen(clue)).toMatchObject({ content: null });
    }); // prettier-ignore

    it('an administrator, before anything', async () => {
      const { clue } = await aClue();
      const input = { idempotencyKey: key(), clue, facets: ['CONTENT'], reason: '急' };
      const answer = await api.run(OPEN, 'ningbo-administrator', { input });
      expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    });
  });

  describe('is reviewed', () => {
    const opened = async () => {
      await nextDay();
      const { id, clue } = await aClue();
      const { emergencyAccess } = await open(clue, 'ningbo-anguan', { facets: ['CONTENT', 'PETITION'] });
      return { id, clue, access: emergencyAccess!.id };
    };

    it.each(['zhejiang-anguan-head', 'zhejiang-principal'])('by %s, and stays open if it was justified', async (as) => {
      const { clue, access } = await opened();
      expect(await review(access, as)).toMatchObject({ result: 'APPLIED', emergencyAccess: { state: 'JUSTIFIED', colour: null, version: 2, reviewReason: '情况属实' } });
      expect(await seen(clue)).toMatchObject({ petition: { text: '来信全文' }, content: { subjectName: '某甲' }, reporter: null });
      const again = await review(access, as, false, { expectedVersion: 2 });
      expect(codes(again)).toEqual(['STATE_CONFLICT']);
    }); // prettier-ignore

    it('as not justified, and ends at once', async () => {
      const { clue, access } = await opened();
      expect((await review(access, 'zhejiang-principal', false)).emergencyAccess).toMatchObject({
        state: 'UNJUSTIFIED',
      });
      expect(await seen(clue)).toEqual({ petition: null, content: null, reporter: null });
      const { data } = await api.run(
        '{ emergencyAccesses(state: [UNJUSTIFIED]) { id reviewReason } }',
        'ningbo-anguan',
      );
      expect(data.emergencyAccesses).toContainEqual({ id: access, reviewReason: '可按程序办理' });
    });

    it.each([
      ['who opened it', 'ningbo-anguan', {}, 'NOT_ALLOWED'],
      ['his own organ’s principal', 'ningbo-principal', {}, 'NOT_ALLOWED'],
      ['an officer of the 案管 above', 'zhejiang-anguan', {}, 'NOT_ALLOWED'],
      ['the organ above that one', 'nation-anguan', {}, 'NOT_ALLOWED'],
      ['another version', 'zhejiang-principal', { expectedVersion: 3 }, 'VERSION_CONFLICT'],
      ['no reason', 'zhejiang-principal', { reason: '' }, 'INPUT_INVALID'],
    ])('not by or with %s', async (_name, as, more, code) => {
      const { access } = await opened();
      const before = await counts();
      const refused = await review(access, as, true, more);
      expect([codes(refused), refused.emergencyAccess]).toEqual([[code], null]);
      expect(await counts()).toEqual(before);
      expect(await rows('select reviewed_at from emergency_access where id = $1', [access.slice(16)])).toEqual([{ reviewed_at: null }]);
    }); // prettier-ignore

    it('not by who may not know of the clue, nor by the opener in a post above', async () => {
      const { id, access } = await opened();
      const [above] = (await rows('select id from person where subject = $1', ['zhejiang-principal'])) as [{ id: string }];
      await insertRows(db.owner, 'denial', [{ id: newId(), object: 'clue', object_id: id, basis: 1, person_id: above.id }]);
      expect(codes(await review(access, 'zhejiang-principal'))).toEqual(['NOT_ALLOWED']);
      expect(await listed('zhejiang-principal')).not.toContain(access);
      const post = newId();
      await insertRows(db.owner, 'post', [{ id: post, person_id: NINGBO.person['ningbo-anguan'], unit_pos: NINGBO.unit['zhejiang-anguan'], duty: 3, main: false, valid_from: '2020-01-01' }]);
      const input = { idempotencyKey: key(), id: access, expectedVersion: 1, justified: true, reason: '情况属实' };
      const own = await api.run(REVIEW, 'ningbo-anguan', { input }, { 'x-liandong-post': `post_${post}` });
      expect(own.data.emergencyAccessReview.userErrors).toMatchObject([{ code: 'NOT_ALLOWED' }]);
      await db.owner.query('delete from post where id = $1', [post]);
      expect((await review(access, 'zhejiang-anguan-head')).result).toBe('APPLIED');
    }); // prettier-ignore

    it('by the organ above the next, once nobody of the next may know of it', async () => {
      const { id, access } = await opened();
      const [person, post] = [newId(), newId()];
      await insertRows(db.owner, 'person', [{ id: person, name: '秦国钧', issuer: 'test', subject: 'nation-principal' }]);
      await insertRows(db.owner, 'post', [{ id: post, person_id: person, unit_pos: NINGBO.unit.nation, duty: 1, valid_from: '2020-01-01' }]);
      expect([await listed('nation-principal'), codes(await review(access, 'nation-principal'))]).toEqual([[], ['NOT_ALLOWED']]);
      await insertRows(db.owner, 'denial', [{ id: newId(), object: 'clue', object_id: id, basis: 2, unit_lo: NINGBO.unit['zhejiang-anguan'], unit_hi: NINGBO.unit['zhejiang-anguan'] }]);
      const [principal] = (await rows("select id from person where subject = 'zhejiang-principal'")) as [{ id: string }];
      await db.owner.query("update person set left_at = now() - interval '1 second' where id = $1", [principal.id]);
      expect([await listed('zhejiang-anguan-head'), await listed('nation-principal')]).toEqual([expect.not.arrayContaining([access]), expect.arrayContaining([access])]);
      expect(codes(await review(access, 'zhejiang-anguan-head'))).toEqual(['NOT_ALLOWED']);
      const reviewed = await review(access, 'nation-principal', false);
      expect(reviewed).toMatchObject({ result: 'APPLIED', emergencyAccess: { state: 'UNJUSTIFIED', reviewer: { name: expect.any(String) } } });
      expect(await listed('nation-principal')).toContain(access);
      await db.owner.query('update person set left_at = null where id = $1', [principal.id]);
      await db.owner.query("update post set valid_to = now() - interval '1 second' where id = $1", [post]);
    }); // prettier-ignore

    it('by whoever it is, found in a time that thousands of others’ do not lengthen', async () => {
      const { id } = await aClue();
      const timed = async () => {
        const times: number[] = [];
        for (let n = 0; n < 5; n++) {
          const began = performance.now();
          await listed('zhejiang-principal');
          times.push(performance.now() - began);
        }
        return Math.min(...times);
      };
      await listed('zhejiang-principal');
      const before = await timed();
      await db.owner.query(
        `insert into emergency_access (id, clue_id, facets, reason, opened_by, opener_id, opener_name, opener_pos, organ_pos, until, grant_id, yellow_at, review_due_at)
         select gen_random_uuid(), $1, '{content}', '急', $2, $3, '访问人', $4, $4, now() + interval '4 hours', (select id from access_grant limit 1), now(), now() from generate_series(1, 5000)`,
        [id, NINGBO.post['haishu-anguan'], NINGBO.person['haishu-anguan'], NINGBO.unit.haishu],
      );
      const after = await timed();
      await db.owner.query("delete from emergency_access where opener_name = '访问人'");
      // They are for the head of the city to review; asked after one by one they took a second.
      expect(after - before).toBeLessThan(250);
    }); // prettier-ignore

    it('once, by however many at once', async () => {
      const { access } = await opened();
      const answers = await Promise.all(
        ['zhejiang-anguan-head', 'zhejiang-principal', 'zhejiang-anguan-head'].map((as, n) =>
          review(access, as, n === 1),
        ),
      );
      expect(answers.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
      expect(answers.flatMap(codes)).toEqual(Array(2).fill('VERSION_CONFLICT'));
    });
  });

  it('happens once for one key, however often it is asked, and at once', async () => {
    await nextDay();
    const { clue } = await aClue();
    const input = { idempotencyKey: key(), clue, facets: ['CONTENT'], reason: '急' };
    const answers = await Promise.all(Array.from({ length: 4 }, () => act(OPEN, 'ningbo-anguan', input)));
    expect(answers.map(({ result }) => String(result)).sort()).toEqual(['APPLIED', ...Array<string>(3).fill('REPLAYED')]);
    expect(codes(await act(OPEN, 'ningbo-anguan', { ...input, facets: ['PETITION'] }))).toEqual(['KEY_REUSED']);
  }); // prettier-ignore

  it('is worth nothing when the post has ended', async () => {
    await nextDay();
    const { clue } = await aClue();
    await open(clue);
    const post = NINGBO.post['ningbo-anguan'];
    await db.owner.query("update post set valid_to = now() - interval '1 second' where id = $1", [post]);
    expect((await api.run(CLUE, 'ningbo-anguan', { id: clue })).errors?.[0]?.extensions.code).toBe('NO_POST_IN_FORCE');
    await db.owner.query('update post set valid_to = null where id = $1', [post]);
  });

  it('is over after four hours, and red after three working days, without anybody doing anything', async () => {
    const at = (moment: string) =>
      db.owner.query(`create or replace function app_now() returns timestamptz language sql stable as $$ select '${moment}'::timestamptz $$`);
    await nextDay();
    // A Thursday afternoon in China, of a year not announced: Friday, Monday and Tuesday are counted, the day itself and the weekend are not.
    await at('2027-03-04T07:00:00Z');
    const { clue } = await aClue({ received_at: '2027-03-01' });
    const { emergencyAccess } = await open(clue);
    expect(emergencyAccess).toMatchObject({ state: 'OPEN', colour: 'BLUE' });
    expect(Date.parse(emergencyAccess!.reviewDueAt)).toBe(Date.parse('2027-03-10T00:00:00+08:00'));
    const [{ due }] = (await rows('select working_days_after(0, $1, $2) as due', [emergencyAccess!.openedAt, ORGAN_RULES.EMERGENCY_REVIEW_LIMIT.byDefault])) as [{ due: Date }];
    expect(due.getTime()).toBe(Date.parse(emergencyAccess!.reviewDueAt));
    const now = async () => {
      const { data } = await api.run('query ($id: ID!) { emergencyAccess(id: $id) { state colour } }', 'zhejiang-principal', { id: emergencyAccess!.id });
      return [data.emergencyAccess.state, data.emergencyAccess.colour, (await seen(clue))!['content'] !== null] as const;
    };
    for (const [moment, ...expected] of [
      ['2027-03-04T10:59:59Z', 'OPEN', 'BLUE', true],
      ['2027-03-04T11:00:00Z', 'AWAITING_REVIEW', 'BLUE', false],
      ['2027-03-08T15:59:59Z', 'AWAITING_REVIEW', 'BLUE', false],
      ['2027-03-08T16:00:00Z', 'AWAITING_REVIEW', 'YELLOW', false],
      ['2027-03-09T15:59:59Z', 'AWAITING_REVIEW', 'YELLOW', false],
      ['2027-03-09T16:00:00Z', 'AWAITING_REVIEW', 'RED', false],
    ] as const) {
      await at(moment);
      expect([moment, ...(await now())]).toEqual([moment, ...expected]);
    }
    const waiting = await api.run('{ emergencyAccesses(state: [AWAITING_REVIEW]) { id } }', 'ningbo-principal');
    expect(waiting.data.emergencyAccesses).toContainEqual({ id: emergencyAccess!.id });
  }); // prettier-ignore

  it.each([
    // Friday the 13th of February: the Saturday after is worked, the nine days of the Spring Festival are not.
    ['over a holiday', '2026-02-13T02:00:00Z', '2026-02-26T00:00:00+08:00'],
    ['from within one', '2026-02-17T02:00:00Z', '2026-02-27T00:00:00+08:00'],
    // The Sunday before the National Day is worked.
    ['over a make-up day', '2026-09-18T02:00:00Z', '2026-09-23T00:00:00+08:00'],
    // The first moment of the 31st; the Sunday after the three days of New Year is worked.
    ['over the year’s end', '2025-12-30T16:00:00Z', '2026-01-07T00:00:00+08:00'],
  ])('is to be reviewed within three working days %s', async (_, now, due) => {
    await db.owner.query(`create or replace function app_now() returns timestamptz language sql stable as $$ select '${now}'::timestamptz $$`);
    await rows(`update emergency_access set opened_at = opened_at - interval '9 years', until = until - interval '9 years'`);
    const { clue } = await aClue({ received_at: '2025-11-01' });
    const { emergencyAccess } = await open(clue);
    expect(new Date(emergencyAccess!.reviewDueAt)).toEqual(new Date(due));
  }); // prettier-ignore

  it('waits for whoever declares a day, and counts it', async () => {
    await rows(`update emergency_access set opened_at = opened_at - interval '9 years', until = until - interval '9 years'`);
    await db.owner.query(`create or replace function app_now() returns timestamptz language sql stable as $$ select '2026-11-20T04:00:00Z'::timestamptz $$`);
    const { clue } = await aClue({ received_at: '2025-11-01' });
    const opened = await withClient(db.connectionAs(OWNER_ROLE), async (other) => {
      await other.query(`begin; select pg_advisory_xact_lock(hashtextextended('calendar', 0))`);
      // The province reviews what is opened in the city.
      const day = { id: newId(), organ_pos: NINGBO.unit.zhejiang, day: '2026-11-23', kind: 1, name: '放假', source: '公告', valid_from: '2026-11-19' };
      await other.query('insert into calendar_day select r.* from jsonb_populate_record(null::calendar_day, $1) r', [day]);
      const waiting = open(clue);
      expect(await Promise.race([waiting, sleep(300).then(() => 'waits')])).toBe('waits');
      await other.query('commit');
      return waiting;
    });
    expect(new Date(opened.emergencyAccess!.reviewDueAt)).toEqual(new Date('2026-11-27T00:00:00+08:00'));
  }); // prettier-ignore
});
