import type { JSONWebKeySet } from 'jose';
import { isLoopback } from './loopback.js';

const TIMEOUT_MS = 5_000;

/** Whoever can change what comes over the wire can sign in as anybody; only loopback needs no TLS for that. */
export function isTrustworthy(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** The keys an issuer signs with now, by OpenID Connect Discovery; asked anew each time, as `jwks_uri` may move. */
export async function discoverKeys(issuer: string): Promise<JSONWebKeySet> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const document = await getJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, signal);
  if (document['issuer'] !== issuer) {
    throw new Error(`OIDC_ISSUER is ${issuer}, but its discovery document says ${JSON.stringify(document['issuer'])}`);
  }
  const jwksUri = document['jwks_uri'];
  if (typeof jwksUri !== 'string' || !URL.canParse(jwksUri) || !isTrustworthy(new URL(jwksUri))) {
    throw new Error(`the discovery document of ${issuer} names no jwks_uri with https`);
  }
  return (await getJson(jwksUri, signal)) as unknown as JSONWebKeySet;
}

async function getJson(url: string, signal: AbortSignal): Promise<Record<string, unknown>> {
  const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  const body: unknown = await response.json();
  if (typeof body !== 'object' || body === null) throw new Error(`${url} did not answer with an object`);
  return body as Record<string, unknown>;
}
