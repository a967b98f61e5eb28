import type { Client } from 'pg';
import type { SessionLimits } from '../shared/config.js';

/** Kept where the database reads them, so that one answer counts on every server; true if others had counted until now. */
export async function storeSessionLimits(owner: Client, limits: SessionLimits): Promise<boolean> {
  const minutes = (count: number | null) => (count === null ? null : `${count} minutes`);
  const { rows } = await owner.query<{ changed: boolean }>('select store_session_limits($1, $2, $3) as changed', [
    minutes(limits.idleMinutes),
    minutes(limits.longestMinutes),
    limits.atOnce,
  ]);
  return rows[0]!.changed;
}
