import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { TokenVerifier, Verified } from './bearer.js';

/** So long a token is known by its digest: a key that is withdrawn meanwhile still counts for as long. */
const KNOWN_MS = 30_000;
const MOST = 10_000;

/**
 * Remembers for a moment whom a token that was found good names, so that a client who asks ten times in a row is not
 * verified ten times. Whether the person is in service, and by which post, the database judges at every request.
 */
export function knowing(verifier: TokenVerifier, now = () => Date.now()): TokenVerifier {
  const known = new LRUCache<string, Verified & { until: number }>({ max: MOST });
  return {
    async verify(token) {
      const digest = hash('sha256', token, 'base64');
      const found = known.get(digest);
      if (found && now() < found.until) return found;
      const verified = await verifier.verify(token);
      known.set(digest, { ...verified, until: Math.min(now() + KNOWN_MS, verified.expiresAt) });
      return verified;
    },
  };
}
