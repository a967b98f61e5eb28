import type { FastifyRequest } from 'fastify';
import { clientWords } from './clientWords.js';
import { requestContext } from './requestContext.js';
import type { Allowance } from '../database/allowance.js';
import type { Sessions } from '../database/sessions.js';
import type { RequestContext } from '../graphql/context.js';
import type { CursorSealer } from '../graphql/cursor.js';
import { bearerOf, type TokenVerifier } from '../identity/bearer.js';

export interface Admitting {
  tokens: TokenVerifier;
  cursors: CursorSealer;
  allowance: Pick<Allowance, 'refuseIfSpent' | 'take'>;
  sessions: Pick<Sessions, 'idOf' | 'seen'>;
}

/** The way of every request that is anybody's: whose token it is, in which session, and whether his minute is spent. */
export async function admitted(
  request: FastifyRequest,
  { tokens, cursors, allowance, sessions }: Admitting,
): Promise<RequestContext> {
  const verified = await tokens.verify(bearerOf(request.headers.authorization));
  const { issuer, subject, signedInAt } = verified;
  const who = { issuer, subject, session: sessions.idOf(verified) };
  const context = requestContext(request, who, cursors);
  await allowance.refuseIfSpent(context.identity);
  const client = clientWords(request.headers['user-agent']);
  await sessions.seen({ ...context.identity, ...who }, { signedInAt, client, source: request.ip });
  return context;
}
