import { createHash, randomBytes } from 'node:crypto';

/** A fresh id: UUID version 7, so that the order of ids is the order of time. */
export function newId(now = Date.now()): string {
  return versionSeven(now, randomBytes(10));
}

/** The id of a thing that is made again from its key, wherever and whenever that is: the same time and key, the same id. */
export function stableId(at: Date, key: string): string {
  return versionSeven(at.getTime(), createHash('sha256').update(key).digest());
}

/** RFC 9562, 5.7: 48 bits of milliseconds, the version, 12 bits, the variant, 62 bits. */
function versionSeven(millis: number, rest: Buffer): string {
  if (!Number.isInteger(millis) || millis < 0 || millis >= 2 ** 48)
    throw new RangeError(`no time for an id: ${millis}`);
  const time = millis.toString(16).padStart(12, '0');
  const a = (0x7000 | (rest.readUInt16BE(0) & 0x0fff)).toString(16);
  const b = (0x8000 | (rest.readUInt16BE(2) & 0x3fff)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${rest.toString('hex', 4, 10)}`;
}
