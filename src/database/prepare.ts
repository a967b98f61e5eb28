import type { Client } from 'pg';
import { LOGIN_ROLES, OWNER_ROLE, rolePassword, SCHEMA } from './roles.js';
import type { Keys } from '../shared/keys.js';

const LOCK = 0x11a2d0;

/**
 * PostgreSQL asks what is leakproof and cheap before the policies, and what fails behind it tells of hidden rows. Cheap
 * is what costs less than ten operators: where an operator costs nothing, nothing is, and a policy goes before all else.
 */
const POLICIES_FIRST = 'cpu_operator_cost = 0';
const READERS: readonly string[] = ['liandong_api', 'liandong_act'];

/** Makes or refreshes the login roles. Needs CREATEROLE; several servers may do it at once. */
export async function prepareRoles(admin: Client, keys: Keys, withOwner: boolean): Promise<void> {
  await admin.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    for (const role of withOwner ? [OWNER_ROLE, ...LOGIN_ROLES] : LOGIN_ROLES) {
      const known = await admin.query('select from pg_roles where rolname = $1', [role]);
      const attributes = 'login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls';
      if (known.rowCount === 0) await admin.query(`create role ${role} ${attributes}`);
      await admin.query(`alter role ${role} password '${rolePassword(keys, role as typeof OWNER_ROLE)}'`);
      if (READERS.includes(role)) await admin.query(`alter role ${role} set ${POLICIES_FIRST}`);
    }
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

/** In each database: a schema of our own that only its owner may create in, and connections for nobody else. */
export async function prepareDatabase(admin: Client, owner: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>('select current_database() as name');
  const database = admin.escapeIdentifier(rows[0]!.name);
  await admin.query(`
    revoke all on database ${database} from public;
    grant connect on database ${database} to ${[...new Set([owner, ...LOGIN_ROLES])].join(', ')};
    revoke all on schema public from public;
    create schema if not exists ${SCHEMA} authorization ${owner};
  `);
}

/**
 * What PostgreSQL opens to everyone and the product does not need. Only a superuser can close it, so it is done
 * where the server is ours; the seal does not depend on it.
 */
export async function harden(superuser: Client): Promise<void> {
  await superuser.query(`
    -- Code of one's own.
    revoke usage on language plpgsql from public;
    grant usage on language plpgsql to ${OWNER_ROLE};
    do $$ declare f regprocedure; ours boolean; begin
      for f, ours in select oid, ${OWNERS_FUNCTIONS} from pg_proc where ${CLOSED_FUNCTIONS} loop
        execute format('revoke execute on function %s from public', f);
        if ours then
          execute format('grant execute on function %s to ${OWNER_ROLE}', f);
        end if;
      end loop;
    end $$;
    revoke select on ${CLOSED_RELATIONS.map((name) => `pg_catalog.${name}`).join(', ')} from public;
    do $$ begin
      execute 'grant select on pg_catalog.pg_class to ${OWNER_ROLE}';
      execute (select format('grant select (%s) on pg_catalog.pg_class to public', string_agg(quote_ident(attname), ', '))
        from pg_attribute where attrelid = 'pg_catalog.pg_class'::regclass and attnum > 0
          and attname not in ('reltuples', 'relpages', 'relallvisible', 'relallfrozen'));
    end $$;
  `);
}

/**
 * Settings of the session; others' sessions and what they asked over the same connection; large objects. And
 * statistics, which count rows that nobody may count: of tables, of sessions, of locks, in the catalog itself.
 */
export const CLOSED_FUNCTIONS = `pronamespace = 'pg_catalog'::regnamespace and (proname ~ '^pg_stat_get_' or proname in (
  'set_config', 'pg_prepared_statement', 'pg_cancel_backend', 'pg_terminate_backend',
  'lo_create', 'lo_creat', 'lo_from_bytea', 'lo_put', 'lo_unlink',
  'pg_relation_size', 'pg_table_size', 'pg_indexes_size', 'pg_total_relation_size', 'pg_database_size',
  'pg_tablespace_size', 'pg_lock_status'))`;
const OWNERS_FUNCTIONS = "proname !~ '^lo_' and proname not in ('pg_cancel_backend', 'pg_terminate_backend')";
export const CLOSED_RELATIONS = ['pg_stat_activity', 'pg_locks', 'pg_class'];
