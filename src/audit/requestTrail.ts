import type { Trace } from './entry.js';
import type { Facet, ObjectKind } from '../jurisdiction/facets.js';
import type { ErrorCode } from '../shared/errors.js';

/** What leaves its mark whenever it is shown; a ledger is what one's office works with. */
export const TRACED_FACETS: readonly Facet[] = ['PETITION', 'CONTENT', 'REPORTER'];

/** The codes that tell somebody who he is, or is not: not a mistake in a document, but a no. */
const REFUSALS: readonly ErrorCode[] = [
  'FORBIDDEN',
  'PERSON_UNKNOWN',
  'NO_POST_IN_FORCE',
  'POST_NOT_YOURS',
  'RATE_LIMITED',
];

/** Gathers what one request has to leave in the audit trail; each field, object and facet becomes one entry. */
export class RequestTrail {
  private readonly reads = new Map<string, { trace: Trace; ids: Set<string> }>();
  private readonly others = new Map<string, Trace>();

  read(operation: string, object: ObjectKind, facet: Facet, id: string): void {
    const key = `${operation} ${object} ${facet}`;
    let read = this.reads.get(key);
    if (!read) {
      read = { trace: { kind: 'READ', operation, object, facets: [facet] }, ids: new Set() };
      this.reads.set(key, read);
    }
    read.ids.add(id);
  }

  /** Somebody looked for a text; on which matters of a page it was found, if he asked for them. */
  search(operation: string, object: ObjectKind, objectIds: readonly string[] = []): void {
    this.add({ kind: 'SEARCH', operation, object, objectIds });
  }

  refused(operation: string, code: ErrorCode): void {
    if (REFUSALS.includes(code)) this.add({ kind: 'REFUSAL', operation, code });
  }

  /** Anything else that has to be told: an explanation asked for, an act refused for a reason of its own. */
  add(trace: Trace): void {
    this.others.set(JSON.stringify(trace), trace);
  }

  traces(): Trace[] {
    return [...this.others.values(), ...[...this.reads.values()].map(({ trace, ids }) => ({ ...trace, objectIds: [...ids] }))];
  }
}
