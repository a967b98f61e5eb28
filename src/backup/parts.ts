import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { pipeline as pipelined } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { partKey } from './heading.js';
import { BackupRefused } from './refusal.js';
import { opening, sealing } from './sealedStream.js';

/** A folder of parts, each a file: compressed, then sealed. Never whole in memory. */
export interface Backup {
  folder: string;
  /** As it stands in its file, to the byte. */
  heading: string;
  key: Buffer;
}

export const HEADING = 'backup.json';
const fileOf = (part: string) => `${part}.sealed`;

/** Lines and bytes of the file, which is on disk when it returns. */
export async function writePart(
  { folder, heading, key }: Backup,
  part: string,
  content: Readable,
  onLines: (lines: number) => void = () => undefined,
): Promise<{ lines: number; bytes: number }> {
  const file = createWriteStream(join(folder, fileOf(part)), { flags: 'wx', mode: 0o600, flush: true });
  let lines = 0;
  const count = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const bytes of chunks) {
      lines += newlinesIn(bytes);
      onLines(lines);
      yield bytes;
    }
  };
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  await pipelined(content, count, gzip, sealing(partKey(key, heading, part)), file);
  return { lines, bytes: file.bytesWritten };
}

/** What is in a part. It ends only if nothing of it was changed; until then, what came may be no more than a beginning. */
export async function* contentOf({ folder, heading, key }: Backup, part: string): AsyncGenerator<Buffer> {
  const content = createGunzip();
  // An error of any of them is the last one's, and so ours.
  pipeline(
    createReadStream(join(folder, fileOf(part))),
    opening(partKey(key, heading, part)),
    content,
    () => undefined,
  );
  try {
    yield* content as AsyncIterable<Buffer>;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new BackupRefused('PART_MISSING', fileOf(part), { cause: error });
    // A disk that fails says so itself; a folder is no file of ours.
    if (syscall && code !== 'EISDIR') throw error;
    throw new BackupRefused('PART_CHANGED', fileOf(part), { cause: error });
  }
}

export async function linesIn(content: AsyncIterable<Buffer>, onLines: (lines: number) => void): Promise<number> {
  let lines = 0;
  for await (const bytes of content) {
    lines += newlinesIn(bytes);
    onLines(lines);
  }
  return lines;
}

function newlinesIn(bytes: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) found += 1;
  return found;
}
