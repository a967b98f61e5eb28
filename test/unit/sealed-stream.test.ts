import { randomBytes } from 'node:crypto';
import { Readable, type Transform } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opening, PIECE, sealing, TAG } from '../../src/backup/sealedStream.js';

const KEY = randomBytes(32);
const SEALED = PIECE + TAG;

async function through(turning: Transform, bytes: Buffer, pieces = 50_000): Promise<Buffer> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / pieces) }, (_, n) => bytes.subarray(n * pieces, (n + 1) * pieces)); // prettier-ignore
  const all: Buffer[] = [];
  for await (const chunk of Readable.from(chunks).pipe(turning) as AsyncIterable<Buffer>) all.push(chunk);
  return Buffer.concat(all);
}
const sealed = (plain: Buffer) => through(sealing(KEY), plain);
const opened = (bytes: Buffer, key = KEY) => through(opening(key), bytes);

describe('a sealed stream', () => {
  it.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7])('of %i bytes comes back', async (length) => {
    const plain = randomBytes(length);
    const bytes = await sealed(plain);
    expect(bytes.length).toBe(length + TAG * Math.max(1, Math.ceil(length / PIECE)));
    expect((await opened(bytes)).equals(plain)).toBe(true);
    // However it is cut on its way.
    expect((await through(opening(KEY), bytes, 17_001)).equals(plain)).toBe(true);
    expect((await through(opening(KEY), bytes, 1_000_000)).equals(plain)).toBe(true);
  });

  it('does not open with a bit changed, whichever, nor cut short, wherever', async () => {
    const bytes = await sealed(randomBytes(2 * PIECE + 100));
    const place = fc.oneof(
      fc.nat(bytes.length - 1),
      fc.constantFrom(0, SEALED - 1, SEALED, 2 * SEALED, bytes.length - 1),
    );
    await fc.assert(
      fc.asyncProperty(place, fc.nat(7), async (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 1 << bit;
        await expect(opened(changed)).rejects.toThrow(/./);
        await expect(opened(bytes.subarray(0, at))).rejects.toThrow(/./);
      }),
      { numRuns: 60 },
    );
  });

  it('does not open with pieces exchanged, repeated, left out or added, nor under another key', async () => {
    const bytes = await sealed(randomBytes(3 * PIECE));
    const [a, b, c] = [0, 1, 2].map((n) => bytes.subarray(n * SEALED, (n + 1) * SEALED)) as [Buffer, Buffer, Buffer];
    const last = await sealed(Buffer.alloc(0));
    for (const wrong of [
      [b, a, c],
      [a, a, b, c],
      [a, c],
      [b, c],
      [a, b],
      [a, b, c, c],
      [a, b, c, last],
      [c],
      [last, a],
    ])
      await expect(opened(Buffer.concat(wrong))).rejects.toThrow(/./);
    await expect(opened(bytes, randomBytes(32))).rejects.toThrow(/./);
    expect((await opened(Buffer.concat([a, b, c]))).length).toBe(3 * PIECE);
  });
});
