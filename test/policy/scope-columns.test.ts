import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SCHEMA } from '../../src/database/roles.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';

/* Who may see a facet stands on the facet's own row: it must be what the object says, also when two change it at once. */

const { clue, supervisionItem, jointCase, person, unit } = NINGBO;
const FACETS = ['clue_petition', 'clue_content', 'clue_reporter'];

let db: TestDatabase;
let one: Client;
let two: Client;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  one = new Client({ ...db.connectionAs('liandong_owner'), options: `-c search_path=${SCHEMA}` });
  two = new Client({ ...db.connectionAs('liandong_owner'), options: `-c search_path=${SCHEMA}` });
  await Promise.all([one.connect(), two.connect()]);
});
afterAll(async () => {
  await Promise.all([one.end(), two.end()]);
  await db.drop();
});
beforeEach(() => db.owner.query('delete from denial'));

const column = async (name: string, table: string, id: string) =>
  (
    await db.owner.query<{ value: unknown }>(
      `select ${name} as value from ${table} where ${table === 'clue' ? 'id' : 'clue_id'} = $1`,
      [id],
    )
  ).rows[0]?.value;
const deny = (object_id: string, denied: Record<string, unknown>) =>
  insertRows(db.owner, 'denial', [{ id: newId(), object: 'clue', object_id, basis: 1, ...denied }]);

describe('one after the other', () => {
  it('a change of the object reaches its facets, and a facet’s own columns cannot differ', async () => {
    await db.owner.query('update clue set classification = 1, handling_pos = $2 where id = $1', [
      clue.other,
      unit['ningbo-investigation'],
    ]);
    for (const table of FACETS) {
      await db.owner.query(`update ${table} set classification = 0, denied_persons = '{}' where clue_id = $1`, [
        clue.other,
      ]);
      expect(await column('classification', table, clue.other)).toBe(1);
      expect(await column('denied_persons', table, clue.other)).toBeNull();
      expect(await column('handling_pos', table, clue.other)).toBe(String(unit['ningbo-investigation']));
    }
  });

  it('denials add up on the object and its facets, and end', async () => {
    const [a, b] = [person['ningbo-anguan'], person['ningbo-anguan-head']];
    await deny(clue.other, { person_id: a });
    await deny(clue.other, { person_id: b });
    await deny(clue.other, { unit_lo: unit.haishu, unit_hi: unit.haishu + 499 });
    for (const table of ['clue', ...FACETS]) {
      expect(await column('denied_persons', table, clue.other)).toEqual([a, b].sort());
      expect(await column('denied_units', table, clue.other)).toBe(`{[${unit.haishu},${unit.haishu + 500})}`);
    }
    await db.owner.query('update denial set ended_at = now() where person_id = $1', [a]);
    expect(await column('denied_persons', 'clue_content', clue.other)).toEqual([b]);
    await db.owner.query('delete from denial');
    for (const table of ['clue', ...FACETS]) expect(await column('denied_persons', table, clue.other)).toBeNull();
  });
});

describe.each([
  ['clue', clue.other],
  ['supervision_item', supervisionItem['to-haishu']],
  ['joint_case', jointCase.joint],
])('a %s', (object, id) => {
  const first = async <Row extends object>(sql: string, values: unknown[]) =>
    (await db.owner.query<Row>(sql, values)).rows[0]!;

  it('tells its content where it has gone', async () => {
    const { handling_pos: was } = await first<{ handling_pos: string }>(`select handling_pos from ${object} where id = $1`, [id]);
    const move = (to: number | string) => db.owner.query(`update ${object} set handling_pos = $2 where id = $1`, [id, to]);
    await move(unit['ningbo-anguan']);
    expect(await first(`select handling_pos from ${object}_content where ${object}_id = $1`, [id])).toEqual({ handling_pos: String(unit['ningbo-anguan']) });
    await move(was);
  }); // prettier-ignore

  it('ends what was assigned of it as it is concluded, and no reference to it', async () => {
    const [assigned, reported] = [newId(), newId()];
    const grant = { object, object_id: id, facets: '{ledger}', unit_pos: unit.fenghua, valid_from: '2020-01-01' };
    await insertRows(db.owner, 'access_grant', [{ ...grant, id: assigned, basis: 1 }, { ...grant, id: reported, basis: 2 }]);
    await db.owner.query(`update ${object} set closed_at = now() where id = $1`, [id]);
    const { rows } = await db.owner.query('select id from access_grant where object_id = $1 and unit_pos = $2 and in_force(valid_from, valid_to)', [id, unit.fenghua]);
    await db.owner.query(`update ${object} set closed_at = null where id = $1`, [id]);
    expect(rows).toEqual([{ id: reported }]);
  }); // prettier-ignore
});

describe('two at once', () => {
  it('denials of one object both count', async () => {
    await one.query('begin');
    await two.query('begin');
    const sql = 'insert into denial (id, object, object_id, basis, person_id) values ($1, $2, $3, 1, $4)';
    await one.query(sql, [newId(), 'clue', clue.jiangbei, person['jiangbei-anguan']]);
    const waiting = two.query(sql, [newId(), 'clue', clue.jiangbei, person['ningbo-anguan']]);
    await delay(50);
    await one.query('commit');
    await waiting;
    await two.query('commit');
    const denied = [person['jiangbei-anguan'], person['ningbo-anguan']].sort();
    expect(await column('denied_persons', 'clue', clue.jiangbei)).toEqual(denied);
  });

  it('a facet written while its object changes takes the change', async () => {
    await db.owner.query('delete from clue_petition where clue_id = $1', [clue.fenghua]);
    await one.query('begin');
    await one.query("insert into clue_petition (clue_id, class, channel, text) values ($1, 1, 1, '')", [clue.fenghua]);
    const changing = two.query('update clue set classification = 3 where id = $1', [clue.fenghua]);
    await delay(50);
    await one.query('commit');
    await changing;
    expect(await column('classification', 'clue', clue.fenghua)).toBe(3);
    expect(await column('classification', 'clue_petition', clue.fenghua)).toBe(3);
  });
});
