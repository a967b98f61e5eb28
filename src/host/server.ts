import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { answerClientError } from './clientErrors.js';
import { DOOR, guardDoor } from './door.js';
import { requestContext } from './requestContext.js';
import type { RequestContext } from '../graphql/context.js';
import type { Allowance } from '../database/allowance.js';
import type { CursorSealer } from '../graphql/cursor.js';
import { limitOf, reader, statusOf } from '../graphql/formatError.js';
import type { TokenVerifier } from '../identity/bearer.js';
import { languageOf, LiandongError, textOf, type ErrorCode } from '../shared/errors.js';

export interface HostOptions {
  apollo: ApolloServer<RequestContext>;
  tokens: TokenVerifier;
  cursors: CursorSealer;
  allowance: Pick<Allowance, 'refuseIfSpent'>;
  /** Sites whose pages may ask, besides our own. */
  origins?: readonly string[];
  timeouts?: { headers: number; request: number; checkEvery: number };
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
  const { apollo, tokens, cursors, allowance, origins = [], timeouts = DOOR, ready, log, telemetry } = options;
  const host = Fastify({
    loggerInstance: log as never,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: DOOR.body,
    requestTimeout: timeouts.request,
    http: { headersTimeout: timeouts.headers, connectionsCheckingInterval: timeouts.checkEvery },
    clientErrorHandler: (error, socket) => answerClientError(error, socket, telemetry?.onClientError),
    forceCloseConnections: 'idle',
    // An address that cannot be read reaches neither hooks nor handlers.
    frameworkErrors: (error, request, reply) => {
      const refusal = asRefusal(error, log);
      telemetry?.onClientError(request.id, refusal.code);
      void refuse(request, reply, refusal);
    },
  }) as unknown as FastifyInstance;
  telemetry?.observe(host);
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
  host.setErrorHandler((error, request, reply) => refused(request, reply, asRefusal(error, log)));
  host.setNotFoundHandler((request, reply) => refused(request, reply, new LiandongError('NOT_FOUND')));

  host.get('/health/live', () => ({ status: 'live' }));
  host.get('/health/ready', async (_request, reply) => {
    const yes = await ready();
    return reply.status(yes ? 200 : 503).send({ status: yes ? 'ready' : 'not ready' });
  });
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  host.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    exposeHeadRoute: false,
    // Before the body is read, and so that the refusal can speak the caller's language.
    onRequest: async (request) => {
      const context = await requestContext(request, tokens, cursors);
      allowance.refuseIfSpent(context.identity);
      requireUtf8(request.headers['content-type']);
      contexts.set(request, context);
    },
    handler: async (request, reply) => {
      const context = contexts.get(request)!;
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
      for (const [name, value] of answer.headers) void reply.header(name, value);
      reply.status(answer.status ?? 200);
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

/** JSON is UTF-8 (RFC 8259, 8.1); a charset that says otherwise would be read wrong. */
function requireUtf8(contentType: string | undefined): void {
  const charset = /;\s*charset="?([^";\s]*)/i.exec(contentType ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new LiandongError('MEDIA_TYPE_NOT_SUPPORTED');
}

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function asRefusal(error: unknown, log: Logger): LiandongError {
  if (error instanceof LiandongError) return error;
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode === 413) return new LiandongError('PAYLOAD_TOO_LARGE', { limit: DOOR.body });
  if (statusCode === 415) return new LiandongError('MEDIA_TYPE_NOT_SUPPORTED');
  if (statusCode && statusCode < 500)
    return new LiandongError('BAD_REQUEST', { reason: (message ?? '').slice(0, 200) });
  log.error({ err: error }, 'request failed');
  return new LiandongError('INTERNAL');
}

function refuse(request: FastifyRequest, reply: FastifyReply, error: LiandongError): FastifyReply {
  const { code, details } = error;
  const message = textOf(code, languageOf(request.headers['accept-language']), details);
  const extensions = { code, correlationId: request.id, ...limitOf(error) };
  if (extensions.seconds) void reply.header('retry-after', extensions.seconds);
  return reply
    .status(statusOf(code))
    .header('cache-control', 'no-store')
    .header('x-correlation-id', request.id)
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message, extensions }] });
}
