import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { answerClientError } from './clientErrors.js';
import { admitted, type Admitting } from './admission.js';
import { DOOR, guardDoor } from './door.js';
import { asRefusal, refuse, requireShort, requireUtf8 } from './refusals.js';
import { endLastConnections } from './lastConnections.js';
import type { RequestContext } from '../graphql/context.js';
import { REFUSED } from '../graphql/cost.js';
import { reader } from '../graphql/formatError.js';
import { LiandongError, type ErrorCode } from '../shared/errors.js';

export interface HostOptions extends Admitting {
  apollo: ApolloServer<RequestContext>;
  /** Sites whose pages may ask, besides our own. */
  origins?: readonly string[];
  timeouts?: { headers: number; request: number; idle: number; checkEvery: number };
  ready: () => Promise<boolean>;
  log: Logger;
  /** Who watches requests, and the errors that end them before Apollo. */
  telemetry?: {
    observe: (host: FastifyInstance) => void;
    onError: (code: ErrorCode) => void;
    onClientError: (correlationId: string, code: ErrorCode) => void;
  };
}

/** HTTP around Apollo: one endpoint, two health checks, errors in the API's own form. */
export function makeHost(options: HostOptions): FastifyInstance {
  const { apollo, allowance, origins = [], timeouts = DOOR, ready, log, telemetry } = options;
  const host = Fastify({
    loggerInstance: log as never,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: DOOR.body,
    requestTimeout: timeouts.request,
    connectionTimeout: timeouts.idle,
    http: {
      headersTimeout: timeouts.headers,
      connectionsCheckingInterval: timeouts.checkEvery,
      requireHostHeader: false,
    },
    clientErrorHandler: (error, socket) => answerClientError(error, socket, telemetry?.onClientError),
    forceCloseConnections: 'idle',
    // An address that cannot be read reaches neither hooks nor handlers.
    frameworkErrors: (error, request, reply) => {
      const refusal = asRefusal(error, log);
      telemetry?.onClientError(request.id, refusal.code);
      void refuse(request, reply, refusal);
    },
  }) as unknown as FastifyInstance;
  // A client that expects anything but to go on is answered like any other.
  host.server.on('checkExpectation', (request, response) => host.server.emit('request', request, response));
  telemetry?.observe(host);
  endLastConnections(host);
  guardDoor(host, origins);
  // Only what a cross-site form cannot send.
  host.removeContentTypeParser('text/plain');
  let closing = false;
  host.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  host.addHook('onSend', (request, reply, _payload, done) => {
    // A connection kept alive would keep the closing server waiting for it.
    if (closing) void reply.header('connection', 'close');
    void reply.header('x-correlation-id', request.id);
    if (reply.statusCode === 405) void reply.header('allow', 'GET, POST');
    if (reply.statusCode === 401) void reply.header('www-authenticate', 'Bearer');
    done();
  });
  const refused = (request: FastifyRequest, reply: FastifyReply, error: LiandongError) => {
    telemetry?.onError(error.code);
    return refuse(request, reply, error);
  };
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  /** What was refused unread was work too. */
  const charge = async (request: FastifyRequest) => {
    const context = contexts.get(request);
    if (context?.cost.left === null) await allowance.take(context.identity, REFUSED).catch(() => undefined);
  };
  host.setErrorHandler(async (error, request, reply) => {
    await charge(request);
    return refused(request, reply, asRefusal(error, log));
  });
  host.setNotFoundHandler((request, reply) => refused(request, reply, new LiandongError('NOT_FOUND')));

  host.get('/health/live', () => ({ status: 'live' }));
  const readiness = oneAtATime(ready);
  host.get('/health/ready', async (_request, reply) => {
    const yes = await readiness();
    return reply.status(yes ? 200 : 503).send({ status: yes ? 'ready' : 'not ready' });
  });
  host.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    exposeHeadRoute: false,
    // Before the body is read, and so that the refusal can speak the caller's language.
    onRequest: async (request) => {
      const context = await admitted(request, options);
      contexts.set(request, context);
      requireUtf8(request.headers['content-type']);
    },
    handler: async (request, reply) => {
      const context = contexts.get(request)!;
      requireShort(request.body);
      const answer = await reader.run(context, () =>
        apollo.executeHTTPGraphQLRequest({
          context: () => Promise.resolve(context),
          httpGraphQLRequest: {
            method: request.method,
            headers: headersOf(request),
            search: new URL(request.url, 'http://host').search,
            body: request.body,
          },
        }),
      );
      await charge(request);
      for (const [name, value] of answer.headers) void reply.header(name, value);
      // Nothing here is for a cache that others share, nor for the disk of a phone that is lost.
      void reply.status(answer.status ?? 200).header('cache-control', 'no-store');
      return reply.send(answer.body.kind === 'complete' ? answer.body.string : answer.body.asyncIterator);
    },
  });
  host.route({
    method: ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/graphql',
    handler: () => {
      throw new LiandongError('METHOD_NOT_ALLOWED');
    },
  });
  return host;
}

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** However many ask, the database is asked one at a time. */
function oneAtATime(ask: () => Promise<boolean>): () => Promise<boolean> {
  let underWay: Promise<boolean> | null = null;
  return () =>
    (underWay ??= ask().finally(() => {
      underWay = null;
    }));
}
