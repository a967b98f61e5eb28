import type { Column } from './columns.js';
import { letterOf, type Place, type Remark, remark, Wrong } from './faults.js';
import type { Given, GivenRow } from './given.js';
import { type Headings, headingsOf } from './headings.js';
import { type Cells, TABLES, type Table } from './tables.js';

/** A row that is good for itself; whether what it names is there, and how it differs, is for others to say. */
export type Row = {
  [T in Table]: {
    readonly kind: 'row';
    readonly table: T;
    readonly sheet: string | null;
    readonly line: number;
    readonly cells: Cells<T>;
  };
}[Table];

export interface Telling {
  readonly sheet: string | null;
  /** Known beforehand, by the sheet's name or by who sent the file; else the headings say it. */
  readonly table: Table | null;
  /** Whether each row must have as many cells as there are headings. */
  readonly everyCell: boolean;
  /** Once the headings are read. */
  readonly begins: (table: Table) => Wrong | null;
}

/** Rows with their types, and what is wrong with the others; blank rows are passed over. */
export async function* typedRows(
  rows: AsyncIterable<GivenRow>,
  { sheet, table, everyCell, begins }: Telling,
): AsyncGenerator<Row | Remark> {
  let headings: Headings | null = null;
  for await (const row of rows) {
    if (row.cells.every(isBlank)) continue;
    if (!headings) {
      headings = headingsOf(row, table);
      const refused = headings ? begins(headings.table) : new Wrong('TABLE_UNKNOWN', {}, { line: row.line });
      if (refused) yield remark(refused, { sheet });
      for (const [wrong, place] of headings?.wrong ?? []) yield remark(wrong, { sheet, ...place });
      // Rows under headings that are wrong would only repeat it.
      if (!headings || refused || headings.wrong.length > 0) return;
      continue;
    }
    const faults: Remark[] = [];
    const cells = everyCell ? counted(row, headings, sheet, faults) : row.cells;
    const typed = cells && typedCells({ ...row, cells }, headings, sheet, faults);
    yield* faults;
    if (typed && faults.length === 0)
      yield { kind: 'row', table: headings.table, sheet, line: row.line, cells: typed } as Row;
  }
}

function typedCells(
  { line, cells }: GivenRow,
  { table, columns }: Headings,
  sheet: string | null,
  faults: Remark[],
): Record<string, unknown> {
  const all: Readonly<Record<string, Column<unknown>>> = TABLES[table].columns;
  const typed: Record<string, unknown> = {};
  const place = (i: number): Partial<Place> => ({
    sheet,
    line,
    ...(i < 0 ? {} : placeOf(line, i, all[columns[i] ?? ''])),
  });
  const tell = (i: number, wrong: Wrong) => faults.push(remark(wrong, place(i)));
  for (const [name, column] of Object.entries(all)) {
    const i = columns.indexOf(name);
    const cell = i < 0 ? undefined : cells[i];
    try {
      if (cell instanceof Wrong) throw cell;
      typed[name] = column.read(cell);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      tell(i, error);
    }
  }
  for (const [i, cell] of cells.entries())
    if (!isBlank(cell) && (columns[i] ?? null) === null)
      tell(i, cell instanceof Wrong ? cell : new Wrong('CELL_WITHOUT_HEADING'));
  if (faults.length > 0) return typed;
  const { check } = TABLES[table] as { check?: (cells: unknown) => readonly (readonly [string, Wrong | false])[] };
  for (const [name, wrong] of check?.(typed) ?? []) if (wrong) tell(columns.indexOf(name), wrong);
  return typed;
}

/** A row of a CSV file that has other cells than the headings has them in the wrong columns, for all we know. */
function counted(
  { line, cells }: GivenRow,
  { columns }: Headings,
  sheet: string | null,
  faults: Remark[],
): GivenRow['cells'] | null {
  const has = cells.findLastIndex((cell) => !isBlank(cell)) + 1;
  if (cells.length >= columns.length && has <= columns.length) return cells;
  faults.push(remark(new Wrong('CELL_COUNT', { has: cells.length, wants: columns.length }), { sheet, line }));
  return null;
}

function placeOf(line: number, i: number, column: Column<unknown> | undefined): Partial<Place> {
  return { column: letterOf(i), cell: `${letterOf(i)}${line}`, heading: column?.zh ?? null };
}

function isBlank(cell: Given | Wrong | undefined): boolean {
  return cell === undefined || (!(cell instanceof Wrong) && cell.text.trim() === '');
}
