import { symlinkSync, truncateSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImport } from '../../src/import/readImport.js';
import { TABLE_NAMES } from '../../src/import/tables.js';
import { templateName, templateOf } from '../../src/import/template.js';
import { gbk, importFolder, readAll, told } from '../support/importFiles.js';

const folder = importFolder();
const read = (content: string | Uint8Array) => readAll(folder.write(content));

const PERSONS = '人员编号,姓名\r\n';
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('encodings', () => {
  const text = `${PERSONS}P1,买买提·吐尔逊\r\nP2,张三\r\n`;
  it.each([
    ['UTF-8', Buffer.from(text), []],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`), []],
    ['GBK', gbk(text), ['GB18030 (GBK)']],
    ['UTF-16LE', utf16(text), ['UTF-16LE']],
    ['UTF-16BE', utf16(text).swap16(), ['UTF-16BE']],
  ])('%s is recognised, and told where it was converted', async (_, bytes, names) => {
    const { rows, faults, notices } = await read(bytes);
    expect(told(faults)).toEqual([]);
    expect(rows.map(({ line, cells }) => [line, cells])).toMatchObject([
      [2, { number: 'P1', name: '买买提·吐尔逊' }],
      [3, { number: 'P2', name: '张三' }],
    ]);
    expect(notices.map(({ code }) => code)).toEqual(names.map(() => 'ENCODING_RECOGNISED'));
    for (const name of names) expect(notices[0]!.zh).toContain(name);
  });

  it('GBK after a hundred thousand bytes of ASCII', async () => {
    const lines = Array.from({ length: 12_000 }, (_, i) => `P${i},Name${i}\n`).join('');
    const { rows, notices } = await read(Buffer.concat([Buffer.from(`number,name\n${lines}`), gbk('P,联通\n')]));
    expect(rows.at(-1)).toMatchObject({ line: 12_002, cells: { name: '联通' } });
    expect(told(notices)).toEqual(['ENCODING_RECOGNISED']);
  });

  it('a four-byte character of GB18030', async () => {
    const bytes = Buffer.concat([gbk(`${PERSONS}P1,王`), Buffer.from([0x95, 0x32, 0x82, 0x36])]);
    expect((await read(bytes)).rows[0]!.cells).toMatchObject({ name: '王𠀀' });
  });

  it('UTF-8 that is broken is not taken for GBK, and the byte is named', async () => {
    const good = Buffer.from(`${PERSONS}P1,张三李四王五赵六\r\nP2,`);
    const { faults, rows } = await read(Buffer.concat([good, Buffer.from([0xe5, 0xbc, 0x2c]), Buffer.from('张\n')]));
    expect(rows).toEqual([]);
    expect(told(faults)).toEqual(['ENCODING_BROKEN']);
    expect(faults[0]!.en).toContain(`byte ${good.length + 2}`);
  });

  it('what is neither names both bytes', async () => {
    const bytes = Buffer.concat([gbk('人员编号,姓名\n'), Buffer.from('P1,'), Buffer.from([0xff, 0xff])]);
    const { faults } = await read(bytes);
    expect(told(faults)).toEqual(['ENCODING_UNKNOWN']);
    expect(faults[0]!.en).toContain('from byte 1 on it is not UTF-8');
    expect(faults[0]!.en).toContain(`from byte ${bytes.length - 2} on not GB18030`);
  });

  it('half a character at the end', async () => {
    const { faults } = await read(Buffer.concat([utf16(`${PERSONS}P1,张`), Buffer.from([0x00])]));
    expect(told(faults)).toEqual(['ENCODING_BROKEN']);
  });

  it('a NUL is no text', async () => {
    const { faults } = await read(`${PERSONS}P1,a\u0000b\n`);
    expect(told(faults)).toEqual(['FILE_IS_BINARY']);
    expect(told((await read(utf16(PERSONS).subarray(2))).faults)).toEqual(['FILE_IS_BINARY']);
  });
});

describe('lines, quotes and separators', () => {
  it.each(['\n', '\r\n', '\r'])('lines end with %j, and quoted cells have lines of the file', async (end) => {
    const text = [
      '协作区代码,名称',
      '协作区代码,协作区名称,协作区类型,成员',
      '3302-Z01,甲,协作区,"330203',
      '330205"',
      '',
      '3302-Z02,,协作区,330203',
      '',
    ];
    const { rows, faults } = await read(text.slice(1).join(end));
    expect(rows.map(({ line, cells }) => [line, cells])).toMatchObject([[2, { members: ['330203', '330205'] }]]);
    expect(told(faults)).toEqual(['CELL_REQUIRED B5']);
    expect(faults[0]).toMatchObject({ line: 5, column: 'B', heading: '协作区名称' });
  });

  it.each([',', ';', '\t'])('cells are parted by %j', async (separator) => {
    const { rows, faults } = await read(`${PERSONS}P1,"张三"\n`.replaceAll(',', separator));
    expect(told(faults)).toEqual([]);
    expect(rows[0]!.cells).toMatchObject({ number: 'P1', name: '张三' });
  });

  it.each([
    ['P1,"张"三\n', 'QUOTE_MISPLACED B3'],
    ['P1,张"三\n', 'QUOTE_MISPLACED B3'],
    ['P1,"张三\n', 'QUOTE_NOT_CLOSED B3'],
    [`P1,"${'x\n'.repeat(40_000)}`, 'RECORD_TOO_LONG 3'],
    [`P1,${'x'.repeat(300_000)}`, 'LINE_TOO_LONG'],
    ['P1\n', 'CELL_COUNT 3'],
    ['P1,张三,是\n', 'CELL_COUNT 3'],
    ['P1,=1+1"\n', 'QUOTE_MISPLACED B3'],
    [`P1,${'x'.repeat(4_001)}\n`, 'CELL_TOO_LONG B3'],
  ])('%j is told', async (row, fault) => {
    const { faults } = await read(`${PERSONS}P0,王五\n${row}`);
    expect(told(faults)).toEqual([fault]);
  });

  it('blank rows and columns are passed over', async () => {
    const { rows, faults } = await read('\n,,\n人员编号,姓名,,\n\nP1,张三,,\n,,,\n');
    expect(told(faults)).toEqual([]);
    expect(rows.map(({ line }) => line)).toEqual([5]);
    expect(told((await read('人员编号,,姓名\nP1,x,张三\n')).faults)).toEqual(['CELL_WITHOUT_HEADING B2']);
  });
});

describe('headings', () => {
  it.each([['Name,Staff number\n张三,P1\n'], ['name,NUMBER\n张三,P1\n'], ['*姓名, 人员编号 \n张三,P1\n']])(
    '%j in either language and any order',
    async (text) => {
      const { rows, faults } = await read(text);
      expect(told(faults)).toEqual([]);
      expect(rows).toMatchObject([{ table: 'persons', cells: { number: 'P1', name: '张三', subject: null } }]);
    },
  );

  it.each([
    ['人员编号,姓名,民族\n', ['HEADING_UNKNOWN C1']],
    ['人员编号,姓名,Name\n', ['HEADING_TWICE C1']],
    ['机构名称,机构类型\n甲,机关\n', ['HEADING_MISSING 1']],
    ['人员编号,姓名,身份证号\n', ['ID_NUMBER_REFUSED C1']],
    ['人员编号,姓名,11010519491231002X\n', ['ID_NUMBER_REFUSED C1']],
    ['人员编号\nP1\n', ['TABLE_UNKNOWN 1']],
    ['序号,单位\n', ['TABLE_UNKNOWN 1']],
    [`人员编号,姓名${',甲'.repeat(70)}\n`, undefined],
    ['', ['FILE_EMPTY']],
    ['\n\n', ['FILE_EMPTY']],
  ])('%j', async (text, faults) => {
    const result = await read(text);
    expect(result.rows).toEqual([]);
    if (faults) expect(told(result.faults)).toEqual(faults);
    else expect(told(result.faults)).toContain('TOO_MANY_COLUMNS 1');
  });

  it('each table is known by the headings of its template, in both languages', async () => {
    for (const table of TABLE_NAMES)
      for (const language of ['zh', 'en'] as const) {
        const template = templateOf(table, language);
        expect(template).toMatch(/^\ufeff.*\r\n$/);
        expect(templateName(table, language)).toMatch(/\.csv$/);
        const { faults } = await read(template + (table === 'persons' ? 'P1,张三,,,\r\n' : ''));
        expect([template, ...told(faults)]).toEqual([template]);
      }
  });

  it('who sent the file may say what it is', async () => {
    const { faults } = await readAll(folder.write('人员编号\nP1\n'), { table: 'persons' });
    expect(told(faults)).toEqual(['HEADING_MISSING 1']);
  });
});

describe('rows', () => {
  const GROUPS = '机构代码,机构名称,驻在单位,对口组,综合派驻,生效日期,失效日期\n';
  const POSTS = '人员编号,机构代码,职务,任职日期,免职日期,分管部门\n';
  it.each([
    [`${GROUPS}330203-G01,驻区公安分局组,区公安分局；区司法局,3302-G01;3302-G02,是,2026/1/1,\n`, []],
    [`${GROUPS}330203-G01,组,局,330203-G01,是,,\n`, ['SAME_UNIT D2']],
    [`${GROUPS}330203-G01,组,局,,是,2026-01-02,2026-01-02\n`, ['ENDS_BEFORE G2']],
    [
      `${GROUPS}330203,,;,3302,或,昨天,\n`,
      ['UNIT_CODE A2', 'CELL_REQUIRED B2', 'CELL_REQUIRED C2', 'UNIT_CODE D2', 'WORD_UNKNOWN E2', 'DATE F2'],
    ],
    [`${POSTS}P1,330203,分管领导,2026-01-01,,330203-B01\n`, []],
    [`${POSTS}P1,330203,承办人,2026-01-01,,330203-B01\n`, ['ONLY_FOR_LEADERS F2']],
    [`${POSTS}P1,330203,分管领导,2026-01-01,,330205-B01\n`, ['OTHER_ORGAN F2']],
    ['机构代码,机构名称,上级机关代码\n330203,甲,3301\n', ['PARENT_UNIT C2']],
    ['机构代码,机构名称,上级机关代码\n330203,甲,33\n', []],
    ['机构代码,机构名称,职能\n3302-B01,甲,监督检查室\n', []],
    ['机构代码,机构名称,职能\n3302-B01,甲,\n', ['OFFICE_FUNCTION C2']],
    ['机构代码,机构名称,职能,机构类型\n3302-C01,甲,联合办案指挥中心,内设机构\n', ['OFFICE_FUNCTION C2']],
    ['机构代码,机构名称,职能,机构类型\n3302-X01,甲,,巡察机构\n', []],
    ['联系部门,联系对象,生效日期\n3302-B01,3302-B01,2026-01-01\n', ['SAME_UNIT B2']],
  ])('%j', async (text, faults) => {
    const result = await read(text);
    expect(told(result.faults)).toEqual(faults);
    expect(result.rows).toHaveLength(faults.length === 0 ? 1 : 0);
  });

  it('after two hundred faults the reading ends', async () => {
    const { faults, rows } = await read(PERSONS + 'a b,x\n'.repeat(5_000) + 'P1,张三\n');
    expect(faults).toHaveLength(201);
    expect(faults.at(-1)).toMatchObject({ code: 'TOO_MANY_FAULTS', line: null });
    expect(rows).toEqual([]);
  });

  it('no fault shows a name or an identity number', async () => {
    const secret = '欧阳某某';
    const { faults } = await read(
      `${PERSONS}11010519491231002X,${secret}\nP2,${secret.repeat(20)}\nP3,${secret}\u0007\nP4,"${secret}"x\n`,
    );
    expect(told(faults)).toEqual([
      'ID_NUMBER_REFUSED A2',
      'CELL_TOO_LONG B3',
      'CHARACTER_REFUSED B4',
      'QUOTE_MISPLACED B5',
    ]);
    expect(JSON.stringify(faults)).not.toMatch(/欧阳|11010519491231002X/);
  });
});

describe('what is no table', () => {
  const compound = (stream: string) => {
    const bytes = Buffer.alloc(1024);
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
    bytes.writeUInt16LE(9, 30);
    bytes.write(stream, 512, 'utf16le');
    return bytes;
  };
  it.each([
    ['an old workbook', compound('Workbook'), 'FILE_IS_OLD_EXCEL'],
    ['a workbook with a password', compound('EncryptedPackage'), 'FILE_HAS_PASSWORD'],
    ['the head of one alone', compound('').subarray(0, 8), 'FILE_IS_OLD_EXCEL'],
    ['a page', Buffer.from('\ufeff <html><table>'), 'FILE_IS_PAGE'],
    ['an empty archive', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]), 'FILE_IS_BINARY'],
  ])('%s is told in words', async (_, bytes, code) => {
    const { faults, rows } = await read(bytes);
    expect(told(faults)).toEqual([code]);
    expect(rows).toEqual([]);
  });

  it('a file that is too large, a link and a folder', async () => {
    const large = folder.write('x');
    truncateSync(large, 257 * 2 ** 20);
    expect(told((await readAll(large)).faults)).toEqual(['FILE_TOO_LARGE']);
    symlinkSync(folder.write(PERSONS), folder.path('link'));
    await expect(readAll(folder.path('link'))).rejects.toThrow(/ELOOP/);
    await expect(readAll(folder.path('.'))).rejects.toThrow(/plain file/);
  });

  it('reading can be given up, and whoever stops leaves no handle', async () => {
    const file = folder.write(PERSONS + 'P1,张三\n'.repeat(50_000));
    const stop = new AbortController();
    const reading = (async () => {
      for await (const _ of readImport(file, { signal: stop.signal })) stop.abort(new Error('enough'));
    })();
    await expect(reading).rejects.toThrow('enough');
    for await (const row of readImport(file)) if (row.line === 3) break;
  });
});

it('what is written is what is read, in every encoding, separator and line end', async () => {
  const name = fc.stringMatching(/^[一-龥甲乙丙]{1,8}$/).filter((text) => gbk(text).indexOf(0x3f) < 0);
  const principle = fc.stringMatching(/^[一-十;,"\n\t ]{0,20}$/);
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(name, principle), { minLength: 1, maxLength: 20 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom<(text: string) => Buffer>(
        (text) => Buffer.from(text),
        gbk,
        utf16,
        (text) => utf16(text).swap16(),
      ),
      async (written, separator, end, encode) => {
        const lines = written.map(([title, text]) =>
          ['3302-Z01', title, '片组', '330203', cell(text.replaceAll('\n', end))].join(separator),
        );
        const text = ['协作区代码,协作区名称,协作区类型,成员,编组原则'.replaceAll(',', separator), ...lines].join(end);
        const { rows, faults } = await read(encode(text));
        expect(told(faults)).toEqual([]);
        let line = 2;
        expect(rows.map((row) => [row.line, row.cells])).toMatchObject(
          written.map(([title, principleText]) => {
            const at = line;
            line += principleText.split('\n').length;
            return [at, { name: title, principle: principleText.replaceAll(/\s+/g, ' ').trim() || null }];
          }),
        );
      },
    ),
    { numRuns: 60 },
  );
});
