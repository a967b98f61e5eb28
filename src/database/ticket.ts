import { hmacHex } from './hmac.js';
import type { Identity } from '../jurisdiction/principal.js';

const LIFETIME_SECONDS = 5;

export interface TicketKey {
  id: string;
  key: Buffer;
}

/**
 * A host's word for one transaction of one backend: `mark` is that transaction's own, read inside it,
 * so that the ticket is worth nothing in any other, before or after.
 */
export function ticket(by: TicketKey, identity: Identity, mark: string): [body: string, seal: string] {
  // By the database's clock, which the mark carries: the host's may differ.
  const begun = Number(mark.split(':')[1]) / 1_000_000;
  const body = JSON.stringify({
    key: by.id,
    iss: identity.issuer,
    sub: identity.subject,
    post: identity.post,
    session: identity.session ?? null,
    mark,
    exp: begun + LIFETIME_SECONDS,
  });
  return [body, hmacHex(by.key, body)];
}
