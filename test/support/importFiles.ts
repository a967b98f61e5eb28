import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Remark } from '../../src/import/faults.js';
import { readImport, type Reading } from '../../src/import/readImport.js';
import type { Row } from '../../src/import/rows.js';
import { type SheetCell, type SheetToWrite, writeWorkbook } from './workbookFile.js';

/** A folder for the files of one test file, gone with it. */
export function importFolder(): { path(name: string): string; write(content: string | Uint8Array): string } {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-import-'));
  let count = 0;
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    write(content) {
      const file = path(`${(count += 1)}.csv`);
      writeFileSync(file, content);
      return file;
    },
  };
}

export async function readAll(
  file: string,
  reading?: Reading,
): Promise<{ rows: Row[]; faults: Remark[]; notices: Remark[] }> {
  const all: (Row | Remark)[] = [];
  for await (const each of readImport(file, reading)) all.push(each);
  return {
    rows: all.filter((each): each is Row => each.kind === 'row'),
    faults: all.filter((each): each is Remark => each.kind === 'fault'),
    notices: all.filter((each): each is Remark => each.kind === 'notice'),
  };
}

/** Faults as one reads them in a test: HEADING_UNKNOWN C1. */
export const told = (remarks: readonly Remark[]): string[] =>
  remarks.map(({ code, cell, line, column }) => [code, cell ?? [column ?? '', line ?? ''].join('')].join(' ').trim());

export const sheet = (
  name: string,
  rows: readonly (readonly SheetCell[])[],
  more: Partial<SheetToWrite> = {},
): SheetToWrite => ({ name, rows: () => rows, ...more });

let books = 0;
export function workbook(
  folder: { path(name: string): string },
  sheets: readonly SheetToWrite[],
  properties?: string,
): Promise<string> {
  return writeWorkbook(folder.path(`book-${(books += 1)}.xlsx`), sheets, properties);
}

/** GBK as Chinese Windows writes it: the platform decodes it only, so its table is turned around. */
export function gbk(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    if (character < '\x80') bytes.push(character.charCodeAt(0));
    else bytes.push(...(table().get(character) ?? [0x3f]));
  }
  return Buffer.from(bytes);
}

let turned: Map<string, [number, number]> | undefined;
function table(): Map<string, [number, number]> {
  if (turned) return turned;
  turned = new Map();
  const decoder = new TextDecoder('gbk');
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const character = decoder.decode(Uint8Array.of(high, low));
      if (low !== 0x7f && /^[^\ufffd]$/u.test(character)) turned.set(character, [high, low]);
    }
  return turned;
}
