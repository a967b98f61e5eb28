import type { Client } from 'pg';

/** A test build may replace the product's clock; production starts with no other than its own. */
export async function requireRealClock(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ source: string }>(
    "select prosrc as source from pg_proc where oid = 'liandong.app_now()'::regprocedure",
  );
  if (rows[0]?.source.trim() !== 'select transaction_timestamp()') {
    throw new Error('The database has a test clock: app_now() is not the product’s. Restore it before starting.');
  }
}
