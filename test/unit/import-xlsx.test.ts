import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type SheetCell, type SheetToWrite, workbookParts, writeZip } from '../support/workbookFile.js';
import { importFolder, readAll, sheet, told, workbook } from '../support/importFiles.js';

const folder = importFolder();
const read = async (sheets: readonly SheetToWrite[], properties?: string) =>
  readAll(await workbook(folder, sheets, properties));

const PERSONS = ['人员编号', '姓名', '离职日期'];
const persons = (...rows: SheetCell[][]) => sheet('人员', [PERSONS, ...rows]);
const xml = (text: string): SheetCell => ({ xml: text });

let files = 0;
const zip = (all: Parameters<typeof writeZip>[1], compress = true) =>
  writeZip(folder.path(`zip-${(files += 1)}.xlsx`), all, compress);
const parts = (...more: SheetCell[][]) => workbookParts([persons(['P1', '张三'], ...more)]);

describe('cells', () => {
  it.each<[string, SheetCell, string]>([
    ['a date by its style', xml('<c s="1"><v>46349</v></c>'), '2026-11-23'],
    ['a Chinese date', xml('<c s="3"><v>46349</v></c>'), '2026-11-23'],
    ['a date without a style', 46349, '2026-11-23'],
    ['a date as digits', 20261123, '2026-11-23'],
    ['a date as text', '2026年11月23日', '2026-11-23'],
    ['a date of ISO', xml('<c t="d"><v>2026-11-23T00:00:00</v></c>'), '2026-11-23'],
    ['a date that a program wrote as a fraction', xml('<c s="1"><v>46349.0</v></c>'), '2026-11-23'],
  ])('%s', async (_, cell, left) => {
    const { rows, faults } = await read([persons(['P1', '张三', cell])]);
    expect(told(faults)).toEqual([]);
    expect(rows[0]).toMatchObject({ sheet: '人员', line: 2, cells: { left } });
  });

  it('days counted from 1904', async () => {
    const { rows } = await read([persons(['P1', '张三', xml('<c s="1"><v>44887</v></c>')])], 'date1904="1"');
    expect(rows[0]!.cells).toMatchObject({ left: '2026-11-23' });
  });

  it.each<[string, SheetCell, string]>([
    ['inline text', xml('<c t="inlineStr"><is><t>张三</t></is></c>'), '张三'],
    ['rich text', xml('<c t="inlineStr"><is><r><rPr><b/></rPr><t>张</t></r><r><t>三</t></r></is></c>'), '张三'],
    [
      'how it is read aloud',
      xml('<c t="inlineStr"><is><t>张三</t><rPh sb="0" eb="1"><t>ちょう</t></rPh></is></c>'),
      '张三',
    ],
    ['characters of XML', '张&<三>', '张&<三>'],
    ['what XML has no character for', '张_x000D_\n_x4E09_', '张三'],
    ['CDATA', xml('<c t="inlineStr"><is><t><![CDATA[张三]]></t></is></c>'), '张三'],
  ])('%s', async (_, cell, name) => {
    const { rows, faults } = await read([persons(['P1', cell])]);
    expect(told(faults)).toEqual([]);
    expect(rows[0]!.cells).toMatchObject({ name });
  });

  it('numbers where codes are meant', async () => {
    const organ = async (cell: SheetCell) => {
      const { rows, faults } = await read([
        sheet('机关', [
          ['机构代码', '机构名称'],
          [cell, '甲'],
        ]),
      ]);
      return faults.length > 0 ? told(faults) : (rows[0]!.cells as { code: string }).code;
    };
    expect(await organ(330203)).toBe('330203');
    expect(await organ(xml('<c><v>330203.0</v></c>'))).toBe('330203');
    expect(await organ(33020300)).toEqual(['DIVISION_CODE A2']);
    expect(await organ(xml('<c><v>1.1E+11</v></c>'))).toEqual(['NUMBER_INEXACT A2']);
    expect(await organ(330203.5)).toEqual(['NUMBER_INEXACT A2']);
    expect(await organ(xml('<c s="1"><v>330203</v></c>'))).toEqual(['CELL_IS_DATE A2']);
  });

  it.each<[string, SheetCell, string[]]>([
    ['a formula', xml('<c><f>1+1</f><v>2</v></c>'), ['FORMULA A2']],
    ['a formula that came to text', xml('<c t="str"><f>A9</f><v>P1</v></c>'), ['FORMULA A2']],
    ['a formula shared with another', xml('<c><f t="shared" si="0"/><v>2</v></c>'), ['FORMULA A2']],
    ['a formula that came to nothing', xml('<c><f>A9</f></c>'), ['FORMULA A2']],
    ['an error', xml('<c t="e"><v>#REF!</v></c>'), ['ERROR_CELL A2']],
    ['zeros that are not kept', xml('<c s="2"><v>123</v></c>'), ['ZEROS_LOST A2']],
    ['a date where a number is meant', xml('<c s="1"><v>46349</v></c>'), ['CELL_IS_DATE A2']],
    ['an identity number that was rounded', xml('<c><v>1.1010519491231E+17</v></c>'), ['NUMBER_INEXACT A2']],
    ['a cell that is too long', 'x'.repeat(4_100), ['CELL_TOO_LONG A2']],
  ])('%s', async (_, cell, faults) => {
    const result = await read([persons([cell, '张三'], ['P2', '李四'])]);
    expect(told(result.faults)).toEqual(faults);
    expect(result.faults[0]).toMatchObject({ sheet: '人员', line: 2, column: 'A', heading: '人员编号' });
    expect(result.rows.map(({ line }) => line)).toEqual([3]);
  });

  it('yes and no as the spreadsheet has them', async () => {
    const { rows } = await read([
      sheet('任职', [
        ['人员编号', '机构代码', '职务', '任职日期', '主要职务'],
        ['P1', 330203, '承办人', '2026-01-01', xml('<c t="b"><v>0</v></c>')],
      ]),
    ]);
    expect(rows[0]!.cells).toMatchObject({ main: false, unit: '330203' });
  });

  it('a formula among the headings, and cells beyond the last column', async () => {
    const heading = await read([
      sheet('人员', [
        ['人员编号', '姓名', xml('<c><f>A1</f></c>')],
        ['P1', '张三'],
      ]),
    ]);
    expect(told(heading.faults)).toEqual(['FORMULA C1']);
    const far = await read([
      persons([
        xml('<c t="n" ><v>1</v></c>'),
        '张三',
        null,
        ...Array.from({ length: 62 }, () => null),
        xml('<c><v>1</v></c>'),
      ]),
    ]);
    expect(told(far.faults)).toEqual(['TOO_MANY_COLUMNS BM2']);
  });
});

describe('sheets', () => {
  it('each is known by its name or its headings, whatever the order', async () => {
    const { rows, faults, notices } = await read([
      sheet('Sheet1', [
        ['姓名', '人员编号'],
        ['张三', 'P1'],
      ]),
      sheet('organs', [
        ['Unit name', 'Unit code'],
        ['甲', 33],
      ]),
      sheet('说明', [['填写说明'], ['请按模板填写']]),
      sheet('空', []),
    ]);
    expect(told(faults)).toEqual([]);
    expect(rows.map(({ table, sheet: name }) => [table, name])).toEqual([
      ['persons', 'Sheet1'],
      ['organs', 'organs'],
    ]);
    expect(notices.map(({ code, sheet: name }) => [code, name])).toEqual([['SHEET_LEFT_OUT', '说明']]);
  });

  it('none, or one twice', async () => {
    expect(told((await read([sheet('说明', [['填写说明']])])).faults)).toEqual(['TABLE_UNKNOWN']);
    const twice = await read([persons(['P1', '张三']), sheet('人员2', [PERSONS, ['P2', '李四']])]);
    expect(told(twice.faults)).toEqual(['TABLE_TWICE']);
    expect(twice.faults[0]).toMatchObject({ sheet: '人员2' });
  });

  it('hidden ones are told and not read, hidden rows told and read', async () => {
    const { rows, notices, faults } = await read([
      sheet(
        '机关',
        [
          ['机构代码', '机构名称'],
          ['33', '甲'],
        ],
        { state: 'veryHidden' },
      ),
      sheet('人员', [PERSONS, ['P1', '张三'], ['P2', '李四']], { rowAttributes: { 3: 'hidden="1"' } }),
    ]);
    expect(told(faults)).toEqual([]);
    expect(told(notices)).toEqual(['SHEET_HIDDEN', 'ROWS_HIDDEN 3']);
    expect(rows.map(({ table, line }) => [table, line])).toEqual([
      ['persons', 2],
      ['persons', 3],
    ]);
  });

  it('merged cells', async () => {
    const after = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>';
    const { faults } = await read([sheet('人员', [PERSONS, ['P1', '张三'], [null, '李四']], { after })]);
    expect(told(faults)).toEqual(['CELL_REQUIRED A3', 'MERGED_CELLS']);
    expect(faults[1]!.en).toContain('A2:A3');
  });

  it('progress goes up to its end', async () => {
    const seen: [number, number][] = [];
    const path = await workbook(folder, [persons(...Array.from({ length: 3_000 }, (_, i) => [`P${i}`, '张三']))]);
    await readAll(path, { progress: (done, total) => seen.push([done, total]) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.every(([done], i) => done >= (seen[i - 1]?.[0] ?? 0))).toBe(true);
    expect(seen.at(-1)![0]).toBe(seen.at(-1)![1]);
  });
});

describe('archives that lie', () => {
  /** A workbook's bytes, changed. */
  async function changed(change: (bytes: Buffer) => Buffer | void, from = parts()): Promise<string> {
    const path = await zip(from);
    const bytes = readFileSync(path);
    writeFileSync(path, change(bytes) ?? bytes);
    return path;
  }
  const central = (bytes: Buffer, nth: number) => {
    let at = -1;
    for (let i = 0; i <= nth; i += 1) at = bytes.indexOf('PK\x01\x02', at + 1, 'latin1');
    return at;
  };
  const faultsOf = async (path: string) => told((await readAll(path)).faults);

  it('a bomb that says what it is, and one that does not', async () => {
    const bomb = () => ({
      ...parts(),
      'xl/worksheets/sheet1.xml': `<worksheet>${' '.repeat(30 * 2 ** 20)}</worksheet>`,
    });
    const open = await readAll(await zip(bomb()));
    expect(told(open.faults)).toEqual(['WORKBOOK_UNSAFE']);
    expect(open.faults[0]!.en).toContain('zip bomb');
    // Of the sheet, the archive's list now says it were as large as two kilobytes.
    const small = await changed((bytes) => {
      const at = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
      expect(bytes.toString('latin1', at, at + 4)).toBe('PK\x01\x02');
      bytes.writeUInt32LE(2_048, at + 24);
    }, bomb());
    expect(await faultsOf(small)).toEqual(['WORKBOOK_DAMAGED']);
  });

  it.each<[string, (bytes: Buffer) => Buffer | void, string]>([
    [
      'an encrypted part',
      (b) => void b.writeUInt16LE(b.readUInt16LE(central(b, 2) + 8) | 1, central(b, 2) + 8),
      'FILE_HAS_PASSWORD',
    ],
    ['another compression', (b) => void b.writeUInt16LE(99, central(b, 2) + 10), 'WORKBOOK_UNSAFE'],
    [
      'parts that overlap',
      (b) => void b.writeUInt32LE(b.readUInt32LE(central(b, 1) + 42), central(b, 2) + 42),
      'WORKBOOK_UNSAFE',
    ],
    ['a part beyond the file', (b) => void b.writeUInt32LE(0x7fffffff, central(b, 2) + 42), 'WORKBOOK_UNSAFE'],
    ['a size of four gigabytes', (b) => void b.writeUInt32LE(0xfffffffe, central(b, 2) + 24), 'WORKBOOK_TOO_LARGE'],
    [
      'zip64 sizes that are not there',
      (b) => void b.writeUInt32LE(0xffffffff, central(b, 2) + 24),
      'WORKBOOK_TOO_LARGE',
    ],
    ['a file that is cut', (b) => b.subarray(0, b.length - 40), 'WORKBOOK_DAMAGED'],
    ['bytes that were changed', (b) => void b.fill(0x55, 400, 420), 'WORKBOOK_DAMAGED'],
    ['an absolute name', (b) => void b.write('/', central(b, 1) + 46, 'latin1'), 'WORKBOOK_UNSAFE'],
    ['a name that climbs', (b) => void b.write('../s', central(b, 1) + 46, 'latin1'), 'WORKBOOK_UNSAFE'],
    ['a name with a backslash', (b) => void b.write('\\', central(b, 2) + 48, 'latin1'), 'WORKBOOK_UNSAFE'],
  ])('%s', async (_, change, code) => expect(await faultsOf(await changed(change))).toEqual([code]));

  it('a name that is there twice', async () => {
    const path = await changed((bytes) => void bytes.write('W', bytes.lastIndexOf('xl/_orkbook.xml') + 3, 'latin1'), {
      ...parts(),
      'xl/_orkbook.xml': '',
    });
    expect(await faultsOf(path)).toEqual(['WORKBOOK_UNSAFE']);
  });

  it('a thousand and one parts', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`x${i}`, '']));
    expect(await faultsOf(await zip({ ...parts(), ...many }))).toEqual(['WORKBOOK_TOO_LARGE']);
  });
});

describe('XML that lies', () => {
  const sheetOf = async (text: string) =>
    told((await readAll(await zip({ ...parts(), 'xl/worksheets/sheet1.xml': text }))).faults);

  it.each([
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>', 'WORKBOOK_UNSAFE'],
    ['an entity', '<worksheet><c>&b;</c></worksheet>', 'WORKBOOK_DAMAGED'],
    ['an entity of HTML', '<worksheet><c>&nbsp;</c></worksheet>', 'WORKBOOK_DAMAGED'],
    ['no end', '<worksheet><sheetData>', 'WORKBOOK_DAMAGED'],
    ['no XML', '{}', 'WORKBOOK_DAMAGED'],
    ['depth', `<worksheet>${'<a>'.repeat(100)}`, 'WORKBOOK_UNSAFE'],
    ['attributes', `<worksheet ${Array.from({ length: 99 }, (_, i) => `a${i}=""`).join(' ')}/>`, 'WORKBOOK_UNSAFE'],
    ['a long attribute', `<worksheet a="${'x'.repeat(300_000)}"/>`, 'WORKBOOK_DAMAGED'],
    ['rows out of order', '<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>', 'WORKBOOK_DAMAGED'],
    ['a row beyond the last', '<worksheet><sheetData><row r="99999999"/></sheetData></worksheet>', 'WORKBOOK_DAMAGED'],
    [
      'cells out of order',
      '<worksheet><sheetData><row><c r="B1"/><c r="A1"/></row></sheetData></worksheet>',
      'WORKBOOK_DAMAGED',
    ],
    ['a cell nowhere', '<worksheet><sheetData><row><c r="1"/></row></sheetData></worksheet>', 'WORKBOOK_DAMAGED'],
    [
      'a text that is not there',
      '<worksheet><sheetData><row><c t="s"><v>99</v></c></row></sheetData></worksheet>',
      'WORKBOOK_DAMAGED',
    ],
    ['another encoding', '\ufffe<worksheet/>', 'WORKBOOK_DAMAGED'],
  ])('%s', async (_, text, code) => expect(await sheetOf(text)).toEqual([code]));

  it.each([
    ['no relations', { '_rels/.rels': '<x/>' }, 'WORKBOOK_DAMAGED'],
    ['a workbook that is elsewhere', { 'xl/_rels/workbook.xml.rels': '<x/>' }, 'TABLE_UNKNOWN'],
    ['a sheet that is missing', { 'xl/worksheets/sheet1.xml': undefined }, 'WORKBOOK_DAMAGED'],
    ['too many styles', { 'xl/styles.xml': `<s><cellXfs>${'<xf/>'.repeat(65_537)}</cellXfs></s>` }, 'WORKBOOK_DAMAGED'],
    [
      'texts without end',
      {
        'xl/sharedStrings.xml': function* () {
          yield '<sst>';
          for (let i = 0; i < 21_000; i += 1)
            yield `<si><t>${i.toString(36)}${'一二三四五六七八九十'.repeat(110)}</t></si>`;
        },
      },
      'WORKBOOK_TOO_LARGE',
    ],
  ])('%s', async (_, change, code) => {
    const all = { ...parts(), ...change } as Record<string, string | undefined>;
    for (const [name, part] of Object.entries(all)) if (part === undefined) delete all[name];
    const { faults } = await readAll(await zip(all as Record<string, string>, false));
    expect(told(faults)).toEqual([code]);
  });

  it('what lies outside is never followed', async () => {
    const rels =
      '<Relationships><Relationship Id="rId1" Type="x/worksheet" TargetMode="External" Target="file:///etc/passwd"/></Relationships>';
    const { faults } = await readAll(await zip({ ...parts(), 'xl/_rels/workbook.xml.rels': rels }));
    expect(told(faults)).toEqual(['TABLE_UNKNOWN']);
  });

  it('names with a prefix mean the same', async () => {
    const text =
      '<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>人员编号</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c></x:row><x:row><x:c><x:v>7</x:v></x:c><x:c t="s"><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const { rows } = await readAll(await zip({ ...parts(), 'xl/worksheets/sheet1.xml': text }));
    expect(rows[0]).toMatchObject({ line: 2, cells: { number: '7', name: '张三' } });
  });
});
