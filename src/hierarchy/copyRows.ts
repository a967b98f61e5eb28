import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type Cell = string | number | boolean | Date | null | readonly (string | number)[];

/** A table's columns, each with what an item puts there. */
export type Columns<T> = Readonly<Record<string, (item: T) => Cell>>;

const CHUNK = 64 * 1024;

/**
 * Many rows in one step, in constant memory. PostgreSQL refuses COPY into a table under row-level security, and ours
 * bind their owner too; so the rows are staged in a table of this session, and the policies see them go in.
 */
export async function copyRows<T>(
  owner: pg.Client,
  table: string,
  columns: Columns<T>,
  items: Iterable<T>,
): Promise<number> {
  const names = Object.keys(columns).join(', ');
  const staged = `staged_${table}`;
  await owner.query(`create temp table ${staged} as select ${names} from ${table} with no data`);
  try {
    const rows = Readable.from(chunksOf(Object.values(columns), items));
    await pipeline(rows, owner.query(copyFrom(`copy ${staged} (${names}) from stdin`)));
    const { rowCount } = await owner.query(`insert into ${table} (${names}) select ${names} from ${staged}`);
    return rowCount ?? 0;
  } finally {
    // Inside a failed transaction nothing can be dropped, and its end drops it anyway.
    await owner.query(`drop table if exists pg_temp.${staged}`).catch(() => undefined);
  }
}

function* chunksOf<T>(cells: readonly ((item: T) => Cell)[], items: Iterable<T>): Generator<string> {
  let chunk = '';
  for (const item of items) {
    for (const [i, cell] of cells.entries()) chunk += (i === 0 ? '' : '\t') + textOf(cell(item));
    chunk += '\n';
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
