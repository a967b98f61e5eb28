import { constants, type FileHandle, open } from 'node:fs/promises';
import { Wrong } from './faults.js';
import { LIMITS } from './limits.js';

const CHUNK = 64 * 1024;

/** A file on our disk that was sent to us, read piece by piece by one handle, as often as need be. */
export class Source {
  private constructor(
    private readonly handle: FileHandle,
    readonly size: number,
    private readonly signal: AbortSignal | undefined,
  ) {}

  static async open(path: string, signal?: AbortSignal): Promise<Source> {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new Error('what is to be imported is not a plain file');
      if (stat.size === 0) throw new Wrong('FILE_EMPTY');
      if (stat.size > LIMITS.fileBytes) throw new Wrong('FILE_TOO_LARGE', { limit: LIMITS.fileBytes / 2 ** 20 });
      return new Source(handle, stat.size, signal);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get fd(): number {
    return this.handle.fd;
  }

  /** Fewer bytes than asked for where the file ends. */
  async read(at: number, length: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.handle.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  }

  async *chunks(from: number): AsyncGenerator<Buffer> {
    for (let at = from; ;) {
      this.signal?.throwIfAborted();
      const chunk = await this.read(at, CHUNK);
      if (chunk.length === 0) return;
      at += chunk.length;
      yield chunk;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
