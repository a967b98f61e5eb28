import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER_ROLE, SCHEMA } from '../../src/database/roles.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/** Clues of a subject that nobody keeps, by the rule for one clue and one post at a time. */
const ONE_BY_ONE = `
  select c.id from clue c
  where c.compartment > 0 and exists (select from clue_subject s where s.clue_id = c.id and s.ended_at is null)
    and not exists (select from clue_subject s join access_grant g on g.id = any (s.grant_ids)
      where s.clue_id = c.id and s.ended_at is null and in_force(g.valid_from, g.valid_to) and may_keep(c, g.post_id))
    and not exists (select from unit owner, post p join unit u on u.pos = p.unit_pos
      where owner.pos = c.owner_pos and owner.pos between owner.organ_pos and owner.organ_pos + 499 and u.organ_pos = owner.organ_pos and may_keep(c, p.id)
        and (u.office_kind = 7 and p.duty = 3 and c.compartment < 2 or u.pos = owner.organ_pos and p.duty = 1))
  order by c.id`;

let db: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  client = new pg.Client({ ...db.connectionAs(OWNER_ROLE), options: `-c search_path=${SCHEMA},pg_temp` });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await db.drop();
});

const some = <T>(of: readonly T[]) => fc.subarray([...of], { maxLength: 3 });
const anyOf = (of: Record<string, unknown>) => Object.values(of) as string[];
const CLUES = anyOf(NINGBO.clue);
const clueState = fc.record({
  compartment: fc.constantFrom(0, 1, 1, 2),
  classification: fc.constantFrom(0, 0, 1, 2),
  persons: some(anyOf(NINGBO.person)),
  units: some(anyOf(NINGBO.unit)),
  laidBefore: fc.option(fc.constantFrom(...anyOf(NINGBO.post)), { freq: 3 }),
});
const world = fc.record({
  clues: fc.array(clueState, { minLength: CLUES.length, maxLength: CLUES.length }),
  uncleared: some(anyOf(NINGBO.person)),
  gone: some(anyOf(NINGBO.person)),
  ended: some(anyOf(NINGBO.post)),
});

describe('clues that nobody keeps', () => {
  it('are the same, gathered at once or looked for one by one', async () => {
    const found = { kept: 0, not: 0 };
    const property = fc.asyncProperty(world, async ({ clues, uncleared, gone, ended }) => {
      await client.query('begin');
      try {
        await client.query('update person set clearance = 0 where id = any ($1)', [uncleared]);
        await client.query('update person set left_at = clock_timestamp() where id = any ($1)', [gone]);
        await client.query('update post set valid_to = clock_timestamp() where id = any ($1)', [ended]);
        for (const [n, { compartment, classification, persons, units, laidBefore }] of clues.entries()) {
          await client.query(
            `update clue set compartment = $2, classification = $3, denied_persons = $4,
               denied_units = (select range_agg(int8range(pos, hi, '[]')) from unit where pos = any ($5)) where id = $1`,
            [CLUES[n], compartment, classification, persons.length > 0 ? persons : null, units],
          );
          await client.query(
            `with opened as (
               insert into access_grant (id, object, object_id, facets, post_id, basis, valid_from, exempts)
               select gen_random_uuid(), 'clue', $1, '{ledger,petition,content}', $2::uuid, 10, now(), true where $2 is not null
               returning id)
             insert into clue_subject (id, clue_id, state, person_id, reason, grant_ids)
             select gen_random_uuid(), $1, 1, null, '已核实', array(select id from opened)`,
            [CLUES[n], laidBefore],
          );
        }
        const { rows: expected } = await client.query<{ id: string }>(ONE_BY_ONE);
        const { rows } = await client.query<{ ids: string[] }>('select clues_not_kept() as ids');
        expect(rows[0]!.ids).toEqual(expected.map(({ id }) => id));
        found.not += expected.length;
        found.kept += clues.filter(({ compartment }) => compartment > 0).length - expected.length;
      } finally {
        await client.query('rollback');
      }
    });
    await fc.assert(property, { numRuns: 40 });
    expect(Math.min(found.kept, found.not)).toBeGreaterThan(20);
  });

  it('are found in a time that hardly grows with the clues that somebody keeps', async () => {
    await client.query('begin');
    try {
      const read = async () => {
        await client.query('select clues_not_kept()');
        const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<'Shared Hit Blocks', number> }] }>(
          'explain (analyze, buffers, format json) select clues_not_kept()',
        );
        return rows[0]!['QUERY PLAN'][0].Plan['Shared Hit Blocks'];
      };
      const before = await read();
      const { rows: columns } = await client.query<{ name: string }>(`select attname as name from pg_attribute
        where attrelid = 'clue'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`);
      const OTHERS: Record<string, string> = { id: 'gen_random_uuid()', number: `'K' || n`, compartment: '1' };
      const { rowCount } = await client.query(
        `insert into clue (${columns.map(({ name }) => name).join()})
         select ${columns.map(({ name }) => OTHERS[name] ?? `c.${name}`).join()}
         from clue c, generate_series(1, 500) n where c.id = '${NINGBO.clue.ningbo}'`,
      );
      expect(rowCount).toBe(500);
      await client.query(`insert into clue_subject (id, clue_id, state, reason)
        select gen_random_uuid(), id, 1, '已核实' from clue where number like 'K%'`);
      await client.query('analyze clue_subject, clue');
      expect((await read()) - before).toBeLessThan(500 * 8);
    } finally {
      await client.query('rollback');
    }
  });
});
