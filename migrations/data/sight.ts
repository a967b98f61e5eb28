import { OBJECT_FACETS } from '../../src/jurisdiction/facets.js';

type Query = (text: string) => Promise<unknown>;

/** Facet tables: table, key of the object, object, facet. */
export const FACET_TABLES = Object.entries(OBJECT_FACETS).flatMap(([object, facets]) =>
  facets.map((name) => {
    const facet = name.toLowerCase();
    return facet === 'ledger'
      ? { table: object, key: 'id', object, facet }
      : { table: `${object}_${facet}`, key: `${object}_id`, object, facet };
  }),
);

/**
 * `sees(object, facet, id)`: what row-level security would show of one object, for functions that run as the owner and
 * so would be shown everything. Each is made of the policies themselves, as the catalog has them; whoever changes a
 * facet's policies calls this again, and a test compares.
 */
export async function storeSight(query: Query): Promise<void> {
  for (const { table, key } of FACET_TABLES) {
    await query(`
      do $make$ declare reach text; deny text; begin
        select pg_get_expr(polqual, polrelid) into strict reach from pg_policy where polrelid = '${table}'::regclass and polname = 'reach';
        select pg_get_expr(polqual, polrelid) into strict deny from pg_policy where polrelid = '${table}'::regclass and polname = 'deny';
        execute format('create or replace function sees_${table}(of_id uuid) returns boolean
          language sql stable security definer set search_path = liandong, pg_temp
          as $sight$ select exists (select from ${table} where ${key} = of_id and (%s) and (%s)) $sight$', reach, deny);
      end $make$`);
  }
  await query(`
    create or replace function sees(of_object text, of_facet text, of_id uuid) returns boolean
      language plpgsql stable security definer set search_path = liandong, pg_temp
      as $$ begin
        return case of_object || ' ' || of_facet
          ${FACET_TABLES.map(({ table, object, facet }) => `when '${object} ${facet}' then sees_${table}(of_id)`).join('\n          ')}
          else false end;
      end $$`);
}

export async function dropSight(query: Query): Promise<void> {
  await query('drop function sees(text, text, uuid)');
  for (const { table } of FACET_TABLES) await query(`drop function sees_${table}(uuid)`);
}
