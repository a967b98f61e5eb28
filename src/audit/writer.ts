import pg from 'pg';
import { AuditKind } from './kinds.js';
import type { Circumstances, Trace } from './entry.js';
import type { Connection } from '../database/migrations.js';
import { SCHEMA } from '../database/roles.js';

// One text whatever is written, so that it is planned once.
const APPEND = {
  name: 'append',
  text: `insert into audit_entry (kind, person_id, post_id, unit_pos, subject, source, operation, object, object_ids, facets,
      paths, code, details, correlation_id)
    select e.kind, $1::uuid, $2::uuid, $3::bigint, $4, $5, e.operation, e.object, coalesce(e."objectIds", '{}'),
      coalesce(e.facets, '{}'), coalesce(e.paths, '{}'), e.code, e.details, $6::uuid
    from json_to_recordset($7) as e (kind smallint, operation text, object text, "objectIds" uuid[], facets text[],
        paths text[], code text, details jsonb)`,
};

/**
 * Adds to the trail what requests have seen or were refused, on connections of its own that can do nothing else – so
 * that a request's own transaction may fail and its trace stays. Returns once it is on disk.
 */
export class AuditWriter {
  private readonly pool: pg.Pool;

  constructor(connection: Connection, options: { max?: number; onError?: (error: Error) => void } = {}) {
    this.pool = new pg.Pool({
      ...connection,
      max: options.max ?? 4,
      connectionTimeoutMillis: 2000,
      statement_timeout: 3000,
      query_timeout: 4000,
      application_name: 'liandong-audit',
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC`,
    });
    this.pool.on('error', (error) => options.onError?.(error));
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** One statement, however many entries. */
  async append({ asker, source, correlationId }: Circumstances, traces: readonly Trace[]): Promise<void> {
    const who = 'subject' in asker ? [null, null, null, asker.subject] : [asker.person, asker.post, asker.unit, null];
    const entries = JSON.stringify(traces.map((trace) => ({ ...trace, kind: AuditKind[trace.kind] })));
    await this.pool.query({ ...APPEND, values: [...who, source, correlationId, entries] });
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}
