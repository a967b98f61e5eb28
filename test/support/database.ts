import pg from 'pg';
import { inject } from 'vitest';
import { AuditWriter } from '../../src/audit/writer.js';
import { ActDatabase } from '../../src/database/acting.js';
import { Allowance } from '../../src/database/allowance.js';
import { withClient } from '../../src/database/install.js';
import type { Connection } from '../../src/database/migrations.js';
import { LOGIN_ROLES, OWNER_ROLE, rolePassword, SCHEMA, type LoginRole } from '../../src/database/roles.js';
import { ScopedDatabase } from '../../src/database/scoped.js';
import { Sessions } from '../../src/database/sessions.js';
import { currentKey, firstKey, parseKeys } from '../../src/shared/keys.js';
import { TEST_KEYS } from './keys.js';

export const KEYS = parseKeys(TEST_KEYS);
export const TICKET_KEY = { id: KEYS.current, key: currentKey(KEYS, 'ticket') };

export interface TestDatabase {
  name: string;
  /** The owner's connection: the control that proves an empty answer means something. */
  owner: pg.Client;
  connectionAs(role: LoginRole | typeof OWNER_ROLE): Connection;
  scoped(options?: ConstructorParameters<typeof ScopedDatabase>[2]): ScopedDatabase;
  acting(): ActDatabase;
  /** What each person may ask for in a minute; by default as much as a test may need. */
  allowance(perMinute?: number): Allowance;
  sessions(options?: { everyMs?: number }): Sessions;
  audit(options?: ConstructorParameters<typeof AuditWriter>[1]): AuditWriter;
  drop(): Promise<void>;
}

let clones = 0;

/** A database of this test file's own, copied from a template. */
export async function cloneDatabase(template = inject('template')): Promise<TestDatabase> {
  const superuser = inject('superuser');
  const name = `test_${process.pid}_${(clones += 1)}`;
  await withClient({ ...superuser, database: 'postgres' }, async (admin) => {
    // Two files cannot copy one template at once.
    await admin.query('select pg_advisory_lock(1)');
    await admin.query(`create database ${name} template ${template} strategy file_copy owner ${OWNER_ROLE}`);
    await admin.query('select pg_advisory_unlock(1)');
  });
  await withClient({ ...superuser, database: name }, (admin) =>
    admin.query(`revoke all on database ${name} from public;
      grant connect on database ${name} to ${[OWNER_ROLE, ...LOGIN_ROLES].join(', ')}`),
  );
  return databaseOn(superuser, name, async () => {
    if (inject('left')) return;
    await withClient({ ...superuser, database: 'postgres' }, (admin) =>
      admin.query(`drop database if exists ${name} with (force)`),
    );
  });
}

/** One that is there, with all ways into it. */
export async function databaseOn(
  server: Connection,
  name: string,
  drop: () => Promise<void> = () => Promise.resolve(),
): Promise<TestDatabase> {
  const connectionAs: TestDatabase['connectionAs'] = (role) => ({
    ...server,
    database: name,
    user: role,
    password: rolePassword(KEYS, role),
  });
  const owner = new pg.Client({
    ...connectionAs(OWNER_ROLE),
    options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC`,
  });
  await owner.connect();
  const opened: { end(): Promise<void> }[] = [];
  return {
    name,
    owner,
    connectionAs,
    scoped(options = {}) {
      const scoped = new ScopedDatabase(connectionAs('liandong_api'), TICKET_KEY, { max: 4, ...options });
      opened.push(scoped);
      return scoped;
    },
    acting() {
      const keys = { ticket: TICKET_KEY, body: firstKey(KEYS, 'act') };
      const acting = new ActDatabase(connectionAs('liandong_act'), keys, { max: 4 });
      opened.push(acting);
      return acting;
    },
    allowance(perMinute = 1_000_000_000) {
      const connection = connectionAs('liandong_door');
      const allowance = new Allowance({ connection, key: firstKey(KEYS, 'allowance'), perMinute });
      opened.push(allowance);
      return allowance;
    },
    sessions(options = {}) {
      const connection = connectionAs('liandong_door');
      const sessions = new Sessions({ connection, ticketKey: TICKET_KEY, key: firstKey(KEYS, 'session'), ...options });
      opened.push(sessions);
      return sessions;
    },
    audit(options = {}) {
      const audit = new AuditWriter(connectionAs('liandong_audit'), options);
      opened.push(audit);
      return audit;
    },
    async drop() {
      await Promise.all(opened.map((one) => one.end()));
      await owner.end();
      await drop();
    },
  };
}
