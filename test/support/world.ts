import { escapeIdentifier, type Client } from 'pg';

export type Row = Record<string, unknown>;

/** Rows by column names; a column that a row leaves out has its default. */
export async function insertRows(owner: Client, table: string, rows: Row[]): Promise<void> {
  const byColumns = new Map<string, Row[]>();
  for (const row of rows) {
    const columns = Object.keys(row).map(escapeIdentifier).join(', ');
    byColumns.set(columns, [...(byColumns.get(columns) ?? []), row]);
  }
  // One transaction, so that rows may refer to one another and a failure leaves nothing behind.
  await owner.query('begin');
  try {
    for (const [columns, same] of byColumns) {
      await owner.query(
        `insert into ${escapeIdentifier(table)} (${columns})
         select ${columns} from jsonb_populate_recordset(null::${escapeIdentifier(table)}, $1)`,
        [JSON.stringify(same)],
      );
    }
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}
