import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { asSuperuser } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';

/* What two things cannot be at once, whoever writes: the owner himself is refused. */

const CHECK = '23514';
const UNIQUE = '23505';
const { clue, person, post, unit, supervisionItem, jointCase } = NINGBO;

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  const recusal = {
    clue_id: clue.ningbo,
    person_id: person['ningbo-leader'],
    person_name: '竺立人',
    ground: 3,
    reason: '同学',
  };
  await insertRows(db.owner, 'recusal', [
    { id: newId(), ...recusal, requested_by: post['ningbo-anguan'], organ_pos: unit.ningbo },
  ]);
});
afterAll(() => db.drop());

/** Of the statement alone: nothing of it stays. */
async function outcome(statement: string): Promise<string> {
  await db.owner.query('begin');
  try {
    return `${(await db.owner.query(statement)).rowCount} rows`;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await db.owner.query('rollback');
  }
}

const PERIODS = ['access_grant', 'branch', 'contact_link', 'cooperation_zone', 'group_counterpart', 'joint_case_assignment', 'post',
  'resident_unit', 'unit', 'zone_member']; // prettier-ignore

describe('a period', () => {
  it.each(PERIODS)('of %s ends after it begins', async (table) => {
    const one = `ctid = (select ctid from ${table} where valid_from > '-infinity' limit 1)`;
    expect(await outcome(`update ${table} set valid_to = valid_from + interval '1 second' where ${one}`)).toBe(
      '1 rows',
    );
    // A grant that is ended in its own act was none.
    if (table !== 'access_grant')
      expect(await outcome(`update ${table} set valid_to = valid_from where ${one}`)).toBe(CHECK);
    expect(await outcome(`update ${table} set valid_to = valid_from - interval '1 day' where ${one}`)).toBe(CHECK);
  });

  it('is asked of every table that has one', async () => {
    const { rows } = await db.owner.query<{ name: string }>(
      `select relname as name from pg_attribute join pg_class c on c.oid = attrelid
       where relnamespace = 'liandong'::regnamespace and relkind = 'r' and attname = 'valid_to' and relname <> 'ticket_key' order by 1`,
    );
    const known = [...PERIODS].sort();
    expect(rows.map(({ name }) => name).filter((name) => known.includes(name))).toEqual(known);
  });
});

// prettier-ignore
const REFUSED: [what: string, code: string, statement: string][] = [
  ['a grant to two', CHECK, `update access_grant set person_id = '${person['haishu-anguan']}' where post_id is not null`],
  ['a grant to nobody', CHECK, 'update access_grant set post_id = null, unit_pos = null'],
  ['an exemption of a unit', CHECK, 'update access_grant set exempts = true where unit_pos is not null'],
  ['a denial of nobody', CHECK, 'update denial set person_id = null'],
  ['a denial of a person and units', CHECK, 'update denial set unit_lo = 1, unit_hi = 2'],
  ['a denial of units without an end', CHECK, 'update denial set person_id = null, unit_lo = 1'],
  ['yellow after red', CHECK, `update clue set red_at = now(), yellow_at = now() + interval '1 day' where id = '${clue.haishu}'`],
  ['a clue’s number twice in one organ', UNIQUE, `update clue set number = 'x' where owner_pos = ${unit.ningbo}`],
  ['an item’s number twice in one organ', UNIQUE, `insert into supervision_item (id, number, state, reasons, issued_at, owner_pos, handling_pos, received_pos)
    select '${newId()}', number, state, reasons, issued_at, owner_pos, handling_pos, received_pos from supervision_item where id = '${supervisionItem['to-haishu']}'`],
  ['a case’s number twice in one organ', UNIQUE, `insert into joint_case (id, number, mode, state, started_at, owner_pos, handling_pos)
    select '${newId()}', number, mode, state, started_at, owner_pos, handling_pos from joint_case where id = '${jointCase.joint}'`],
  ['one subject for two people', UNIQUE, `update person set subject = 'haishu-anguan' where subject = 'haishu-handler'`],
  ['a decision without a moment', CHECK, 'update recusal set state = 2'],
  ['a supervision item with a handler', CHECK, `update supervision_item set handler_post = '${post['ningbo-leader']}'`],
  ['a joint case with a custodian', CHECK, `update joint_case set custodian_post = '${post['ningbo-leader']}'`],
  ['a joint case that came in', CHECK, `update joint_case set received_pos = ${unit.haishu}`],
  ['a moment without a decision', CHECK, 'update recusal set decided_at = now()'],
  ['an end without a moment', CHECK, 'update recusal set state = 4, decided_at = now()'],
  ['a moment without an end', CHECK, 'update recusal set state = 2, decided_at = now(), ended_at = now()'],
  ['one recusal asked for twice', UNIQUE, `insert into recusal (id, clue_id, person_id, person_name, ground, reason, requested_by, organ_pos)
    select '${newId()}', clue_id, person_id, person_name, ground, reason, requested_by, organ_pos from recusal where person_id is not null`],
  ['a recusal of nobody', CHECK, 'update recusal set person_id = null where person_id is not null'],
  ['a recusal asked for by nobody', CHECK, 'update recusal set requested_by = null where requested_by is not null'],
  ['a group that is its own counterpart', CHECK, 'update group_counterpart set counterpart_pos = group_pos'],
  ['a unit that ends before it begins', CHECK, `update unit set hi = pos - 1 where pos = ${unit.haishu}`],
  ['an organ that is an office', CHECK, `update unit set office_kind = 1 where pos = ${unit.haishu}`],
  ['an organ that is a comprehensive group', CHECK, `update unit set comprehensive = true where pos = ${unit.haishu}`],
];

describe('the owner is refused', () => {
  it.each(REFUSED)('%s', async (_, code, statement) => {
    expect(await outcome(statement)).toBe(code);
  });

  it.each<[string, Record<string, string>]>([
    ['an act of nobody', { person_id: 'null', post_id: 'null', unit_pos: 'null' }],
    ['a reason of no words', { reason: "''" }],
    ['a reason of a book', { reason: "repeat('x', 2001)" }],
    ['a source of no words', { source: "''" }],
    ['a kind of nothing', { kind: '0' }],
    [
      'a subject of a book',
      { kind: '5', person_id: 'null', post_id: 'null', unit_pos: 'null', subject: "repeat('x', 401)" },
    ],
  ])('%s in the trail', async (_, more) => {
    const good = { kind: '1', person_id: `'${person['haishu-anguan']}'`, post_id: `'${post['haishu-anguan']}'`, unit_pos: '1',
      operation: "'clues'", correlation_id: `'${newId()}'` }; // prettier-ignore
    const entry = (columns: Record<string, string>) =>
      `insert into audit_entry (${Object.keys(columns).join()}) values (${Object.values(columns).join()})`;
    expect(await outcome(entry(good))).toBe('1 rows');
    expect(await outcome(entry({ ...good, ...more }))).toBe(CHECK);
  });

  it('a seal before the first', async () => {
    const seal = (number: number) => `insert into audit_seal values (${number}, '1', '${newId()}', '{}')`;
    const outcomes = await asSuperuser(db, async (superuser) => {
      const found: string[] = [];
      for (const number of [1, 0])
        found.push(await superuser.query(seal(number)).then(() => 'added', (error: { code: string }) => error.code)); // prettier-ignore
      return found;
    });
    expect(outcomes).toEqual(['added', CHECK]);
  });
});
