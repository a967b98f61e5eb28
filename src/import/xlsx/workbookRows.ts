import { type Remark, remark, Wrong } from '../faults.js';
import { named, tableNamed } from '../headings.js';
import { type Row, typedRows } from '../rows.js';
import type { Source } from '../source.js';
import type { Table } from '../tables.js';
import { Archive } from './archive.js';
import { sheetRows } from './sheetRows.js';
import { readWorkbook } from './workbook.js';

/** The rows of all sheets that are tables; a sheet is known by its name or else by its headings, and read once. */
export async function* workbookRows(
  source: Source,
  wanted: Table | null,
  progress: (done: number, total: number) => void,
): AsyncGenerator<Row | Remark> {
  const archive = await Archive.open(source);
  const workbook = await readWorkbook(archive);
  const visible = workbook.sheets.filter(({ hidden }) => !hidden);
  const seen = new Set<Table>();
  const total = visible.reduce((sum, { part }) => sum + archive.sizeOf(part), 0);
  let done = 0;
  for (const { name, hidden } of workbook.sheets)
    if (hidden) yield remark(new Wrong('SHEET_HIDDEN', { sheet: name }), { sheet: name });
  for (const sheet of visible) {
    const afterwards: Wrong[] = [];
    const before = done;
    const rows = sheetRows(archive, workbook, sheet, {
      tell: (wrong) => afterwards.push(wrong),
      read: (characters) => progress(before + characters, total),
    });
    const telling = {
      sheet: sheet.name,
      table: tableNamed(sheet.name) ?? (visible.length === 1 ? wanted : null),
      everyCell: false,
      begins: (table: Table) => {
        if (seen.has(table)) return new Wrong('TABLE_TWICE', named(table));
        seen.add(table);
        return null;
      },
    };
    for await (const row of typedRows(rows, telling)) {
      // A sheet of explanations, or an empty one, hurts nobody as long as there is a table beside it.
      if (row.kind === 'fault' && row.code === 'TABLE_UNKNOWN')
        yield remark(new Wrong('SHEET_LEFT_OUT', { sheet: sheet.name }), { sheet: sheet.name });
      else yield row;
    }
    for (const wrong of afterwards) yield remark(wrong, { sheet: sheet.name });
    done += archive.sizeOf(sheet.part);
    progress(done, total);
  }
  if (seen.size === 0) yield remark(new Wrong('TABLE_UNKNOWN'));
}
