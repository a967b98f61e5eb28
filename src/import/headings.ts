import { idNumberOf } from '../shared/idNumber.js';
import { letterOf, type Place, Wrong } from './faults.js';
import type { GivenRow } from './given.js';
import { LIMITS } from './limits.js';
import { normalCode } from './normal.js';
import { TABLE_NAMES, TABLES, type Table } from './tables.js';

/** Where each column of a table stands in a file, and what is wrong with its headings. */
export interface Headings {
  readonly table: Table;
  /** By the place in the row; null where a cell has no heading. */
  readonly columns: readonly (string | null)[];
  readonly wrong: readonly (readonly [Wrong, Partial<Place>])[];
}

const ID_NUMBER = /身份证|id ?(?:card|number)|identity number/i;

/** The headings of the first row, in either language and any order; null if they are of no table. */
export function headingsOf(row: GivenRow, known: Table | null): Headings | null {
  const all = Array.from(row.cells, (cell) => (cell && !(cell instanceof Wrong) ? plain(cell.text) : ''));
  // Spreadsheets write blank columns behind the last one.
  const titles = all.slice(0, all.findLastIndex((title, i) => title !== '' || row.cells[i] instanceof Wrong) + 1);
  const table = known ?? tableOf(titles);
  if (!table) return null;
  const at = columnsByTitle(table);
  const wrong: [Wrong, Partial<Place>][] = [];
  if (titles.length > LIMITS.columns)
    wrong.push([new Wrong('TOO_MANY_COLUMNS', { limit: LIMITS.columns }), { line: row.line }]);
  const found = new Set<string>();
  const columns = titles.slice(0, LIMITS.columns).map((title, i) => {
    const place = { line: row.line, column: letterOf(i), cell: `${letterOf(i)}${row.line}` };
    const cell = row.cells[i];
    if (cell instanceof Wrong) wrong.push([cell, place]);
    if (title === '') return null;
    const column = at.get(title.toLowerCase());
    if (column === undefined) wrong.push([unknown(table, title), place]);
    else if (found.has(column)) wrong.push([new Wrong('HEADING_TWICE', { heading: title }), place]);
    else found.add(column);
    return column ?? null;
  });
  for (const [column, { required, zh, en }] of Object.entries(TABLES[table].columns))
    if (required && !found.has(column))
      wrong.push([new Wrong('HEADING_MISSING', { ...named(table), heading: { zh, en } }), { line: row.line }]);
  return { table, columns, wrong };
}

/** A sheet's table by its name, in either language. */
export function tableNamed(name: string): Table | null {
  const title = plain(name).toLowerCase();
  return TABLE_NAMES.find((each) => [each, TABLES[each].zh, TABLES[each].en.toLowerCase()].includes(title)) ?? null;
}

export function named(table: Table): { table: { zh: string; en: string } } {
  const { zh, en } = TABLES[table];
  return { table: { zh, en } };
}

/** The table that most of the headings are of; of two, the one that lacks the fewest. */
function tableOf(titles: readonly string[]): Table | null {
  const rated = TABLE_NAMES.map((table) => {
    const at = columnsByTitle(table);
    const known = new Set(titles.flatMap((title) => at.get(title.toLowerCase()) ?? []));
    const lacking = Object.entries(TABLES[table].columns).filter(
      ([name, { required }]) => required && !known.has(name),
    );
    return { table, known: known.size, lacking: lacking.length };
  });
  const [best] = rated.sort((a, b) => b.known - a.known || a.lacking - b.lacking);
  // One heading is shared by too many.
  return best && best.known >= 2 ? best.table : null;
}

function columnsByTitle(table: Table): Map<string, string> {
  return new Map(
    Object.entries(TABLES[table].columns).flatMap(([name, { zh, en }]) =>
      [name, zh, en].map((title) => [title.toLowerCase(), name] as const),
    ),
  );
}

function unknown(table: Table, title: string): Wrong {
  if (ID_NUMBER.test(title) || idNumberOf(title)) return new Wrong('ID_NUMBER_REFUSED');
  return new Wrong('HEADING_UNKNOWN', { ...named(table), heading: title });
}

/** Templates of others mark what is required by a star. */
function plain(title: string): string {
  try {
    return normalCode(title)
      .replace(/^\*|\*$/g, '')
      .trim();
  } catch {
    return '�';
  }
}
