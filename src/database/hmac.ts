import { createHmac } from 'node:crypto';

const BLOCK = 64;

/** The two padded keys of HMAC-SHA256, so that SQL needs nothing but sha256() to compute it. */
export function hmacPads(key: Buffer): { inner: Buffer; outer: Buffer } {
  if (key.length > BLOCK) throw new RangeError('an HMAC key here has at most 64 bytes');
  const padded = Buffer.concat([key, Buffer.alloc(BLOCK - key.length)]);
  return { inner: padded.map((byte) => byte ^ 0x36) as Buffer, outer: padded.map((byte) => byte ^ 0x5c) as Buffer };
}

export function hmacHex(key: Buffer, message: string): string {
  return createHmac('sha256', key).update(message, 'utf8').digest('hex');
}
