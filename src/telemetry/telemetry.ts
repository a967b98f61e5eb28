import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Connections } from './gauges.js';
import { Metrics } from './metrics.js';
import { operationPlugin } from './operationPlugin.js';
import { requestLine } from './requestLine.js';
import { RequestRecord, underWay } from './requestRecord.js';
import { beginStatement, endRequestSpan, requestSpan } from './spans.js';
import type { RequestContext } from '../graphql/context.js';
import type { ErrorCode } from '../shared/errors.js';

export interface Telemetry {
  metrics: Metrics;
  plugin: ApolloServerPlugin<RequestContext>;
  /** Must come before whatever may refuse a request, so that refusals are seen too. */
  observe: (host: FastifyInstance) => void;
  /** An error of the request under way, as it is answered. */
  onError: (code: ErrorCode) => void;
  /** The same of what never became a request. */
  onClientError: (correlationId: string, code: ErrorCode) => void;
  onStatement: (text: string) => (error?: unknown) => void;
}

const ENDPOINT = '/graphql';
const CALLERS_ID = /^[\w.-]{8,64}$/;

/** One record for each request; when it is answered, one line of the log, its figures and its span are made of it. */
export function makeTelemetry(log: Logger, connections: () => Connections): Telemetry {
  const metrics = new Metrics(connections);
  const ended = (record: RequestRecord, { method, routeOptions }: FastifyRequest, reply: FastifyReply) => {
    const status = reply.raw.writableFinished ? reply.statusCode : null;
    endRequestSpan(record, status);
    const ofTheApi = routeOptions.url === ENDPOINT;
    if (ofTheApi) metrics.ended(record, reply.elapsedTime / 1000, status === null);
    const exchange = { method, route: routeOptions.url, status, milliseconds: reply.elapsedTime };
    log[ofTheApi ? 'info' : 'debug'](requestLine(record, exchange), 'request');
  };
  return {
    metrics,
    plugin: operationPlugin(),
    onError: (code) => void underWay.getStore()?.errors.add(code),
    onStatement: beginStatement,
    observe(host) {
      host.addHook('onRequest', (request, reply, done) => {
        const span = requestSpan(request.method, request.routeOptions.url, request.headers);
        const record = new RequestRecord(request.id, callersIdOf(request), span);
        // Fastify's own hook is silent where the caller is gone before his answer.
        reply.raw.once('close', () => ended(record, request, reply));
        underWay.run(record, done);
      });
    },
    onClientError(correlationId, code) {
      metrics.refused(code);
      log.info({ correlationId, errors: [code] }, 'no request');
    },
  };
}

/** What the caller calls the request: to find it in both logs, never to trust. */
function callersIdOf({ headers }: FastifyRequest): string | null {
  const given = [headers['x-request-id'], headers['x-correlation-id']];
  return given.flatMap((id) => id ?? []).find((id) => CALLERS_ID.test(id)) ?? null;
}
