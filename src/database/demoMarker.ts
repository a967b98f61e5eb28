import type { Client } from 'pg';

/** Whether the demo seed has written this database. */
export async function isDemo(owner: Client): Promise<boolean> {
  const { rows } = await owner.query<{ demo: boolean }>('select exists (select from demo_marker) as demo');
  return rows[0]!.demo;
}
