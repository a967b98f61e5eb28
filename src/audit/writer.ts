import pg from 'pg';
import { AuditKind } from './kinds.js';
import type { Circumstances, Trace } from './entry.js';
import type { Connection } from '../database/migrations.js';
import { CONNECTIONS, SCHEMA } from '../database/roles.js';

// One text whatever is written, so that it is planned once.
const APPEND = {
  name: 'append',
  text: `insert into audit_entry (kind, person_id, post_id, unit_pos, subject, source, operation, object, object_ids, facets,
      paths, code, details, correlation_id)
    select e.kind, e.person, e.post, e.unit, e.subject, e.source, e.operation, e.object, coalesce(e."objectIds", '{}'),
      coalesce(e.facets, '{}'), coalesce(e.paths, '{}'), e.code, e.details, e.correlation
    from json_to_recordset($1) as e (kind smallint, person uuid, post uuid, unit bigint, subject text, source text,
        correlation uuid, operation text, object text, "objectIds" uuid[], facets text[], paths text[], code text,
        details jsonb)`,
};

/** What one request leaves, and who waits for it. */
interface Waiting {
  since: number;
  entries: object[];
  done: () => void;
  failed: (error: unknown) => void;
}
/** At once so many statements, each with the entries of so many requests at most, and about so many entries. */
const AT_ONCE = 2;
const TOGETHER = 64;
const ENTRIES = 500;
/** What has waited longer is not written: its request is told so, and its asker may ask again. */
const LONGEST_MS = 2000;
/** So many requests wait at most; the next are told at once. */
const MOST_WAITING = 2000;
/** What is wrong with an entry, and not with writing. */
const OF_VALUES = /^(2[23]|54)/;

/**
 * Adds to the trail what requests have seen or were refused, on connections of its own that can do nothing else – so
 * that a request's own transaction may fail and its trace stays. Returns once it is on disk. What comes while others are
 * being written goes together in the next statement: one way to the disk for all of them.
 */
export class AuditWriter {
  private readonly pool: pg.Pool;
  private readonly waiting: Waiting[] = [];
  private writing = 0;

  constructor(
    connection: Connection,
    private readonly options: { max?: number; longestMs?: number; onError?: (error: Error) => void } = {},
  ) {
    this.pool = new pg.Pool({
      ...connection,
      max: options.max ?? CONNECTIONS.liandong_audit,
      connectionTimeoutMillis: 2000,
      statement_timeout: 3000,
      query_timeout: 4000,
      application_name: 'liandong-audit',
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC`,
    });
    this.pool.on('error', (error) => options.onError?.(error));
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  append({ asker, source, correlationId }: Circumstances, traces: readonly Trace[]): Promise<void> {
    const who = 'subject' in asker ? { subject: asker.subject } : asker;
    const about = { ...who, source, correlation: correlationId };
    const entries = traces.map((trace) => ({ ...trace, ...about, kind: AuditKind[trace.kind] }));
    return new Promise((done, failed) => {
      if (this.waiting.length >= MOST_WAITING) return failed(new Error('too many wait for the audit trail'));
      this.waiting.push({ since: performance.now(), entries, done, failed });
      void this.write();
    });
  }

  private async write(): Promise<void> {
    if (this.writing === AT_ONCE) return;
    this.writing += 1;
    for (let some; (some = this.next()).length > 0;) await this.writeAll(some);
    this.writing -= 1;
  }

  /** In the order in which they came. */
  private next(): Waiting[] {
    const some: Waiting[] = [];
    for (let entries = 0; some.length < TOGETHER && entries < ENTRIES;) {
      const one = this.waiting.shift();
      if (!one) break;
      if (performance.now() - one.since > (this.options.longestMs ?? LONGEST_MS)) {
        one.failed(new Error('the audit trail could not be written in time'));
        continue;
      }
      some.push(one);
      entries += one.entries.length;
    }
    return some;
  }

  /** What cannot be written must not keep others' from being. */
  private async writeAll(some: readonly Waiting[]): Promise<void> {
    try {
      await this.pool.query({ ...APPEND, values: [JSON.stringify(some.flatMap(({ entries }) => entries))] });
      for (const { done } of some) done();
    } catch (error) {
      const ofOne = some.length > 1 && error instanceof pg.DatabaseError && OF_VALUES.test(error.code ?? '');
      if (ofOne) for (const one of some) await this.writeAll([one]);
      else for (const { failed } of some) failed(error);
    }
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}
