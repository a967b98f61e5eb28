import { propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { DatabaseError } from 'pg';
import { statementSummary } from './statementSummary.js';
import { underWay, type RequestRecord } from './requestRecord.js';

// Until a provider is registered – and without the variables none ever is – whatever this makes does nothing.
const tracer = trace.getTracer('liandong');

/** A request's own span, continuing the trace that the caller names (W3C traceparent). */
export function requestSpan(method: string, route: string | undefined, headers: object): Span {
  return tracer.startSpan(
    route ? `${method} ${route}` : method,
    {
      kind: SpanKind.SERVER,
      // The path itself stays out where it is none of ours, and the query string always: it may hold a document.
      attributes: {
        'http.request.method': method,
        ...(route ? { 'http.route': route, 'url.path': route } : {}),
      },
    },
    propagation.extract(ROOT_CONTEXT, headers),
  );
}

export function endRequestSpan({ span, ...record }: RequestRecord, status: number | null): void {
  span.setAttribute('liandong.correlation_id', record.correlationId);
  if (status) span.setAttribute('http.response.status_code', status);
  if (record.operationType) span.setAttribute('graphql.operation.type', record.operationType);
  if (record.operationName) span.setAttribute('graphql.operation.name', record.operationName);
  failed(span, [...record.errors].join(' '));
  span.end();
}

/** Parsing, validating, executing: one after the other, and what a statement serves is one of them. */
export function beginPhase(record: RequestRecord, name: string): (code?: string) => void {
  const span = tracer.startSpan(name, {}, trace.setSpan(ROOT_CONTEXT, record.span));
  record.phase = span;
  return (code = '') => {
    record.phase = record.span;
    failed(span, code);
    span.end();
  };
}

/** A statement on its way to the database; the answer tells how it went. */
export function beginStatement(text: string): (error?: unknown) => void {
  const record = underWay.getStore();
  if (!record) return () => undefined;
  record.statements += 1;
  const span = tracer.startSpan('statement', { kind: SpanKind.CLIENT }, trace.setSpan(ROOT_CONTEXT, record.phase));
  if (span.isRecording()) {
    const summary = statementSummary(text);
    span.updateName(summary);
    span.setAttributes({
      'db.system.name': 'postgresql',
      'db.query.summary': summary,
      'db.operation.name': summary.split(' ', 1)[0],
    });
  }
  return (error) => {
    if (error !== undefined) failed(span, sqlStateOf(error), 'db.response.status_code');
    span.end();
  };
}

/** Only ever a code: the words of an error may quote what it is about. */
function failed(span: Span, code: string, attribute = 'error.type'): void {
  if (code === '') return;
  span.setAttribute(attribute, code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}

function sqlStateOf(error: unknown): string {
  return (error instanceof DatabaseError && error.code) || 'connection';
}
