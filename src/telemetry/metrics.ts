import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { buildInfo, connectionGauges, keyGauge, type Connections } from './gauges.js';
import type { RequestRecord } from './requestRecord.js';
import { ERRORS, type ErrorCode } from '../shared/errors.js';
import type { Keys } from '../shared/keys.js';

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const STATEMENTS = [1, 2, 3, 4, 6, 8, 12, 20, 40, 80];

/**
 * Figures of the server as a whole. Labels are of a fixed few values: no operation, person or unit has a figure of its
 * own, and nothing is counted that depends on what was withheld from someone.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly duration = new Histogram({
    name: 'liandong_request_duration_seconds',
    help: 'Time to answer a request to /graphql, by type of operation and outcome (ok, refused, error, aborted)',
    labelNames: ['operation', 'outcome'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly errors = new Counter({
    name: 'liandong_errors_total',
    help: 'Answers of /graphql that carry an error, by its code, and refusals of what is no HTTP',
    labelNames: ['code'],
    registers: [this.registry],
  });
  private readonly statements = new Histogram({
    name: 'liandong_operation_statements',
    help: 'Statements that an operation sent to the database, entering included',
    buckets: STATEMENTS,
    registers: [this.registry],
  });

  private readonly key = keyGauge();

  constructor(connections: () => Connections) {
    collectDefaultMetrics({ register: this.registry });
    for (const gauge of [buildInfo(), this.key, ...connectionGauges(connections)]) this.registry.registerMetric(gauge);
  }

  ended(record: RequestRecord, seconds: number, aborted: boolean): void {
    const outcome = aborted ? 'aborted' : outcomeOf(record);
    this.duration.observe({ operation: record.operationType ?? 'none', outcome }, seconds);
    for (const code of record.errors) this.refused(code);
    if (record.statements > 0) this.statements.observe(record.statements);
  }

  refused(code: ErrorCode): void {
    this.errors.inc({ code });
  }

  signsWith({ current, keys }: Keys): void {
    this.key.reset();
    for (const id of keys.keys()) this.key.set({ id }, id === current ? 1 : 0);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}

/** An error is a fault of ours or of what we depend on; whatever else carries a code was refused. */
function outcomeOf({ errors }: RequestRecord): 'ok' | 'refused' | 'error' {
  const statuses = [...errors].map((code) => (ERRORS[code] as { status?: number }).status ?? 400);
  if (statuses.some((status) => status >= 500)) return 'error';
  return errors.size > 0 ? 'refused' : 'ok';
}
