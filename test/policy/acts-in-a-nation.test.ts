import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { Attacker } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';

/* What an act looks for – who is in office, who decides, whose organ is above – it finds in a nation as in a city. */

interface Act {
  act: string;
  as: keyof typeof NINGBO.as;
  statement: string;
}
const { clue, post } = NINGBO;
const ACTS: Record<string, Act> = {
  'a recusal is asked for': {
    act: 'recusalRequest',
    as: 'ningbo-anguan',
    statement: `recusal_request('$id', '${clue.ningbo}', '${post['ningbo-leader']}', 3::smallint, '理由')`,
  },
  'an unmasking is asked for': {
    act: 'unmaskingRequest',
    as: 'haishu-handler',
    statement: `unmasking_request('$id', '${clue.haishu}', '理由', 7::smallint)`,
  },
  'a clue is opened in an emergency': {
    act: 'emergencyAccessOpen',
    as: 'ningbo-anguan',
    statement: `emergency_access_open('$id', '${clue.haishu}', '{content}', '急', 'here', gen_random_uuid())`,
  },
  'an interference is recorded': {
    act: 'interferenceRecord',
    as: 'ningbo-anguan',
    statement: `interference_add('$id', '${clue.ningbo}', '${post['ningbo-leader']}', '某人', 1::smallint, '说情', now(), null)`,
  },
};
/** Organs that have nothing to do with the act, each with somebody at its head. */
const OTHERS = 1500;

let db: TestDatabase;
let attacker: Attacker;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  // Who reviews what the city opens.
  const person = newId();
  await insertRows(db.owner, 'person', [{ id: person, name: '某人', issuer: 'test', subject: 'above', clearance: 2 }]);
  await insertRows(db.owner, 'post', [
    { id: newId(), person_id: person, unit_pos: NINGBO.unit.zhejiang, duty: 1, valid_from: '2020-01-01' },
  ]);
  attacker = await Attacker.open(db.connectionAs('liandong_act'));
});
afterAll(async () => {
  await attacker.end();
  await db.drop();
});

/** Blocks that an act looks at, once everything it needs has been planned. */
async function blocks({ act, as, statement }: Act): Promise<number> {
  let found = 0;
  for (let n = 0; n < 3; n += 1) {
    await attacker.enter(NINGBO.as[as]);
    await attacker.send('select begin_act($1, $2, $3)', [act, newId(), 'body']);
    const explained = await attacker.send(
      `explain (analyze, buffers, format json) select ${statement.replace('$id', newId())}`,
    );
    expect(explained).toHaveLength(1);
    const [{ 'QUERY PLAN': [plan] }] = explained as [{ 'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number } }] }];
    found = plan.Plan['Shared Hit Blocks'];
  }
  return found;
} // prettier-ignore

/** Beside one another in the city, with nothing below them. */
async function insertOthers(): Promise<void> {
  // What a post that begins changes in secrecy has tests of its own.
  await db.owner.query('alter table post disable trigger user');
  await db.owner.query(
    `with organ as (
       insert into unit (id, pos, hi, parent_pos, organ_pos, kind, tier, name, valid_from)
       select gen_random_uuid(), p, p + 999, o.pos, p, 1, 5, '某镇' || n, '2020-01-01'
       from unit o, generate_series(1, $2::int) n, lateral (select 330290000000 + n * 1000 as p) x where o.pos = $1
       returning pos, id),
     head as (
       insert into person (id, issuer, subject, name, clearance) select id, 'test', 'other-' || pos, '某人', 1 from organ
       returning id, subject)
     insert into post (id, person_id, unit_pos, duty, main, valid_from)
     select gen_random_uuid(), head.id, organ.pos, 1, true, '2020-01-01' from organ join head using (id)`,
    [NINGBO.unit.ningbo, OTHERS],
  );
  await db.owner.query('alter table post enable trigger user');
  await db.owner.query('analyze unit, person, post');
}

it('an act looks at as much of a nation as of a city', async () => {
  const each = async () => {
    const found: Record<string, number> = {};
    for (const [name, act] of Object.entries(ACTS)) found[name] = await blocks(act);
    return found;
  };
  const city = await each();
  await insertOthers();
  await attacker.end();
  attacker = await Attacker.open(db.connectionAs('liandong_act'));
  const nation = await each();
  const grown = Object.keys(ACTS).filter((name) => nation[name]! - city[name]! >= 200);
  expect(grown).toEqual([]);
});
