import type pg from 'pg';
import { LOGIN_ROLES } from '../../../src/database/roles.js';
import { dutyMutations } from './duties.js';
import { functionMutations } from './functions.js';
import { termsOf, without } from './terms.js';

/** One thing taken away from what protects: a statement for the owner of the schema, and what it is about. */
export interface Mutation {
  kind: string;
  name: string;
  /** A table or function, by whose name tests are looked for. */
  about: string;
  sql: string;
  /** Nobody could use what it opens, since something else is closed too: the catalog's own rules may notice it. */
  secondLine?: boolean;
  /** Statistics do not count who uses it: any test file may notice it. */
  everywhere?: boolean;
}

/** Everything that the catalog of a migrated database says in protection, loosened in turn. */
export async function mutationsOf(db: pg.Client): Promise<Mutation[]> {
  const parts = [
    policies,
    triggers,
    security,
    columnGrants,
    writeGrants,
    constraints,
    functionMutations,
    dutyMutations,
  ];
  const all: Mutation[] = [];
  for (const part of parts) all.push(...(await part(db)));
  return named(all);
}

const READERS = "array['liandong_api', 'liandong_act']";
const tables = `pg_class c where relnamespace = 'liandong'::regnamespace and relkind in ('r', 'p')`;
/** What has the name of another is told from it by its number. */
function named(all: readonly Mutation[]): Mutation[] {
  const times = new Map<string, number>();
  return all.map((one) => {
    const of = `${one.kind}: ${one.name}`;
    const time = (times.get(of) ?? 0) + 1;
    times.set(of, time);
    return time === 1 ? one : { ...one, name: `${one.name} (${time})` };
  });
}

export const short = (text: string) => {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\( SELECT \((?:me\(\)|my_reach\('\w+'::text\))\)\.(\w+) AS \w+\)/g, 'my $1')
    .trim();
  return line.length > 90 ? `${line.slice(0, 60)} … ${line.slice(-27)}` : line;
};

async function policies(db: pg.Client): Promise<Mutation[]> {
  const { rows } = await db.query<{ table: string; name: string; permissive: boolean; using: string; check: string }>(
    `select c.relname::text as table, polname::text as name, polpermissive as permissive,
       pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as check
     from pg_policy p join pg_class c on c.oid = polrelid
     where relnamespace = 'liandong'::regnamespace and polname not like 'owner\\_%' order by 1, 2`,
  );
  return rows.flatMap(({ table, name, permissive, using, check }) => {
    const on = `${name} on ${table}`;
    const of = { about: table };
    const found: Mutation[] = [];
    if (!permissive) found.push({ ...of, kind: 'policy dropped', name: on, sql: `drop policy ${on}` });
    for (const [clause, condition] of [
      ['using', using],
      ['with check', check],
    ] as const) {
      if (!condition || condition === 'true') continue;
      const alter = (to: string) => `alter policy ${on} ${clause} (${to})`;
      found.push({ ...of, kind: 'policy open', name: `${on} ${clause} (true)`, sql: alter('true') });
      for (const term of termsOf(condition))
        found.push({
          ...of,
          kind: term.neutral === 'true' ? 'condition dropped' : 'alternative dropped',
          name: `${on} without ${short(condition.slice(term.from, term.to))}`,
          sql: alter(without(condition, term)),
        });
    }
    return found;
  });
}

async function triggers(db: pg.Client): Promise<Mutation[]> {
  const { rows } = await db.query<{ table: string; name: string }>(
    `select tgrelid::regclass::text as table, tgname::text as name from pg_trigger
     join pg_class c on c.oid = tgrelid where relnamespace = 'liandong'::regnamespace and not tgisinternal order by 1, 2`,
  );
  return rows.map(({ table, name }) => ({
    kind: 'trigger off',
    name: `${name} on ${table}`,
    about: table,
    sql: `alter table ${table} disable trigger ${name}`,
  }));
}

/** Where nobody but the owner may do anything, or whoever may sees all, only the catalog knows the difference. */
async function security(db: pg.Client): Promise<Mutation[]> {
  const { rows } = await db.query<{ table: string; used: boolean }>(
    `select relname::text as table, exists (select from pg_policy where polrelid = c.oid and polname not like 'owner\\_%'
         and coalesce(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) <> 'true')
       and exists (select from unnest($1::text[]) role where has_any_column_privilege(role, c.oid, 'select, insert')) as used
     from ${tables} order by 1`,
    [LOGIN_ROLES],
  );
  return rows.map(({ table, used }) => ({
    kind: 'row-level security off',
    name: table,
    about: table,
    sql: `alter table ${table} disable row level security`,
    ...(used ? {} : { secondLine: true }),
  }));
}

/** Of a table that is partly open each closed column; of a closed one all of it. */
async function columnGrants(db: pg.Client): Promise<Mutation[]> {
  const { rows } = await db.query<{ table: string; role: string; closed: string[]; open: boolean }>(
    `select relname::text as table, role, has_any_column_privilege(role, c.oid, 'select') as open,
       array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
         and not has_column_privilege(role, c.oid, attnum, 'select') order by attnum) as closed
     from ${tables.replace('pg_class c', `pg_class c, unnest(${READERS}) role`)} order by 1, 2`,
  );
  return rows.flatMap(({ table, role, closed, open }) =>
    (open ? closed.map((column) => `(${column}) `) : ['']).map((columns) => ({
      kind: 'read granted',
      name: `${table} ${columns}to ${role}`,
      about: table,
      everywhere: true,
      sql: `grant select ${columns}on ${table} to ${role}`,
    })),
  );
}

async function writeGrants(db: pg.Client): Promise<Mutation[]> {
  const { rows } = await db.query<{ table: string; writers: string[] }>(
    `select relname::text as table, array(select r from unnest(array[${LOGIN_ROLES.map((role) => `'${role}'`).join()}]) r
       where has_table_privilege(r, c.oid, 'insert') and has_table_privilege(r, c.oid, 'update')
         and has_table_privilege(r, c.oid, 'delete')) as writers from ${tables} order by 1`,
  );
  return rows.flatMap(({ table, writers }) =>
    LOGIN_ROLES.filter((role) => !writers.includes(role)).map((role) => ({
      kind: 'write granted',
      name: `${table} to ${role}`,
      about: table,
      everywhere: true,
      secondLine: true,
      sql: `grant insert, update, delete on ${table} to ${role}`,
    })),
  );
}

/** What keeps two things from being so at once; that one value is of its kind and length is no promise. */
async function constraints(db: pg.Client): Promise<Mutation[]> {
  const { rows } = await db.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname::text as name, pg_get_constraintdef(p.oid) as definition
     from pg_constraint p where connamespace = 'liandong'::regnamespace
       and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = p.conindid) and (contype in ('u', 'x')
       or contype = 'c' and (cardinality(conkey) > 1 or conrelid::regclass::text like 'audit\\_%')) order by 1, 2`,
  );
  const indexes = await db.query<{ table: string; name: string }>(
    `select indrelid::regclass::text as table, indexrelid::regclass::text as name from pg_index i
     join pg_class c on c.oid = indexrelid where relnamespace = 'liandong'::regnamespace and indisunique and not indisprimary
       and not exists (select from pg_constraint where conindid = indexrelid and contype in ('u', 'x')) order by 1, 2`,
  );
  return [
    ...rows.map(({ table, name, definition }) => ({
      kind: 'constraint dropped',
      name: `${table}: ${short(definition)}`,
      about: table,
      sql: `alter table ${table} drop constraint ${name}`,
    })),
    ...indexes.rows.map(({ table, name }) => ({
      kind: 'constraint dropped',
      name: `${table}: unique index ${name}`,
      about: table,
      sql: `drop index ${name}`,
    })),
  ];
}
