import { LIMITS } from './limits.js';

/**
 * What can be said of a file: its stable code and the words for the reader. A notice tells what was done with the
 * file; anything else keeps it from being taken in. `{name}` is filled from the details.
 */
export const REMARKS = {
  // The file.
  FILE_EMPTY: { zh: '文件是空的。', en: 'The file is empty.' },
  FILE_TOO_LARGE: { zh: '文件超过 {limit} MB。', en: 'The file has more than {limit} MB.' },
  FILE_IS_OLD_EXCEL: {
    zh: '这是旧版 Excel 文件（.xls），请另存为 .xlsx 后重新上传。',
    en: 'This is a workbook of the old kind (.xls); save it as .xlsx and send that.',
  },
  FILE_HAS_PASSWORD: {
    zh: '工作簿设有打开密码，请取消密码后重新上传。',
    en: 'The workbook is protected by a password; take the password off and send it again.',
  },
  FILE_IS_PAGE: {
    zh: '这是网页或 XML 文件，不是表格；请用 Excel 打开后另存为 .xlsx。',
    en: 'This is a web page or XML, not a table; open it in Excel and save it as .xlsx.',
  },
  FILE_IS_BINARY: {
    zh: '文件第 {offset} 字节处有空字符，不是 CSV 或 XLSX。',
    en: 'There is a NUL at byte {offset}: this is neither CSV nor XLSX.',
  },
  TOO_MANY_FAULTS: {
    zh: '错误已达 {limit} 处，其余不再检查。',
    en: 'There are {limit} faults; the rest was not looked at.',
  },
  // Encoding and CSV.
  ENCODING_RECOGNISED: {
    notice: true,
    zh: '文件编码识别为 {encoding}，已转换。',
    en: 'The file was recognised as {encoding} and converted.',
  },
  ENCODING_BROKEN: {
    zh: '文件编码为 {encoding}，但第 {offset} 字节处损坏。',
    en: 'The file is in {encoding}, which is broken at byte {offset}.',
  },
  ENCODING_UNKNOWN: {
    zh: '无法识别文件编码：第 {utf8} 字节起不是 UTF-8，第 {gb18030} 字节起不是 GB18030（GBK）。',
    en: 'The encoding is not known: from byte {utf8} on it is not UTF-8, from byte {gb18030} on not GB18030 (GBK).',
  },
  LINE_TOO_LONG: { zh: '一行超过 {limit} 字节。', en: 'A line has more than {limit} bytes.' },
  RECORD_TOO_LONG: {
    zh: '一条记录（含引号内的换行）超过 {limit} 字节，或引号没有成对。',
    en: 'A record, with the line breaks in quotes, has more than {limit} bytes, or a quote is not closed.',
  },
  QUOTE_NOT_CLOSED: { zh: '引号没有结束。', en: 'A quote is not closed.' },
  QUOTE_MISPLACED: {
    zh: '引号位置不正确：含引号的单元格须整个加引号，其中的引号写两次。',
    en: 'A quote is out of place: quote the whole cell, and write a quote inside it twice.',
  },
  // XLSX.
  WORKBOOK_DAMAGED: {
    zh: '工作簿已损坏：{reason.zh}',
    en: 'The workbook is damaged: {reason.en}',
  },
  WORKBOOK_UNSAFE: {
    zh: '工作簿不安全，未读取：{reason.zh}',
    en: 'The workbook is not safe and was not read: {reason.en}',
  },
  WORKBOOK_TOO_LARGE: {
    zh: '工作簿超出限制：{reason.zh}。请改用 CSV，或拆成几个文件。',
    en: 'The workbook goes beyond a limit: {reason.en}. Use CSV, or several files.',
  },
  WORKBOOK_IS_BINARY: {
    zh: '这是二进制工作簿（.xlsb），请另存为 .xlsx 后重新上传。',
    en: 'This is a binary workbook (.xlsb); save it as .xlsx and send that.',
  },
  SHEET_HIDDEN: {
    notice: true,
    zh: '工作表“{sheet}”是隐藏的，未读取。',
    en: 'The sheet “{sheet}” is hidden and was not read.',
  },
  SHEET_LEFT_OUT: {
    notice: true,
    zh: '工作表“{sheet}”不是可导入的表，未读取。',
    en: 'The sheet “{sheet}” is none of the tables and was not read.',
  },
  ROWS_HIDDEN: {
    notice: true,
    zh: '有 {count} 行是隐藏的，也已读取。',
    en: '{count} rows are hidden; they were read as well.',
  },
  MERGED_CELLS: { zh: '有合并单元格（{range}），请取消合并。', en: 'Cells are merged ({range}); undo that.' },
  FORMULA: {
    zh: '单元格是公式，请粘贴为值；不采用公式的缓存结果。',
    en: 'The cell is a formula; paste it as a value. What a formula once came to is not taken.',
  },
  ERROR_CELL: { zh: '单元格是错误值。', en: 'The cell holds an error of the spreadsheet.' },
  CELL_IS_DATE: {
    zh: '单元格被表格软件当作日期，请设为文本后重新填写。',
    en: 'The spreadsheet made a date of this cell; format it as text and write it again.',
  },
  NUMBER_INEXACT: {
    zh: '编号被表格软件变成了小数或科学计数，位数已丢失；请设为文本后重新填写。',
    en: 'The spreadsheet made a rounded number of this; format the cell as text and write it again.',
  },
  ZEROS_LOST: {
    zh: '编号的前导零只是显示出来，并未保存；请设为文本后重新填写。',
    en: 'The zeros in front are shown but not kept; format the cell as text and write it again.',
  },
  // Headings.
  TABLE_UNKNOWN: {
    zh: '没有识别出是哪张表：第一行须为模板的列名。',
    en: 'No table was recognised: the first row must have the headings of the template.',
  },
  TABLE_TWICE: { zh: '“{table}”出现了不止一次。', en: 'The table “{table}” is there more than once.' },
  HEADING_UNKNOWN: { zh: '“{table}”没有“{heading}”这一列。', en: '“{table}” has no column “{heading}”.' },
  HEADING_TWICE: { zh: '“{heading}”列重复。', en: 'The column “{heading}” is there twice.' },
  HEADING_MISSING: { zh: '“{table}”缺少“{heading}”列。', en: '“{table}” lacks the column “{heading}”.' },
  TOO_MANY_COLUMNS: { zh: '超过 {limit} 列。', en: 'There are more than {limit} columns.' },
  ID_NUMBER_REFUSED: {
    zh: '不接收身份证号；请用人员编号区分同名人员。',
    en: 'Identity numbers are not taken; tell people of one name apart by their staff numbers.',
  },
  // Rows and cells.
  CELL_COUNT: {
    zh: '这一行有 {has} 个单元格，表头有 {wants} 个。',
    en: 'This row has {has} cells, the headings are {wants}.',
  },
  CELL_WITHOUT_HEADING: { zh: '这一列没有列名，却有内容。', en: 'There is something in a column without a heading.' },
  CELL_TOO_LONG: { zh: '超过 {limit} 个字符。', en: 'This has more than {limit} characters.' },
  CELL_REQUIRED: { zh: '不能为空。', en: 'This may not be empty.' },
  CHARACTER_REFUSED: {
    zh: '含有不能接收的字符 {character}（控制字符、造字或乱码）。',
    en: 'There is a character that is not taken, {character}: a control, one of private use, or one already broken.',
  },
  DIVISION_CODE: {
    zh: '“{text}”不是行政区划代码：省 2 位、市 4 位、县 6 位、乡镇 9 位，末尾不补零。',
    en: '“{text}” is no division code: 2, 4, 6 or 9 digits, without zeros to fill them up.',
  },
  UNIT_CODE: {
    zh: '“{text}”不是机构代码：机关用行政区划代码，其他机构用“机关代码-编号”，如 330203-B01。',
    en: '“{text}” is no unit code: an organ has its division code, any other unit that code and its own: 330203-B01.',
  },
  STAFF_NUMBER: {
    zh: '“{text}”不是人员编号：1 至 32 位字母、数字、点、下划线或短横。',
    en: '“{text}” is no staff number: 1 to 32 letters, digits, dots, underscores or hyphens.',
  },
  SUBJECT: {
    zh: '统一身份标识不能含空格，最长 200 个字符。',
    en: 'An identity has no spaces and 200 characters at most.',
  },
  WORD_UNKNOWN: { zh: '“{text}”不在可选值之中：{words}。', en: '“{text}” is none of: {words}.' },
  NUMBER_RANGE: {
    zh: '“{text}”不是 {low} 至 {high} 的整数。',
    en: '“{text}” is not a whole number from {low} to {high}.',
  },
  DATE: {
    zh: '“{text}”不是日期；请写 2026-11-23、2026/11/23、2026年11月23日或 20261123。',
    en: '“{text}” is no date; write 2026-11-23, 2026/11/23, 2026年11月23日 or 20261123.',
  },
  DATE_HAS_TIME: { zh: '只写日期，不写时刻。', en: 'Give the day alone, without a time.' },
  VALUE_TWICE: { zh: '“{text}”写了两次。', en: '“{text}” is there twice.' },
  ENDS_BEFORE: { zh: '须晚于“{heading}”。', en: 'This must be after “{heading}”.' },
  SAME_UNIT: { zh: '不能与“{heading}”相同。', en: 'This may not be the same as “{heading}”.' },
  PARENT_UNIT: { zh: '上级机关的代码须是本机关代码的前几位。', en: 'A code begins with the code of the organ above.' },
  ONLY_FOR_LEADERS: {
    zh: '只有分管领导才填分管部门。',
    en: 'Only leaders in charge have units they are in charge of.',
  },
  OTHER_ORGAN: { zh: '分管部门须属于任职的机关。', en: 'A leader is in charge of units of the same organ.' },
  OFFICE_FUNCTION: {
    zh: '“{heading}”与机构类型不符，或没有填写。',
    en: '“{heading}” is missing, or does not fit the kind of unit.',
  },
} as const satisfies Record<string, { zh: string; en: string; notice?: true }>;

export type RemarkCode = keyof typeof REMARKS;
type Both = { readonly zh: string; readonly en: string };
export type Details = Readonly<Record<string, string | number | Both>>;

/** Where in the file: what is not known is null. Lines are those of the file, a workbook's those of the sheet. */
export interface Place {
  readonly sheet: string | null;
  readonly line: number | null;
  /** The letter of the column, and what stands above it. */
  readonly column: string | null;
  readonly heading: string | null;
  /** C12. */
  readonly cell: string | null;
}

/** What is said of a file or of one of its cells. It holds no name of anybody and no cell of free text. */
export interface Remark extends Place {
  readonly kind: 'fault' | 'notice';
  readonly code: RemarkCode;
  readonly zh: string;
  readonly en: string;
}

export const NOWHERE: Place = { sheet: null, line: null, column: null, heading: null, cell: null };

/** What is wrong, before it is known where: columns throw it at a cell, readers at a file. */
export class Wrong extends Error {
  constructor(
    readonly code: RemarkCode,
    readonly details: Details = {},
    readonly place: Partial<Place> = {},
  ) {
    super(code);
    this.name = 'Wrong';
  }
}

export function remark({ code, details, place: own }: Wrong, place: Partial<Place> = {}): Remark {
  const words: Both & { notice?: true } = REMARKS[code];
  return {
    kind: words.notice ? 'notice' : 'fault',
    code,
    ...NOWHERE,
    ...place,
    ...own,
    zh: filled(words.zh, details, 'zh'),
    en: filled(words.en, details, 'en'),
  };
}

function filled(text: string, details: Details, language: keyof Both): string {
  return text.replaceAll(/\{(\w+)(?:\.\w+)?\}/g, (_, name: string) => {
    const detail = details[name] ?? '';
    return typeof detail === 'object' ? detail[language] : shown(String(detail));
  });
}

/** What a fault may show of a cell: its beginning, and nothing that a terminal or a page would obey. */
export function shown(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu, '�');
  const characters = Array.from(plain);
  return characters.length <= LIMITS.shown ? plain : `${characters.slice(0, LIMITS.shown - 1).join('')}…`;
}

/** A, B, … Z, AA: the columns of a spreadsheet from 0. */
export function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}
