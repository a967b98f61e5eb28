import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { asSuperuser, Attacker } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/*
 * A plan knows what its reader may not: how often a value is there, how many rows were left out. So explain has to be
 * out of reach: the product sends no statement that begins with it, and no function runs it for one that begins well.
 */

const COMMON = '常见的人';
const NOBODY = '没有的人';
/** Numbers of matters, and how the organisation is built. */
const PLANS_NEED = ['clue', 'supervision_item', 'joint_case', 'unit', 'resident_unit', 'cooperation_zone'];

let db: TestDatabase;
let api: Attacker;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  const elsewhere = 'select id from clue where owner_pos not between $2 and $2 + 999999';
  const values = [COMMON, NINGBO.unit.haishu];
  await db.owner.query(`update clue_content set subject_name = $1 where clue_id in (${elsewhere})`, values);
  await db.owner.query('analyze');
  api = await Attacker.open(db.connectionAs('liandong_api'));
});
afterAll(async () => {
  await api.end();
  await db.drop();
});
beforeEach(() => api.enter(NINGBO.as['haishu-anguan']));

const search = (name: string) => `select clue_id from clue_content where subject_name = '${name}'`;

describe('a plan', () => {
  it.each([
    ['query_to_xml', (statement: string) => `select query_to_xml($$${statement}$$, true, true, '')`],
    ['query_to_xmlschema', (statement: string) => `select query_to_xmlschema($$${statement}$$, true, true, '')`],
    ['cursor_to_xml', (statement: string) => `select cursor_to_xml($$${statement}$$, 1, true, true, '')`],
    [
      'query_to_xml_and_xmlschema',
      (statement: string) => `select query_to_xml_and_xmlschema($$${statement}$$, true, true, '')`,
    ],
    ['ts_rewrite', (statement: string) => `select ts_rewrite('a'::tsquery, $$${statement}$$)`],
    ['ts_stat', (statement: string) => `select * from ts_stat($$${statement}$$)`],
  ])('is not to be had through %s', async (_, through) => {
    const explained = await api.send(through(`explain ${search(COMMON)}`));
    expect(explained).toEqual(expect.any(String));
  });

  it('is not to be had through the product', async () => {
    const scoped = db.scoped({ max: 1 });
    for (const text of [`explain ${search(COMMON)}`, `/* select */ explain analyze ${search(COMMON)}`]) {
      await scoped.as(NINGBO.as['haishu-anguan'], async ({ transaction }) => {
        await expect(transaction.query(text)).rejects.toThrow('begins with');
      });
    }
  });

  // PostgreSQL trusts leakproof operators with statistics of all rows; of what a facet says there are none.
  it('estimates alike what is hidden and what is missing', async () => {
    const rows = async (name: string) =>
      /rows=(\d+)/.exec(JSON.stringify(await api.send(`explain ${search(name)}`)))?.[1];
    expect(await api.send(search(COMMON))).toEqual([]);
    expect(await rows(COMMON)).toBe(await rows(NOBODY));
    await db.owner.query('alter table clue_content alter column subject_name set statistics 100');
    await db.owner.query('analyze clue_content');
    expect(await rows(COMMON)).not.toBe(await rows(NOBODY)); // control: statistics would tell
    await db.owner.query('alter table clue_content alter column subject_name set statistics 0');
  });

  it('has no statistics of what a facet says, nor of any free text', async () => {
    const kept = await asSuperuser(db, (superuser) =>
      superuser.query<{ name: string }>(
        `select tablename || '.' || attname as name from pg_stats where schemaname = 'liandong'`,
      ),
    );
    const told = new Set(kept.rows.map(({ name }) => name));
    expect(told.size).toBeGreaterThan(100); // analyze has been here
    const { rows } = await db.owner.query<{ name: string; target: number | null }>(
      `select relname || '.' || attname as name, nullif(attstattarget, -1) as target
       from pg_attribute a join pg_class c on c.oid = attrelid
       where relnamespace = 'liandong'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
         and (has_column_privilege('liandong_api', attrelid, attnum, 'select')
           or has_column_privilege('liandong_act', attrelid, attnum, 'select'))
         and (relname ~ '_(petition|content|reporter|assignment)$' and atttypid <> 'uuid'::regtype
           or atttypid = 'text'::regtype and relname <> all ($1)) order by 1`,
      [PLANS_NEED],
    );
    expect(rows.length).toBeGreaterThan(30);
    const wanted = rows.filter(({ name }) => name !== 'clue_content.subject_name');
    expect(wanted.filter(({ name, target }) => target !== 0 || told.has(name))).toEqual([]);
  });

  // Whoever could send a whole statement of his own, that begins as he likes, would learn it. Nothing closes it.
  it.fails('does not count the rows that were left out (a known limit)', async () => {
    const plan = await api.send('explain (analyze, timing off, summary off) select clue_id from clue_content');
    expect(JSON.stringify(plan)).not.toContain('Rows Removed by Filter');
  });
});
