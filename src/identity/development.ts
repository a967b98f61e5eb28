import { createLocalJWKSet, SignJWT, type JSONWebKeySet } from 'jose';
import { accessTokenVerifier } from './accessToken.js';
import type { TokenVerifier } from './bearer.js';
import { developmentKey } from './developmentKey.js';

const LIFETIME_SECONDS = 12 * 60 * 60;

export interface DevelopmentIssuer extends TokenVerifier {
  token(subject: string, lifetimeSeconds?: number): Promise<string>;
  jwks(): JSONWebKeySet;
}

/**
 * Issues tokens to anybody who asks, for trying the API without an identity provider; conditions.ts says when it may
 * exist. Its tokens go through the same verification as real ones.
 */
export async function developmentIssuer(
  issuer: string,
  options: { keyFile?: string } = {},
): Promise<DevelopmentIssuer> {
  const { sign, published } = await developmentKey(options.keyFile);
  const verifier = accessTokenVerifier({ issuer, audience: issuer, keyOf: createLocalJWKSet({ keys: [published] }) });
  return {
    ...verifier,
    token(subject, lifetimeSeconds = LIFETIME_SECONDS) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iss: issuer, aud: issuer, sub: subject, iat: now, exp: now + lifetimeSeconds })
        .setProtectedHeader({ alg: 'ES256', kid: published.kid, typ: 'at+jwt' })
        .sign(sign);
    },
    jwks: () => ({ keys: [{ ...published }] }),
  };
}
