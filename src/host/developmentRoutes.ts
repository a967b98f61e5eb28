import type { FastifyInstance } from 'fastify';
import type { DevelopmentIssuer } from '../identity/development.js';
import { isLoopback } from '../identity/loopback.js';
import { LiandongError } from '../shared/errors.js';

/** A ready-made identity of the demo world. */
export interface DemoIdentity {
  name: string;
  person: string;
  postId: string;
  unit: string;
  unitCode: string | null;
  tier: string;
  duty: string;
  subject: string;
}

export interface Development {
  issuer: DevelopmentIssuer;
  identities: () => Promise<DemoIdentity[]>;
}

/** Only ever registered under the conditions for development; the Host header is checked against rebinding of names. */
export function developmentRoutes(host: FastifyInstance, { issuer, identities }: Development): void {
  host.get('/dev/identities', async (request) => {
    if (!isLoopback(request.hostname)) throw new LiandongError('NOT_FOUND');
    const known = await identities();
    return Promise.all(
      known.map(async ({ name, person, postId, unit, unitCode, tier, duty, subject }) => ({
        name,
        person,
        post: `post_${postId}`,
        unit,
        unitCode,
        tier,
        duty,
        token: await issuer.token(subject),
      })),
    );
  });
}
