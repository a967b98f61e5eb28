import { describe, expect, it } from 'vitest';
import type { Verified } from '../../src/identity/bearer.js';
import { knowing } from '../../src/identity/knownTokens.js';

describe('a token that was found good', () => {
  const asked: string[] = [];
  let now = 0;
  const verifier = knowing(
    {
      verify(token): Promise<Verified> {
        asked.push(token);
        if (token === 'bad') return Promise.reject(new Error('refused'));
        return Promise.resolve({
          issuer: 'i',
          subject: `whom ${token} names`,
          expiresAt: token === 'short' ? 5_000 : 1e9,
          signIn: token,
          signedInAt: null,
        });
      },
    },
    () => now,
  );
  const subject = async (token: string) => (await verifier.verify(token)).subject;
  const times = (token: string) => asked.filter((one) => one === token).length;

  it('is known for half a minute', async () => {
    for (const at of [0, 10_000, 29_999]) {
      now = at;
      expect(await subject('long')).toBe('whom long names');
    }
    expect(times('long')).toBe(1);
    now = 30_000;
    expect(await subject('long')).toBe('whom long names');
    expect(times('long')).toBe(2);
  });

  it('and never beyond its end', async () => {
    now = 0;
    await subject('short');
    now = 4_999;
    await subject('short');
    expect(times('short')).toBe(1);
    now = 5_000;
    await subject('short');
    expect(times('short')).toBe(2);
  });

  it('stands for no other, and what was refused is refused anew', async () => {
    expect(await subject('longe')).toBe('whom longe names');
    for (const _ of [1, 2]) await expect(verifier.verify('bad')).rejects.toThrow('refused');
    expect(times('bad')).toBe(2);
  });
});
