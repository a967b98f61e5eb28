import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdministrationWorld, changeOf, type Change } from './administrationWorld.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { codes, key } from '../../support/actWorld.js';
import { newId } from '../../../src/shared/ids.js';

/* What gives somebody something is proposed by one and confirmed by another: 监督执纪工作规则 art. 67, 三员分立. */
describe('a change that takes two persons', () => {
  let admin: AdministrationWorld;
  beforeAll(async () => {
    admin = await AdministrationWorld.open();
  });
  afterAll(() => admin.close());

  const appoint = (more: object = {}) => ({
    person: admin.person('haishu-handler'),
    unit: admin.unit['haishu-anguan'],
    duty: 'OFFICER',
    main: false,
    ...more,
  });
  const propose = async (as = 'haishu-system', more: object = {}): Promise<Change> =>
    changeOf(await admin.act('postAppoint', as, appoint(more)));
  const postsOf = async (person: string) =>
    (
      await admin.world.rows<{ n: number }>(
        'select count(*)::int as n from post where person_id = $1 and valid_to is null',
        [person.slice('person_'.length)],
      )
    )[0]!.n;
  const refusedDecide = async (as: string, change: Change) => {
    const before = await admin.traces();
    const { result, userErrors, change: shown } = await admin.decide(as, change);
    expect([result, shown, await admin.traces()]).toEqual([null, null, before]);
    return userErrors.map(({ code }) => code);
  }; // prettier-ignore

  it('is nothing until it is confirmed, and tells the difference it will make', async () => {
    const posts = await postsOf(admin.person('haishu-handler'));
    const change = await propose();
    expect(change).toMatchObject({ state: 'PROPOSED', act: 'postAppoint', proposerName: 'haishu-system', undo: expect.stringMatching(/^postEnd/), deciderName: null });
    expect(change.lines).toEqual([{ field: 'post', before: null, after: '励勤 海曙区纪委监委 案件监督管理室〔案件监督管理〕 干部' }]);
    expect(await postsOf(admin.person('haishu-handler'))).toBe(posts);
    expect(changeOf(await admin.decide('haishu-security', change))).toMatchObject({ state: 'DONE', deciderName: 'haishu-security' });
    expect(await postsOf(admin.person('haishu-handler'))).toBe(posts + 1);
    const [{ post }] = await admin.world.rows<{ post: string }>(`select id as post from post where id = '${change.object.slice('post_'.length)}'`) as [{ post: string }];
    // Through that post he sees what the office has.
    const seen = await admin.world.api.run('{ me { post { id unit { name } } } }', 'haishu-handler', {}, { 'x-liandong-post': `post_${post}` });
    expect(seen.data.me.post.unit.name).toBe('案件监督管理室');
    expect(await refusedDecide('haishu-security', { ...change, version: 2 })).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it('is confirmed by a security administrator of the organ or above, or by its head; by nobody else', async () => {
    const change = await propose('haishu-system', { unit: admin.unit['haishu-group'] });
    // Whoever has no such duty is refused by the field, who is elsewhere finds nothing.
    for (const as of ['haishu-system', 'zhejiang-system', 'ningbo-audit', 'haishu-anguan', 'haishu-handler'])
      expect(await admin.forbidden(as, change)).toBe('FORBIDDEN');
    for (const as of ['jiangbei-security']) expect(await refusedDecide(as, change)).toEqual(['OBJECT_NOT_FOUND']);
    // The head of the organ above is not the organ's own.
    expect(await refusedDecide('ningbo-principal', change)).toEqual(['OBJECT_NOT_FOUND']);
    const missing = { ...change, id: `administrativeChange_${newId()}` };
    expect(await refusedDecide('haishu-security', missing)).toEqual(['OBJECT_NOT_FOUND']);
    expect(await refusedDecide('haishu-security', { ...change, version: 7 })).toEqual(['VERSION_CONFLICT']);
    expect(changeOf(await admin.decide('haishu-principal', change)).state).toBe('DONE');
  });

  it('cannot be confirmed by who proposed it, through whichever post', async () => {
    // One person who was a system administrator when he proposed, and is a security administrator now.
    const { person, post } = await admin.world.addPerson('turncoat', NINGBO.unit.haishu, 'SYSTEM_ADMINISTRATOR', '双面');
    const change = await propose('turncoat', { unit: admin.unit['haishu-discipline'], duty: 'OFFICE_HEAD' });
    await admin.world.rows("update post set valid_to = clock_timestamp() where id = $1", [post]);
    await admin.world.rows(`insert into post (id, person_id, unit_pos, duty, valid_from) values ($1, $2, $3, 6, clock_timestamp())`, [newId(), person, NINGBO.unit.haishu]);
    expect(await refusedDecide('turncoat', change)).toEqual(['NOT_ALLOWED']);
    // Nor by another, once the proposer's post is over.
    expect(await refusedDecide('haishu-security', change)).toEqual(['STATE_CONFLICT']);
    expect(changeOf(await admin.decide('haishu-security', change, false))).toMatchObject({ state: 'REFUSED' });
  }); // prettier-ignore

  it('cannot be confirmed, nor proposed, by who gets something by it', async () => {
    const rows = await admin.world.rows<{ id: string }>(
      "select id from person where subject in ('haishu-security', 'haishu-system') order by subject",
    );
    const [security, system] = rows.map(({ id }) => `person_${id}`);
    const raise = changeOf(
      await admin.act('personBind', 'haishu-system', { person: security, subject: 'another-name' }),
    );
    expect(await refusedDecide('haishu-security', raise)).toEqual(['NOT_ALLOWED']);
    expect(changeOf(await admin.withdraw('haishu-system', raise)).state).toBe('WITHDRAWN');
    expect(await refusedDecide('ningbo-security', { ...raise, version: 2 })).toEqual(['STATE_CONFLICT']);
    const before = await admin.traces();
    expect(codes(await admin.act('personBind', 'haishu-system', { person: system, subject: 'mine' }))).toEqual(['NOT_ALLOWED']);
    expect(await admin.traces()).toEqual(before);
  }); // prettier-ignore

  it('is judged anew when it is confirmed, and lapses after thirty days', async () => {
    const gone = await propose('haishu-system', { person: admin.person('haishu-office-head') });
    await admin.act('personLeave', 'haishu-security', { person: admin.person('haishu-office-head') });
    expect(await refusedDecide('haishu-security', gone)).toEqual(['STATE_CONFLICT']);

    const old = await propose('haishu-system', { unit: admin.unit['haishu-discipline'], duty: 'OFFICE_HEAD' });
    await admin.world.clock(new Date(Date.now() + 30 * 86_400_000 + 60_000));
    expect(await refusedDecide('haishu-security', old)).toEqual(['STATE_CONFLICT']);
    await admin.world.clock(null);
    expect(changeOf(await admin.decide('haishu-security', old)).state).toBe('DONE');
  });

  it('happens once, whoever confirms at the same time', async () => {
    const change = await propose('haishu-system', { person: admin.person('haishu-anguan'), unit: admin.unit['haishu-group'] });
    const posts = await postsOf(admin.person('haishu-anguan'));
    const all = await Promise.all(
      ['haishu-security', 'ningbo-security', 'zhejiang-security', 'haishu-principal'].map((as) => admin.decide(as, change)),
    );
    expect(all.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
    for (const { userErrors } of all.filter(({ result }) => result === null))
      expect(['VERSION_CONFLICT', 'BUSY']).toContain(userErrors[0]!.code);
    expect(await postsOf(admin.person('haishu-anguan'))).toBe(posts + 1);
  }); // prettier-ignore

  it('is proposed once by one key, and every step is in the trail', async () => {
    const input = { idempotencyKey: key(), ...appoint({ person: admin.person('haishu-anguan'), unit: admin.unit['haishu-discipline'] }) };
    const [first, again] = [await admin.act('postAppoint', 'haishu-system', input), await admin.act('postAppoint', 'haishu-system', input)];
    expect([first.result, again.result, changeOf(again).id]).toEqual(['APPLIED', 'REPLAYED', changeOf(first).id]);
    await admin.decide('haishu-security', changeOf(first));
    const trail = await admin.world.rows<{ operation: string; who: string }>(
      `select e.operation, p.subject as who from audit_entry e join person p on p.id = e.person_id
       where $1 = any (e.object_ids) and e.kind = 1 order by e.txid, e.at`, [changeOf(first).id.slice('administrativeChange_'.length)]);
    expect(trail).toEqual([
      { operation: 'postAppoint', who: 'haishu-system' },
      { operation: 'administrativeChangeDecide', who: 'haishu-security' },
    ]);
  }); // prettier-ignore

  it('is seen by the administrators of the tree and the head of the organ', async () => {
    const query = '{ administrativeChanges { id act organ { name } } }';
    const seen = async (as: string) => ((await admin.world.ask(query, as)).administrativeChanges as Change[]).length;
    const all = await seen('haishu-system');
    expect(all).toBeGreaterThan(8);
    for (const as of ['haishu-security', 'haishu-principal', 'ningbo-audit', 'zhejiang-system']) expect(await seen(as)).toBe(all);
    for (const as of ['jiangbei-security', 'ningbo-principal']) expect(await seen(as)).toBe(0);
    const one = await admin.world.ask(query, 'haishu-system');
    const { id } = (one.administrativeChanges as Change[])[0]!;
    const by = 'query ($id: ID!) { administrativeChange(id: $id) { id } }';
    expect((await admin.world.ask(by, 'ningbo-audit', { id })).administrativeChange).toEqual({ id });
    for (const hidden of [id, `administrativeChange_${newId()}`])
      expect((await admin.world.ask(by, 'jiangbei-security', { id: hidden })).administrativeChange).toBeNull();
    const refused = await admin.world.api.run(query, 'haishu-anguan');
    expect([refused.errors?.[0]?.extensions.code, refused.data]).toEqual(['FORBIDDEN', null]);
  }); // prettier-ignore
});
