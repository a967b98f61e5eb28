import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { Wrong } from '../faults.js';
import { LIMITS } from '../limits.js';
import type { Source } from '../source.js';

const STORED = 0;
const DEFLATED = 8;
/** Of an entry's own header, beside its name. */
const HEADER = 30;

/**
 * A zip of which nothing is believed: sizes are counted as they come, entries may neither overlap nor share a name, and
 * what was not asked for is never unpacked. Nothing is ever written to a disk.
 */
export class Archive {
  private unpacked = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  static async open({ fd, size }: Source): Promise<Archive> {
    try {
      // The handle is the source's to close.
      const zip = await yauzl.fromFdPromise(fd, { autoClose: false, strictFileNames: true });
      if (zip.entryCount > LIMITS.zip.entries) throw tooLarge('entries', LIMITS.zip.entries);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        const name = partName(entry.fileName);
        if (entries.has(name)) throw unsafe('两个部分同名', 'two of its parts have one name');
        check(entry);
        entries.set(name, entry);
      }
      const sum = [...entries.values()].reduce((total, { uncompressedSize }) => total + uncompressedSize, 0);
      if (sum > LIMITS.zip.totalBytes) throw tooLarge('bytes', LIMITS.zip.totalBytes);
      refuseOverlaps([...entries.values()], size);
      return new Archive(zip, entries);
    } catch (error) {
      throw wrongOf(error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(partName(name));
  }

  /** As the archive says; for progress alone. */
  sizeOf(name: string): number {
    return this.entries.get(partName(name))?.uncompressedSize ?? 0;
  }

  /** The text of a part. */
  async *read(name: string): AsyncGenerator<string> {
    const entry = this.entries.get(partName(name));
    if (!entry) throw damaged(`缺少 ${name}`, `${name} is missing`);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let bytes = 0;
    try {
      const stream = await this.zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        this.unpacked += chunk.length;
        if (bytes > LIMITS.zip.entryBytes) throw tooLarge('bytes', LIMITS.zip.entryBytes);
        if (this.unpacked > LIMITS.zip.totalBytes) throw tooLarge('bytes', LIMITS.zip.totalBytes);
        if (isBomb(bytes, entry.compressedSize)) throw bomb();
        yield decoder.decode(chunk, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      throw wrongOf(error);
    }
  }
}

/** Names in a workbook mean the same whatever their case; some begin with a slash where they are referred to. */
function partName(name: string): string {
  return name.replace(/^\//, '').toLowerCase();
}

function check(entry: Entry): void {
  if (entry.isEncrypted()) throw new Wrong('FILE_HAS_PASSWORD');
  const { compressionMethod: method } = entry;
  if (method !== STORED && method !== DEFLATED) throw unsafe('压缩方法未知', 'it is compressed in an unknown way');
}

function isBomb(unpacked: number, packed: number): boolean {
  return unpacked > LIMITS.zip.ratioFrom && unpacked > packed * LIMITS.zip.ratio;
}

function refuseOverlaps(entries: Entry[], size: number): void {
  entries.sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  for (const [i, { relativeOffsetOfLocalHeader: at, compressedSize, fileNameLength }] of entries.entries()) {
    const end = at + HEADER + fileNameLength + compressedSize;
    if (end > (entries[i + 1]?.relativeOffsetOfLocalHeader ?? size))
      throw unsafe('各部分互相重叠', 'its parts overlap');
  }
}

function wrongOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Wrong || isOurs(error)) return error;
  if (/^(?:absolute path|invalid relative path|invalid characters in fileName)/.test(error.message))
    return unsafe('含有不安全的文件名', 'it has an unsafe name in it');
  return damaged('压缩包无法解开', 'the archive cannot be unpacked');
}

/** What the operating system said is no fault of the file. */
function isOurs(error: Error): boolean {
  return 'syscall' in error;
}

const bomb = () => unsafe('压缩比异常（压缩炸弹）', 'it unpacks to far more than it is (a zip bomb)');

function tooLarge(what: 'entries' | 'bytes', limit: number): Wrong {
  const zh = what === 'bytes' ? `解压后超过 ${limit / 2 ** 20} MB` : `超过 ${limit} 个部分`;
  const en = what === 'bytes' ? `it unpacks to more than ${limit / 2 ** 20} MB` : `it has more than ${limit} parts`;
  return new Wrong('WORKBOOK_TOO_LARGE', { reason: { zh, en } });
}

export function damaged(zh: string, en: string): Wrong {
  return new Wrong('WORKBOOK_DAMAGED', { reason: { zh, en } });
}

export function unsafe(zh: string, en: string): Wrong {
  return new Wrong('WORKBOOK_UNSAFE', { reason: { zh, en } });
}
