import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TokenVerifier } from '../../src/identity/bearer.js';
import { oidcVerifier } from '../../src/identity/oidc.js';
import { ConfigError } from '../../src/shared/config.js';
import {
  ScriptedIssuer,
  signingKey,
  tokenBy,
  tokenByHmac,
  tokenByNobody,
  type SigningKey,
} from '../support/scriptedIssuer.js';
import { later, MINUTE, outcome, SECOND } from '../support/verifying.js';

const AUDIENCE = 'https://liandong.example/graphql';

describe('an issuer', () => {
  let issuer: ScriptedIssuer;
  let first: SigningKey;
  let second: SigningKey;
  let verifier: TokenVerifier;
  let good: { issuer: string; audience: string };
  const log = { info: vi.fn<(details: unknown) => void>(), warn: vi.fn<(details: unknown) => void>() };

  const by = async (key: SigningKey) => outcome(verifier, await tokenBy(key, good));

  beforeAll(async () => {
    [first, second] = await Promise.all([signingKey('first'), signingKey('second')]);
  });
  beforeEach(async () => {
    vi.clearAllMocks();
    issuer = await ScriptedIssuer.start();
    issuer.published = [first];
    good = { issuer: issuer.issuer, audience: AUDIENCE };
    verifier = await oidcVerifier({ ...good, log });
  });
  afterEach(() => issuer.close());

  it('is asked when the first token comes, once for all who wait, and then not for a while', async () => {
    expect(issuer.requests).toBe(0);
    expect(await Promise.all([by(first), by(first), by(first)])).toEqual(['zhang.san', 'zhang.san', 'zhang.san']);
    later(9 * MINUTE);
    expect(await by(first)).toBe('zhang.san');
    expect(issuer.reads).toBe(1);
  });

  it('brings a new key into use at once', async () => {
    await by(first);
    later(31 * SECOND);
    issuer.published = [first, second];
    expect(await by(second)).toBe('zhang.san');
    expect(await by(first)).toBe('zhang.san');
    expect(issuer.reads).toBe(2);
  });

  it('is not asked for each token with an unknown key', async () => {
    await by(first);
    for (let i = 0; i < 20; i += 1) expect(await by(second)).toBe('TOKEN_INVALID');
    expect(issuer.reads).toBe(1);
    later(31 * SECOND);
    for (let i = 0; i < 20; i += 1) expect(await by(second)).toBe('TOKEN_INVALID');
    expect(issuer.reads).toBe(2);
  });

  it('is not asked for tokens that no key could save', async () => {
    expect(await outcome(verifier, tokenByNobody(good))).toBe('TOKEN_INVALID');
    expect(await outcome(verifier, await tokenByHmac(first.pem, 'first', good))).toBe('TOKEN_INVALID');
    expect(await outcome(verifier, 'nonsense')).toBe('TOKEN_INVALID');
    expect(issuer.requests).toBe(0);
  });

  it('takes a key out of use: when its successor is first seen', async () => {
    await by(first);
    later(31 * SECOND);
    issuer.published = [second];
    expect(await by(first)).toBe('zhang.san');
    expect(await by(second)).toBe('zhang.san');
    expect(await by(first)).toBe('TOKEN_INVALID');
  });

  it('takes a key out of use: after ten minutes at the latest', async () => {
    await by(first);
    issuer.published = [second];
    later(10 * MINUTE);
    expect(await by(first)).toBe('TOKEN_INVALID');
  });

  it.each(['error', 'hangs up', 'nonsense'] as const)('that is away (%s) is missed only without keys', async (mode) => {
    issuer.mode = mode;
    expect(await by(first)).toBe('UNAVAILABLE');
    issuer.mode = 'up';
    later(2 * SECOND);
    expect(await by(first)).toBe('zhang.san');

    issuer.mode = mode;
    later(9 * MINUTE);
    expect(await by(first)).toBe('zhang.san');
    later(50 * MINUTE);
    expect(await by(first)).toBe('zhang.san');
    // Perhaps a new key of the issuer, perhaps not: nobody can tell.
    expect(await by(second)).toBe('UNAVAILABLE');
    later(2 * MINUTE);
    expect(await by(first)).toBe('UNAVAILABLE');

    issuer.mode = 'up';
    later(2 * SECOND);
    expect(await by(first)).toBe('zhang.san');
    expect([log.warn.mock.calls.length, log.info.mock.calls.length]).toEqual([2, 2]);
  });

  it('that is away is asked every two seconds, not for each token', async () => {
    issuer.mode = 'error';
    for (let i = 0; i < 20; i += 1) expect(await by(first)).toBe('UNAVAILABLE');
    expect(issuer.requests).toBe(1);
    later(2 * SECOND);
    expect(await by(first)).toBe('UNAVAILABLE');
    expect(issuer.requests).toBe(2);
  });

  it('whose machine is gone is found again when it is back', async () => {
    const { port } = new URL(issuer.issuer);
    await issuer.close();
    expect(await by(first)).toBe('UNAVAILABLE');
    const back = await ScriptedIssuer.start(Number(port));
    back.published = [first];
    later(2 * SECOND);
    expect(await by(first)).toBe('zhang.san');
    await back.close();
  });

  it('that does not answer holds up nobody who can be served from the keys at hand', async () => {
    await by(first);
    issuer.mode = 'error';
    later(10 * MINUTE);
    expect(await by(first)).toBe('zhang.san');
    issuer.mode = 'silent';
    later(2 * SECOND);
    const asked = issuer.requests;
    expect(await by(first)).toBe('zhang.san');
    await vi.waitFor(() => expect(issuer.requests).toBe(asked + 1));
  }, 3_000);

  it('may end in a slash', async () => {
    good = { issuer: `${issuer.issuer}/`, audience: AUDIENCE };
    issuer.discovery = { issuer: good.issuer };
    verifier = await oidcVerifier(good);
    expect(await by(first)).toBe('zhang.san');
  });

  it.each<[string, (port: string) => Record<string, unknown>]>([
    ['calls itself otherwise', () => ({ issuer: 'https://elsewhere.example' })],
    ['names no keys', () => ({ jwks_uri: undefined })],
    // On Linux this address leads back to the same server: the keys are there, but not to be trusted.
    ['names keys that anybody on the way could change', (port) => ({ jwks_uri: `http://0.0.0.0:${port}/jwks` })],
    ['sends one on to where the keys are', (port) => ({ jwks_uri: `http://127.0.0.1:${port}/moved` })],
    ['points at a file', () => ({ jwks_uri: 'file:///etc/passwd' })],
  ])('that %s is not believed', async (_what, discovery) => {
    issuer.discovery = discovery(new URL(issuer.issuer).port);
    expect(await by(first)).toBe('UNAVAILABLE');
    expect(log.warn).toHaveBeenCalledOnce();
    expect(issuer.reads).toBe(0);
  });
});

describe('a setting', () => {
  it.each([
    'http://login.example.org',
    'http://127.0.0.1.example.org',
    'http://10.0.0.1:8080',
    'ftp://127.0.0.1',
    'urn:liandong:development',
    'login.example.org',
    'https://login.example.org/?realm=a',
    'https://login.example.org/#a',
    'https://a:b@login.example.org',
  ])('of the issuer %s is refused', async (issuer) => {
    await expect(oidcVerifier({ issuer, audience: AUDIENCE })).rejects.toThrow(ConfigError);
  });

  it.each([
    'https://login.example.org/realms/a',
    'http://localhost:8080',
    'http://[::1]:8080',
    'http://127.0.0.1:8080/a/',
  ])('of the issuer %s is taken', async (issuer) => {
    await expect(oidcVerifier({ issuer, audience: AUDIENCE })).resolves.toBeDefined();
  });

  it('without an audience is refused', async () => {
    await expect(oidcVerifier({ issuer: 'https://login.example.org', audience: '' })).rejects.toThrow(ConfigError);
  });
});
