import type { ClientBase } from 'pg';

/** A table as the catalog has it: the columns that are written, in their order. */
export interface Table {
  name: string;
  columns: string[];
}

/** What a server makes for itself: its migrations as it runs them, and keys, which leave no server. */
const OF_ITS_OWN = ['migration', 'ticket_key', 'seal_key'];

/** All that is kept: every table but these and those that a crash may empty. */
export async function tablesOf(owner: ClientBase): Promise<Table[]> {
  const { rows } = await owner.query<Table>(
    `select relname::text as name, array(select attname::text from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns
     from pg_class c
     where relnamespace = 'liandong'::regnamespace and relkind in ('r', 'p') and not relispartition
       and relpersistence = 'p' and relname <> all ($1)
     order by relname collate "C"`,
    [OF_ITS_OWN],
  );
  return rows;
}

/** Values as text that means the same to every server, to the last digit; and as long as it takes. */
export const EXACTLY = `set local statement_timeout = 0; set local lock_timeout = 0;
  set local idle_in_transaction_session_timeout = 0; set local client_encoding = 'UTF8'; set local timezone = 'UTC'; set local datestyle = 'ISO';
  set local intervalstyle = 'postgres'; set local extra_float_digits = 3; set local bytea_output = 'hex'`;

export const partOf = ({ name }: Table) => `table-${name}`;
export const listed = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(', ');
