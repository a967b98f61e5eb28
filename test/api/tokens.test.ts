import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearerOf, type TokenVerifier } from '../../src/identity/bearer.js';
import { oidcVerifier } from '../../src/identity/oidc.js';
import type { ErrorCode } from '../../src/shared/errors.js';
import { AUDIENCE, OTHER_AUDIENCE, startOidcProvider, type RealIssuer } from '../support/oidcProvider.js';
import {
  ScriptedIssuer,
  signingKey,
  tokenBy,
  tokenByHmac,
  tokenByNobody,
  type SigningKey,
} from '../support/scriptedIssuer.js';
import { later, outcome, SECOND } from '../support/verifying.js';

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('the Authorization header', () => {
  it.each([
    ['Bearer abc.def-_~+/.ghi==', 'abc.def-_~+/.ghi=='],
    ['bearer abc', 'abc'],
    ['BEARER   abc', 'abc'],
  ])('%j carries %j', (header, token) => {
    expect(bearerOf(header)).toBe(token);
  });

  it.each<[string | undefined, ErrorCode]>([
    [undefined, 'UNAUTHENTICATED'],
    ['', 'UNAUTHENTICATED'],
    ['Bearer', 'TOKEN_INVALID'],
    ['Bearer ', 'TOKEN_INVALID'],
    ['Bearerabc', 'TOKEN_INVALID'],
    ['abc', 'TOKEN_INVALID'],
    ['Bearer a b', 'TOKEN_INVALID'],
    ['Bearer abc, Bearer def', 'TOKEN_INVALID'],
    ['Bearer abc\n', 'TOKEN_INVALID'],
    ['Bearer 令牌', 'TOKEN_INVALID'],
    ['Basic YTpi', 'TOKEN_INVALID'],
    ['DPoP abc', 'TOKEN_INVALID'],
    [`Bearer ${'a'.repeat(8186)}`, 'TOKEN_INVALID'],
  ])('%j is %s', (header, code) => {
    expect(() => bearerOf(header)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('is taken up to 8 kB', () => {
    expect(bearerOf(`Bearer ${'a'.repeat(8185)}`)).toHaveLength(8185);
  });
});

describe('a real OpenID provider', () => {
  let provider: RealIssuer;
  let verifier: TokenVerifier;

  beforeAll(async () => {
    provider = await startOidcProvider();
    verifier = await oidcVerifier({ issuer: provider.issuer, audience: AUDIENCE });
  });
  afterAll(() => provider.close());

  it('names the person', async () => {
    const { accessToken } = await provider.signIn('zhang.san');
    expect(await verifier.verify(accessToken)).toMatchObject({ issuer: provider.issuer, subject: 'zhang.san' });
  });

  it('names a client that came for itself', async () => {
    expect(await outcome(verifier, await provider.clientCredentials())).toBe('frontend');
  });

  it('said a while ago who it was: expired', async () => {
    const { accessToken } = await provider.signIn('zhang.san');
    later(604 * SECOND);
    expect(await outcome(verifier, accessToken)).toBe('zhang.san');
    later(2 * SECOND);
    expect(await outcome(verifier, accessToken)).toBe('TOKEN_EXPIRED');
  });

  it('meant another service', async () => {
    const { accessToken } = await provider.signIn('zhang.san', OTHER_AUDIENCE);
    const there = await oidcVerifier({ issuer: provider.issuer, audience: OTHER_AUDIENCE });
    expect(await outcome(there, accessToken)).toBe('zhang.san');
    expect(await outcome(verifier, accessToken)).toBe('TOKEN_INVALID');
  });

  it('told a client who signed in there, which opens nothing here', async () => {
    const { idToken } = await provider.signIn('zhang.san');
    const client = await oidcVerifier({ issuer: provider.issuer, audience: 'frontend' });
    expect(await outcome(client, idToken)).toBe('zhang.san');
    expect(await outcome(verifier, idToken)).toBe('TOKEN_INVALID');
  });

  it('is not another one', async () => {
    const other = await startOidcProvider();
    try {
      const { accessToken } = await other.signIn('zhang.san');
      const atHome = await oidcVerifier({ issuer: other.issuer, audience: AUDIENCE });
      expect(await outcome(atHome, accessToken)).toBe('zhang.san');
      expect(await outcome(verifier, accessToken)).toBe('TOKEN_INVALID');
    } finally {
      await other.close();
    }
  });
});

describe('a token', () => {
  let issuer: ScriptedIssuer;
  let key: SigningKey;
  let verifier: TokenVerifier;
  let good: { issuer: string; audience: string };

  beforeAll(async () => {
    issuer = await ScriptedIssuer.start();
    key = await signingKey('one', 'RS256');
    issuer.published = [key];
    good = { issuer: issuer.issuer, audience: AUDIENCE };
    verifier = await oidcVerifier(good);
  });
  afterAll(() => issuer.close());

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['as it should be', {}, {}],
    ['for several services', { aud: [AUDIENCE, OTHER_AUDIENCE] }, {}],
    ['with the type JWT', {}, { typ: 'JWT' }],
    ['with the type in full', {}, { typ: 'application/at+jwt' }],
    ['without a type', {}, { typ: undefined }],
    ['without a key id, of an issuer with one key', {}, { kid: undefined }],
    ['of a clock slightly ahead', { nbf: inSeconds(3) }, {}],
  ])('%s is accepted', async (_what, claims, header) => {
    expect(await outcome(verifier, await tokenBy(key, good, claims, header))).toBe('zhang.san');
  });

  it.each(['RS512', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'])('signed with %s is accepted', async (alg) => {
    const own = await ScriptedIssuer.start();
    try {
      const signer = await signingKey('own', alg);
      own.published = [key, signer];
      const of = { issuer: own.issuer, audience: AUDIENCE };
      expect(await outcome(await oidcVerifier(of), await tokenBy(signer, of))).toBe('zhang.san');
    } finally {
      await own.close();
    }
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>, ErrorCode]>([
    ['expired', { exp: inSeconds(-60) }, {}, 'TOKEN_EXPIRED'],
    ['expired and for another service', { exp: inSeconds(-60), aud: OTHER_AUDIENCE }, {}, 'TOKEN_INVALID'],
    ['without an expiry', { exp: undefined }, {}, 'TOKEN_INVALID'],
    ['with an expiry in words', { exp: '2099-01-01' }, {}, 'TOKEN_INVALID'],
    ['not valid yet', { nbf: inSeconds(60) }, {}, 'TOKEN_INVALID'],
    ['for another service', { aud: OTHER_AUDIENCE }, {}, 'TOKEN_INVALID'],
    ['for a service whose name begins like ours', { aud: `${AUDIENCE}/` }, {}, 'TOKEN_INVALID'],
    ['for no service', { aud: undefined }, {}, 'TOKEN_INVALID'],
    ['of another issuer', { iss: 'https://elsewhere.example' }, {}, 'TOKEN_INVALID'],
    ['of no issuer', { iss: undefined }, {}, 'TOKEN_INVALID'],
    ['of nobody', { sub: undefined }, {}, 'TOKEN_INVALID'],
    ['of an empty name', { sub: '' }, {}, 'TOKEN_INVALID'],
    ['of a number', { sub: 7 }, {}, 'TOKEN_INVALID'],
    ['of a list', { sub: ['zhang.san'] }, {}, 'TOKEN_INVALID'],
    ['of an overlong name', { sub: 'a'.repeat(256) }, {}, 'TOKEN_INVALID'],
    ['of a name with NUL, which PostgreSQL cannot hold', { sub: 'zhang\u0000san' }, {}, 'TOKEN_INVALID'],
    ['of a name with half a character', { sub: 'zhang\ud800' }, {}, 'TOKEN_INVALID'],
    ['for logging out', {}, { typ: 'logout+jwt' }, 'TOKEN_INVALID'],
    ['of a type that is no text', {}, { typ: 7 }, 'TOKEN_INVALID'],
    ['with an extension we do not know', {}, { crit: ['exp'], exp: 1 }, 'TOKEN_INVALID'],
  ])('%s is refused', async (_what, claims, header, code) => {
    expect(await outcome(verifier, await signed(claims, header))).toBe(code);
  });

  /** jose itself signs no unknown `crit` and no strange `typ`; so the test signs by hand. */
  async function signed(claims: Record<string, unknown>, header: Record<string, unknown>): Promise<string> {
    const [, payload] = (await tokenBy(key, good, claims)).split('.');
    const head = encode({ alg: key.alg, kid: 'one', typ: 'at+jwt', ...header });
    const bytes = new TextEncoder().encode(`${head}.${payload}`);
    const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key.privateKey, bytes);
    return `${head}.${payload}.${Buffer.from(signature).toString('base64url')}`;
  }

  it('signed by hand is otherwise good', async () => {
    expect(await outcome(verifier, await signed({}, {}))).toBe('zhang.san');
  });

  it('signed by nobody is refused', async () => {
    const [, payload] = tokenByNobody(good).split('.');
    for (const alg of ['none', 'None', 'nOnE', '']) {
      expect(await outcome(verifier, `${encode({ alg, kid: 'one' })}.${payload}.`)).toBe('TOKEN_INVALID');
    }
  });

  it('signed with the published key as a secret is refused', async () => {
    for (const secret of [key.pem, key.pem.trim(), JSON.stringify(key.published), key.published.n!]) {
      expect(await outcome(verifier, await tokenByHmac(secret, 'one', good))).toBe('TOKEN_INVALID');
      expect(await outcome(verifier, await tokenByHmac(secret, undefined, good))).toBe('TOKEN_INVALID');
    }
  });

  it('with a key of its own inside is refused', async () => {
    const forged = await signingKey('one', 'RS256');
    expect(await outcome(verifier, await tokenBy(forged, good))).toBe('TOKEN_INVALID');
    expect(await outcome(verifier, await tokenBy(forged, good, {}, { jwk: forged.published }))).toBe('TOKEN_INVALID');
    expect(await outcome(verifier, await tokenBy(forged, good, {}, { jku: 'http://127.0.0.1:1/' }))).toBe(
      'TOKEN_INVALID',
    );
  });

  it('changed anywhere is refused', async () => {
    const token = await tokenBy(key, good);
    const [head = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const changed = [
      `${head}.${encode({ ...claims, sub: 'li.si' })}.${signature}`,
      `${encode({ alg: 'RS256', kid: 'one' })}.${payload}.${signature}`,
      `${encode({ alg: 'PS256', kid: 'one', typ: 'at+jwt' })}.${payload}.${signature}`,
      `${head}.${payload}.${signature.slice(4)}AAAA`,
      `${head}.${payload}.`,
      `${head}.${payload}`,
      `${head}.${payload}.${signature}.${signature}.${signature}`,
      `${head}..${signature}`,
      'x',
    ];
    for (const each of changed) expect(await outcome(verifier, each)).toBe('TOKEN_INVALID');
    expect(await outcome(verifier, token)).toBe('zhang.san');
  });

  it('that does not say which of several keys signed it is refused', async () => {
    const own = await ScriptedIssuer.start();
    try {
      own.published = [key, await signingKey('two', 'RS256')];
      const of = { issuer: own.issuer, audience: AUDIENCE };
      const there = await oidcVerifier(of);
      expect(await outcome(there, await tokenBy(key, of))).toBe('zhang.san');
      expect(await outcome(there, await tokenBy(key, of, {}, { kid: undefined }))).toBe('TOKEN_INVALID');
    } finally {
      await own.close();
    }
  });
});
