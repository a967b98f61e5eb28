import { createCipheriv, createDecipheriv } from 'node:crypto';
import { Transform } from 'node:stream';

/*
 * A stream under AES-256-GCM in pieces, so that it is neither held in memory nor believed before it is checked. The
 * nonce of a piece is its place, and whether it is the last: none can be changed, left out, repeated or moved, and a
 * stream that was cut short has no end. A key is for one stream only (partKey), which keeps nonces from recurring.
 */

const CIPHER = 'aes-256-gcm';
export const PIECE = 64 * 1024;
export const TAG = 16;

export function sealing(key: Buffer): Transform {
  return inPieces(PIECE, (plain, place, last) => {
    const cipher = createCipheriv(CIPHER, key, nonce(place, last));
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  });
}

export function opening(key: Buffer): Transform {
  return inPieces(PIECE + TAG, (sealed, place, last) => {
    if (sealed.length < TAG) throw new Error('cut short');
    const decipher = createDecipheriv(CIPHER, key, nonce(place, last), { authTagLength: TAG });
    decipher.setAuthTag(sealed.subarray(-TAG));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
  });
}

function nonce(place: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(place, 5, 6);
  bytes[11] = Number(last);
  return bytes;
}

/** A full piece is held until something follows it: only the end tells which one was the last. */
function inPieces(size: number, turned: (piece: Buffer, place: number, last: boolean) => Buffer): Transform {
  let held: Buffer[] = [];
  let [length, place] = [0, 0];
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      held.push(bytes);
      length += bytes.length;
      try {
        let all = length > size ? Buffer.concat(held) : null;
        for (; all && all.length > size; all = all.subarray(size)) {
          this.push(turned(all.subarray(0, size), place, false));
          place += 1;
        }
        if (all) [held, length] = [[all], all.length];
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        this.push(turned(Buffer.concat(held), place, true));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
