import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type Cell = string | number | boolean | Date | null | readonly (string | number)[];

/** A table and the columns of its rows, in the order of their cells. */
export interface Target {
  table: string;
  columns: readonly string[];
}

const CHUNK = 64 * 1024;

/**
 * Many rows in one step, in constant memory. PostgreSQL refuses COPY into a table under row-level security, and ours
 * bind their owner too; so the rows are staged in a table of this session, and the policies see them go in.
 */
export async function copyRows(
  owner: pg.Client,
  { table, columns }: Target,
  rows: Iterable<readonly Cell[]>,
): Promise<number> {
  const names = columns.join(', ');
  const staged = `staged_${table}`;
  await owner.query(`create temp table ${staged} as select ${names} from ${table} with no data`);
  try {
    await pipeline(Readable.from(chunksOf(rows)), owner.query(copyFrom(`copy ${staged} (${names}) from stdin`)));
    const { rowCount } = await owner.query(`insert into ${table} (${names}) select ${names} from ${staged}`);
    return rowCount ?? 0;
  } finally {
    // Inside a failed transaction nothing can be dropped, and its end drops it anyway.
    await owner.query(`drop table if exists ${staged}`).catch(() => undefined);
  }
}

function* chunksOf(rows: Iterable<readonly Cell[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    let line = '';
    for (const cell of row) line += line === '' ? textOf(cell) : `\t${textOf(cell)}`;
    chunk += `${line}\n`;
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

function textOf(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'string') return escaped(cell);
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === 'object') return escaped(`{${cell.map((each) => JSON.stringify(each)).join(',')}}`);
  return String(cell);
}

function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : text;
}
