import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { letterOf, Wrong } from '../faults.js';
import type { GivenRow } from '../given.js';
import { LIMITS } from '../limits.js';

const SEPARATORS = [',', ';', '\t'] as const;
const LINE_END = /\r\n|\n|\r/g;

/** The rows of a CSV file in constant memory; lines are those of the file, whatever line ends stand in quoted cells. */
export async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<GivenRow> {
  const pieces = text[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  let line = 1;
  const parser = parse({
    delimiter: separatorOf(first.value),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: LIMITS.record,
    // The parser's own count takes a line end of two characters in a cell for two lines, and is ahead of what it gave out.
    on_record: (cells: string[]) => {
      const row: GivenRow = { line, cells: cells.map((cell) => (cell === '' ? undefined : { text: cell })) };
      line += 1 + cells.reduce((sum, cell) => sum + (cell.match(LINE_END)?.length ?? 0), 0);
      // The parser's types know no other rows than lists of cells.
      return row as unknown as string[];
    },
  });
  const input = Readable.from(rejoined(first.value, pieces));
  input.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const row of parser as AsyncIterable<GivenRow>) yield row;
  } catch (error) {
    throw error instanceof CsvError ? wrongOf(error, line) : error;
  } finally {
    input.destroy();
    parser.destroy();
  }
}

async function* rejoined(first: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** What stands most often between the headings. */
function separatorOf(text: string): string {
  const [headings = ''] = text.split(/[\r\n]/, 1);
  const times = (separator: string) => headings.split(separator).length;
  return SEPARATORS.reduce((best, each) => (times(each) > times(best) ? each : best));
}

function wrongOf(error: CsvError, line: number): Wrong {
  const column = typeof error['column'] === 'number' ? letterOf(error['column']) : null;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new Wrong('QUOTE_NOT_CLOSED', {}, { line, column });
  if (error.code === 'CSV_MAX_RECORD_SIZE') return new Wrong('RECORD_TOO_LONG', { limit: LIMITS.record }, { line });
  if (error.code === 'CSV_INVALID_CLOSING_QUOTE' || error.code === 'INVALID_OPENING_QUOTE')
    return new Wrong('QUOTE_MISPLACED', {}, { line, column });
  throw error;
}
