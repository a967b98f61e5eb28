import type pg from 'pg';
import { AuditKind } from '../../src/audit/kinds.js';

/** An entry as a test looks at it. */
export interface Entry {
  kind: string;
  person: string | null;
  post: string | null;
  unit: string | null;
  subject: string | null;
  source: string | null;
  operation: string;
  object: string | null;
  ids: string[];
  facets: string[];
  paths: string[];
  code: string | null;
  reason: string | null;
  details: unknown;
  correlation: string;
}

/** What the trail holds of one request, by kind, operation, object and facet. */
export async function trailOf(owner: pg.Client, correlation: string): Promise<Entry[]> {
  const { rows } = await owner.query<Entry & { kind: number }>(
    `select kind, person_id as person, post_id as post, unit_pos as unit, subject, source, operation, object,
       array(select unnest(object_ids) order by 1) as ids, facets, paths, code, reason, details, correlation_id as correlation
     from audit_entry where correlation_id = $1 order by kind, operation, object, facets, code`,
    [correlation],
  );
  const names = Object.fromEntries(Object.entries(AuditKind).map(([name, number]) => [number, name]));
  return rows.map((row) => ({ ...row, kind: names[row.kind]! }));
}
