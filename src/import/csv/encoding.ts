import { isUtf8 } from 'node:buffer';
import { Wrong } from '../faults.js';
import { LIMITS } from '../limits.js';
import type { Source } from '../source.js';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

export interface Recognised {
  readonly encoding: Encoding;
  /** Where the text begins: after a byte order mark. */
  readonly from: number;
}

/** As a reader knows them. GBK is a part of GB18030. */
export const ENCODING_NAMES: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
  gb18030: 'GB18030 (GBK)',
};

const MARKS: readonly (readonly [readonly number[], Encoding])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** After so many characters that are good UTF-8 it was meant: in GBK a tenth of them are, by chance. */
const MEANT = 12;

/**
 * The encoding is known only when all bytes were seen, so a file is read twice: 联通 in GBK looks like UTF-8, and a file
 * whose first name is on line 50,000 like anything.
 */
export async function recognise(source: Source): Promise<Recognised> {
  const head = await source.read(0, 3);
  for (const [mark, encoding] of MARKS) {
    const from = mark.length;
    if (!mark.every((byte, i) => head[i] === byte)) continue;
    const broken = await firstBroken(source, encoding, from);
    if (broken) throw new Wrong('ENCODING_BROKEN', { encoding: ENCODING_NAMES[encoding], offset: broken.offset });
    return { encoding, from };
  }
  const utf8 = await firstBroken(source, 'utf-8', 0);
  if (!utf8) return { encoding: 'utf-8', from: 0 };
  if (utf8.wide >= MEANT)
    throw new Wrong('ENCODING_BROKEN', { encoding: ENCODING_NAMES['utf-8'], offset: utf8.offset });
  const gb18030 = await firstBroken(source, 'gb18030', 0);
  if (!gb18030) return { encoding: 'gb18030', from: 0 };
  throw new Wrong('ENCODING_UNKNOWN', { utf8: utf8.offset, gb18030: gb18030.offset });
}

/** The text in pieces that end with a line, each good for itself. */
export async function* decoded(
  source: Source,
  { encoding, from }: Recognised,
  progress: (done: number) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  for await (const { bytes, at } of lines(source, encoding, from)) {
    yield decoder.decode(bytes);
    progress(at + bytes.length);
  }
}

/** The first byte that is not of this encoding, and how many characters beyond ASCII were good before it. */
async function firstBroken(
  source: Source,
  encoding: Encoding,
  from: number,
): Promise<{ offset: number; wide: number } | null> {
  let wide = 0;
  for await (const { bytes, at } of lines(source, encoding, from)) {
    // A NUL is good UTF-8, but no text: it is what a binary file, or UTF-16 without its mark, gives itself away by.
    const nul = encoding.startsWith('utf-16') ? -1 : bytes.indexOf(0);
    if (nul >= 0) throw new Wrong('FILE_IS_BINARY', { offset: at + nul });
    if (encoding === 'utf-8' ? isUtf8(bytes) : isGood(encoding, bytes)) {
      if (encoding === 'utf-8' && wide < MEANT) wide += wideIn(bytes);
      continue;
    }
    const good = goodBytes(bytes, encoding);
    return { offset: at + good, wide: wide + wideIn(bytes.subarray(0, good)) };
  }
  return null;
}

/** Bytes in pieces that end with a line, so that no character is cut: no encoding here has 0A or 0D inside one. */
async function* lines(source: Source, encoding: Encoding, from: number): AsyncGenerator<{ bytes: Buffer; at: number }> {
  let rest = Buffer.alloc(0);
  let at = from;
  for await (const chunk of source.chunks(from)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = endOfLines(bytes, encoding);
    if (end > 0) yield { bytes: bytes.subarray(0, end), at };
    at += end;
    // A copy: what was given out may be written over by the next chunk.
    rest = Buffer.from(bytes.subarray(end));
    if (rest.length > LIMITS.line) throw new Wrong('LINE_TOO_LONG', { limit: LIMITS.line });
  }
  if (rest.length > 0) yield { bytes: rest, at };
}

function endOfLines(bytes: Buffer, encoding: Encoding): number {
  if (!encoding.startsWith('utf-16')) return Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d)) + 1;
  const high = encoding === 'utf-16le' ? 1 : 0;
  for (let i = bytes.length - (bytes.length % 2) - 2; i >= 0; i -= 2) {
    if (bytes[i + high] === 0 && (bytes[i + 1 - high] === 0x0a || bytes[i + 1 - high] === 0x0d)) return i + 2;
  }
  return 0;
}

/** Halves until the first bad byte is found. */
function goodBytes(bytes: Buffer, encoding: Encoding): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isGood(encoding, bytes.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  return good;
}

/** Of what was cut anywhere, a character at the end may be in part. */
function isGood(encoding: Encoding, bytes: Buffer, cut = false): boolean {
  try {
    new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut });
    return true;
  } catch {
    return false;
  }
}

/** Each character beyond ASCII begins with one byte from C0 on. */
function wideIn(bytes: Buffer): number {
  let wide = 0;
  for (const byte of bytes) if (byte >= 0xc0) wide += 1;
  return wide;
}
