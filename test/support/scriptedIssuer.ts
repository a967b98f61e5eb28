import type { ServerResponse } from 'node:http';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import { listening } from './listening.js';

/** A key pair of an issuer; `pem` is what everybody may read. */
export interface SigningKey {
  alg: string;
  privateKey: CryptoKey;
  published: JWK;
  pem: string;
}

export async function signingKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const published = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { alg, privateKey, published, pem: await exportSPKI(publicKey) };
}

/** An issuer that does as the test says: which keys it publishes, what its documents claim, whether it answers. */
export class ScriptedIssuer {
  published: SigningKey[] = [];
  mode: 'up' | 'error' | 'hangs up' | 'silent' | 'nonsense' = 'up';
  discovery: Record<string, unknown> = {};
  /** How often its keys were read. */
  reads = 0;
  /** How often it was asked for anything. */
  requests = 0;

  private constructor(
    readonly issuer: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(port = 0): Promise<ScriptedIssuer> {
    const server = await listening(port);
    const issuer = new ScriptedIssuer(server.url, () => server.close());
    server.serve((request, response) => issuer.answer(request.url ?? '', response));
    return issuer;
  }

  private answer(path: string, response: ServerResponse): void {
    this.requests += 1;
    if (this.mode === 'silent') return;
    if (this.mode === 'hangs up') {
      response.destroy();
      return;
    }
    if (this.mode === 'error') response.statusCode = 503;
    if (path === '/moved') {
      response.writeHead(302, { location: '/jwks' }).end();
      return;
    }
    if (path === '/jwks') this.reads += 1;
    const document = this.documents()[path];
    if (!document) response.statusCode = 404;
    response.end(this.mode === 'nonsense' ? '[' : JSON.stringify(document ?? {}));
  }

  private documents(): Record<string, object | undefined> {
    return {
      '/.well-known/openid-configuration': { issuer: this.issuer, jwks_uri: `${this.issuer}/jwks`, ...this.discovery },
      '/jwks': { keys: this.published.map(({ published }) => published) },
    };
  }
}

/** A token that is good unless `claims` or `header` (undefined: left out) say otherwise. */
export function tokenBy(
  key: SigningKey,
  good: { issuer: string; audience: string },
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  return new SignJWT(claimsOf(good, claims))
    .setProtectedHeader({ alg: key.alg, kid: key.published.kid, typ: 'at+jwt', ...header })
    .sign(key.privateKey);
}

/** Anybody can read the public key; a verifier that lets the token choose HMAC takes it for the secret. */
export function tokenByHmac(
  secret: string,
  kid: string | undefined,
  good: { issuer: string; audience: string },
): Promise<string> {
  return new SignJWT(claimsOf(good, {}))
    .setProtectedHeader({ alg: 'HS256', kid, typ: 'at+jwt' })
    .sign(new TextEncoder().encode(secret));
}

export function tokenByNobody(good: { issuer: string; audience: string }): string {
  return new UnsecuredJWT(claimsOf(good, {})).encode();
}

function claimsOf(good: { issuer: string; audience: string }, claims: Record<string, unknown>): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return { iss: good.issuer, aud: good.audience, sub: 'zhang.san', iat: now, exp: now + 600, ...claims };
}
