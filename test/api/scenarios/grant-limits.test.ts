import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/shared/ids.js';
import { NINGBO, type ClueSlug } from '../../fixtures/ningbo.js';
import { ActWorld, clueId, codes, key, postId, type Acted } from '../../support/actWorld.js';
import { insertRows } from '../../support/world.js';

const PAYLOAD = 'result userErrors { __typename code path citation } grant { id until version }';
const ISSUE = `mutation ($input: GrantIssueInput!) { grantIssue(input: $input) { ${PAYLOAD} } }`;
const END = `mutation ($input: GrantEndInput!) { grantEnd(input: $input) { ${PAYLOAD} } }`;
const GRANTS = 'query ($id: ID!) { grants(matter: $id) { id basis reason personName } }';
const REASON = 'query ($id: ID!) { grants(matter: $id) { id reason } }';
const CLUE = 'query ($id: ID!) { clue(id: $id) { number content { subjectName } } }';
const U = NINGBO.unit;

/* Where a grant ends, and where it may not follow another: 监督执纪工作规则 arts. 22, 66, 67. */
describe('the limits of a grant', () => {
  let world: ActWorld;
  const unit: Record<string, string> = {};
  beforeAll(async () => {
    world = await ActWorld.open();
    unit['provinceCadre'] = await world.addUnit(U.zhejiang + 5, U.zhejiang, 'OFFICE', 'CADRE_SUPERVISION', '省干部监督室');
    for (const slug of ['zhejiang-anguan', 'ningbo-investigation', 'ningbo-supervision-2'] as const) unit[slug] = await world.unitId(U[slug]);
    await world.addPerson('xiangshan-principal', U.xiangshan, 'PRINCIPAL', '象书记');
    await world.addPerson('zhejiang-cadre-head', U.zhejiang + 5, 'OFFICE_HEAD', '省督主任');
    await world.addPerson('supervision-2', U['ningbo-supervision-2'], 'OFFICER', '二室员');
  }); // prettier-ignore
  afterAll(() => world.close());

  const issue = (as: string, grantee: string, more: object = {}) =>
    world.act(ISSUE, as, { idempotencyKey: key(), matter: clueId('other'), facets: ['LEDGER', 'CONTENT'], grantee, basis: 'ASSIGNED', reason: '交由该单位办理', ...more }); // prettier-ignore
  const end = (as: string, id: string) => world.act(END, as, { idempotencyKey: key(), id, reason: '不再需要' });
  const idOf = ({ grant }: Acted) => (grant as { id: string }).id;
  const seen = async (as: string, slug: ClueSlug) => (await world.ask(CLUE, as, { id: clueId(slug) })).clue;
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const listed = async (as: string, slug: ClueSlug, query = GRANTS) =>
    (await world.ask(query, as, { id: clueId(slug) })).grants as { id: string; basis: string; reason: string | null }[];

  it('what is reported is reported at once and for good', async () => {
    const report = { basis: 'REPORTED', matter: clueId('investigated') };
    for (const more of [{ until: inDays(9) }, { from: inDays(1) }])
      expect(await world.refused(() => issue('ningbo-principal', unit['zhejiang-anguan']!, { ...report, ...more }))).toEqual(['INPUT_INVALID']);
    expect((await issue('ningbo-principal', unit['zhejiang-anguan']!, report)).result).toBe('APPLIED');
  }); // prettier-ignore

  it('a clue whose subject is not resolved is nobody else’s', async () => {
    const custodian = NINGBO.post['ningbo-anguan-head'];
    await world.rows('update clue set subject_state = 0, custodian_post = $2 where id = $1', [NINGBO.clue.other, custodian]);
    try {
      for (const more of [{}, { basis: 'CC', facets: ['LEDGER'], until: inDays(9) }])
        expect(await world.refused(() => issue('ningbo-anguan-head', unit['ningbo-investigation']!, more))).toEqual(['STATE_CONFLICT']);
      // To whom it is hidden it is not there.
      expect(await world.refused(() => issue('ningbo-principal', unit['ningbo-investigation']!))).toEqual(['OBJECT_NOT_FOUND']);
    } finally {
      await world.rows('update clue set subject_state = 1, custodian_post = null where id = $1', [NINGBO.clue.other]);
    }
  }); // prettier-ignore

  describe('one case, one loan:', () => {
    const loan = { basis: 'SECONDMENT' };
    const handler = postId('haishu-handler');

    it('no second at a time, by another post neither', async () => {
      expect((await issue('ningbo-principal', handler, { ...loan, until: inDays(30) })).result).toBe('APPLIED');
      const more = { ...loan, matter: clueId('ningbo'), until: inDays(10) };
      for (const as of ['ningbo-principal', 'ningbo-anguan-head'])
        expect(await world.refused(() => issue(as, handler, more))).toEqual(['STATE_CONFLICT']);
      const second = newId();
      const row = {
        person_id: NINGBO.person['haishu-handler'],
        unit_pos: U['haishu-discipline'],
        duty: 4,
        main: false,
      };
      await insertRows(world.db.owner, 'post', [{ id: second, ...row, valid_from: '2020-01-01' }]);
      expect(await world.refused(() => issue('ningbo-principal', `post_${second}`, more))).toEqual(['STATE_CONFLICT']);
      // Another person, another loan; and this one's next when the first is over.
      expect((await issue('ningbo-principal', postId('jiangbei-anguan'), more)).result).toBe('APPLIED');
      const next = { ...more, from: inDays(31), until: inDays(40) };
      expect((await issue('ningbo-principal', handler, next)).result).toBe('APPLIED');
    });

    it('never again for the same matter, unless it never began', async () => {
      const more = { ...loan, matter: clueId('investigated'), until: inDays(60) };
      const ahead = await issue('ningbo-principal', handler, { ...more, from: inDays(50) });
      expect(ahead.result).toBe('APPLIED');
      expect((await end('ningbo-principal', idOf(ahead))).result).toBe('APPLIED');
      const begun = await issue('ningbo-principal', handler, { ...more, from: inDays(45) });
      expect(begun.result).toBe('APPLIED');
      await world.clock(inDays(46));
      expect((await end('ningbo-principal', idOf(begun))).result).toBe('APPLIED');
      expect(codes(await issue('ningbo-principal', handler, more))).toEqual(['STATE_CONFLICT']);
      await world.clock(null);
    });

    it('and a joint case is one case with its clues', async () => {
      const of = { ...loan, until: inDays(30) };
      const whom = postId('jiangbei-anguan');
      await world.rows('delete from access_grant where basis = 4');
      const joint = { joint_case_id: NINGBO.jointCase.joint, clue_id: NINGBO.clue.ningbo };
      await world.rows('insert into joint_case_clue (joint_case_id, clue_id) values ($1, $2) on conflict do nothing', Object.values(joint));
      expect((await issue('ningbo-principal', whom, { ...of, matter: `jointCase_${joint.joint_case_id}` })).result).toBe('APPLIED');
      expect((await issue('ningbo-principal', whom, { ...of, matter: clueId('ningbo') })).result).toBe('APPLIED');
      expect(await world.refused(() => issue('ningbo-principal', whom, of))).toEqual(['STATE_CONFLICT']);
    }); // prettier-ignore

    it('and of a loan for a matter that is hidden from who asks nothing is told, not even by a refusal', async () => {
      await world.rows('delete from access_grant where basis = 4');
      await world.addPerson('haishu-principal', U.haishu, 'PRINCIPAL', '海曙书记');
      const hidden = { ...loan, matter: clueId('investigated'), until: inDays(30) };
      expect(await seen('haishu-principal', 'investigated')).toBeNull();
      expect((await issue('ningbo-principal', handler, hidden)).result).toBe('APPLIED');
      const own = { ...loan, matter: clueId('haishu'), until: inDays(20) };
      const answer = async (whom: string) => {
        const { result, userErrors } = await issue('haishu-principal', whom, own);
        return { result, userErrors };
      };
      expect(await answer(handler)).toEqual(await answer(postId('haishu-anguan')));
      expect((await listed('haishu-principal', 'haishu')).map(({ basis }) => basis)).toEqual(['SECONDMENT', 'SECONDMENT']);
      // Of his own matters it is told as before.
      expect(codes(await issue('haishu-principal', handler, own))).toEqual(['STATE_CONFLICT']);
    }); // prettier-ignore

    it('by however many at once', async () => {
      await world.rows('delete from access_grant where basis = 4');
      // All of them have looked before any of them can write.
      await world.db.owner.query('begin; lock table access_grant in share mode');
      const each = (['other', 'ningbo', 'investigated', 'other', 'ningbo'] as const).map((slug) =>
        issue('ningbo-principal', handler, { ...loan, matter: clueId(slug), until: inDays(9) }),
      );
      await new Promise((resolve) => setTimeout(resolve, 500));
      await world.db.owner.query('commit');
      const answers = await Promise.all(each);
      expect(answers.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
      expect(new Set(answers.flatMap(codes))).toEqual(new Set(['STATE_CONFLICT']));
    });
  });

  it('what is granted until a matter is concluded ends as it is concluded, and what is filed stays', async () => {
    const of = { matter: clueId('other') };
    const [lower, filed] = [U.jiangbei, unit['zhejiang-anguan']!];
    const assigned = await issue('ningbo-principal', await world.unitId(lower), of);
    expect(assigned.result).toBe('APPLIED');
    const ahead = await issue('ningbo-principal', await world.unitId(U.xiangshan), { ...of, from: inDays(3) });
    expect((await issue('ningbo-principal', filed, { ...of, basis: 'REPORTED' })).result).toBe('APPLIED');
    await world.addPerson('jiangbei-principal', lower, 'PRINCIPAL', '江北书记');
    const sight = async () => Promise.all(['jiangbei-principal', 'zhejiang-anguan'].map(async (as) => (await seen(as, 'other')) !== null)); // prettier-ignore
    expect(await sight()).toEqual([true, true]);
    await world.rows('update clue set closed_at = app_now() where id = $1', [NINGBO.clue.other]);
    expect(await sight()).toEqual([false, true]);
    await world.clock(inDays(4));
    expect(await world.rows('select id from access_grant where id = any ($1) and in_force(valid_from, valid_to)', [[idOf(assigned), idOf(ahead)].map((id) => id.slice(6))])).toEqual([]); // prettier-ignore
    await world.clock(null);
    await world.rows('update clue set closed_at = null where id = $1', [NINGBO.clue.other]);
    expect(await sight()).toEqual([false, true]);
  });

  it('whatever else is open for 90 days, soon, and not again at once', async () => {
    const other = { basis: 'OTHER' };
    const [one, person] = [postId('jiangbei-anguan'), `person_${NINGBO.person['jiangbei-anguan']}`];
    expect(await world.refused(() => issue('ningbo-principal', one, { ...other, from: inDays(31), until: inDays(40) }))).toEqual(['INPUT_INVALID']);
    const first = await issue('ningbo-principal', one, { ...other, from: inDays(20), until: inDays(29) });
    expect(first.result).toBe('APPLIED');
    // Neither beside it, nor after or before it, nor to the same person by another name.
    for (const [grantee, from, until] of [[one, 22, 25], [one, 29.5, 110], [one, 0.1, 19], [person, 0.1, 19]] as const)
      expect(await world.refused(() => issue('ningbo-principal', grantee, { ...other, from: inDays(from), until: inDays(until) }))).toEqual(['STATE_CONFLICT']);
    // To another, or of another matter, it may be.
    expect((await issue('ningbo-principal', postId('haishu-handler'), { ...other, until: inDays(9) })).result).toBe('APPLIED');
    expect((await issue('ningbo-principal', one, { ...other, matter: clueId('ningbo'), until: inDays(9) })).result).toBe('APPLIED');
    // What never began is as if it had not been; after thirty days without, there may be another.
    expect((await end('ningbo-principal', idOf(first))).result).toBe('APPLIED');
    expect((await issue('ningbo-principal', one, { ...other, until: inDays(5) })).result).toBe('APPLIED');
    await world.clock(inDays(34.9));
    expect(codes(await issue('ningbo-principal', one, { ...other, until: inDays(40) }))).toEqual(['STATE_CONFLICT']);
    await world.clock(inDays(35.1));
    expect((await issue('ningbo-principal', one, { ...other, until: inDays(40) })).result).toBe('APPLIED');
    await world.clock(null);
  }); // prettier-ignore

  it('when a matter has moved, the principal whose it is sees what was granted of it by hand, and ends it', async () => {
    const given = idOf(await issue('ningbo-principal', unit['ningbo-supervision-2']!));
    const named = { id: newId(), object: 'clue', object_id: NINGBO.clue.other, facets: ['ledger'], post_id: NINGBO.post['haishu-handler'], exempts: true };
    await insertRows(world.db.owner, 'access_grant', [{ ...named, basis: 10, act: 'grantIssue', reason: '知悉范围', issuer_post: NINGBO.post['nation-anguan'], valid_from: '2025-01-01' }]);
    await world.rows('update clue set owner_pos = $2, handling_pos = $3, handler_post = null, received_pos = null where id = $1', [NINGBO.clue.other, U.xiangshan, U['xiangshan-discipline']]);
    expect((await seen('supervision-2', 'other')).content).not.toBeNull();
    for (const as of ['ningbo-principal', 'ningbo-anguan-head']) expect(await world.refused(() => end(as, given))).toEqual([expect.stringMatching(/OBJECT_NOT_FOUND|NOT_ALLOWED/)]);
    const known = (await listed('xiangshan-principal', 'other')).map(({ id }) => id);
    expect(known).toContain(given);
    // Whom the superior named is not for the organ to know, whoever's it is.
    expect(known).not.toContain(`grant_${named.id}`);
    expect(await world.refused(() => end('xiangshan-principal', `grant_${named.id}`))).toEqual(['OBJECT_NOT_FOUND']);
    expect((await end('xiangshan-principal', given)).result).toBe('APPLIED');
    expect(await seen('supervision-2', 'other')).toBeNull();
  }); // prettier-ignore

  it('gives its reason to who issued it and to who sees the content, and the trail says so', async () => {
    const reason = '某室人员受贿线索';
    const report = { basis: 'REPORTED', matter: clueId('cadre'), facets: ['LEDGER'], reason };
    expect((await issue('ningbo-principal', unit['provinceCadre']!, report)).result).toBe('APPLIED');
    const told = async (as: string) => (await listed(as, 'cadre', REASON)).map((one) => one.reason);
    const reads = async () => (await world.rows(`select id from audit_entry where kind = 2 and operation = 'grants' and object_ids = '{${NINGBO.clue.cadre}}'`)).length;
    expect((await seen('ningbo-anguan', 'cadre')).content).toBeNull();
    const before = await reads();
    expect(await told('ningbo-anguan')).toEqual([null]);
    expect(await reads()).toBe(before);
    expect(await told('ningbo-principal')).toEqual([reason]);
    expect(await reads()).toBe(before + 1);
  }); // prettier-ignore

  it('nobody waits for a matter that is hidden from him', async () => {
    const given = idOf(await issue('ningbo-principal', unit['ningbo-supervision-2']!, { matter: clueId('ningbo') }));
    await world.db.owner.query('begin');
    await world.db.owner.query('select from clue where id = $1 for update', [NINGBO.clue.ningbo]);
    for (const id of [given, `grant_${newId()}`]) expect(codes(await end('xiangshan-principal', id))).toEqual(['OBJECT_NOT_FOUND']);
    for (const matter of [clueId('ningbo'), `clue_${newId()}`])
      expect(codes(await issue('xiangshan-principal', unit['ningbo-supervision-2']!, { matter }))).toEqual(['OBJECT_NOT_FOUND']);
    // Who knows of it waits; and what he then may not, he may not.
    const waiting = issue('ningbo-principal', unit['ningbo-investigation']!, { matter: clueId('ningbo') });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await world.db.owner.query('update clue set owner_pos = $2, handling_pos = $3, handler_post = null, received_pos = null where id = $1', [NINGBO.clue.ningbo, U.zhejiang, U.zhejiang]);
    await world.db.owner.query('commit');
    expect(codes(await waiting)).toEqual(['OBJECT_NOT_FOUND']);
  }); // prettier-ignore

  it('its events name it, and nothing of the matter', async () => {
    const events = await world.rows<{ object: string; event: string }>('select distinct event, object from outbox order by 1');
    expect(events).toEqual(['grantEnded', 'grantIssued'].map((event) => ({ event, object: 'access_grant' })));
    expect(await world.rows('select o.id from outbox o join clue c on c.id = o.object_id')).toEqual([]);
    const trail = await world.rows<{ object: string }>("select distinct object from audit_entry where kind = 1 and operation = 'grantEnd' and code is null");
    expect(trail).toEqual([{ object: 'access_grant' }]);
  }); // prettier-ignore
});
