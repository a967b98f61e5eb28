import fc from 'fast-check';
import { buildSchema, type GraphQLEnumType } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/import/columns.js';
import { beginOf, dayOf } from '../../src/import/days.js';
import { letterOf, remark, REMARKS, shown, Wrong } from '../../src/import/faults.js';
import { normalCode, normalName, normalText } from '../../src/import/normal.js';
import * as tables from '../../src/import/tables.js';

const { TABLES, TABLE_NAMES } = tables;

/** What a cell comes to, or the code of what is wrong with it. */
function read<T>(column: Column<T>, text: string, number?: 'PLAIN' | 'DATE' | 'ZEROS'): T | string {
  try {
    return column.read({ text, ...(number ? { number } : {}) });
  } catch (error) {
    if (error instanceof Wrong) return error.code;
    throw error;
  }
}

describe('dates', () => {
  it.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-1-3', '2026-01-03'],
    ['2026/11/23', '2026-11-23'],
    ['2026.11.23', '2026-11-23'],
    ['2026年11月23日', '2026-11-23'],
    ['２０２６年１１月２３日', '2026-11-23'],
    ['20261123', '2026-11-23'],
    ['46349', '2026-11-23'],
    ['36526', '2000-01-01'],
    ['2024-02-29', '2024-02-29'],
    ['2026-11-23 00:00:00', '2026-11-23'],
    ['2026/11/23 0:00', '2026-11-23'],
    ['2026-11-23 08:30', 'DATE_HAS_TIME'],
    ['46349.5', 'DATE_HAS_TIME'],
    ['2026-02-29', 'DATE'],
    ['2026-13-01', 'DATE'],
    ['2026-00-10', 'DATE'],
    ['26-11-23', 'DATE'],
    ['2026-11/23', 'DATE'],
    ['2026年11月', 'DATE'],
    ['11/23/2026', 'DATE'],
    ['1900-01-01', 'DATE'],
    ['9999-12-31', 'DATE'],
    ['00000', 'DATE'],
    ['明天', 'DATE'],
  ])('%s is %s', (text, day) => {
    expect(read(TABLES.posts.columns.from, text)).toBe(day);
  });

  it('every day can be written in every form, and begins in China', () => {
    const days = fc.date({ min: new Date('1950-01-01'), max: new Date('2173-10-13'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        const [y, m, d] = day.split('-').map(Number);
        const serial = Math.floor(date.getTime() / 86_400_000) + 25_569;
        const forms = [day, `${y}/${m}/${d}`, `${y}年${m}月${d}日`, day.replaceAll('-', ''), String(serial)];
        for (const form of forms) expect(dayOf(form)).toBe(day);
        expect(beginOf(day).toISOString()).toBe(new Date(Date.parse(day) - 8 * 3_600_000).toISOString());
      }),
    );
  });
});

describe('text', () => {
  it.each([
    ['　第１纪检监察室　', '第1纪检监察室'],
    ['组织部（干部监督室）', '组织部（干部监督室）'],
    ['a\u200bb\ufeff', 'ab'],
    ['e\u0301', 'é'],
    ['两 \t\n 段', '两 段'],
  ])('%j is kept as %j', (given, kept) => expect(normalText(given)).toBe(kept));

  it.each(['·', '•', '‧', '∙', '⋅', '・', '･', '.', '．', ' · ', ' • '])('the dot %j in a name', (dot) =>
    expect(normalName(`买买提${dot}吐尔逊`)).toBe('买买提·吐尔逊'),
  );

  it('a name that was spread is the same name', () => {
    expect(normalName('张　三')).toBe('张三');
    expect(normalName('J. Smith')).toBe('J. Smith');
  });

  it.each(['\u0007', '\u0000', '\ufffd', '\ue000', '\u202e', '\ud800', '\uffff'])('%j is refused', (character) =>
    expect(read(TABLES.persons.columns.name, `张${character}三`)).toBe('CHARACTER_REFUSED'),
  );

  it('what is normal stays as it is', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, fc.constantFrom(normalText, normalCode, normalName), (given, normal) => {
        let once: string;
        try {
          once = normal(given);
        } catch {
          return;
        }
        expect(normal(once)).toBe(once);
      }),
    );
  });
});

describe('codes', () => {
  const { columns: organs } = TABLES.organs;
  const { columns: posts } = TABLES.posts;
  it.each([
    ['33', '33'],
    ['3302', '3302'],
    ['３３０２０３', '330203'],
    ['330203001', '330203001'],
    ['330200', 'DIVISION_CODE'],
    ['3300', 'DIVISION_CODE'],
    ['330203000', 'DIVISION_CODE'],
    ['330203000000', 'DIVISION_CODE'],
    ['33020300', 'DIVISION_CODE'],
    ['033020', 'DIVISION_CODE'],
    ['宁波市', 'DIVISION_CODE'],
    ['1.1E+11', 'NUMBER_INEXACT'],
    ['330203.5', 'NUMBER_INEXACT'],
  ])('the organ %s is %s', (text, code) => expect(read(organs.code, text)).toBe(code));

  it.each([
    ['330203', '330203'],
    ['330203-B01', '330203-B01'],
    ['330203－b01', '330203-B01'],
    ['330203 - B01', '330203-B01'],
    ['330203-', 'UNIT_CODE'],
    ['330203-B01-2', 'UNIT_CODE'],
    ['330200-B01', 'UNIT_CODE'],
    ['330203-01', 'UNIT_CODE'],
    ['330203-B012345678', 'UNIT_CODE'],
  ])('the unit %s is %s', (text, code) => expect(read(posts.unit, text)).toBe(code));

  it.each([
    ['P0001', 'P0001'],
    ['ｐ０００１', 'P0001'],
    ['000123', '000123'],
    ['a b', 'STAFF_NUMBER'],
    ['-1', 'STAFF_NUMBER'],
    ['9'.repeat(33), 'STAFF_NUMBER'],
    ['11010519491231002X', 'ID_NUMBER_REFUSED'],
    ['1.10105E+17', 'NUMBER_INEXACT'],
  ])('the staff number %s is %s', (text, code) => expect(read(posts.person, text)).toBe(code));

  it('what a spreadsheet made of a number is told', () => {
    expect(read(organs.code, '330203', 'PLAIN')).toBe('330203');
    expect(read(posts.person, '123', 'ZEROS')).toBe('ZEROS_LOST');
    expect(read(posts.person, '1234567890123456', 'PLAIN')).toBe('NUMBER_INEXACT');
    expect(read(posts.person, '46349', 'DATE')).toBe('CELL_IS_DATE');
    expect(read(posts.from, '46349', 'DATE')).toBe('2026-11-23');
    expect(read(TABLES.persons.columns.subject, '1.2E+20')).toBe('NUMBER_INEXACT');
  });

  it('other kinds', () => {
    expect(read(TABLES.persons.columns.clearance, '3')).toBe(3);
    expect(read(TABLES.persons.columns.clearance, '4')).toBe('NUMBER_RANGE');
    expect(read(TABLES.persons.columns.clearance, '-1')).toBe('NUMBER_RANGE');
    expect(read(TABLES.persons.columns.subject, 'a b')).toBe('SUBJECT');
    expect(read(TABLES.persons.columns.subject, '11010519491231002X')).toBe('ID_NUMBER_REFUSED');
    expect(read(TABLES.persons.columns.name, '名'.repeat(61))).toBe('CELL_TOO_LONG');
    expect(read(TABLES.persons.columns.name, '𠮷'.repeat(60))).toBe('𠮷'.repeat(60));
    expect(read(TABLES.persons.columns.name, '\u200b')).toBe('CELL_REQUIRED');
    expect(read(TABLES.persons.columns.name, ' ')).toBe('CELL_REQUIRED');
    expect(read(TABLES.zones.columns.members, '330203；330205;\n330206')).toEqual(['330203', '330205', '330206']);
    expect(read(TABLES.zones.columns.members, '330203；330203')).toBe('VALUE_TWICE');
    expect(read(TABLES.zones.columns.members, '；')).toBe('CELL_REQUIRED');
    expect(read(TABLES.zones.columns.members, '330203；乙')).toBe('UNIT_CODE');
    expect(['是', 'yes', 'TRUE', '1'].map((text) => read(posts.main, text))).toEqual([true, true, true, true]);
    expect(['否', 'No', 'FALSE', '0'].map((text) => read(posts.main, text))).toEqual([false, false, false, false]);
    expect(read(posts.main, '也许')).toBe('WORD_UNKNOWN');
    expect(read(posts.duty, 'office head')).toBe('OFFICE_HEAD');
    expect(read(posts.duty, '局长')).toBe('WORD_UNKNOWN');
    expect(posts.branch.read(undefined)).toEqual([]);
    expect(posts.until.read(undefined)).toBeNull();
  });
});

describe('words', () => {
  const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
  it.each([
    ['UnitKind', { ...tables.ORGAN_WORDS, ...tables.OFFICE_UNIT_WORDS }, ['DISPATCHED_GROUP']],
    ['OfficeKind', tables.OFFICE_WORDS, []],
    ['ZoneKind', tables.ZONE_WORDS, []],
    ['Duty', tables.DUTY_WORDS, []],
  ] as const)('%s are those of the API, all of them', (name, words: Record<string, readonly string[]>, besides) => {
    const values = (schema.getType(name) as GraphQLEnumType).getValues();
    expect([...Object.keys(words), ...besides].sort()).toEqual(values.map((value) => value.name).sort());
    const strangers = values.filter(({ name: each, description }) => {
      const [, said = ''] = /\(([^()]+)\)\.?$/.exec(description ?? '') ?? [];
      return words[each] && !said.split('、').some((word) => words[each]!.includes(word));
    });
    expect(strangers.map((each) => each.name)).toEqual([]);
  });

  it('headings name one column of a table, in each language', () => {
    for (const table of TABLE_NAMES) {
      const all = Object.entries(TABLES[table].columns).map(([name, { zh, en }]) => [name, zh, en.toLowerCase()]);
      const titles = all.flatMap((each) => [...new Set(each)]);
      expect(titles.filter((title, i) => titles.indexOf(title) < i)).toEqual([]);
    }
  });

  it('every fault has words in both languages that use the same details', () => {
    const details = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name).toSorted();
    for (const { zh, en } of Object.values(REMARKS)) expect(details(zh)).toEqual(details(en));
  });

  it('a fault shows the beginning of a cell, and nothing a terminal obeys', () => {
    expect(shown('x'.repeat(61))).toHaveLength(60);
    expect(shown('a\u001b[31m\u202e\n')).toBe('a�[31m��');
    const { zh } = remark(new Wrong('DIVISION_CODE', { text: '乙'.repeat(500) }));
    expect(zh).toContain(`“${'乙'.repeat(59)}…”`);
    expect([0, 25, 26, 51, 52, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  });
});
