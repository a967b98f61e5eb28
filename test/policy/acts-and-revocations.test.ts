import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActWorld, clueId, codes, key, postId, type Acted } from '../support/actWorld.js';
import { NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
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
