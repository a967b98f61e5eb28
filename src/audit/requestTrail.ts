import type { Trace, TracedObject } from './entry.js';
import type { FaultCode } from '../database/actFault.js';
import type { WayName } from '../database/ways.js';
import type { Facet, ObjectKind } from '../jurisdiction/facets.js';
import type { ErrorCode } from '../shared/errors.js';

/** What leaves its mark whenever it is shown; a ledger is what one's office works with. */
export const TRACED_FACETS: readonly Facet[] = ['PETITION', 'CONTENT', 'REPORTER'];

/** The codes that tell somebody who he is, or is not: no mistake in a document, but a no. */
const REFUSALS: readonly ErrorCode[] = [
  'FORBIDDEN',
  'SESSION_ENDED',
  'PERSON_UNKNOWN',
  'NO_POST_IN_FORCE',
  'POST_NOT_YOURS',
  'RATE_LIMITED',
];

/** Gathers what one request has to leave in the audit trail: an entry for each of what it did, with all its objects. */
export class RequestTrail {
  private readonly gathered = new Map<string, { trace: Trace; ids: Set<string> }>();

  read(operation: string, object: ObjectKind, facet: Facet, id: string, path: WayName): void {
    const key = `${operation} ${object} ${facet} ${path}`;
    const trace = { kind: 'READ', operation, object, facets: [facet], paths: [path] } as const;
    (this.gathered.get(key)?.ids ?? this.add(trace, key)).add(id);
  }

  /** Somebody looked for a text; on which matters of his page it was found. */
  search(operation: string, object: ObjectKind, ids: readonly string[] = []): void {
    const found = this.add({ kind: 'SEARCH', operation, object });
    for (const id of ids) found.add(id);
  }

  refused(operation: string, code: ErrorCode): void {
    if (REFUSALS.includes(code)) this.add({ kind: 'REFUSAL', operation, code });
  }

  /** An act that did not happen, whatever the reason; its own transaction leaves nothing. */
  refusedAct(operation: string, code: FaultCode): void {
    this.add({ kind: 'REFUSAL', operation, code });
  }

  /** What is no facet of a matter and yet told to few, such as why somebody keeps out of one. */
  readOf(operation: string, object: TracedObject, ids: readonly string[]): void {
    const known = this.add({ kind: 'READ', operation, object });
    for (const id of ids) known.add(id);
  }

  /** Somebody asked why, or as what; without an id: and was told nothing. */
  explained(operation: string, object: TracedObject, ...ids: string[]): void {
    const known = this.add({ kind: 'EXPLAIN', operation, object });
    for (const id of ids) known.add(id);
  }

  /** Why posts may know of a matter, or may not: an entry for each matter, with its posts. */
  explainedTo(operation: string, object: ObjectKind, id: string, posts: readonly string[]): void {
    this.add({ kind: 'EXPLAIN', operation, object, objectIds: [id], details: { posts } });
  }

  /** Answers where its objects go. */
  add(trace: Trace, key = JSON.stringify(trace)): Set<string> {
    const known = this.gathered.get(key);
    if (known) return known.ids;
    const ids = new Set(trace.objectIds);
    this.gathered.set(key, { trace, ids });
    return ids;
  }

  traces(): Trace[] {
    return [...this.gathered.values()].map(({ trace, ids }) => ({ ...trace, objectIds: [...ids] }));
  }
}
