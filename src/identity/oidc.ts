import type { BaseLogger } from 'pino';
import { accessTokenVerifier } from './accessToken.js';
import type { TokenVerifier } from './bearer.js';
import { isTrustworthy } from './discovery.js';
import { IssuerKeys } from './issuerKeys.js';
import { ConfigError } from '../shared/config.js';

/**
 * Verifies the access tokens of the organisation's issuer. The issuer is first asked when the first token comes:
 * a server starts without it, and finds it when it is back.
 */
export async function oidcVerifier(options: {
  issuer: string;
  audience: string;
  log?: Pick<BaseLogger, 'info' | 'warn'>;
}): Promise<TokenVerifier> {
  const { issuer, audience, log } = options;
  if (!URL.canParse(issuer)) throw new ConfigError('OIDC_ISSUER', 'must be a URL');
  const url = new URL(issuer);
  if (!isTrustworthy(url)) throw new ConfigError('OIDC_ISSUER', 'must begin with https://; http:// only on loopback');
  if (/[?#]/.test(issuer) || url.username || url.password) {
    throw new ConfigError('OIDC_ISSUER', 'must have no query, fragment or password');
  }
  if (!audience) throw new ConfigError('OIDC_AUDIENCE', 'must be set');
  return accessTokenVerifier({ issuer, audience, keyOf: new IssuerKeys(issuer, log).keyOf });
}
