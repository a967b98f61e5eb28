import type { ClientBase } from 'pg';

/**
 * What each row would be checked by, changed by or entered into, as two statements: one takes it away, one puts it back.
 * A key that is put back checks all rows at once. PostgreSQL refuses COPY into a table whose policies bind its owner.
 */
const OF_TABLES = `
  with t as (select oid, oid::regclass::text as name, relforcerowsecurity from pg_class where oid = any ($1::regclass[]))
  select away, back from (
    select 1 as turn, format('alter table %s no force row level security', name) as away,
      format('alter table %s force row level security', name) as back
    from t where relforcerowsecurity
    union all
    select 2, format('alter table %s disable trigger %I', name, tgname), format('alter table %s enable %s trigger %I', name,
      case tgenabled when 'A' then 'always' when 'R' then 'replica' end, tgname)
    from t join pg_trigger on tgrelid = t.oid where not tgisinternal and tgenabled <> 'D'
    union all
    select 3, format('alter table %s drop constraint %I', name, conname),
      format('alter table %s add constraint %I %s', name, conname, pg_get_constraintdef(c.oid))
    from t join pg_constraint c on conrelid = t.oid where contype = 'f'
    union all
    select 4, format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    from t join pg_index on indrelid = t.oid where not indisunique) x
  order by turn`;

/** As it was when the work is done. For a transaction, so that nothing is lost with it. */
export async function setAside(owner: ClientBase, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const { rows } = await owner.query<{ away: string; back: string }>(OF_TABLES, [tables]);
  for (const { away } of rows) await owner.query(away);
  await work();
  for (const { back } of rows.toReversed()) await owner.query(back);
}
