import type { JWTPayload } from 'jose';
import type { Verified } from './bearer.js';
import { LiandongError } from '../shared/errors.js';

/** As a subject: no control characters, no half of a surrogate pair. */
const NAME = /^[^\p{Cc}\p{Cs}]{1,255}$/u;
/** Seconds, until the year 9999. */
const LAST = 253_402_300_799;

/**
 * Which sign-in a token is of: the provider's session (`sid`), else the moment the person signed in (`auth_time`), so
 * that a renewed token is of the same. Without either each token is a sign-in of its own, by its `jti` or its times.
 */
export function signInOf({ sid, auth_time, jti, iat, exp }: JWTPayload): Pick<Verified, 'signIn' | 'signedInAt'> {
  if (auth_time !== undefined && !isTime(auth_time)) throw new LiandongError('TOKEN_INVALID');
  const signedInAt = auth_time === undefined ? null : Math.floor(auth_time * 1000);
  if (sid !== undefined) return { signIn: `sid ${named(sid)}`, signedInAt };
  if (auth_time !== undefined) return { signIn: `auth_time ${auth_time}`, signedInAt };
  return { signIn: jti === undefined ? `times ${iat ?? ''} ${exp ?? ''}` : `jti ${named(jti)}`, signedInAt };
}

function named(claim: unknown): string {
  if (typeof claim !== 'string' || !NAME.test(claim)) throw new LiandongError('TOKEN_INVALID');
  return claim;
}

function isTime(claim: unknown): claim is number {
  return typeof claim === 'number' && claim > 0 && claim <= LAST;
}
