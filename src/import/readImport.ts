// Reading what somebody sends to set up an organisation: CSV (one table) or XLSX (a sheet for each). It reads and says
// what it read; it knows no database, believes nothing the file says of itself, and holds a piece of it at a time.
// Faults name line, column and cell; a file with any is not to be taken in.
import { csvRows } from './csv/csvRows.js';
import { decoded, ENCODING_NAMES, recognise } from './csv/encoding.js';
import { type Remark, remark, Wrong } from './faults.js';
import { LIMITS } from './limits.js';
import { type Row, typedRows } from './rows.js';
import { Source } from './source.js';
import type { Table } from './tables.js';
import { workbookRows } from './xlsx/workbookRows.js';

export interface Reading {
  /** Which table the file is, if who sent it said so; else its headings tell. */
  readonly table?: Table;
  /** How much was read of how much; each number is at least the one before. */
  readonly progress?: (done: number, total: number) => void;
  /** Reading ends at the next piece, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Rows, faults and notices in the order of the file. After 200 faults, or one of the whole file, nothing more comes. */
export async function* readImport(path: string, reading: Reading = {}): AsyncGenerator<Row | Remark> {
  let faults = 0;
  for await (const each of readUnlimited(path, reading)) {
    reading.signal?.throwIfAborted();
    yield each;
    if (each.kind !== 'fault') continue;
    faults += 1;
    if (faults < LIMITS.faults) continue;
    yield remark(new Wrong('TOO_MANY_FAULTS', { limit: LIMITS.faults }));
    return;
  }
}

async function* readUnlimited(path: string, reading: Reading): AsyncGenerator<Row | Remark> {
  let source: Source | null = null;
  try {
    source = await Source.open(path, reading.signal);
    const { table = null, progress = () => undefined } = reading;
    if (isWorkbook(await source.read(0, 4))) yield* workbookRows(source, table, progress);
    else yield* csvTable(await refuseOthers(source), table, progress);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    yield remark(error);
  } finally {
    await source?.close();
  }
}

async function* csvTable(
  source: Source,
  table: Table | null,
  progress: (done: number, total: number) => void,
): AsyncGenerator<Row | Remark> {
  const recognised = await recognise(source);
  const { encoding } = recognised;
  if (encoding !== 'utf-8') yield remark(new Wrong('ENCODING_RECOGNISED', { encoding: ENCODING_NAMES[encoding] }));
  let any = false;
  const rows = csvRows(decoded(source, recognised, (done) => progress(done, source.size)));
  const begins = () => ((any = true), null);
  for await (const row of typedRows(rows, { sheet: null, table, everyCell: true, begins })) {
    any = true;
    yield row;
  }
  if (!any) yield remark(new Wrong('FILE_EMPTY'));
  progress(source.size, source.size);
}

const isWorkbook = (head: Buffer): boolean => head.toString('latin1') === 'PK\x03\x04';

/** What people send instead of a table, and what they can do about it. */
async function refuseOthers(source: Source): Promise<Source> {
  const head = await source.read(0, 512);
  if (head.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1') {
    throw new Wrong((await isEncrypted(source, head)) ? 'FILE_HAS_PASSWORD' : 'FILE_IS_OLD_EXCEL');
  }
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (/^<(?:!|\?|html|head|table|meta|style)/i.test(text)) throw new Wrong('FILE_IS_PAGE');
  return source;
}

/** A workbook with a password is a compound file, as old ones are, with a stream of this name in its folder. */
async function isEncrypted(source: Source, head: Buffer): Promise<boolean> {
  if (head.length < 512) return false;
  const size = head.readUInt16LE(30) === 12 ? 4096 : 512;
  const folder = await source.read((head.readUInt32LE(48) + 1) * size, size);
  return folder.includes(Buffer.from('EncryptedPackage', 'utf16le'));
}
