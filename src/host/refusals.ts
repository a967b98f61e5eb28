import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { DOOR } from './door.js';
import { limitOf, statusOf } from '../graphql/formatError.js';
import { LIMITS } from '../graphql/limits.js';
import { languageOf, LiandongError, textOf } from '../shared/errors.js';

/** JSON is UTF-8 (RFC 8259, 8.1); a charset that says otherwise would be read wrong. */
export function requireUtf8(contentType = ''): void {
  // A parser behind us takes time quadratic in a long one.
  if (contentType.length > 200) throw new LiandongError('MEDIA_TYPE_NOT_SUPPORTED');
  const charset = /;\s*charset="?([^";\s]*)/i.exec(contentType)?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new LiandongError('MEDIA_TYPE_NOT_SUPPORTED');
}

/** Comments are no tokens that a parser counts, and yet are kept with the document. */
export function requireShort(body: unknown): void {
  const { query } = (body ?? {}) as { query?: unknown };
  if (typeof query === 'string' && query.length > LIMITS.characters)
    throw new LiandongError('DOCUMENT_TOO_LONG', { limit: LIMITS.characters });
}

/** Errors before Apollo, as ours. */
export function asRefusal(error: unknown, log: Logger): LiandongError {
  if (error instanceof LiandongError) return error;
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string };
  if (code?.endsWith('JSON_BODY') || error instanceof SyntaxError) return new LiandongError('JSON_INVALID');
  if (statusCode === 403 || statusCode === 404) return new LiandongError('NOT_FOUND');
  if (statusCode === 413) return new LiandongError('PAYLOAD_TOO_LARGE', { limit: DOOR.body });
  if (statusCode === 415) return new LiandongError('MEDIA_TYPE_NOT_SUPPORTED');
  if (statusCode && statusCode < 500)
    return new LiandongError('BAD_REQUEST', { reason: (message ?? '').slice(0, 200) });
  log.error({ err: error }, 'request failed');
  return new LiandongError('INTERNAL');
}

/** An error that ends the request, in the API's own form. */
export function refuse(request: FastifyRequest, reply: FastifyReply, error: LiandongError): FastifyReply {
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
