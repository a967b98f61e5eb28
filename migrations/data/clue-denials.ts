type Query = (text: string) => Promise<unknown>;

/** What can be opened in an emergency, and the table that holds it. */
export const OPENED = { petition: 'clue_petition', content: 'clue_content' } as const;

/** The clue's own row under the names of one facet's: what is denied of it is asked whether or not the facet has a row. */
export const asFacet = (table: string) =>
  `select exists (select from (select c.*, c.id as clue_id from clue c) ${table} where clue_id = of_id and (%s))`;

/**
 * `denies_petition(clue)`, `denies_content(clue)`: whether the facet's denials, which no grant passes, stand against the
 * principal. Made of the policies themselves, as the catalog has them; whoever changes these calls this again.
 */
export async function storeClueDenials(query: Query): Promise<void> {
  for (const [facet, table] of Object.entries(OPENED)) {
    await query(`
      do $make$ declare deny text; begin
        select pg_get_expr(polqual, polrelid) into strict deny from pg_policy where polrelid = '${table}'::regclass and polname = 'deny';
        execute format('create or replace function denies_${facet}(of_id uuid) returns boolean
          language sql stable security definer set search_path = liandong, pg_temp
          as $denies$ select not (${asFacet(table)}) $denies$', deny);
      end $make$`);
  }
}

export async function dropClueDenials(query: Query): Promise<void> {
  for (const facet of Object.keys(OPENED)) await query(`drop function denies_${facet}(uuid)`);
}
