import type pg from 'pg';
import { SCHEMA } from '../database/roles.js';

/** What a commission begins with and nobody has made: the organs of the country are loaded, keys and rules are stored. */
const COUNTED = ['person', 'clue', 'supervision_item', 'joint_case', 'access_grant', 'audit_entry'] as const;

/** What is in a database that ought to be empty, in words; nothing: it is. Looks only. */
export async function whatIsThere(owner: pg.Client): Promise<string[]> {
  const others = await owner.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^(pg_|information_schema$)' and n.nspname <> $1
     order by 1 limit 6`,
    [SCHEMA],
  );
  const found = others.rows.map(({ name }) => `table ${name}`);
  const ours = await owner.query<{ name: string }>(
    'select relname as name from pg_class where relnamespace = to_regnamespace($1) and relname = any ($2)',
    [SCHEMA, [...COUNTED, 'demo_marker']],
  );
  for (const { name } of ours.rows.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    // Rows that lie in no jurisdiction are part of every database: hidden and missing take the same time.
    const real = name === 'clue' || name === 'supervision_item' || name === 'joint_case' ? 'where owner_pos >= 0' : '';
    const { rows } = await owner.query<{ n: string }>(`select count(*) as n from ${SCHEMA}.${name} ${real}`);
    if (rows[0]!.n !== '0') found.push(name === 'demo_marker' ? 'the demo world' : `${rows[0]!.n} of ${name}`);
  }
  return found;
}
