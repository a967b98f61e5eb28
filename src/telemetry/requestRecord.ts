import { AsyncLocalStorage } from 'node:async_hooks';
import { isSpanContextValid, type Span } from '@opentelemetry/api';
import type { ErrorCode } from '../shared/errors.js';

export type OperationType = 'query' | 'mutation' | 'subscription';

/**
 * What may be told of a request afterwards: written down on its way, by whoever comes to know it. Neither the document
 * nor its variables, neither the token nor whose it is ever stand here, so that no log, metric or trace can tell them.
 */
export class RequestRecord {
  operationName: string | null = null;
  operationType: OperationType | null = null;
  /** What the document would have cost, as the limits count. */
  cost: number | null = null;
  /** The acting post, once the principal has entered. */
  post: string | null = null;
  statements = 0;
  /** Each code once, however many fields it stands on. */
  readonly errors = new Set<ErrorCode>();
  /** What is being done at present: whatever begins now is a part of it. */
  phase: Span;

  constructor(
    readonly correlationId: string,
    readonly callersId: string | null,
    readonly span: Span,
  ) {
    this.phase = span;
  }

  /** Under which names the log and the traces know it. */
  ids(): { correlationId: string; trace_id?: string } {
    const context = this.span.spanContext();
    return { correlationId: this.correlationId, ...(isSpanContextValid(context) ? { trace_id: context.traceId } : {}) };
  }
}

/** The request that the running code works for. */
export const underWay = new AsyncLocalStorage<RequestRecord>();
