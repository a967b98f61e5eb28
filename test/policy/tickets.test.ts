import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopedDatabase } from '../../src/database/scoped.js';
import { ticket } from '../../src/database/ticket.js';
import { storeTicketKeys } from '../../src/database/ticketKeys.js';
import { Duty } from '../../src/jurisdiction/duties.js';
import { deriveKey } from '../../src/shared/keys.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { Attacker, shown, signed, type Ticket } from '../support/attacker.js';
import { cloneDatabase, KEYS, TICKET_KEY, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';

/* The door to the sealed principal: tickets that were altered, kept, stolen or made up, and posts that are not held. */

const { as, clue, person, post, unit } = NINGBO;
const REFUSED = '28000';
const CLUES = 'select id from clue order by id';
const own = [clue.haishu, clue['closed-before-link'], clue['closed-since-link'], clue.gaoqiao]
  .sort()
  .map((id) => ({ id }));

let db: TestDatabase;
let api: Attacker;
let other: Attacker;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  api = await Attacker.open(db.connectionAs('liandong_api'));
  other = await Attacker.open(db.connectionAs('liandong_api'));
});
afterAll(async () => {
  await Promise.all([api.end(), other.end()]);
  await db.drop();
});

describe('a ticket', () => {
  const haishu = as['haishu-anguan'];
  let mark: string;
  let exp: number;
  let body: Record<string, unknown>;
  beforeEach(async () => {
    mark = await api.begin();
    exp = Date.now() / 1000 + 5;
    body = { key: TICKET_KEY.id, iss: haishu.issuer, sub: haishu.subject, post: null, mark, exp };
  });

  async function expectRefused(presented: Ticket, by = api) {
    expect(await by.present(presented)).toBe(REFUSED);
    expect(shown(await by.send(CLUES))).toBe('nothing');
  }

  it('is taken if nothing is wrong with it', async () => {
    expect(await api.present(signed(body))).toHaveLength(1);
    expect(await api.send(CLUES)).toEqual(own);
  });

  it('is refused in a later transaction of the same backend', async () => {
    const used = await api.enter(haishu);
    for (const begin of ['commit; begin', 'rollback; begin', 'commit and chain']) {
      await api.sendTogether(begin);
      await expectRefused(used);
    }
  });

  it('is refused on another backend', async () => {
    await other.begin();
    await expectRefused(ticket(TICKET_KEY, haishu, mark), other);
    expect(await api.present(ticket(TICKET_KEY, haishu, mark))).toHaveLength(1);
  });

  it('is refused a second time, and so is another’s true one', async () => {
    expect(await api.present(signed(body))).toHaveLength(1);
    expect(await api.present(signed(body))).toBe(REFUSED);
    expect(await api.present(signed({ ...body, sub: 'xiangshan-anguan' }))).toBe(REFUSED);
    expect(await api.send(CLUES)).toEqual(own);
  });

  it('names no other person or post than the host sealed', async () => {
    const [text, seal] = signed(body) as [string, string];
    await expectRefused([text.replace('haishu-anguan', 'xiangshan-anguan'), seal]);
    await expectRefused([text.replace('"post":null', `"post":"${post['xiangshan-anguan']}"`), seal]);
    await expectRefused([text.replace(/"exp":\d+/, '"exp":9'), seal]);
    await expectRefused([`${text} `, seal]);
    await expectRefused([text, `${seal} `]);
    await expectRefused([text, seal.toUpperCase()]);
    await expectRefused([text, '']);
  });

  it.each<[string, () => Ticket]>([
    ['expired', () => signed({ ...body, exp: Date.now() / 1000 - 1 })],
    ['with an expiry that is no number', () => signed({ ...body, exp: 'tomorrow' })],
    ['for no transaction', () => signed({ ...body, mark: null })],
    ['for a transaction to come', () => signed({ ...body, mark: `${mark}0` })],
    ['by a key of no known name', () => signed({ ...body, key: 'nobody' })],
    ['by no key', () => signed({ ...body, key: null })],
    ['by another key under a known name', () => signed(body, { id: TICKET_KEY.id, key: Buffer.alloc(32, 1) })],
    ['by the seal of an empty key', () => signed(body, { id: TICKET_KEY.id, key: Buffer.alloc(0) })],
    ['that is no JSON', () => signed('{"key":')],
    ['that is a list', () => signed('[]')],
    ['that is a word', () => signed('"test"')],
    ['that is null in JSON', () => signed('null')],
    ['that is empty', () => signed('')],
    ['that is null', () => [null, null]],
    ['without a seal', () => [JSON.stringify(body), null]],
    ['without a body', () => [null, signed(body)[1]]],
  ])('is refused %s', async (_, make) => {
    await expectRefused(make());
  });

  it('is refused without an expiry, or with one that never comes', async () => {
    expect(await api.present(signed({ ...body, exp: undefined }))).toBe(REFUSED);
    expect(await api.present(signed({ ...body, exp: 'Infinity' }))).toBe(REFUSED);
  });

  it('is refused by a key that has been retired', async () => {
    const both = { current: 'test', keys: new Map([...KEYS.keys, ['old', Buffer.alloc(32, 9)]]) };
    const byOld = () => signed({ ...body, key: 'old' }, { id: 'old', key: deriveKey(both, 'ticket', 'old')! });
    await storeTicketKeys(db.owner, both);
    body.mark = await api.begin();
    expect(await api.present(byOld())).toHaveLength(1);
    await storeTicketKeys(db.owner, KEYS);
    body.mark = await api.begin();
    expect(await api.present(byOld())).toHaveLength(1); // other servers may still sign with it, for an hour
    await db.owner.query("update ticket_key set valid_to = clock_timestamp() where id = 'old'");
    body.mark = await api.begin();
    await expectRefused(byOld());
  });
});

describe('a post', () => {
  let scoped: ScopedDatabase;
  beforeAll(() => {
    scoped = db.scoped();
  });
  const cluesOf = (subject: keyof typeof as, chosen: string | null = null) =>
    scoped.as({ ...as[subject], post: chosen }, async ({ principal, transaction }) => ({
      post: principal.post,
      clues: await transaction.query(CLUES),
    }));

  it('is the main one unless another is chosen, and opens what that one opens', async () => {
    expect(await cluesOf('two-posts')).toEqual({ post: post['two-posts'], clues: own });
    const second = post['two-posts-jiangbei'];
    expect(await cluesOf('two-posts', second)).toEqual({ post: second, clues: [{ id: clue.jiangbei }] });
  });

  it('of somebody else, or of nobody, is not his', async () => {
    const stranger = '00000000-0000-7000-8000-000000000000';
    for (const chosen of [post['xiangshan-anguan'], post['two-posts-jiangbei'], stranger]) {
      await expect(cluesOf('haishu-anguan', chosen)).rejects.toMatchObject({ code: 'POST_NOT_YOURS' });
    }
  });

  it('that ended, begins tomorrow, or lies in a unit that ended, opens nothing', async () => {
    await expect(cluesOf('post-ended')).rejects.toMatchObject({ code: 'NO_POST_IN_FORCE' });
    await expect(cluesOf('post-ended', post['post-ended'])).rejects.toMatchObject({ code: 'NO_POST_IN_FORCE' });
    const hold = async (change: string) => {
      await db.owner.query('begin');
      await db.owner.query(change);
      await db.owner.query('commit');
      return expect(cluesOf('jiangbei-anguan')).rejects.toMatchObject({ code: 'NO_POST_IN_FORCE' });
    };
    const its = `where id = '${post['jiangbei-anguan']}'`;
    await hold(`update post set valid_from = now() + interval '1 day' ${its}`);
    await db.owner.query(`update post set valid_from = '2020-01-01' ${its}`);
    await hold(`update unit set valid_to = now() where pos = ${unit['jiangbei-anguan']}`);
    await db.owner.query(`update unit set valid_to = null where pos = ${unit['jiangbei-anguan']}`);
    expect((await cluesOf('jiangbei-anguan')).clues).toEqual([{ id: clue.jiangbei }]);
  });

  it('is nothing to somebody who left, or is unknown, or comes from another issuer', async () => {
    await expect(cluesOf('has-left')).rejects.toMatchObject({ code: 'PERSON_UNKNOWN' });
    for (const identity of [
      { ...as['haishu-anguan'], subject: 'nobody' },
      { ...as['haishu-anguan'], issuer: 'elsewhere' },
      { ...as['haishu-anguan'], subject: "haishu-anguan' or true --" },
    ]) {
      await expect(scoped.enter(identity)).rejects.toMatchObject({ code: 'PERSON_UNKNOWN' });
    }
  });

  it('ends with the next transaction after it was ended', async () => {
    const still = await scoped.enter(as['fenghua-anguan']);
    await db.owner.query(`update post set valid_to = now() where id = '${post['fenghua-anguan']}'`);
    expect(await still.transaction.query(CLUES)).toHaveLength(2);
    await still.transaction.end();
    await expect(cluesOf('fenghua-anguan')).rejects.toMatchObject({ code: 'NO_POST_IN_FORCE' });
    await db.owner.query(`update post set valid_to = null where id = '${post['fenghua-anguan']}'`);
  });

  it('of an administrator opens no case, in whatever office it is', async () => {
    const held = {
      id: newId(),
      person_id: person['ningbo-administrator'],
      unit_pos: unit['ningbo-anguan'],
      main: false,
    };
    const duty = { duty: Duty.SYSTEM_ADMINISTRATOR, valid_from: '2020-01-01T00:00:00Z' };
    await insertRows(db.owner, 'post', [{ ...held, ...duty }]);
    expect((await cluesOf('ningbo-administrator')).clues).toEqual([]);
    expect((await cluesOf('ningbo-administrator', held.id)).clues).toEqual([]);
  });
});
