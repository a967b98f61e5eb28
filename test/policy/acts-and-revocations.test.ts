import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActWorld, clueId, codes, key, postId, type Acted } from '../support/actWorld.js';
import { NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { insertRows } from '../support/world.js';
import { parseId } from '../../src/graphql/ids.js';
import { newId } from '../../src/shared/ids.js';

/*
 * An act and what is taken from its actor meanwhile: either the one waits for the other, or finds what it did. Whoever
 * waits is kept waiting by the owner, who holds the row that is waited for.
 */

const ERRORS = 'result userErrors { code }';
const RECUSE = `mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { ${ERRORS} recusal { id } } }`;
const DECIDE = `mutation ($input: RecusalDecideInput!) { recusalDecide(input: $input) { ${ERRORS} recusal { id } } }`;
const END = `mutation ($input: GrantEndInput!) { grantEnd(input: $input) { ${ERRORS} grant { id } } }`;
const ISSUE = `mutation ($input: GrantIssueInput!) { grantIssue(input: $input) { ${ERRORS} grant { id } } }`;
const REDIVIDE = `mutation ($input: ContactLinkRedivideInput!) { contactLinkRedivide(input: $input) { ${ERRORS} } }`;

let world: ActWorld;
beforeAll(async () => {
  world = await ActWorld.open();
});
afterAll(() => world.close());

const soon = () => new Promise((resolve) => setTimeout(resolve, 300));
const recuse = (as: string, clue: string, whom: PersonSlug = 'ningbo-intake') => {
  const input = { idempotencyKey: key(), clue, post: postId(whom), ground: 'INTEREST', reason: '与被反映人系同学' };
  return world.api.run(RECUSE, as, { input });
};
const acted = async (answer: ReturnType<typeof recuse>) => {
  const { data, errors } = await answer;
  return errors ? errors.map(({ extensions }) => extensions.code) : codes(Object.values(data as object)[0] as Acted);
};
const recusals = () => world.rows<{ id: string }>('select id from recusal order by id');
const person = (slug: PersonSlug) => NINGBO.person[slug];
const clue = NINGBO.clue.haishu;
const linkOfHaishu = async () => {
  const [link] = await world.rows<{ id: string }>('select id from contact_link where target_pos = $1 and valid_to is null', [NINGBO.unit.haishu]);
  return link!.id;
}; // prettier-ignore
const redivide = async () => {
  const input = { idempotencyKey: key(), end: [`contactLink_${await linkOfHaishu()}`], begin: [], reason: '重新划分' };
  return world.act(REDIVIDE, 'ningbo-principal', input);
};
const linkAgain = () =>
  world.rows('update contact_link set valid_to = null, ended_by = null where target_pos = $1', [NINGBO.unit.haishu]);

/** While the owner holds a row, `act` is sent and waits; then `meanwhile`; then the row is let go. */
async function heldUp<T>(held: string, values: unknown[], act: () => Promise<T>, meanwhile: () => Promise<unknown>) {
  await world.db.owner.query('begin');
  try {
    await world.db.owner.query(held, values);
    let answered = false;
    const waiting = act().finally(() => (answered = true));
    await soon();
    expect(answered).toBe(false);
    await meanwhile();
    await world.db.owner.query('commit');
    return await waiting;
  } catch (error) {
    await world.db.owner.query('rollback');
    throw error;
  }
}
const PERSON = 'select from person where id = $1 for update';
const CLUE = 'select from clue where id = $1 for update';

describe('what was taken from the actor while his act waited', () => {
  it.each([
    ['his service', 'PERSON_UNKNOWN', 'person set left_at = clock_timestamp() where id', 'person set left_at = null where id'],
    ['his post', 'NO_POST_IN_FORCE', 'post set valid_to = clock_timestamp() where person_id', 'post set valid_to = null where person_id'],
  ])('stops it: %s', async (_, code, takes, gives) => {
    const id = person('ningbo-contact-head');
    const before = await recusals();
    const taken = await heldUp(PERSON, [id], () => acted(recuse('ningbo-contact-head', clueId('haishu'))), () =>
      world.db.owner.query(`update ${takes} = $1`, [id]));
    await world.rows(`update ${gives} = $1`, [id]);
    expect([taken, await recusals()]).toEqual([[code], before]);
  }); // prettier-ignore

  it('stops it: a grant', async () => {
    const grantee = await world.unitId(NINGBO.unit['ningbo-investigation']);
    const input = { matter: clueId('other'), facets: ['LEDGER', 'CONTENT'], basis: 'ASSIGNED', reason: '交办', grantee };
    const issued = await world.act(ISSUE, 'ningbo-principal', { idempotencyKey: key(), ...input });
    expect(codes(issued)).toEqual([]);
    const { id } = issued['grant'] as { id: string };
    const before = await recusals();
    const refused = await heldUp(PERSON, [person('ningbo-investigator')], () => acted(recuse('ningbo-investigator', clueId('other'))), async () => {
      const ended = await world.act(END, 'ningbo-principal', { idempotencyKey: key(), id, reason: '终止' });
      expect(ended.result).toBe('APPLIED');
    });
    expect([refused, await recusals()]).toEqual([['OBJECT_NOT_FOUND'], before]);
  }); // prettier-ignore

  it('stops it: a contact link', async () => {
    const before = await recusals();
    const refused = await heldUp(PERSON, [person('ningbo-contact-head')], () => acted(recuse('ningbo-contact-head', clueId('haishu'))), async () =>
      expect((await redivide()).result).toBe('APPLIED'));
    await linkAgain();
    expect([refused, await recusals()]).toEqual([['OBJECT_NOT_FOUND'], before]);
  }); // prettier-ignore

  it('stops it when it has looked already, and waits for whoever is at the clue', async () => {
    const grant = { id: newId(), unit: NINGBO.unit['jiangbei-anguan'] };
    await world.rows(`insert into access_grant (id, object, object_id, facets, unit_pos, basis, valid_from)
      values ($1, 'clue', $2, '{ledger}', $3, 2, now())`, [grant.id, clue, grant.unit]);
    const before = await recusals();
    const refused = await heldUp(CLUE, [clue], () => acted(recuse('jiangbei-anguan', clueId('haishu'))), () =>
      world.db.owner.query('update access_grant set valid_to = clock_timestamp() where id = $1', [grant.id]));
    expect([refused, await recusals()]).toEqual([['OBJECT_NOT_FOUND'], before]);
  }); // prettier-ignore

  it.each(['ningbo-contact-head', 'ningbo-leader', 'ningbo-principal'] as const)(
    'waits until the act has ended: the link by which %s looks',
    async (slug) => {
      let redivided = false;
      let redivision: Promise<Acted> | undefined;
      const done = await heldUp(
        CLUE,
        [clue],
        () => acted(recuse(slug, clueId('haishu'))),
        async () => {
          redivision = redivide().finally(() => (redivided = true));
          await soon();
          expect(redivided).toBe(false);
        },
      );
      expect([done, (await redivision)?.result]).toEqual([[], 'APPLIED']);
      await linkAgain();
    },
  );
});

describe('while somebody is at a clue', () => {
  it('is as missing as ever to whom the clue is hidden, and only who sees it waits', async () => {
    await world.db.owner.query('begin');
    await world.db.owner.query(CLUE, [clue]);
    const [hidden, missing, seen] = await Promise.all([
      acted(recuse('jiangbei-anguan', clueId('haishu'))),
      acted(recuse('jiangbei-anguan', `clue_${newId()}`)),
      acted(recuse('ningbo-anguan', clueId('haishu'))),
    ]);
    await world.db.owner.query('commit');
    expect({ hidden, missing, seen }).toEqual({ hidden: ['OBJECT_NOT_FOUND'], missing: ['OBJECT_NOT_FOUND'], seen: ['BUSY'] });
  }); // prettier-ignore

  it('tells a head from whom the clue is kept nothing by a recusal’s id', async () => {
    await recuse('ningbo-anguan', clueId('ningbo'), 'ningbo-investigator');
    const [asked] = await world.rows<{ id: string }>('select id from recusal where clue_id = $1', [NINGBO.clue.ningbo]);
    const denial = newId();
    await world.rows("insert into denial (id, object, object_id, person_id, basis) values ($1, 'clue', $2, $3, 2)", [denial, NINGBO.clue.ningbo, person('ningbo-principal')]);
    const decide = (id: string) =>
      world.act(DECIDE, 'ningbo-principal', { idempotencyKey: key(), id: `recusal_${id}`, expectedVersion: 1, approve: true, reason: '同意' });
    await world.db.owner.query('begin');
    await world.db.owner.query(CLUE, [NINGBO.clue.ningbo]);
    const answers = [codes(await decide(asked!.id)), codes(await decide(newId()))];
    await world.db.owner.query('commit');
    await world.rows('update denial set ended_at = now() where id = $1', [denial]);
    expect(answers).toEqual([['NOT_ALLOWED'], ['NOT_ALLOWED']]);
  }); // prettier-ignore
});

describe('what somebody else has in hand', () => {
  interface Act {
    as: string;
    act: keyof typeof NOUN;
    input: object;
    /** The clue that it is about. */
    about: string;
  }
  /** On what stands in a row. */
  type InHand = Act & { row: readonly [table: string, id: string] };
  /** With what an actor is told to whom the clue is denied. */
  type AboutAClue = Act & { denied: string };
  const NOUN = {
    recusalRequest: 'recusal',
    recusalDecide: 'recusal',
    unmaskingRequest: 'unmasking',
    unmaskingDecide: 'unmasking',
    emergencyAccessOpen: 'emergencyAccess',
    emergencyAccessReview: 'emergencyAccess',
    grantIssue: 'grant',
    grantEnd: 'grant',
    inspectionRoundBegin: 'inspectionRound',
    inspectionRoundEnd: 'inspectionRound',
    inspectionCatalogueAdd: 'inspectionRound',
    auditAliasOpenRequest: 'opening',
    auditAliasOpenDecide: 'opening',
    interferenceRecord: 'interferenceRecord',
    interferenceHandle: 'interferenceRecord',
    clueSubjectLink: 'clue',
  };
  const send = (act: keyof typeof NOUN, as: string, input: object) => {
    const type = `${act[0]!.toUpperCase()}${act.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${act}(input: $input) { ${ERRORS} ${NOUN[act]} { id } } }`;
    return world.act(document, as, { idempotencyKey: key(), ...input });
  };
  const done = async (act: keyof typeof NOUN, as: string, input: object) => {
    const answer = await send(act, as, input);
    expect([act, codes(answer), answer.result]).toEqual([act, [], 'APPLIED']);
    return (answer[NOUN[act]] as { id: string }).id;
  };
  const decision = { expectedVersion: 1, approve: true, reason: '同意' };
  const { haishu, ningbo } = NINGBO.clue;
  const unit: Record<string, string> = {};
  const DAYS = 86_400_000;
  const round = () => ({
    body: unit['body'],
    inspected: unit['haishu'],
    name: '第一轮',
    until: new Date(Date.now() + 60 * DAYS).toISOString(),
    reason: '年度计划',
  });
  let lastRound: string | null = null;
  const endRound = async () => {
    if (lastRound) await send('inspectionRoundEnd', 'ningbo-principal', { id: lastRound, reason: '结束' });
    lastRound = null;
  };
  const aRound = async () => {
    await endRound();
    return (lastRound = await done('inspectionRoundBegin', 'ningbo-principal', round()));
  };
  beforeAll(async () => {
    const at = NINGBO.unit;
    for (const subject of ['ningbo-audit', 'ningbo-audit-2']) await world.addPerson(subject, at.ningbo, 'AUDIT_ADMINISTRATOR', subject);
    await world.addPerson('zhejiang-principal', at.zhejiang, 'PRINCIPAL', '浙书记');
    await world.addPerson('haishu-principal', at.haishu, 'PRINCIPAL', '海书记');
    unit['body'] = await world.addUnit(at.ningbo + 470, at.ningbo, 'INSPECTION_BODY', null, '市委第一巡察组');
    for (const slug of ['haishu', 'ningbo-supervision-1'] as const) unit[slug] = await world.unitId(at[slug]);
  }); // prettier-ignore
  /** In 戚远征's hands, with a reporter; who registered it has yet to say of whom it is, if nobody has. */
  const aClue = async (more: object = {}) => {
    const id = newId();
    const at = NINGBO.unit;
    const places = { owner_pos: at.ningbo, handling_pos: at['ningbo-investigation'], received_pos: at['ningbo-xinfang'] };
    const posts = { handler_post: NINGBO.post['ningbo-investigator'], registered_by: NINGBO.post['ningbo-intake'] };
    await insertRows(world.db.owner, 'clue', [{ id, number: `查-${id}`, stage: 6, source: 1, received_at: '2026-01-05', ...places, ...posts, ...more }]);
    await insertRows(world.db.owner, 'clue_content', [{ clue_id: id, subject_name: '某甲', allegation: '问题' }]);
    await insertRows(world.db.owner, 'clue_reporter', [{ clue_id: id, kind: 1, name: '李举报' }]);
    return id;
  }; // prettier-ignore

  const IN_HAND: Record<string, () => Promise<InHand>> = {
    async recusalDecide() {
      const about = await aClue();
      const id = await done('recusalRequest', 'ningbo-anguan', { clue: `clue_${about}`, post: postId('ningbo-intake'), ground: 'INTEREST', reason: '同学' });
      return { as: 'ningbo-principal', act: 'recusalDecide', input: { id, ...decision }, row: ['recusal', parseId(id).uuid], about };
    },
    async unmaskingDecide() {
      const about = await aClue();
      const id = await done('unmaskingRequest', 'ningbo-investigator', { clue: `clue_${about}`, reason: '核实' });
      return { as: 'ningbo-intake-head', act: 'unmaskingDecide', input: { id, ...decision }, row: ['unmasking', parseId(id).uuid], about };
    },
    async emergencyAccessReview() {
      const id = await done('emergencyAccessOpen', 'ningbo-anguan', { clue: clueId('haishu'), facets: ['CONTENT'], reason: '即将出境' });
      const input = { id, expectedVersion: 1, justified: false, reason: '不属实' };
      return { as: 'zhejiang-principal', act: 'emergencyAccessReview', input, row: ['emergency_access', parseId(id).uuid], about: haishu };
    },
    async grantEnd() {
      const input = { matter: clueId('ningbo'), facets: ['LEDGER', 'CONTENT'], basis: 'ASSIGNED', reason: '交办', grantee: unit['ningbo-supervision-1'] };
      const id = await done('grantIssue', 'ningbo-principal', input);
      return { as: 'ningbo-principal', act: 'grantEnd', input: { id, expectedVersion: 1, reason: '终止' }, row: ['access_grant', parseId(id).uuid], about: ningbo };
    },
    async inspectionRoundEnd() {
      const id = await aRound();
      return { as: 'ningbo-principal', act: 'inspectionRoundEnd', input: { id, expectedVersion: 1, reason: '结束' }, row: ['inspection_round', parseId(id).uuid], about: haishu };
    },
    async auditAliasOpenDecide() {
      await world.ask(`{ clue(id: "${clueId('haishu')}") { content { allegation } } }`, 'haishu-anguan');
      const { auditTrail } = await world.ask('{ auditTrail(first: 1, filter: { kind: [READ] }) { entries { objects } } }', 'ningbo-audit');
      const id = await done('auditAliasOpenRequest', 'ningbo-audit', { alias: auditTrail.entries[0].objects[0], reason: '核查' });
      return { as: 'ningbo-audit-2', act: 'auditAliasOpenDecide', input: { id, ...decision }, row: ['alias_opening', parseId(id).uuid], about: haishu };
    },
    async clueSubjectLink() {
      const about = await aClue({ subject_state: 0 });
      const input = { clue: `clue_${about}`, expectedVersion: 1, state: 'NOT_STAFF', reason: '已核实' };
      return { as: 'ningbo-intake', act: 'clueSubjectLink', input, row: ['clue', about], about };
    },
  }; // prettier-ignore

  it.each(Object.entries(IN_HAND))('is found as that one left it: %s', async (_, prepare) => {
    const { as, act, input, row: [table, id] } = await prepare();
    const answer = await heldUp(`select from ${table} where id = $1 for update`, [id], () => send(act, as, input), () =>
      world.rows(`update ${table} set version = version + 1 where id = $1`, [id]));
    expect([codes(answer), answer.result]).toEqual([['VERSION_CONFLICT'], null]);
    await done(act, as, { ...input, expectedVersion: 2 });
  }); // prettier-ignore

  const ABOUT_A_CLUE: Record<string, () => Promise<AboutAClue>> = {
    recusalDecide: async () => ({ ...(await IN_HAND['recusalDecide']!()), denied: 'NOT_ALLOWED' }),
    unmaskingDecide: async () => ({ ...(await IN_HAND['unmaskingDecide']!()), denied: 'NOT_ALLOWED' }),
    emergencyAccessReview: async () => ({ ...(await IN_HAND['emergencyAccessReview']!()), denied: 'NOT_ALLOWED' }),
    grantEnd: async () => ({ ...(await IN_HAND['grantEnd']!()), denied: 'OBJECT_NOT_FOUND' }),
    clueSubjectLink: async () => ({ ...(await IN_HAND['clueSubjectLink']!()), denied: 'OBJECT_NOT_FOUND' }),
    async inspectionCatalogueAdd() {
      const input = { round: await aRound(), clues: [clueId('haishu')], reason: '提供' };
      return { as: 'haishu-principal', act: 'inspectionCatalogueAdd', input, about: haishu, denied: 'OBJECT_NOT_FOUND' };
    },
    async emergencyAccessOpen() {
      const input = { clue: clueId('jiangbei'), facets: ['CONTENT'], reason: '即将出境' };
      return { as: 'ningbo-anguan', act: 'emergencyAccessOpen', input, about: NINGBO.clue.jiangbei, denied: 'OBJECT_NOT_FOUND' };
    },
    async interferenceHandle() {
      const what = { manner: 'ASKED_ABOUT', matter: '询问进展', at: '2026-03-01T09:00:00+08:00', post: postId('ningbo-leader') };
      const id = await done('interferenceRecord', 'ningbo-anguan', { clue: clueId('ningbo'), ...what });
      const input = { id, expectedVersion: 1, outcome: 'ADMONITION', reason: '已批评教育' };
      return { as: 'ningbo-cadre-head', act: 'interferenceHandle', input, about: ningbo, denied: 'NOT_ALLOWED' };
    },
  }; // prettier-ignore

  it.each(Object.entries(ABOUT_A_CLUE))('is not had once its clue is denied to the actor: %s', async (_, prepare) => {
    const { as, act, input, about, denied } = await prepare();
    const denial = newId();
    const answer = await heldUp(CLUE, [about], () => send(act, as, input), () =>
      world.rows("insert into denial (id, object, object_id, person_id, basis) select $1, 'clue', $2, id, 1 from person where subject = $3", [denial, about, as]));
    await world.rows('update denial set ended_at = now() where id = $1', [denial]);
    expect([codes(answer), answer.result]).toEqual([[denied], null]);
    await done(act, as, input);
  }); // prettier-ignore

  it('is a round begun for the same two, or a division of the same organ: it waits for the one before', async () => {
    const organ = 'select from unit where pos = $1 for no key update';
    await endRound();
    const first = await heldUp(organ, [NINGBO.unit.ningbo + 470], () => send('inspectionRoundBegin', 'ningbo-principal', round()), soon);
    expect(first.result).toBe('APPLIED');
    expect((await heldUp(organ, [NINGBO.unit.ningbo], redivide, soon)).result).toBe('APPLIED');
    await linkAgain();
    const ended = await heldUp('select from contact_link where id = $1 for update', [await linkOfHaishu()], redivide, async () =>
      world.rows('update contact_link set valid_to = now() where id = $1', [await linkOfHaishu()]));
    await linkAgain();
    expect(codes(ended)).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore
});

describe('the time of what is in force', () => {
  const MOMENTS = 'select app_now()::text as app, act_now()::text as act';
  const twice = async (isolation: string) => {
    await world.db.owner.query(`begin isolation level ${isolation}`);
    const moments = [];
    for (let n = 0; n < 2; n++) {
      moments.push((await world.rows<{ app: string; act: string }>(MOMENTS))[0]!);
      await world.rows('select pg_sleep(0.01)');
    }
    await world.db.owner.query('commit');
    return moments as [{ app: string; act: string }, { app: string; act: string }];
  };

  it.each([null, '2026-03-01T00:00:00Z'])('goes on in an act and stands still in a read (clock: %s)', async (clock) => {
    await world.clock(clock);
    const [first, then] = await twice('read committed');
    expect(then.app).toBe(first.app);
    expect(then.act > first.act && first.act > first.app).toBe(true);
    for (const { app, act } of await twice('repeatable read')) expect(act).toBe(app);
    await world.clock(null);
  });
});
