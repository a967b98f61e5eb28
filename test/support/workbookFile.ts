import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { letterOf } from '../../src/import/faults.js';

/** A cell to write: text, a number, or its own XML, for all that a spreadsheet can put there. */
export type SheetCell = string | number | { readonly xml: string } | null;

export interface SheetToWrite {
  readonly name: string;
  readonly rows: () => Iterable<readonly SheetCell[]>;
  readonly state?: 'hidden' | 'veryHidden';
  /** What stands behind the rows. */
  readonly after?: string;
  /** By the row's number: its further attributes. */
  readonly rowAttributes?: Readonly<Record<number, string>>;
}

type Part = string | (() => Iterable<string>);

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** Styles that cells can have (s="…"): 0 general, 1 a date, 2 six digits, 3 a Chinese date of its own, 4 text. */
const STYLES = `${HEAD}<styleSheet ${MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="000000"/><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="49"/></cellXfs></styleSheet>`;

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A workbook as a spreadsheet writes it, texts shared, in constant memory: the rows are gone through twice. */
export function workbookParts(sheets: readonly SheetToWrite[], properties = ''): Record<string, Part> {
  const each = (write: (sheet: SheetToWrite, i: number) => string) => sheets.map(write).join('');
  return {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook ${MAIN} xmlns:r="${OFFICE}"><workbookPr ${properties}/><sheets>${each(
      ({ name, state }, i) =>
        `<sheet name="${escapeXml(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`,
    )}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}">${each(
      (_, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
    )}<Relationship Id="rId901" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId902" Type="${OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
    'xl/sharedStrings.xml': () => sharedTexts(sheets),
    ...Object.fromEntries(
      sheets.map((sheet, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        () => sheetXml(sheet, textsBefore(sheets.slice(0, i))),
      ]),
    ),
  };
}

export async function writeZip(path: string, parts: Readonly<Record<string, Part>>, compress = true): Promise<string> {
  const zip = new ZipFile();
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') zip.addBuffer(Buffer.from(part), name, { compress });
    else zip.addReadStreamLazy(name, { compress }, (give) => give(null, Readable.from(inChunks(part()))));
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

export function writeWorkbook(path: string, sheets: readonly SheetToWrite[], properties?: string): Promise<string> {
  return writeZip(path, workbookParts(sheets, properties));
}

function* sheetXml({ rows, after = '', rowAttributes = {} }: SheetToWrite, firstText: number): Generator<string> {
  yield `${HEAD}<worksheet ${MAIN}><sheetData>`;
  let line = 0;
  let text = firstText;
  for (const row of rows()) {
    line += 1;
    let cells = '';
    for (const [i, cell] of row.entries()) {
      const place = letterOf(i) + line;
      if (cell === null || cell === '') continue;
      if (typeof cell === 'string') cells += `<c r="${place}" t="s"><v>${text++}</v></c>`;
      else if (typeof cell === 'number') cells += `<c r="${place}"><v>${cell}</v></c>`;
      else cells += cell.xml.replace('<c', `<c r="${place}"`);
    }
    yield `<row r="${line}" ${rowAttributes[line] ?? ''}>${cells}</row>`;
  }
  yield `</sheetData>${after}</worksheet>`;
}

function* sharedTexts(sheets: readonly SheetToWrite[]): Generator<string> {
  yield `${HEAD}<sst ${MAIN}>`;
  for (const text of texts(sheets)) yield `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`;
  yield '</sst>';
}

function* texts(sheets: readonly SheetToWrite[]): Generator<string> {
  for (const { rows } of sheets)
    for (const row of rows()) for (const cell of row) if (typeof cell === 'string' && cell !== '') yield cell;
}

function textsBefore(sheets: readonly SheetToWrite[]): number {
  let count = 0;
  for (const _ of texts(sheets)) count += 1;
  return count;
}

function* inChunks(pieces: Iterable<string>): Generator<Buffer> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < 32 * 1024) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  yield Buffer.from(chunk);
}
