import { type Table, TABLES } from './tables.js';

export type Wording = 'zh' | 'en';

/** An empty table to fill in: headings alone, with the mark by which Excel knows UTF-8. */
export function templateOf(table: Table, language: Wording = 'zh'): string {
  const headings = Object.values(TABLES[table].columns).map((column) => column[language]);
  return `\ufeff${headings.join(',')}\r\n`;
}

/** What a template is called when it is saved; a sheet of this name is known as the table. */
export function templateName(table: Table, language: Wording = 'zh'): string {
  return `${TABLES[table][language]}.csv`;
}
