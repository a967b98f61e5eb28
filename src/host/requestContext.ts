import type { FastifyRequest } from 'fastify';
import type { RequestContext } from '../graphql/context.js';
import type { CursorSealer } from '../graphql/cursor.js';
import { LIMITS } from '../graphql/limits.js';
import { uuidOf } from '../graphql/ids.js';
import { bearerOf, type TokenVerifier } from '../identity/bearer.js';
import { languageOf, LiandongError } from '../shared/errors.js';

/** From a request to its context: the token is checked here, the person and the post by the database when it enters. */
export async function requestContext(
  request: FastifyRequest,
  tokens: TokenVerifier,
  cursors: CursorSealer,
): Promise<RequestContext> {
  const { issuer, subject } = await tokens.verify(bearerOf(request.headers.authorization));
  return {
    identity: { issuer, subject, post: chosenPost(request.headers['x-liandong-post']) },
    language: languageOf(request.headers['accept-language']),
    correlationId: request.id,
    source: request.ip,
    cursors,
    cost: { asked: null, allowed: LIMITS.cost, left: null },
    session: null,
    acting: null,
    idNumberKey: null,
  };
}

function chosenPost(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  try {
    return uuidOf('post', String(header));
  } catch {
    throw new LiandongError('POST_ID_INVALID');
  }
}
