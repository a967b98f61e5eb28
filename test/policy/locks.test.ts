import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OWNER_ROLE, SCHEMA } from '../../src/database/roles.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { Attacker } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { ticket } from '../../src/database/ticket.js';
import { TICKET_KEY } from '../support/database.js';

/* What waits for what: who changes the one thing finds the other as it will stay, or waits until it does. */

const WAITED = '55P03';
const { clue, unit, post, person, supervisionItem, jointCase } = NINGBO;

let db: TestDatabase;
let one: pg.Client;
let two: pg.Client;
let act: Attacker;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  const open = async () => {
    const options = `-c search_path=${SCHEMA},pg_temp -c lock_timeout=250`;
    const client = new pg.Client({ ...db.connectionAs(OWNER_ROLE), options });
    await client.connect();
    return client;
  };
  [one, two] = [await open(), await open()];
  act = await Attacker.open(db.connectionAs('liandong_act'));
});
afterAll(async () => {
  await Promise.all([one.end(), two.end(), act.end()]);
  await db.drop();
});
beforeEach(() => one.query('begin'));
afterEach(async () => {
  await one.query('rollback');
  await act.sendTogether('rollback');
});

const byTheOther = (statement: string) =>
  two.query(`begin; ${statement}; rollback`).then(
    () => 'went on',
    async (error: { code: string }) => {
      await two.query('rollback');
      return error.code;
    },
  );

describe('who acts', () => {
  const WHAT: Record<string, string> = {
    person: `update person set clearance = 0 where id = '${person['ningbo-leader']}'`,
    post: `update post set valid_to = now() where id = '${post['ningbo-leader']}'`,
    branch: `update branch set valid_to = now() where post_id = '${post['ningbo-leader']}'`,
    'contact link': `update contact_link set valid_to = now() where office_pos = ${unit['ningbo-supervision-1']}`,
  };

  it.each(Object.entries(WHAT))('keeps his %s until the act has ended', async (_, statement) => {
    const mark = await act.begin();
    expect(await byTheOther(statement)).toBe('went on');
    expect(
      await act.send('select lock_actor($1, $2, $3)', [
        ...ticket(TICKET_KEY, NINGBO.as['ningbo-leader'], mark),
        'recusalRequest',
      ]),
    ).toHaveLength(1);
    expect(await byTheOther(statement)).toBe(WAITED);
    await act.sendTogether('rollback');
    expect(await byTheOther(statement)).toBe('went on');
  });

  it.each([
    ['clue', clue.ningbo],
    ['supervision_item', supervisionItem['to-haishu']],
    ['joint_case', jointCase.joint],
  ])('has the %s for his act', async (table, id) => {
    await one.query('select lock_object($1, $2)', [table, id]);
    expect(await byTheOther(`select from ${table} where id = '${id}' for share`)).toBe(WAITED);
  });
});

describe('what is written of a matter', () => {
  const secrecy = (table: string, id: string) => `update ${table} set classification = 2 where id = '${id}'`;

  it.each([
    ['clue_petition', 'clue', clue.haishu],
    ['clue_content', 'clue', clue.haishu],
    ['clue_reporter', 'clue', clue.haishu],
    ['supervision_item_content', 'supervision_item', supervisionItem['to-haishu']],
    ['joint_case_content', 'joint_case', jointCase.joint],
  ])('in %s keeps its secrecy as it is until it is there', async (facet, table, id) => {
    await one.query(`update ${facet} set version = version + 1 where ${table}_id = $1`, [id]);
    expect(await byTheOther(secrecy(table, id))).toBe(WAITED);
  });

  it('in a supervision item keeps the clue’s', async () => {
    await one.query(`insert into supervision_item (id, number, state, reasons, issued_at, owner_pos, handling_pos, received_pos, clue_id)
      values ('${newId()}', 'x', 1, '{1}', now(), ${unit.ningbo}, ${unit.ningbo}, ${unit.haishu}, '${clue.haishu}')`);
    expect(await byTheOther(secrecy('clue', clue.haishu))).toBe(WAITED);
  });

  it('in a joint case keeps the clue’s and its own', async () => {
    await one.query('insert into joint_case_clue (joint_case_id, clue_id) values ($1, $2)', [
      jointCase.joint,
      clue.fenghua,
    ]);
    expect(await byTheOther(secrecy('clue', clue.fenghua))).toBe(WAITED);
    expect(await byTheOther(`select from joint_case where id = '${jointCase.joint}' for update`)).toBe(WAITED);
  });
});

describe('a denial of what is written about a clue, made while the clue becomes secret,', () => {
  it.each([
    [
      'supervision_item',
      `update supervision_item set clue_id = '${clue.ningbo}' where id = '${supervisionItem['to-haishu']}'`,
      supervisionItem['to-haishu'],
    ],
    ['joint_case', `insert into joint_case_clue values ('${jointCase.joint}', '${clue.ningbo}')`, jointCase.joint],
  ])('is not lost: %s', async (table, link, id) => {
    await db.owner.query(link);
    await one.query(`insert into denial (id, object, object_id, person_id, basis)
      values ('${newId()}', '${table}', '${id}', '${person['haishu-handler']}', 1)`);
    await two.query('set lock_timeout = 0');
    const secret = two.query(`update clue set classification = classification + 1 where id = '${clue.ningbo}'`);
    await delay(150);
    await one.query('commit');
    await secret;
    await two.query('set lock_timeout = 250');
    const { rows } = await db.owner.query<{ denied_persons: string[] }>(
      `select denied_persons from ${table} where id = $1`,
      [id],
    );
    expect(rows[0]!.denied_persons).toContain(person['haishu-handler']);
  });
});
