import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { TokenVerifier } from './bearer.js';
import { knowing } from './knownTokens.js';
import { signInOf } from './signIn.js';
import { LiandongError } from '../shared/errors.js';

/** Asymmetric only: with an HMAC among them, the published key itself would do as the secret. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const CLOCK_TOLERANCE_SECONDS = 5;

/** RFC 9068, and the issuers that still write JWT or nothing; a logout or security event token is something else. */
const TYPE = /^(application\/)?(at\+)?jwt$/i;

/** As long as OIDC allows; PostgreSQL's json takes neither NUL nor half a surrogate pair. */
const SUBJECT = /^[^\p{Cc}\p{Cs}]{1,255}$/u;

/** The rules for an access token, whoever issued it; `keyOf` finds the key that must have signed it. */
export function accessTokenVerifier(of: { issuer: string; audience: string; keyOf: JWTVerifyGetKey }): TokenVerifier {
  return knowing({
    async verify(token) {
      const { payload, protectedHeader } = await jwtVerify(token, of.keyOf, {
        issuer: of.issuer,
        audience: of.audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      }).catch(refuse);
      const subject: unknown = payload.sub;
      if (typeof subject !== 'string' || !SUBJECT.test(subject)) throw new LiandongError('TOKEN_INVALID');
      if (protectedHeader.typ !== undefined && !TYPE.test(protectedHeader.typ))
        throw new LiandongError('TOKEN_INVALID');
      // Required above.
      const expiresAt = payload.exp! * 1000;
      return { issuer: of.issuer, subject, expiresAt, ...signInOf(payload) };
    },
  });
}

/** jose looks at the expiry last, so that only a token that was good once is called expired. */
function refuse(cause: unknown): never {
  if (cause instanceof LiandongError) throw cause;
  throw new LiandongError(cause instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID', {}, cause);
}
