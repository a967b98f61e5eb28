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
    const { rows } = await db.owner.query<{ was: object }>(
      `with gone as (delete from ${facet} where ${table}_id = $1 returning *) select to_jsonb(gone) as was from gone`,
      [id],
    );
    await one.query(`insert into ${facet} select * from jsonb_populate_record(null::${facet}, $1)`, [rows[0]!.was]);
    const waited = await byTheOther(secrecy(table, id));
    await one.query('commit');
    expect(waited).toBe(WAITED);
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
    // More than the link itself would hold.
    expect(await byTheOther(`select from joint_case where id = '${jointCase.joint}' for no key update`)).toBe(WAITED);
  });

  it('in a joint case looks at the clue once whoever is at it has found of whom it is', async () => {
    await one.query('select lock_object($1, $2)', ['clue', clue.jiangbei]);
    await one.query(`insert into clue_subject (id, clue_id, state, person_id, reason)
      values ('${newId()}', '${clue.jiangbei}', 2, '${person['haishu-handler']}', '已核实')`);
    await two.query('set lock_timeout = 0');
    const linked = byTheOther(`insert into joint_case_clue values ('${jointCase.joint}', '${clue.jiangbei}')`);
    await delay(150);
    await one.query('commit');
    const outcome = await linked;
    await two.query('set lock_timeout = 250');
    await db.owner.query(`update clue_subject set ended_at = now() where clue_id = '${clue.jiangbei}'`);
    expect(outcome).toBe('LD020');
  });
});

describe('a denial of what is written about a clue, made while another comes of the clue,', () => {
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
    const other = newId();
    const denied = two.query(`insert into denial (id, object, object_id, person_id, basis)
      values ('${other}', 'clue', '${clue.ningbo}', '${person['ningbo-intake']}', 1)`);
    await delay(150);
    await one.query('commit');
    await denied;
    await two.query('set lock_timeout = 250');
    const { rows } = await db.owner.query<{ denied_persons: string[] }>(
      `select denied_persons from ${table} where id = $1`,
      [id],
    );
    await db.owner.query('update denial set ended_at = now() where id = $1', [other]);
    expect(rows[0]!.denied_persons?.toSorted()).toEqual([person['haishu-handler'], person['ningbo-intake']].toSorted());
  });
});

describe('of two at once', () => {
  /** What the other does once the one, who was first, has ended. */
  const then = async (statement: string) => {
    await two.query('set lock_timeout = 0');
    const waiting = two.query(statement);
    await delay(150);
    await one.query('commit');
    await waiting;
    await two.query('set lock_timeout = 250');
  };
  const count = async (from: string) => {
    const { rows } = await db.owner.query<{ n: number }>(`select count(*)::int as n from ${from}`);
    return rows[0]!.n;
  };

  it('one opens the ledger to who decides on a recusal', async () => {
    const id = newId();
    await db.owner
      .query(`insert into recusal (id, clue_id, person_id, person_name, ground, reason, requested_by, organ_pos)
      values ('${id}', '${clue.haishu}', '${person['haishu-handler']}', '某人', 1, '同学', '${post['haishu-anguan']}', ${unit.haishu})`);
    const lay = `select recusals_lay_open(array['${id}']::uuid[])`;
    const opened = `access_grant where object_id = '${clue.haishu}' and basis = 14 and (valid_to is null or valid_to > clock_timestamp())`;
    expect(await count(opened)).toBe(0);
    await one.query(lay);
    await then(lay);
    expect(await count(opened)).toBe(1);
  });

  it('a post is not denied for a subject that is none any more', async () => {
    const subject = newId();
    await db.owner.query(`insert into clue_subject (id, clue_id, state, person_id, reason)
      values ('${subject}', '${clue.jiangbei}', 2, '${person['haishu-handler']}', '已核实')`);
    await one.query('select lock_object($1, $2)', ['clue', clue.jiangbei]);
    await one.query('update clue_subject set ended_at = now() where id = $1', [subject]);
    const denied = `denial where object_id = '${clue.jiangbei}' and ended_at is null`;
    const before = await count(denied);
    await then(`insert into post (id, person_id, unit_pos, duty, main, valid_from)
      values ('${newId()}', '${person['haishu-handler']}', ${unit['ningbo-investigation']}, 4, false, now())`);
    expect(await count(denied)).toBe(before);
  });

  it('one looks for who keeps a clue that nobody keeps', async () => {
    const subject = newId();
    await db.owner.query(`update clue set compartment = 1 where id = '${clue.gaoqiao}'`);
    await db.owner.query(`insert into clue_subject (id, clue_id, state, person_id, reason)
      values ('${subject}', '${clue.gaoqiao}', 2, '${person['gaoqiao-principal']}', '已核实')`);
    await db.owner.query(`insert into denial (id, object, object_id, person_id, basis)
      values ('${newId()}', 'clue', '${clue.gaoqiao}', '${person['gaoqiao-principal']}', 2)`);
    const kept = `access_grant where object_id = '${clue.gaoqiao}' and basis = 10 and (valid_to is null or valid_to > clock_timestamp())`;
    await db.owner.query(`update access_grant set valid_to = clock_timestamp() where object_id = '${clue.gaoqiao}' and basis = 10`);
    expect(await count('clue where id = any (clues_not_kept())')).toBeGreaterThan(0);
    await one.query('select relay_keepers()');
    await then('select relay_keepers()');
    expect(await count(kept)).toBe(1);
  }); // prettier-ignore
});
