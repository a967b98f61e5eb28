import type { FastifyInstance } from 'fastify';
import { admitted, type Admitting } from './admission.js';
import { requireUtf8 } from './refusals.js';
import { ActFault } from '../database/actFault.js';
import type { ActDatabase } from '../database/acting.js';
import type { RequestContext } from '../graphql/context.js';
import { invitationDigest } from '../identity/invitationCode.js';
import { LiandongError } from '../shared/errors.js';

const LONGEST_CODE = 100;
/** What a try costs of the minute: a few hundred, and nobody else's. */
const TRY = 5_000;

interface Parts extends Admitting {
  acts: ActDatabase;
  /** Leaves the refusal in the audit trail; answers with the error to tell if that could not be done. */
  refused: (context: RequestContext, operation: string, code: ActFault['code']) => Promise<LiandongError | null>;
}

/**
 * POST /invitations with {"code": …} and one's token: the one door for who is nobody yet. What is wrong with a code is
 * not told, each try costs, and each refusal is in the audit trail.
 */
export function invitationRoute(host: FastifyInstance, parts: Parts): void {
  const contexts = new WeakMap<object, RequestContext>();
  host.post('/invitations', {
    onRequest: async (request) => {
      const context = await admitted(request, parts);
      await parts.allowance.take(context.identity, TRY);
      contexts.set(request, context);
      requireUtf8(request.headers['content-type']);
    },
    handler: async (request, reply) => {
      const context = contexts.get(request)!;
      const { code } = (request.body ?? {}) as { code?: unknown };
      try {
        if (typeof code !== 'string' || code.length > LONGEST_CODE) throw new ActFault('OBJECT_NOT_FOUND');
        await parts.acts.acceptInvitation(context.identity, invitationDigest(code), context);
      } catch (cause) {
        if (!(cause instanceof ActFault)) throw cause;
        throw (await parts.refused(context, 'invitationAccept', cause.code)) ?? new LiandongError('INVITATION_INVALID');
      }
      return reply.header('cache-control', 'no-store').send({ accepted: true });
    },
  });
}
