import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { ActWorld, clueId, codes, key, postId, type Acted } from '../../support/actWorld.js';
import { Attacker } from '../../support/attacker.js';
import { insertRows } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';

const ERRORS = 'result userErrors { __typename code path message citation }';
const RECUSAL =
  'recusal { id state version personName ground reason decisionReason requestedAt decidedAt decider { name } }';
const REQUEST = `mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { ${ERRORS} ${RECUSAL} } }`;
const DECIDE = `mutation ($input: RecusalDecideInput!) { recusalDecide(input: $input) { ${ERRORS} ${RECUSAL} } }`;
const END = `mutation ($input: RecusalEndInput!) { recusalEnd(input: $input) { ${ERRORS} ${RECUSAL} } }`;
const LINK = `mutation ($input: ClueSubjectLinkInput!) { clueSubjectLink(input: $input) { ${ERRORS} clue { id } } }`;
const LIST = '{ recusals { id clueId state ground reason decisionReason decidedAt decider { name } } }';
const CLUE =
  'query ($id: ID!) { clue(id: $id) { number content { subjectName } viewer { acts facets { facet via } } } }';
const { clue, person, post, unit } = NINGBO;

type Recusal = {
  id: string;
  state: string;
  decidedAt: string | null;
  decisionReason: string | null;
  decider: { name: string } | null;
};
type Slug = keyof typeof clue;

/* Who decides is found anew each time, and what he, and that there is one, tells nobody else. */
describe('a recusal', () => {
  let world: ActWorld;
  let lower: { person: string; post: string };
  beforeAll(async () => {
    world = await ActWorld.open();
    await world.addPerson('zhejiang-principal', unit.zhejiang, 'PRINCIPAL', '赵省长');
    await world.addPerson('nation-principal', unit.nation, 'PRINCIPAL', '秦书记');
    await world.addPerson('ningbo-cadre', unit['ningbo-cadre'], 'OFFICER', '监督员');
    lower = await world.addPerson('haishu-principal', unit.haishu, 'PRINCIPAL', '海正');
  });
  afterAll(() => world.close());
  afterEach(async () => {
    await world.rows('delete from recusal_decision');
    await world.rows("update clue set compartment = 0, classification = 0, closed_at = null where compartment = 2 or classification > 0 or number like '%investigated'");
    await world.rows("delete from recusal where person_id is not null");
    await world.rows("delete from denial where object = 'clue' and object_id <> $1", [clue.recused]);
    await world.rows('delete from access_grant where basis = 14');
  }); // prettier-ignore

  const ask = (as: string, slug: Slug, whom: string) =>
    world.act(REQUEST, as, {
      idempotencyKey: key(),
      clue: clueId(slug),
      post: whom,
      ground: 'INTEREST',
      reason: '同学',
    });
  const asked = async (...request: Parameters<typeof ask>) => {
    const answer = await ask(...request);
    expect(answer).toMatchObject({ result: 'APPLIED', recusal: { state: 'REQUESTED', decider: null } });
    return (answer.recusal as Recusal).id;
  };
  const decide = (as: string, id: string, approve = true, reason = '同意') =>
    world.act(DECIDE, as, { idempotencyKey: key(), id, expectedVersion: 1, approve, reason });
  const approved = async (as: string, id: string, reason = '同意') =>
    expect(await decide(as, id, true, reason)).toMatchObject({ result: 'APPLIED', recusal: { state: 'APPROVED' } });
  const refused = async (work: () => Promise<Acted>) => expect(await world.refused(work)).toEqual(['NOT_ALLOWED']);
  const listed = async (as: string) => (await world.ask(LIST, as)).recusals as Recusal[];
  const known = async (as: string, id: string) => {
    const { recusal, node } = await world.ask('query ($id: ID!) { recusal(id: $id) { id } node(id: $id) { id } }', as, { id });
    const found = (await listed(as)).find((one) => one.id === id);
    expect([recusal !== null, node !== null]).toEqual([found !== undefined, found !== undefined]);
    return found;
  }; // prettier-ignore
  const decider = async (as: string, id: string) => (await known(as, id))?.decider?.name;
  const clueSeen = async (as: string, slug: Slug) => (await world.ask(CLUE, as, { id: clueId(slug) })).clue;
  const deny = (slug: Slug, whom: object, basis = 1) =>
    insertRows(world.db.owner, 'denial', [{ id: newId(), object: 'clue', object_id: clue[slug], basis, ...whom }]);
  const ledgerOf = (slug: Slug) =>
    world.rows<{ post_id: string; open: boolean }>("select post_id, valid_to is null as open from access_grant where basis = 14 and object_id = $1 order by valid_from, id", [clue[slug]]); // prettier-ignore
  const open = async (slug: Slug) =>
    (await ledgerOf(slug)).filter(({ open: still }) => still).map(({ post_id }) => post_id);
  const postOf = async (subject: string) =>
    (await world.rows<{ id: string }>('select x.id from post x join person p on p.id = x.person_id where p.subject = $1', [subject]))[0]!.id; // prettier-ignore
  const masked = (answer: Acted) => JSON.stringify({ ...answer, recusal: { ...(answer.recusal as object), id: '', personName: '', requestedAt: '' } }); // prettier-ignore

  describe('tells its asker nothing of who decides', () => {
    it.each([
      ['of his own organ’s head, who is recused since', 'ningbo-intake', 'ningbo', { person_id: person['ningbo-principal'] }],
      ['of a lower organ’s head, by the organ above', 'ningbo-contact-head', 'haishu', null],
      ['in the compartment, where nobody may decide then', 'ningbo-anguan', 'cadre', { unit_lo: 0, unit_hi: unit.ningbo }],
    ] as const)('%s', async (_, as, slug, whom) => {
      const all = async () => JSON.stringify([await clueSeen(as, slug), await world.ask('query ($id: ID!) { grants(matter: $id) { id } }', as, { id: clueId(slug) })]);
      const audit = 'select kind, operation, object, cardinality(object_ids) as ids, code from audit_entry where kind = 1 order by id desc limit 1';
      const before = [masked(await ask(as, slug, postId('ningbo-investigator'))), await all(), await world.rows(audit)];
      await deny(slug, whom ?? { person_id: lower.person });
      expect([masked(await ask(as, slug, postId('ningbo-group-head'))), await all(), await world.rows(audit)]).toEqual(before);
      const [one, other] = (await listed(as)) as [Recusal, Recusal];
      expect([one.decider, one.state, one.decidedAt]).toEqual([other.decider, other.state, other.decidedAt]);
    }); // prettier-ignore

    it('and waits, where there is nobody, for whoever comes', async () => {
      await world.rows("update person set left_at = now() - interval '1 second' where subject like '%-principal'");
      const id = await asked('ningbo-anguan', 'other', postId('ningbo-group-head'));
      expect([await known('ningbo-anguan', id), await ledgerOf('other')]).toMatchObject([{ decider: null }, []]);
      await world.rows("update person set left_at = null where subject like '%-principal'");
      expect(await decider('ningbo-principal', id)).toBe('宁波市纪委监委');
      await approved('ningbo-principal', id);
    });
  });

  describe('is seen by its asker', () => {
    const WORDS = '系被反映人之妻弟，涉案房产由其代持';

    it('not once the clue is found to be on his head, whatever has become of it', async () => {
      const [first, second] = [await asked('haishu-anguan', 'haishu', postId('haishu-handler')), await asked('haishu-anguan', 'haishu', postId('haishu-office-head'))];
      await approved('haishu-principal', first);
      expect([await known('haishu-anguan', first), await known('haishu-anguan', second)]).toMatchObject([{ state: 'APPROVED', decisionReason: '同意' }, { state: 'REQUESTED' }]);
      await insertRows(world.db.owner, 'access_grant', [{ id: newId(), object: 'clue', object_id: clue.haishu, facets: ['ledger', 'content'], unit_pos: unit['ningbo-cadre'], basis: 6, valid_from: '2020-01-01' }]);
      const [{ version }] = await world.rows<{ version: number }>('select version from clue where id = $1', [clue.haishu]) as [{ version: number }];
      const linked = await world.act(LINK, 'ningbo-cadre-head', { idempotencyKey: key(), clue: clueId('haishu'), expectedVersion: version, state: 'STAFF', persons: [`person_${lower.person}`], reason: '系其本人' });
      expect(linked.result).toBe('APPLIED');
      expect([await listed('haishu-anguan'), await listed('haishu-principal')]).toEqual([[], []]);
      expect([await decider('haishu-principal', second), await decider('ningbo-principal', second)]).toEqual([undefined, '宁波市纪委监委']);
      await world.rows('delete from clue_subject');
      await world.rows("update clue set compartment = 0, subject_state = 1 where id = $1", [clue.haishu]);
    }); // prettier-ignore

    it('not while another’s word, or anything else, keeps the clue from him', async () => {
      const id = await asked('ningbo-anguan', 'ningbo', postId('ningbo-leader'));
      for (const why of [{ person_id: person['ningbo-anguan'] }, { unit_lo: unit['ningbo-anguan'], unit_hi: unit['ningbo-anguan'] }]) {
        await deny('ningbo', why, 1);
        expect([await clueSeen('ningbo-anguan', 'ningbo'), await known('ningbo-anguan', id)]).toEqual([null, undefined]);
        await world.rows('update denial set ended_at = now() where object_id = $1', [clue.ningbo]);
        expect(await known('ningbo-anguan', id)).toMatchObject({ state: 'REQUESTED' });
      }
      await world.rows('update clue set classification = 3 where id = $1', [clue.ningbo]);
      expect(await known('ningbo-anguan', id)).toBeUndefined();
      await world.rows('update clue set classification = 0 where id = $1', [clue.ningbo]);
    }); // prettier-ignore

    it('not what is written later, once he is recused himself at another’s word', async () => {
      const other = await asked('ningbo-anguan', 'ningbo', postId('ningbo-leader'));
      await approved('ningbo-principal', await asked('ningbo-anguan-head', 'ningbo', postId('ningbo-anguan')));
      await approved('ningbo-principal', other, WORDS);
      expect(JSON.stringify(await listed('ningbo-anguan'))).toBe('[]');
      expect(await known('ningbo-anguan-head', other)).toMatchObject({ decisionReason: WORDS });
    });

    it('in his own words alone, where it is what keeps him out and nothing else does', async () => {
      const own = await asked('ningbo-contact-head', 'ningbo', postId('ningbo-contact-head'));
      await approved('ningbo-principal', own, WORDS);
      expect(await clueSeen('ningbo-contact-head', 'ningbo')).toBeNull();
      const told = { state: 'APPROVED', ground: 'INTEREST', reason: '同学', decisionReason: null, decider: null };
      expect(await known('ningbo-contact-head', own)).toMatchObject(told);
      const attacker = await Attacker.open(world.db.connectionAs('liandong_api'));
      await attacker.enter(NINGBO.as['ningbo-contact-head']);
      expect(await attacker.send('select reason from recusal_decision')).toEqual([]);
      expect(await attacker.send('select decision_reason from recusal')).toBe('42703');
      await attacker.end();
      for (const why of [{ person_id: person['ningbo-contact-head'] }, { unit_lo: unit['ningbo-supervision-1'], unit_hi: unit['ningbo-supervision-1'] }]) {
        await deny('ningbo', why, 2);
        expect(await listed('ningbo-contact-head')).toEqual([]);
        await world.rows('update denial set ended_at = now() where object_id = $1 and basis = 2', [clue.ningbo]);
        expect(await known('ningbo-contact-head', own)).toMatchObject(told);
      }
      const ended = await world.act(END, 'ningbo-principal', { idempotencyKey: key(), id: own, expectedVersion: 2, reason: '情形消除' });
      expect(ended).toMatchObject({ result: 'APPLIED', recusal: { state: 'ENDED', decisionReason: '情形消除' } });
      expect(await known('ningbo-contact-head', own)).toMatchObject({ state: 'ENDED', decisionReason: '情形消除' });
    }); // prettier-ignore
  });

  describe('in a compartment', () => {
    it.each([
      ['of the principal, at the word of 干部监督', 1, 'ningbo-cadre-head', 'cadre', 'ningbo-principal'],
      ['of the principal, at his own', 1, 'ningbo-principal', 'cadre', 'ningbo-principal'],
      ['of the principal, from a sealed item', 2, 'ningbo-principal', 'investigated', 'ningbo-principal'],
    ] as const)('%s, is decided by the head above', async (_, compartment, as, slug, whom: PersonSlug) => {
      await world.rows('update clue set compartment = $2 where id = $1', [clue[slug], compartment]);
      const id = await asked(as, slug, postId(whom));
      expect(await decider('zhejiang-principal', id)).toBe('浙江省纪委监委');
      expect(await clueSeen('zhejiang-principal', slug)).toBeNull();
      await refused(() => decide('ningbo-principal', id));
      await approved('zhejiang-principal', id);
      expect(await clueSeen('ningbo-principal', slug)).toBeNull();
    });

    it('of its keeper is decided by his principal', async () => {
      await world.rows('update clue set compartment = 1, owner_pos = $2 where id = $1', [clue.other, unit.haishu]);
      await deny('other', { unit_lo: unit.haishu, unit_hi: unit.haishu + 999_999 }, 2);
      const keeper = { object: 'clue', object_id: clue.other, facets: ['ledger', 'content'], post_id: post['ningbo-cadre-head'], exempts: true };
      await insertRows(world.db.owner, 'access_grant', [{ id: newId(), ...keeper, basis: 10, valid_from: '2020-01-01' }]);
      const id = await asked('ningbo-cadre-head', 'other', postId('ningbo-cadre-head'));
      expect([await known('haishu-principal', id), await decider('ningbo-principal', id)]).toEqual([undefined, '宁波市纪委监委']);
      await approved('ningbo-principal', id);
      expect(await clueSeen('ningbo-cadre-head', 'other')).toBeNull();
      expect(await known('ningbo-cadre-head', id)).toMatchObject({ state: 'APPROVED', decisionReason: null });
      await world.rows('delete from access_grant where basis = 10 and object_id = $1', [clue.other]);
      await world.rows('update clue set compartment = 0, owner_pos = $2 where id = $1', [clue.other, unit.ningbo]);
    }); // prettier-ignore

    it('is not decided by whom the clue is denied, or who is not cleared for it', async () => {
      const id = await asked('ningbo-cadre-head', 'cadre', postId('ningbo-principal'));
      await deny('cadre', { person_id: (await world.rows<{ id: string }>("select id from person where subject = 'zhejiang-principal'"))[0]!.id }, 2);
      expect([await known('zhejiang-principal', id), await decider('nation-principal', id)]).toEqual([undefined, '中央纪委国家监委']);
      await refused(() => decide('zhejiang-principal', id));
    }); // prettier-ignore
  });

  describe('is decided by who may now', () => {
    it.each([
      ['the clue is denied to him', () => deny('other', { person_id: person['ningbo-principal'] }), () => world.rows('update denial set ended_at = now() where object_id = $1', [clue.other])],
      ['he leaves the service', () => world.rows("update person set left_at = now() - interval '1 second' where subject = 'ningbo-principal'"), () => world.rows("update person set left_at = null where subject = 'ningbo-principal'")],
      ['his post ends', () => world.rows("update post set valid_to = now() - interval '1 second' where id = $1", [post['ningbo-principal']]), () => world.rows('update post set valid_to = null where id = $1', [post['ningbo-principal']])],
      ['the clue moves elsewhere', () => world.rows('update clue set owner_pos = $2 where id = $1', [clue.other, unit.zhejiang]), () => world.rows('update clue set owner_pos = $2 where id = $1', [clue.other, unit.ningbo])],
    ])('when %s, and is not his any more', async (_, happens, isOver) => {
      const id = await asked('ningbo-anguan-head', 'other', postId('ningbo-contact-head'));
      expect([await decider('ningbo-principal', id), await decider('zhejiang-principal', id)]).toEqual(['宁波市纪委监委', undefined]);
      await happens();
      expect(await decider('zhejiang-principal', id)).toBe('浙江省纪委监委');
      expect(await clueSeen('zhejiang-principal', 'other')).toMatchObject({ content: expect.toSatisfy(() => true) });
      const { data, errors } = await world.api.run(DECIDE, 'ningbo-principal', { input: { idempotencyKey: key(), id, expectedVersion: 1, approve: true, reason: '同意' } });
      expect(errors?.[0]?.extensions.code ?? codes(data.recusalDecide)[0]).toMatch(/^(NOT_ALLOWED|PERSON_UNKNOWN|NO_POST_IN_FORCE)$/);
      await approved('zhejiang-principal', id);
      expect(await open('other')).toEqual([]);
      // It is the superior's to end, as long as it is he who decides.
      await isOver();
      const end = (as: string) => world.act(END, as, { idempotencyKey: key(), id, expectedVersion: 2, reason: '情形消除' });
      await refused(() => end('zhejiang-principal'));
      expect((await end('ningbo-principal')).result).toBe('APPLIED');
    }); // prettier-ignore

    it('and neither by the person himself nor, of an organ’s head, within it', async () => {
      const id = await asked('ningbo-anguan', 'other', postId('ningbo-principal'));
      expect(await known('ningbo-principal', id)).toBeUndefined();
      await refused(() => decide('ningbo-principal', id));
      const [above] = await world.rows<{ person_id: string }>('select person_id from post where id = $1', [await postOf('zhejiang-principal')]); // prettier-ignore
      await deny('other', above!);
      expect([await known('zhejiang-principal', id), await decider('nation-principal', id)]).toEqual([undefined, '中央纪委国家监委']); // prettier-ignore
      await refused(() => decide('zhejiang-principal', id));
      await approved('nation-principal', id);
    });

    it('so that the same person may ask again once it is decided, and not before', async () => {
      const id = await asked('ningbo-anguan-head', 'other', postId('ningbo-contact-head'));
      await deny('other', { person_id: person['ningbo-principal'] });
      expect(codes(await ask('ningbo-anguan-head', 'other', postId('ningbo-contact-head')))).toEqual([
        'STATE_CONFLICT',
      ]);
      expect((await decide('zhejiang-principal', id, false, '不符合')).result).toBe('APPLIED');
      await asked('ningbo-anguan-head', 'other', postId('ningbo-contact-head'));
    });
  });

  describe('opens the ledger to who decides from above', () => {
    it('and to who does so after him, and to nobody once it is decided', async () => {
      const id = await asked('ningbo-anguan', 'investigated', postId('ningbo-principal'));
      const [zhejiang, nation] = [await postOf('zhejiang-principal'), await postOf('nation-principal')];
      expect(await open('investigated')).toEqual([zhejiang]);
      await world.rows("update person set left_at = now() - interval '1 second' where subject = 'zhejiang-principal'");
      expect(await open('investigated')).toEqual([nation]);
      expect(await clueSeen('nation-principal', 'investigated')).toMatchObject({ content: null });
      await world.rows("update person set left_at = null where subject = 'zhejiang-principal'");
      expect(await open('investigated')).toEqual([zhejiang]);
      await approved('zhejiang-principal', id);
      expect([await open('investigated'), await clueSeen('zhejiang-principal', 'investigated')]).toEqual([[], null]);
    });

    it('not beyond the clue’s closing, by whatever act; and again if it goes on', async () => {
      const id = await asked('ningbo-anguan', 'investigated', postId('ningbo-principal'));
      await world.rows('update clue set closed_at = now() where id = $1', [clue.investigated]);
      expect([await open('investigated'), await clueSeen('zhejiang-principal', 'investigated')]).toEqual([[], null]);
      expect(await decider('zhejiang-principal', id)).toBe('浙江省纪委监委');
      await world.rows('update clue set closed_at = null where id = $1', [clue.investigated]);
      expect(await clueSeen('zhejiang-principal', 'investigated')).toMatchObject({ content: null });
    });

    it('within the hour where a date passes', async () => {
      await asked('ningbo-anguan', 'other', postId('ningbo-investigator'));
      await world.rows("update post set valid_to = now() + interval '300 milliseconds' where id = $1", [post['ningbo-principal']]);
      expect(await open('other')).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 400));
      await world.rows('select relay_keepers()');
      expect(await open('other')).toEqual([await postOf('zhejiang-principal')]);
      await world.rows('update post set valid_to = null where id = $1', [post['ningbo-principal']]);
    }); // prettier-ignore
  });

  it('is decided in words that nobody reads who does not know of it, whatever he sends', async () => {
    const id = await asked('ningbo-anguan', 'other', postId('ningbo-investigator'));
    await approved('ningbo-principal', id, '所反映的是本人的决定');
    const words = async (as: PersonSlug) => {
      const attacker = await Attacker.open(world.db.connectionAs('liandong_api'));
      await attacker.enter(NINGBO.as[as]);
      const told = await attacker.send('select reason from recusal_decision');
      await attacker.end();
      return told;
    };
    expect(await words('ningbo-anguan')).toEqual([{ reason: '所反映的是本人的决定' }]);
    expect(await words('jiangbei-anguan')).toEqual([]);
  });

  it('that is there and one that is not are the same to whatever the API’s role may call', async () => {
    const id = (await asked('ningbo-anguan', 'other', postId('ningbo-investigator'))).split('_')[1]!;
    const functions = await world.rows<{ name: string }>(`select proname as name from pg_proc
      where pronamespace = 'liandong'::regnamespace and proname ~ 'recusal' and proargtypes::oid[] @> array['uuid'::regtype::oid]
        and (has_function_privilege('liandong_api', oid, 'execute') or has_function_privilege('liandong_act', oid, 'execute'))`);
    expect(functions.map(({ name }) => name).sort()).toEqual(['recusal_decide', 'recusal_end', 'recusal_request']);
    const attacker = await Attacker.open(world.db.connectionAs('liandong_api'));
    await attacker.enter(NINGBO.as['jiangbei-anguan']);
    const answers = async (one: string) => {
      const told = [];
      for (const call of ['recusals_told_me', 'recusals_to_decide', 'recusals_without_words'])
        told.push(await attacker.send(`select '${one}'::uuid = any (${call}()) as x`));
      return told;
    };
    expect(await answers(id)).toEqual(await answers(newId()));
    await attacker.end();
  }); // prettier-ignore
});
