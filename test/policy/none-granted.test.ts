import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { Attacker } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';

/* Entering notes whether any grant names the caller; who is named by none is not asked for again – as long as he sees one moment only. */

const SLUG = 'haishu-handler';
const { [SLUG]: me } = NINGBO.as;
const hidden = NINGBO.clue.xiangshan;

let db: TestDatabase;
let api: Attacker;
let act: Attacker;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  api = await Attacker.open(db.connectionAs('liandong_api'));
  act = await Attacker.open(db.connectionAs('liandong_act'));
});
afterAll(async () => {
  await Promise.all([api.end(), act.end()]);
  await db.drop();
});
beforeEach(() => db.owner.query('delete from access_grant'));

const WAYS = {
  'his post': { post_id: NINGBO.post[SLUG] },
  'his unit': { unit_pos: NINGBO.unit['haishu-discipline'] },
  himself: { person_id: NINGBO.person[SLUG] },
};
const grant = (way: object, more: object = {}) =>
  insertRows(db.owner, 'access_grant', [
    { id: newId(), object: 'clue', object_id: hidden, facets: '{ledger,content}', basis: 1, valid_from: '2020-01-01', ...way, ...more },
  ]); // prettier-ignore
const granted = async (who: Attacker) => {
  const [row] = (await who.send(
    "select granted('clue', 'ledger') as ids, current_setting('liandong.principal') like '%#grantsnone' as none",
  )) as never[];
  return row;
};
const NONE = { ids: [], none: true };
const SOME = { ids: [hidden], none: false };

describe.each(Object.entries(WAYS))('a grant to %s', (_, way) => {
  it('is there for the transaction that begins after it, and not for one that began before', async () => {
    await api.enter(me);
    expect(await granted(api)).toEqual(NONE);
    await grant(way);
    expect(await granted(api)).toEqual(NONE);
    await api.enter(me);
    expect(await granted(api)).toEqual(SOME);
    await db.owner.query('delete from access_grant');
    await api.enter(me);
    expect(await granted(api)).toEqual(NONE);
  });

  it('is there at once in an act, which sees what comes meanwhile', async () => {
    await act.enter(me, 'read committed');
    expect(await granted(act)).toEqual(NONE);
    await grant(way);
    expect(await granted(act)).toEqual({ ids: [hidden], none: true });
    await db.owner.query('delete from access_grant');
    expect(await granted(act)).toEqual(NONE);
  });
});

it('tells of what exempts from a denial, and of nothing when there is none', async () => {
  const exempted = async () => {
    await api.enter(me);
    return api.send("select exempted('clue', 'ledger') as ids");
  };
  expect(await exempted()).toEqual([{ ids: [] }]);
  await grant(WAYS['his post'], { exempts: true });
  expect(await exempted()).toEqual([{ ids: [hidden] }]);
});

it('says nothing of a grant to somebody else', async () => {
  await grant({ post_id: NINGBO.post['xiangshan-anguan'] });
  await api.enter(me);
  expect(await granted(api)).toEqual(NONE);
});
