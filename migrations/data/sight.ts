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

/** A facet's places are its object's: asked of the object's own row, a rule says the same whether or not the facet has one. */
const asFacet = ({ table, key, object }: (typeof FACET_TABLES)[number]) =>
  table === object
    ? `(select * from ${object} where id = any (of_ids)) as ${table}`
    : `(select o.id as ${key}, o.* from ${object} o where o.id = any (of_ids)) as ${table}`;

/**
 * `sees(object, facet, id)`: what row-level security would show of one object, for functions that run as the owner and
 * so would be shown everything. `reached(object, facet, ids)`: which of them the facet reaches, written or not.
 * Each is made of the policies themselves, as the catalog has them; whoever changes a facet's policies calls this
 * again, and a test compares.
 */
export async function storeSight(query: Query): Promise<void> {
  for (const facet of FACET_TABLES) {
    const { table, key } = facet;
    await query(`
      do $make$ declare reach text; deny text; begin
        select pg_get_expr(polqual, polrelid) into strict reach from pg_policy where polrelid = '${table}'::regclass and polname = 'reach';
        select pg_get_expr(polqual, polrelid) into strict deny from pg_policy where polrelid = '${table}'::regclass and polname = 'deny';
        execute format('create or replace function sees_${table}(of_id uuid) returns boolean
          language sql stable security definer set search_path = liandong, pg_temp
          as $sight$ select exists (select from ${table} where ${key} = of_id and (%s) and (%s)) $sight$', reach, deny);
        execute format('create or replace function reached_${table}(of_ids uuid[]) returns uuid[]
          language plpgsql stable security definer set search_path = liandong, pg_temp
          as $sight$ begin return array(select ${key} from ${asFacet(facet)} where (%s) and (%s)); end $sight$', reach, deny);
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
  await query(`
    create or replace function reached(of_object text, of_facet text, of_ids uuid[]) returns uuid[]
      language plpgsql stable security definer set search_path = liandong, pg_temp
      as $$ begin
        return case of_object || ' ' || of_facet
          ${FACET_TABLES.map(({ table, object, facet }) => `when '${object} ${facet}' then reached_${table}(of_ids)`).join('\n          ')}
          else '{}' end;
      end $$`);
}

export async function dropSight(query: Query): Promise<void> {
  await query('drop function if exists sees(text, text, uuid), reached(text, text, uuid[])');
  for (const { table } of FACET_TABLES)
    await query(`drop function if exists sees_${table}(uuid), reached_${table}(uuid[])`);
}
