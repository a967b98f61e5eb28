import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { developmentIssuer } from '../../src/identity/development.js';
import { oidcVerifier } from '../../src/identity/oidc.js';
import { ScriptedIssuer, signingKey, tokenBy } from '../support/scriptedIssuer.js';
import { later, MINUTE, outcome, SECOND } from '../support/verifying.js';

const AUDIENCE = 'https://liandong.example/graphql';

describe('the development issuer', () => {
  const ISSUER = 'urn:liandong:development';
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liandong-tokens-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('names whom it was told to name, for twelve hours', async () => {
    const development = await developmentIssuer(ISSUER);
    const token = await development.token('330203-leader');
    const { expiresAt, signIn, ...named } = await development.verify(token);
    expect(named).toEqual({ issuer: ISSUER, subject: '330203-leader', signedInAt: null });
    expect(signIn).toMatch(/^times \d+ \d+$/);
    expect(Math.abs(expiresAt - Date.now() - 12 * 60 * MINUTE)).toBeLessThan(5 * SECOND);
    later(12 * 60 * MINUTE - SECOND);
    expect(await outcome(development, token)).toBe('330203-leader');
    later(10 * SECOND);
    expect(await outcome(development, token)).toBe('TOKEN_EXPIRED');
  });

  it('takes another lifetime', async () => {
    const development = await developmentIssuer(ISSUER);
    expect(await outcome(development, await development.token('a', 60))).toBe('a');
    expect(await outcome(development, await development.token('a', -60))).toBe('TOKEN_EXPIRED');
  });

  it('shows the public half of its key only', async () => {
    const [jwk, ...others] = (await developmentIssuer(ISSUER)).jwks().keys;
    expect(Object.keys(jwk ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(others).toEqual([]);
  });

  it('without a file knows no token of another process', async () => {
    const [before, after] = [await developmentIssuer(ISSUER), await developmentIssuer(ISSUER)];
    expect(await outcome(after, await before.token('a'))).toBe('TOKEN_INVALID');
  });

  it('with a file knows its tokens again, and nobody else can read the file', async () => {
    const keyFile = join(folder, 'new', 'development.jwk');
    const token = await (await developmentIssuer(ISSUER, { keyFile })).token('a');
    const text = await readFile(keyFile, 'utf8');
    expect(await outcome(await developmentIssuer(ISSUER, { keyFile }), token)).toBe('a');
    expect(await readFile(keyFile, 'utf8')).toBe(text);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{}', 'null', '{"kty":"oct","k":"AAAA"}', 'public'])(
    'does not replace a file that holds %j',
    async (content) => {
      const keyFile = join(folder, 'taken');
      const [published] = (await developmentIssuer(ISSUER)).jwks().keys;
      const text = content === 'public' ? JSON.stringify(published) : content;
      await writeFile(keyFile, text);
      await expect(developmentIssuer(ISSUER, { keyFile })).rejects.toThrow(`${keyFile} does not hold the key`);
      expect(await readFile(keyFile, 'utf8')).toBe(text);
    },
  );

  it('takes no token of an OIDC issuer, and the other way round', async () => {
    const development = await developmentIssuer(ISSUER);
    const issuer = await ScriptedIssuer.start();
    try {
      const key = await signingKey('one');
      issuer.published = [key];
      const good = { issuer: issuer.issuer, audience: AUDIENCE };
      const oidc = await oidcVerifier(good);
      expect(await outcome(oidc, await tokenBy(key, good))).toBe('zhang.san');
      expect(await outcome(oidc, await development.token('zhang.san'))).toBe('TOKEN_INVALID');
      expect(await outcome(development, await tokenBy(key, { issuer: ISSUER, audience: ISSUER }))).toBe(
        'TOKEN_INVALID',
      );
    } finally {
      await issuer.close();
    }
  });
});
