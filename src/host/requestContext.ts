import type { FastifyRequest } from 'fastify';
import type { RequestContext } from '../graphql/context.js';
import type { CursorSealer } from '../graphql/cursor.js';
import { LIMITS } from '../graphql/limits.js';
import { uuidOf } from '../graphql/ids.js';
import type { SignedIn } from '../jurisdiction/principal.js';
import { languageOf, LiandongError } from '../shared/errors.js';

/** From a request and whom its token names to its context; session, person and post the database judges when it enters. */
export function requestContext(
  request: FastifyRequest,
  who: Pick<SignedIn, 'issuer' | 'subject' | 'session'>,
  cursors: CursorSealer,
): RequestContext {
  return {
    identity: { ...who, post: chosenPost(request.headers['x-liandong-post']) },
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
