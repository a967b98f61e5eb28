import { Wrong } from '../faults.js';
import type { Given, GivenRow } from '../given.js';
import { LIMITS } from '../limits.js';
import { type Archive, damaged } from './archive.js';
import type { Sheet, Workbook } from './workbook.js';
import { Gathered, numberIn, walked } from './xml.js';

const LAST_ROW = 1_048_576;
/** Between the days of 1900 and those of 1904. */
const FOUR_YEARS = 1462;

type CellRead = Given | Wrong | undefined;

/** The rows of a sheet as they come, and what is to be said of the sheet when all have come. */
export async function* sheetRows(
  archive: Archive,
  { texts, styles, from1904 }: Workbook,
  { part }: Sheet,
  { tell, read }: { tell: (wrong: Wrong) => void; read: (characters: number) => void },
): AsyncGenerator<GivenRow> {
  const ready: GivenRow[] = [];
  const gathered = new Gathered();
  let line = 0;
  let cells: CellRead[] = [];
  let column = -1;
  let type = 'n';
  let style = 0;
  let formula = false;
  let inside = false;
  let phonetic = false;
  let hidden = 0;
  let firstHidden: number | null = null;
  let merged = 0;

  const cellOf = (text: string): CellRead => {
    if (formula) return new Wrong('FORMULA');
    if (type === 'e') return new Wrong('ERROR_CELL');
    if (text === '') return undefined;
    if (type === 's') return { text: texts.at(numberIn(text, LIMITS.sharedTexts.count)) };
    if (type === 'b') return { text: text === '1' ? 'TRUE' : 'FALSE' };
    // t="d" is a date in words; anything else but a number is text as it stands.
    if (type !== 'n') return { text };
    const number = text.trim().replace(/^(-?\d+)\.0+$/, '$1');
    const form = styles[style] ?? 'PLAIN';
    return { text: form === 'DATE' && from1904 ? String(Number(number) + FOUR_YEARS) : number, number: form };
  };

  const pieces = walked(archive.read(part), {
    open: (name, attributes) => {
      if (name === 'row') {
        const next = attributes['r'] === undefined ? line + 1 : numberIn(attributes['r'], LAST_ROW);
        if (next <= line) throw damaged('行的次序不对', 'its rows are out of order');
        line = next;
        cells = [];
        column = -1;
        if (/^(?:1|true)$/.test(attributes['hidden'] ?? '')) {
          hidden += 1;
          firstHidden ??= line;
        }
      } else if (name === 'c') {
        const next = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r']);
        if (next <= column) throw damaged('单元格的次序不对', 'its cells are out of order');
        column = next;
        type = attributes['t'] ?? 'n';
        style = numberIn(attributes['s'] ?? '0', LAST_ROW);
        formula = false;
      } else if (name === 'f') formula = true;
      else if (name === 'rPh') phonetic = true;
      else if (name === 'v' || name === 't') inside = !phonetic;
      else if (name === 'mergeCell') {
        if (merged === 0) tell(new Wrong('MERGED_CELLS', { range: attributes['ref'] ?? '' }));
        merged += 1;
      }
    },
    text: (text) => inside && gathered.add(text),
    close: (name) => {
      if (name === 'v' || name === 't') inside = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'c') {
        const cell = cellOf(gathered.take());
        if (cell === undefined) return;
        // Beyond the last column nothing can be meant; the row is told of once.
        if (column < LIMITS.columns) cells[column] = cell;
        else cells[LIMITS.columns] = new Wrong('TOO_MANY_COLUMNS', { limit: LIMITS.columns });
      } else if (name === 'row') ready.push({ line, cells });
    },
  });
  for await (const characters of pieces) {
    yield* ready.splice(0);
    read(characters);
  }
  if (hidden > 0) tell(new Wrong('ROWS_HIDDEN', { count: hidden }, { line: firstHidden }));
}

function columnOf(cell: string): number {
  const [, letters = ''] = /^([A-Z]{1,3})[1-9]\d{0,6}$/.exec(cell) ?? [];
  if (letters === '') throw damaged('单元格的位置不对', 'a cell has no place');
  return letters.split('').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
