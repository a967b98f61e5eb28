import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Position } from './read/order.js';
import { LiandongError } from '../shared/errors.js';
import { deriveKey, type Keys } from '../shared/keys.js';

const LIFETIME_MS = 24 * 3600 * 1000;
const LONGEST = 600;

/** What a cursor is good for: one post's one list, as it was asked. */
export interface CursorUse {
  post: string;
  list: string;
  /** Filter, order and scope; any change of them makes it another list. */
  asked: unknown;
}

interface Content extends Position {
  expires: number;
}

/**
 * Cursors are sealed (AES-256-GCM): what they say of a position is not for reading, and a forged one, one of
 * somebody else's, and one of another list are all the same nothing.
 */
export class CursorSealer {
  private current!: Buffer;
  private all!: readonly Buffer[];

  constructor(keys: Keys) {
    this.takeOver(keys);
  }

  /** From now on; a cursor of a key that is no longer listed is as good as a forged one. */
  takeOver(keys: Keys): void {
    this.current = deriveKey(keys, 'cursor')!;
    this.all = [...keys.keys.keys()].map((id) => deriveKey(keys, 'cursor', id)!);
  }

  seal(use: CursorUse, position: Position, now = Date.now()): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.current, iv);
    cipher.setAAD(digest(use));
    const content: Content = { ...position, expires: now + LIFETIME_MS };
    const sealed = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  open(use: CursorUse, cursor: string, now = Date.now()): Position {
    const bytes = cursor.length <= LONGEST ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
    for (const key of this.all) {
      const content = this.tryOpen(key, use, bytes);
      if (!content) continue;
      if (content.expires < now) throw new LiandongError('CURSOR_EXPIRED');
      return { id: content.id, due: content.due };
    }
    throw new LiandongError('CURSOR_INVALID');
  }

  private tryOpen(key: Buffer, use: CursorUse, bytes: Buffer): Content | null {
    if (bytes.length < 29) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAAD(digest(use));
      decipher.setAuthTag(bytes.subarray(12, 28));
      const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      return JSON.parse(text) as Content;
    } catch {
      return null;
    }
  }
}

function digest(use: CursorUse): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([use.post, use.list, use.asked]))
    .digest();
}
