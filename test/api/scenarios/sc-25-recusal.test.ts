import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { startApi, type TestApi } from '../../support/api.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { insertRows } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';

const PAYLOAD =
  'result userErrors { __typename code path message citation } recusal { id state version personName decider { name } }';
const REQUEST = `mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { ${PAYLOAD} } }`;
const DECIDE = `mutation ($input: RecusalDecideInput!) { recusalDecide(input: $input) { ${PAYLOAD} } }`;
const END = `mutation ($input: RecusalEndInput!) { recusalEnd(input: $input) { ${PAYLOAD} } }`;
const CLUE = `query ($id: ID!) { clue(id: $id) { number content { subjectName } } node(id: $id) { id }
  clues(first: 100) { totalCount nodes { id } } supervisionItems(first: 100) { nodes { number } } }`;

/* SC-25: 监察法 art. 67; 监督执纪工作规则 art. 65; 监察法实施条例 2021 art. 264. */
describe('recusal', () => {
  let db: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    const [person, post] = [newId(), newId()];
    await insertRows(db.owner, 'person', [{ id: person, name: '赵省长', issuer: 'test', subject: 'zhejiang-principal' }]);
    await insertRows(db.owner, 'post', [{ id: post, person_id: person, unit_pos: NINGBO.unit.zhejiang, duty: 1, valid_from: '2020-01-01' }]);
    api = await startApi(db);
  }); // prettier-ignore
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  const clueId = (slug: keyof typeof NINGBO.clue) => `clue_${NINGBO.clue[slug]}`;
  const postId = (slug: PersonSlug) => `post_${NINGBO.post[slug]}`;
  const key = () => `key-${newId()}`;
  const about = (clue: string, whom: PersonSlug, more: object = {}) => ({
    idempotencyKey: key(),
    clue,
    post: postId(whom),
    ground: 'INTEREST',
    reason: '与被反映人系同学',
    ...more,
  });
  const act = async (document: string, as: string, input: object) => {
    const answer = await api.run(document, as, { input });
    expect(answer.errors).toBeUndefined();
    return Object.values(answer.data as object)[0] as {
      result: string | null;
      userErrors: { __typename: string; code: string; path: string[]; citation: string | null }[];
      recusal: {
        id: string;
        state: string;
        version: number;
        personName: string;
        decider: { name: string } | null;
      } | null;
    };
  };
  const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);
  const seen = async (as: string, slug: keyof typeof NINGBO.clue) => {
    const { data } = await api.run(CLUE, as, { id: clueId(slug) });
    return data;
  };
  const rows = async (sql: string) => (await db.owner.query<Record<string, unknown>>(sql)).rows;

  it('is asked for, decided by the organ’s head, and then goes before everything', async () => {
    const before = await seen('ningbo-leader', 'ningbo');
    expect(before.clue.content.subjectName).toContain('ningbo');
    const asked = await act(REQUEST, 'ningbo-anguan', about(clueId('ningbo'), 'ningbo-leader'));
    expect(asked).toMatchObject({ result: 'APPLIED', userErrors: [], recusal: { state: 'REQUESTED', personName: '竺立人', decider: null } });
    // Asking changes nothing yet, and does not reach him of whom it speaks.
    expect((await seen('ningbo-leader', 'ningbo')).clue).toEqual(before.clue);
    expect((await api.run('{ recusals { id } }', 'ningbo-leader')).data.recusals).toEqual([]);

    const [waiting] = (await api.run('{ recusals(state: [REQUESTED]) { id version reason decider { name } } }', 'ningbo-principal')).data.recusals;
    expect(waiting).toMatchObject({ version: 1, decider: { name: '宁波市纪委监委' } });
    const decision = { id: waiting.id, expectedVersion: waiting.version, approve: true, reason: '符合回避情形' };
    const decided = await act(DECIDE, 'ningbo-principal', { idempotencyKey: key(), ...decision });
    expect(decided).toMatchObject({ result: 'APPLIED', recusal: { state: 'APPROVED', version: 2 } });

    const after = await seen('ningbo-leader', 'ningbo');
    expect([after.clue, after.node]).toEqual([null, null]);
    expect(after.clues.totalCount).toBe(before.clues.totalCount - 1);
    expect(JSON.stringify(after)).not.toContain(clueId('ningbo'));
    expect((await seen('ningbo-anguan', 'ningbo')).clue.content.subjectName).toContain('ningbo');

    const ended = await act(END, 'ningbo-principal', { idempotencyKey: key(), id: waiting.id, expectedVersion: 2, reason: '情形消除' });
    expect(ended).toMatchObject({ result: 'APPLIED', recusal: { state: 'ENDED', version: 3 } });
    expect((await seen('ningbo-leader', 'ningbo')).clue).toEqual(before.clue);
  }); // prettier-ignore

  it('of the organ’s own head is decided by the superior organ’s, who sees its ledger until he has', async () => {
    expect((await seen('zhejiang-principal', 'investigated')).clue).toBeNull();
    const asked = await act(REQUEST, 'ningbo-anguan', about(clueId('investigated'), 'ningbo-principal'));
    expect(asked.recusal?.decider).toBeNull(); // told to who decides alone
    const laid = await api.run('{ recusals(state: [REQUESTED]) { id decider { name } } }', 'zhejiang-principal');
    expect(laid.data.recusals).toEqual([{ id: asked.recusal!.id, decider: { name: '浙江省纪委监委' } }]);
    expect((await seen('zhejiang-principal', 'investigated')).clue).toMatchObject({ content: null });
    const decision = { id: asked.recusal!.id, expectedVersion: 1, approve: true, reason: '应当回避' };
    const own = await act(DECIDE, 'ningbo-principal', { idempotencyKey: key(), ...decision });
    expect([own.result, codes(own)]).toEqual([null, ['NOT_ALLOWED']]);
    expect((await act(DECIDE, 'zhejiang-principal', { idempotencyKey: key(), ...decision })).result).toBe('APPLIED');
    expect((await seen('zhejiang-principal', 'investigated')).clue).toBeNull();
    expect((await seen('ningbo-principal', 'investigated')).clue).toBeNull();
  });

  it('may be asked for by oneself, who then knows how it was decided and nothing else', async () => {
    const asked = await act(REQUEST, 'haishu-handler', about(clueId('haishu'), 'haishu-handler', { ground: 'SELF_OR_RELATIVE' }));
expect(asked.result).toBe('APPLIED'); // 海曙 has no head in this world: the city's decides
    const city = await act(REQUEST, 'ningbo-contact-head', about(clueId('ningbo'), 'ningbo-contact-head'));
    await act(DECIDE, 'ningbo-principal', { idempotencyKey: key(), id: city.recusal!.id, expectedVersion: 1, approve: true, reason: '同意' });
    // What the decider wrote may tell what the clue says.
    const { data } = await api.run('{ recusals { state ground reason decisionReason clueId } }', 'ningbo-contact-head');
    const own = { ground: 'INTEREST', reason: '与被反映人系同学', clueId: clueId('ningbo') };
    expect(data.recusals).toEqual([{ state: 'APPROVED', decisionReason: null, ...own }]);
    const decider = await api.run('query ($id: ID!) { recusal(id: $id) { decisionReason } }', 'ningbo-principal', { id: city.recusal!.id });
    expect(decider.data.recusal).toEqual({ decisionReason: '同意' });
    expect((await seen('ningbo-contact-head', 'ningbo')).clue).toBeNull();
  }); // prettier-ignore

  it('on a clue about the organ’s head is not laid before him, nor told by what comes back', async () => {
    const told = async (whom: PersonSlug) => {
      const { recusal, ...answer } = await act(REQUEST, 'ningbo-anguan', about(clueId('investigated'), whom));
      return { id: recusal!.id, answer: { ...answer, recusal: { ...recusal, id: '', personName: '' } } };
    };
    const before = await told('ningbo-intake');
    const ofSubject = { object: 'clue', object_id: NINGBO.clue.investigated, basis: 2 };
    await insertRows(db.owner, 'denial', [{ id: newId(), ...ofSubject, person_id: NINGBO.person['ningbo-principal'] }]);
    const after = await told('ningbo-investigator');
    expect(after.answer).toEqual(before.answer);
    const seenBy = async (as: string) => JSON.stringify(await api.run('{ recusals { id clueId } }', as).then(({ data }) => data));
    expect(await seenBy('ningbo-principal')).not.toContain(after.id);
    expect(await seenBy('zhejiang-principal')).toContain(after.id);
    const decision = { id: after.id, expectedVersion: 1, approve: true, reason: '同意' };
    expect(codes(await act(DECIDE, 'ningbo-principal', { idempotencyKey: key(), ...decision }))).toEqual(['NOT_ALLOWED']);
  }); // prettier-ignore

  it('is laid before the head of the organ, not before the head of one of its dispatched groups', async () => {
    const asked = await act(REQUEST, 'ningbo-anguan', about(clueId('ningbo'), 'ningbo-investigator'));
    expect(asked.result).toBe('APPLIED');
    const known = JSON.stringify(await api.run('{ recusals { id } }', 'ningbo-group-head').then(({ data }) => data));
    expect(known).not.toContain(asked.recusal!.id);
    const decision = { id: asked.recusal!.id, expectedVersion: 1, approve: true, reason: '同意' };
    expect(codes(await act(DECIDE, 'ningbo-group-head', { idempotencyKey: key(), ...decision }))).toEqual(['NOT_ALLOWED']);
    expect((await act(DECIDE, 'ningbo-principal', { idempotencyKey: key(), ...decision })).result).toBe('APPLIED');
  }); // prettier-ignore

  it.each([
    ['a head who has left', 'ningbo-intake', 'person set left_at', 'id', NINGBO.person['ningbo-principal']],
    ['the head of an organ that has ended', 'ningbo-intake-head', 'unit set valid_to', 'pos', NINGBO.unit.ningbo],
    ['one whose post has ended', 'ningbo-cadre-head', 'post set valid_to', 'person_id', NINGBO.person['ningbo-principal']],
  ] as const)('is laid before the organ above while there is %s', async (_, whom, set, by, value) => {
    await db.owner.query(`update ${set} = now() - interval '1 second' where ${by} = $1`, [value]);
    const asked = await act(REQUEST, 'ningbo-anguan', about(clueId('recused'), whom));
    expect(asked).toMatchObject({ result: 'APPLIED', recusal: { decider: null } });
    const known = async (as: string) => JSON.stringify((await api.run('{ recusals(state: [REQUESTED]) { id decider { name } } }', as)).data?.recusals);
    expect(await known('zhejiang-principal')).toContain(`{"id":"${asked.recusal!.id}","decider":{"name":"浙江省纪委监委"}}`);
    expect((await seen('zhejiang-principal', 'recused')).clue).toMatchObject({ content: null });
    await db.owner.query(`update ${set} = null where ${by} = $1`, [value]);
    // He is there again, and it is his.
    expect(await known('zhejiang-principal')).not.toContain(asked.recusal!.id);
    expect((await seen('zhejiang-principal', 'recused')).clue).toBeNull();
    const decision = { id: asked.recusal!.id, expectedVersion: 1, approve: false, reason: '不同意' };
    expect(codes(await act(DECIDE, 'zhejiang-principal', { idempotencyKey: key(), ...decision }))).toEqual(['NOT_ALLOWED']);
    expect((await act(DECIDE, 'ningbo-principal', { idempotencyKey: key(), ...decision })).result).toBe('APPLIED');
  }); // prettier-ignore

  it('asked for by another is not told to the person by his own asking', async () => {
    const first = await act(REQUEST, 'ningbo-anguan', about(clueId('ningbo'), 'ningbo-leader'));
    const own = await act(REQUEST, 'ningbo-leader', about(clueId('ningbo'), 'ningbo-leader'));
    expect([first.result, own.result]).toEqual(['APPLIED', 'APPLIED']);
  });

  describe('refuses', () => {
    const nothingDone = async (work: () => Promise<{ result: string | null; recusal: unknown }>) => {
      const count = 'select (select count(*) from recusal)::int as r, (select count(*) from denial)::int as d, (select count(*) from access_grant)::int as g, (select count(*) from outbox)::int as o';
      const before = await rows(count);
      const { result, recusal } = await work();
      expect([result, recusal, await rows(count)]).toEqual([null, null, before]);
    }; // prettier-ignore

    it('what is hidden and what is missing alike', async () => {
      await nothingDone(async () => {
        const hidden = await act(REQUEST, 'jiangbei-anguan', about(clueId('haishu'), 'haishu-handler'));
        const missing = await act(REQUEST, 'jiangbei-anguan', about(`clue_${newId()}`, 'haishu-handler'));
        expect(hidden).toEqual(missing);
        expect(codes(hidden)).toEqual(['OBJECT_NOT_FOUND']);
        return hidden;
      });
    });
    it.each([
      ['another version', { expectedVersion: 7 }, 'ningbo-principal', 'VERSION_CONFLICT', 'VersionConflict'],
      ['who is not the head', {}, 'ningbo-anguan-head', 'NOT_ALLOWED', 'ActRefused'],
      ['the head of another organ', {}, 'gaoqiao-principal', 'NOT_ALLOWED', 'ActRefused'],
      ['one that is not there', { id: `recusal_${newId()}` }, 'ningbo-principal', 'NOT_ALLOWED', 'ActRefused'],
      ['a reason of nothing', { reason: '  ' }, 'ningbo-principal', 'INPUT_INVALID', 'ActRefused'],
      ['a reason of 2,001 characters', { reason: '长'.repeat(2001) }, 'ningbo-principal', 'INPUT_INVALID', 'ActRefused'],
      ['a short key', { idempotencyKey: 'x' }, 'ningbo-principal', 'INPUT_INVALID', 'ActRefused'],
      ['an id of another kind', { id: clueId('ningbo') }, 'ningbo-principal', 'INPUT_INVALID', 'ActRefused'],
    ])('%s', async (_name, more, as, code, type) => {
      const asked = await act(REQUEST, 'ningbo-anguan', about(clueId('other'), 'ningbo-investigator'));
      const open = asked.recusal ?? (await api.run('{ recusals(state: [REQUESTED]) { id } }', 'ningbo-principal')).data.recusals[0];
      await nothingDone(async () => {
        const refused = await act(DECIDE, as, { idempotencyKey: key(), id: open.id, expectedVersion: 1, approve: true, reason: '同意', ...more });
        expect(refused.userErrors.map(({ __typename, code: told }) => [told, __typename])).toEqual([[code, type]]);
        return refused;
      });
    }); // prettier-ignore
    it('an administrator, before anything', async () => {
      const answer = await api.run(REQUEST, 'ningbo-administrator', { input: about(clueId('other'), 'ningbo-leader') });
      expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    });
  });

  it('happens once for one key, however often it is asked, and at once', async () => {
    const input = about(clueId('cadre'), 'ningbo-anguan-head');
    const answers = await Promise.all(Array.from({ length: 5 }, () => act(REQUEST, 'ningbo-cadre-head', input)));
    expect(answers.map(({ result }) => String(result)).sort()).toEqual([
      'APPLIED',
      ...Array<string>(4).fill('REPLAYED'),
    ]);
    expect(new Set(answers.map(({ recusal }) => recusal?.id)).size).toBe(1);
    const other = await act(REQUEST, 'ningbo-cadre-head', { ...input, reason: '另一理由' });
    expect(codes(other)).toEqual(['KEY_REUSED']);
    const again = await act(REQUEST, 'ningbo-cadre-head', { ...input, idempotencyKey: key() });
    expect(codes(again)).toEqual(['STATE_CONFLICT']);
  });

  it('is decided once, by however many at once', async () => {
    const { recusal } = await act(REQUEST, 'ningbo-anguan', about(clueId('group'), 'ningbo-investigator'));
    const decision = { id: recusal!.id, expectedVersion: 1, approve: true, reason: '同意' };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => act(DECIDE, 'ningbo-principal', { idempotencyKey: key(), ...decision })),
    );
    expect(answers.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
    expect(answers.flatMap(codes)).toEqual(Array(3).fill('VERSION_CONFLICT'));
    const [{ count }] = (await rows(`select count(*)::int from denial where object_id = '${NINGBO.clue.group}'`)) as [{ count: number }];
    expect(count).toBe(1);
  }); // prettier-ignore

  it('waits for a revocation under way, and is then refused', async () => {
    const { recusal } = await act(REQUEST, 'ningbo-anguan', about(clueId('other'), 'ningbo-intake'));
    if (!recusal) throw new Error('not asked');
    const decision = { idempotencyKey: key(), id: recusal.id, expectedVersion: 1, approve: true, reason: '同意' };
    await db.owner.query('begin');
    await db.owner.query("update post set valid_to = now() - interval '1 second' where id = $1", [NINGBO.post['ningbo-principal']]);
    const waiting = api.run(DECIDE, 'ningbo-principal', { input: decision });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await db.owner.query('commit');
    expect((await waiting).errors?.map(({ extensions }) => extensions.code)).toEqual(['NO_POST_IN_FORCE']);
    expect(await rows(`select state from recusal where id = '${recusal.id.slice(8)}'`)).toEqual([{ state: 1 }]);
    await db.owner.query('update post set valid_to = null where id = $1', [NINGBO.post['ningbo-principal']]);
  }); // prettier-ignore

  it('leaves its entry in the audit trail and in the outbox, and a refused one leaves its own', async () => {
    const acts = await rows(`select operation, object, count(*)::int from audit_entry where kind = 1 group by 1, 2 order by 1, 2`);
    expect(acts.map(({ operation }) => operation)).toEqual(['recusalDecide', 'recusalEnd', 'recusalRequest']);
    const refusals = await rows(`select distinct code from audit_entry where operation like 'recusal%' and code is not null`);
    expect(refusals.map(({ code }) => code)).toEqual(expect.arrayContaining(['NOT_ALLOWED', 'VERSION_CONFLICT', 'FORBIDDEN']));
    const told = await rows('select distinct event from outbox order by 1');
    expect(told).toEqual([{ event: 'recusalApproved' }, { event: 'recusalEnded' }, { event: 'recusalRefused' }, { event: 'recusalRequested' }]);
    expect(JSON.stringify(await rows('select * from outbox'))).not.toMatch(/\p{Script=Han}/u);
  }); // prettier-ignore
});
