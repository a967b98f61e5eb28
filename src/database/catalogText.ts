import type pg from 'pg';
import { OWNER_ROLE, SCHEMA } from './roles.js';

/** One statement of the text. What belongs to one object stands together, in the order of `rank`. */
interface Line {
  kind: number;
  object: string;
  rank: number;
  text: string;
}

const NAMESPACE = `'${SCHEMA}'::regnamespace`;
const OWNER = `(select nspowner from pg_namespace where oid = ${NAMESPACE})`;
/** Whoever owns the schema has one name here; 0 is PUBLIC. */
const role = (oid: string) =>
  `case ${oid} when 0 then 'public' when ${OWNER} then '${OWNER_ROLE}' else quote_ident(pg_get_userbyid(${oid})) end`;

/** What others than the owner may do with an object; an object without an access list has the built-in one. */
const grants = (of: { kind: number; from: string; acl: string; object: string; on: string }) => `
  select kind, object, 90 as rank,
    format('grant %s on %s to %s;', privileges, name, string_agg(grantee, ', ' order by grantee)) as text
  from (
    select ${of.kind} as kind, ${of.object} as object, ${of.on} as name, ${role('a.grantee')} collate "C" as grantee,
      string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as privileges
    from ${of.from} cross join lateral aclexplode(${of.acl}) a where a.grantee <> ${OWNER}
    group by 1, 2, 3, 4) g
  group by kind, object, name, privileges`;

const relation = (where = "relkind in ('r', 'p', 'v', 'm', 'S')") =>
  `(select oid as id, quote_ident(relname) as name, * from pg_class where relnamespace = ${NAMESPACE} and ${where}) c`;
const TABLES = relation("relkind in ('r', 'p')");

const QUERIES = [
  // The schema, and what new objects of its owner are open to
  `select 0 as kind, '' as object, 0 as rank, 'create schema ${SCHEMA};' as text`,
  grants({
    kind: 0,
    from: `(select * from pg_namespace where oid = ${NAMESPACE}) n`,
    acl: "coalesce(nspacl, acldefault('n', nspowner))",
    object: "''",
    on: "'schema ' || quote_ident(nspname)",
  }),
  `select 0 as kind, '' as object, 91 as rank, format('-- default privileges: new %s are for %s',
      case defaclobjtype when 'r' then 'tables' when 'f' then 'functions' when 'T' then 'types' when 'S' then 'sequences' end,
      coalesce(string_agg(${role('a.grantee')}, ', ' order by a.grantee) filter (where a.grantee <> ${OWNER}), 'the owner only')) as text
    from pg_default_acl d left join lateral aclexplode(defaclacl) a on true
    where defaclrole = ${OWNER} and defaclnamespace in (0, ${NAMESPACE}) group by d.oid, defaclobjtype`,

  // Composite types of their own, enums and domains
  `select 1 as kind, typname as object, 0 as rank, format('create type %I as (%s);', typname,
      string_agg(format(E'\\n  %I %s', attname, format_type(atttypid, atttypmod)), ',' order by attnum) || E'\\n') as text
    from pg_type t join pg_class c on c.oid = t.typrelid join pg_attribute on attrelid = c.oid
    where typnamespace = ${NAMESPACE} and c.relkind = 'c' and attnum > 0 and not attisdropped group by t.oid, typname`,
  `select 1 as kind, typname as object, 0 as rank, case typtype
      when 'e' then format('create type %I as enum (%s);', typname,
        (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
      else format('create domain %I as %s;', typname, format_type(typbasetype, typtypmod)) end as text
    from pg_type t where typnamespace = ${NAMESPACE} and typtype in ('d', 'e')`,
  grants({
    kind: 1,
    from: `(select t.* from pg_type t left join pg_class c on c.oid = t.typrelid
      where typnamespace = ${NAMESPACE} and (c.relkind = 'c' or typtype in ('d', 'e'))) t`,
    acl: "coalesce(typacl, acldefault('T', typowner))",
    object: 'typname',
    on: "'type ' || quote_ident(typname)",
  }),

  `select 2 as kind, oid::regprocedure::text as object, 0 as rank, rtrim(case proname
      -- What each server has for itself since it was restored.
      when 'former_transactions' then regexp_replace(pg_get_functiondef(oid), 'select \\d+', 'select 0')
      else pg_get_functiondef(oid) end, E'\\n') || ';' as text
    from pg_proc where pronamespace = ${NAMESPACE} and prokind in ('f', 'p', 'w')`,
  grants({
    kind: 2,
    from: `(select oid as id, * from pg_proc where pronamespace = ${NAMESPACE}) p`,
    acl: "coalesce(proacl, acldefault('f', proowner))",
    object: 'id::regprocedure::text',
    on: "'function ' || id::regprocedure::text",
  }),

  // Relations: columns, then constraints (PostgreSQL 18 counts NOT NULL among them), each on a line of the table
  `select 3 as kind, relname as object, 0 as rank, format(E'create %s %s (\\n%s\\n)%s;',
      case when relpersistence = 'u' then 'unlogged ' else '' end || 'table', name,
      (select string_agg('  ' || line, E',\\n' order by place, line collate "C") from (
        select attnum::int as place, format('%I %s', attname, format_type(atttypid, atttypmod))
          || case when attnotnull then ' not null' else '' end
          || case when adbin is null then '' when attgenerated = 's' then format(' generated always as (%s) stored', value)
               when attgenerated <> '' then format(' generated always as (%s) virtual', value) else ' default ' || value end
          || case attidentity when 'a' then ' generated always as identity' when 'd' then ' generated by default as identity'
               else '' end as line
          from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
          cross join lateral (select pg_get_expr(adbin, adrelid, true)) v (value)
          where attrelid = id and attnum > 0 and not attisdropped
        union all
        select 10000 + strpos('pufcx', contype::text), format('constraint %I %s', conname, pg_get_constraintdef(oid, true))
          from pg_constraint where conrelid = id and contype in ('p', 'u', 'f', 'c', 'x')) lines),
      case when relkind = 'p' then ' partition by ' || pg_get_partkeydef(id) else '' end) as text
    from ${TABLES}`,
  `select 3 as kind, relname as object, 0 as rank, format(E'create %s %s as\\n%s',
      case relkind when 'm' then 'materialized view' else 'view' end, name, pg_get_viewdef(id, true)) as text
    from ${relation("relkind in ('v', 'm')")}`,
  `select 3 as kind, relname as object, 0 as rank, format('create sequence %s;', name) as text from ${relation("relkind = 'S'")}`,
  `select 3 as kind, relname as object, 1 as rank, format('alter table %s owner to %s;', name, ${role('relowner')}) as text
    from ${relation()} where relowner <> ${OWNER}`,
  `select 3 as kind, relname as object, 2 as rank, format('alter table %s attach to %s %s;', name, inhparent::regclass,
      pg_get_expr(relpartbound, id)) as text from ${TABLES} join pg_inherits on inhrelid = id`,
  `select 3 as kind, relname as object, 10 as rank, format('comment on %s is %L;', case objsubid when 0 then 'table ' || name
      else 'column ' || name || '.' || (select quote_ident(attname) from pg_attribute where attrelid = id and attnum = objsubid) end,
      description) as text
    from ${relation()} join pg_description on objoid = id and classoid = 'pg_class'::regclass`,
  `select 3 as kind, relname as object, 20 as rank, pg_get_indexdef(indexrelid, 0, true) || ';' as text
    from ${relation()} join pg_index on indrelid = id
    where not exists (select from pg_constraint where conindid = indexrelid and conrelid = id)`,
  `select 3 as kind, relname as object, 30 as rank, format('alter table %s %s row level security;', name, how) as text
    from ${TABLES} cross join lateral (values (relrowsecurity, 'enable'), (relforcerowsecurity, 'force')) v (given, how) where given`,
  `select 3 as kind, relname as object, 40 as rank, format('create policy %I on %s as %s for %s to %s%s%s;', polname, name,
      case when polpermissive then 'permissive' else 'restrictive' end,
      case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      (select string_agg(${role('r')}, ', ' order by ${role('r')} collate "C") from unnest(polroles) r),
      E'\\n  using (' || pg_get_expr(polqual, id, true) || ')',
      E'\\n  with check (' || pg_get_expr(polwithcheck, id, true) || ')') as text
    from ${TABLES} join pg_policy on polrelid = id`,
  `select 3 as kind, relname as object, 50 as rank, pg_get_triggerdef(t.oid, true) || ';'
      || case tgenabled when 'O' then '' else ' -- enabled: ' || tgenabled::text end as text
    from ${relation()} join pg_trigger t on tgrelid = id where not tgisinternal`,
  grants({
    kind: 3,
    from: relation(),
    acl: "coalesce(relacl, acldefault(case relkind when 'S' then 's'::\"char\" else 'r' end, relowner))",
    object: 'relname',
    on: 'name',
  }),
  // Grants on columns, as the lists they were given as
  `select 3 as kind, object, 95 as rank, format('grant %s (%s) on %s to %s;', privilege, columns, name,
      string_agg(grantee, ', ' order by grantee)) as text
    from (
      select relname as object, name, lower(a.privilege_type) as privilege, ${role('a.grantee')} collate "C" as grantee,
        string_agg(quote_ident(attname), ', ' order by attnum) as columns
      from ${relation()} join pg_attribute on attrelid = id cross join lateral aclexplode(attacl) a
      where not attisdropped group by relname, name, a.privilege_type, a.grantee) g
    group by object, name, privilege, columns`,
];

/**
 * The schema as the catalog tells it: SQL to be reviewed and compared rather than run, without rows, and the same on
 * every machine, whatever the owner is called. Begins and ends a transaction of its own.
 */
export async function catalogText(client: pg.Client): Promise<string> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(
      `set local search_path = ${SCHEMA}; set local timezone = 'UTC'; set local quote_all_identifiers = off`,
    );
    const lines: Line[] = [];
    for (const query of QUERIES) lines.push(...(await client.query<Line>(query)).rows);
    const objects = new Map<string, string>();
    for (const { kind, object, text } of lines.sort(inOrder)) {
      const key = `${kind} ${object}`;
      objects.set(key, `${objects.get(key) ?? ''}${broken(text)}\n`);
    }
    return `-- Written from the catalog by src/database/catalogText.ts; do not edit.\n\n${[...objects.values()].join('\n')}`;
  } finally {
    await client.query('rollback');
  }
}

function inOrder(a: Line, b: Line): number {
  return a.kind - b.kind || compare(a.object, b.object) || a.rank - b.rank || compare(a.text, b.text);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** A policy's outermost alternatives, or else conditions, on a line each. */
function broken(text: string): string {
  if (!text.startsWith('create policy')) return text;
  const alternatives = breakBefore(' OR ', text);
  return alternatives === text ? breakBefore(' AND ', text) : alternatives;
}

function breakBefore(word: string, text: string): string {
  let depth = 0;
  return text.replaceAll(/[()]| (?:OR|AND) /g, (found) => {
    if (found === '(') depth += 1;
    if (found === ')') depth -= 1;
    return found === word && depth === 1 ? `\n    ${found.trimStart()}` : found;
  });
}
