import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { requestContext } from './requestContext.js';
import type { RequestContext } from '../graphql/context.js';
import type { CursorSealer } from '../graphql/cursor.js';
import { reader, statusOf } from '../graphql/formatError.js';
import type { TokenVerifier } from '../identity/bearer.js';
import { languageOf, LiandongError, textOf, type ErrorCode } from '../shared/errors.js';

export interface HostOptions {
  apollo: ApolloServer<RequestContext>;
  tokens: TokenVerifier;
  cursors: CursorSealer;
  ready: () => Promise<boolean>;
  log: Logger;
}

const LARGEST_BODY = 256 * 1024;

/** HTTP around Apollo: one endpoint, two health checks, errors in the API's own form. */
export function makeHost({ apollo, tokens, cursors, ready, log }: HostOptions): FastifyInstance {
  const host = Fastify({
    loggerInstance: log as never,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: LARGEST_BODY,
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;
  let closing = false;
  host.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  host.addHook('onSend', (request, reply, _payload, done) => {
    // A connection kept alive would keep the closing server waiting for it.
    if (closing) void reply.header('connection', 'close');
    void reply.header('x-correlation-id', request.id);
    if (reply.statusCode === 401) void reply.header('www-authenticate', 'Bearer');
    done();
  });
  host.setErrorHandler((error, request, reply) => refuse(request, reply, asRefusal(error, log)));
  host.setNotFoundHandler((request, reply) => refuse(request, reply, new LiandongError('NOT_FOUND')));

  host.get('/health/live', () => ({ status: 'live' }));
  host.get('/health/ready', async (_request, reply) => {
    const yes = await ready();
    return reply.status(yes ? 200 : 503).send({ status: yes ? 'ready' : 'not ready' });
  });
  host.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: async (request, reply) => {
      // Before anything is parsed, and so that the refusal can speak the caller's language.
      const context = await requestContext(request, tokens, cursors);
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
  return host;
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
  if (statusCode === 413) return new LiandongError('PAYLOAD_TOO_LARGE');
  if (statusCode && statusCode < 500)
    return new LiandongError('BAD_REQUEST', { reason: (message ?? '').slice(0, 200) });
  log.error({ err: error }, 'request failed');
  return new LiandongError('INTERNAL');
}

function refuse(request: FastifyRequest, reply: FastifyReply, { code, details }: LiandongError): FastifyReply {
  const message = textOf(code, languageOf(request.headers['accept-language']), details);
  const extensions: { code: ErrorCode; correlationId: string } = { code, correlationId: request.id };
  return reply
    .status(statusOf(code))
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message, extensions }] });
}
