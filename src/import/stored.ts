import type { Remark } from './faults.js';
import type { Row } from './rows.js';
import { TABLES, type Table } from './tables.js';
import { Duty } from '../jurisdiction/duties.js';
import { OfficeKind, UnitKind, ZoneKind } from '../jurisdiction/units.js';

/** What of a row is kept until it is confirmed; tables and words are the numbers that the database has for them. */
export interface StoredRow {
  table: number;
  key: string;
  file: string;
  line: number;
  cells: Record<string, unknown>;
}

const NUMBERS: Record<Table, number> = { organs: 1, offices: 2, groups: 3, zones: 4, links: 5, persons: 6, posts: 7 };
/** Groups name each other: that waits until all of them are there. */
const COUNTERPARTS = 8;
const LONGEST_FILE = 120;

const numberOf = <T extends string>(words: Readonly<Record<T, number>>, word: T | null) =>
  word === null ? null : words[word];

export function storedRows(row: Row, file: string): StoredRow[] {
  const stored = { table: NUMBERS[row.table], key: keyOf(row), file: placeOf(file, row.sheet), line: row.line };
  const first = { ...stored, cells: cellsOf(row) };
  if (row.table !== 'groups' || row.cells.counterparts.length === 0) return [first];
  const { code, counterparts } = row.cells;
  return [first, { ...stored, table: COUNTERPARTS, cells: { code, counterparts } }];
}

function cellsOf(row: Row): Record<string, unknown> {
  switch (row.table) {
    case 'organs':
      return { ...row.cells, kind: numberOf(UnitKind, row.cells.kind) };
    case 'offices':
      return {
        ...row.cells,
        kind: numberOf(UnitKind, row.cells.kind),
        office: numberOf(OfficeKind, row.cells.office),
      };
    case 'groups': {
      const { counterparts: _, comprehensive, ...cells } = row.cells;
      return { ...cells, comprehensive: comprehensive ?? cells.residents.length > 1 };
    }
    case 'zones':
      return { ...row.cells, kind: ZoneKind[row.cells.kind] };
    case 'posts':
      return { ...row.cells, duty: Duty[row.cells.duty], main: row.cells.main ?? true };
    case 'links':
    case 'persons':
      return { ...row.cells };
  }
}

const keyOf = ({ table, cells }: Row): string => (TABLES[table] as { key(cells: unknown): string }).key(cells);

/** The file, and the sheet of a workbook. */
export function placeOf(file: string, sheet: string | null): string {
  return sheet ? `${file.slice(0, LONGEST_FILE)} [${sheet.slice(0, 60)}]` : file.slice(0, LONGEST_FILE);
}

export function storedFault({ sheet, line, cell, heading, code, zh, en }: Remark, file: string) {
  const field = [heading, cell].filter(Boolean).join(' ');
  return { file: placeOf(file, sheet), line: line ?? 0, field: field.slice(0, 60) || null, code, zh: zh.slice(0, 300), en: en.slice(0, 300) };
} // prettier-ignore
