import { withClient } from '../database/install.js';
import type { Client } from 'pg';
import type { Connection } from '../database/migrations.js';
import { LOGIN_ROLES, type LoginRole } from '../database/roles.js';

export const BOUNDS = { connectionTimeoutMillis: 5000, statement_timeout: 60_000, application_name: 'liandong-doctor' };

export interface WayIn {
  /** Why the server did not let the role in. */
  refused?: string;
  user?: string;
  settings?: Record<string, string>;
}

const SETTINGS = ['cpu_operator_cost', 'synchronous_commit', 'row_security', 'session_replication_role'];

/** Logs in as a server would, and out again. */
async function wayIn(connection: Connection): Promise<WayIn> {
  try {
    return await withClient({ ...connection, ...BOUNDS }, async (client) => {
      const { rows } = await client.query<{ user: string; settings: Record<string, string> }>(
        `select current_user as user, (select jsonb_object_agg(s, current_setting(s)) from unnest($1::text[]) s) as settings`,
        [SETTINGS],
      );
      return rows[0]!;
    });
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return { refused: code ?? message };
  }
}

/** Of the roles that may log in: past its end one is refused for that, and where none may be there is no place left. */
export function waysIn(db: Client, connectionAs: (role: LoginRole) => Connection) {
  let asked: Promise<ReadonlyMap<LoginRole, WayIn>> | undefined;
  const ask = async () => {
    const { rows } = await db.query<{ role: LoginRole }>(
      `select rolname as role from pg_roles where rolname = any ($1) and rolconnlimit <> 0
        and coalesce(rolvaliduntil, 'infinity') = 'infinity' order by rolname`,
      [LOGIN_ROLES],
    );
    return new Map(await Promise.all(rows.map(async ({ role }) => [role, await wayIn(connectionAs(role))] as const)));
  };
  return () => (asked ??= ask());
}
