import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inventedName } from '../../src/demo/people/names.js';
import { Random } from '../../src/demo/random.js';
import { DUTY_WORDS, OFFICE_WORDS, TABLES, TABLE_NAMES, type Table } from '../../src/import/tables.js';
import { writeWorkbook } from './workbookFile.js';

export interface ProvinceSize {
  /** All tiers together; beyond a hundred and some counties they are townships. */
  readonly organs: number;
  /** Offices and groups. */
  readonly units: number;
  readonly persons: number;
  readonly seed?: string;
  /** Of a province that there is not, so that everything in it is new. */
  readonly province?: string;
}

export const WHOLE_PROVINCE: ProvinceSize = { organs: 3_000, units: 12_000, persons: 60_000 };

const CITIES = 12;
const COUNTIES_OF_CITY = 9;
const OFFICES = (Object.keys(OFFICE_WORDS) as (keyof typeof OFFICE_WORDS)[]).filter(
  (each) => !each.endsWith('_CENTRE'),
);
const SINCE = '2021-01-04';

/**
 * An invented province, row by row: nothing is kept, each row is made anew from its number and the seed. The same size
 * and seed give the same bytes.
 */
export class GeneratedProvince {
  private readonly province: string;
  private readonly seed: string;

  constructor(readonly size: ProvinceSize) {
    this.province = size.province ?? '90';
    this.seed = size.seed ?? 'province';
  }

  /** How many rows a table has, without its headings. */
  count(table: Table): number {
    let count = 0;
    for (const _ of this.rows(table)) count += 1;
    return count;
  }

  /** A table's rows in the order of its columns, headings left out. */
  *rows(table: Table): Generator<readonly string[]> {
    const columns = Object.keys(TABLES[table].columns);
    for (const cells of this[table]()) yield columns.map((column) => cells[column] ?? '');
  }

  *csv(table: Table): Generator<string> {
    yield `\ufeff${headings(table).join(',')}\r\n`;
    for (const row of this.rows(table)) yield `${row.map(quoted).join(',')}\r\n`;
  }

  async writeCsv(folder: string): Promise<Record<Table, string>> {
    const paths = TABLE_NAMES.map((table) => [table, join(folder, `${table}.csv`)] as const);
    for (const [table, path] of paths)
      await pipeline(Readable.from(joined(this.csv(table))), createWriteStream(path, 'utf8'));
    return Object.fromEntries(paths) as Record<Table, string>;
  }

  async writeWorkbook(path: string, tables: readonly Table[] = TABLE_NAMES): Promise<string> {
    const all = (table: Table) => this.rows(table);
    return writeWorkbook(
      path,
      tables.map((table) => ({
        name: TABLES[table].zh,
        *rows() {
          yield headings(table);
          yield* all(table);
        },
      })),
    );
  }

  private *organs(): Generator<Record<string, string>> {
    for (let i = 0; i < this.size.organs; i += 1) {
      const code = this.organ(i);
      const [zh = ''] = [{ 2: '甲省', 4: '市', 6: '县', 9: '镇' }[code.length]];
      const name = code.length === 2 ? zh : `第${code.slice(2)}${zh}`;
      yield { code, name: `${name}${code.length === 9 ? '纪委' : '纪委监委'}`, kind: '机关', from: SINCE };
    }
  }

  private *offices(): Generator<Record<string, string>> {
    for (let i = 0; i < this.size.units; i += 1) {
      const { code, group, nth } = this.unit(i);
      if (group) continue;
      const office = OFFICES[nth % OFFICES.length]!;
      yield {
        code,
        name: nth < OFFICES.length ? OFFICE_WORDS[office][0] : `第${nth}${OFFICE_WORDS[office][0]}`,
        office: OFFICE_WORDS[office][0],
        ordinal: String((nth % 99) + 1),
        from: SINCE,
      };
    }
  }

  private *groups(): Generator<Record<string, string>> {
    for (let i = 0; i < this.size.units; i += 1) {
      const { code, group, nth, organ } = this.unit(i);
      if (!group) continue;
      const superior = this.organ(0);
      yield {
        code,
        name: `派驻第${nth}纪检监察组`,
        residents: `${nth}局；${nth}委`,
        counterparts: organ === superior ? '' : `${superior}-${code.split('-')[1]!}`,
        comprehensive: '是',
        from: SINCE,
      };
    }
  }

  private *zones(): Generator<Record<string, string>> {
    for (let city = 1; city <= Math.min(CITIES, this.size.organs - 1); city += 1) {
      const owner = this.organ(city);
      const members = Array.from({ length: COUNTIES_OF_CITY }, (_, i) => 1 + CITIES + (city - 1) * COUNTIES_OF_CITY + i)
        .filter((i) => i < this.size.organs)
        .map((i) => this.organ(i));
      if (members.length === 0) return;
      yield {
        code: `${owner}-Z01`,
        name: '第一协作区',
        kind: '协作区',
        members: members.join('；'),
        lead: owner,
        principle: '地域相邻、力量均衡、工作便利',
        from: SINCE,
      };
    }
  }

  /** By the second office of the organ above, which is one for supervision and inspection. */
  private *links(): Generator<Record<string, string>> {
    for (let i = 1; i < this.upper(); i += 1) {
      const target = this.organ(i);
      const office = this.upperIndex(target.slice(0, -2)) + 2 * this.upper();
      if (office < this.size.units) yield { office: this.unit(office).code, target, from: SINCE };
    }
  }

  private *persons(): Generator<Record<string, string>> {
    for (let i = 0; i < this.size.persons; i += 1) {
      const random = new Random(`${this.seed}:person:${i}`);
      const name = inventedName(random);
      yield {
        number: numberOf(i),
        name: random.chance(0.02) ? `${name.slice(1)}江·${inventedName(random).slice(1)}` : name,
        subject: `${this.seed}-${i}`,
        clearance: String(random.integer(0, 2)),
      };
    }
  }

  /** Each organ's principal, two leaders for each of the upper ones, then heads and officers of the units in turn. */
  private *posts(): Generator<Record<string, string>> {
    const { organs, units, persons } = this.size;
    const leaders = this.upper() * 2;
    for (let i = 0; i < persons; i += 1) {
      const post = { person: numberOf(i), from: SINCE, main: '是' };
      const rest = i - organs - leaders;
      if (i < organs) yield { ...post, unit: this.organ(i), duty: DUTY_WORDS.PRINCIPAL[0] };
      else if (rest < 0) {
        const organ = (i - organs) >> 1;
        const branch = organ < units ? this.unit(organ).code : '';
        yield { ...post, unit: this.organ(organ), duty: DUTY_WORDS.LEADER_IN_CHARGE[0], branch };
      } else if (units > 0) {
        const { code } = this.unit(rest % units);
        yield { ...post, unit: code, duty: rest < units ? DUTY_WORDS.OFFICE_HEAD[0] : DUTY_WORDS.OFFICER[0] };
      }
    }
  }

  private upper(): number {
    return Math.min(1 + CITIES + CITIES * COUNTIES_OF_CITY, this.size.organs);
  }

  /** The province, its cities, their counties, and townships in turn. */
  private organ(i: number): string {
    if (i === 0) return this.province;
    if (i <= CITIES) return this.province + two(i);
    const county = (nth: number) =>
      this.province + two(Math.floor(nth / COUNTIES_OF_CITY) + 1) + two((nth % COUNTIES_OF_CITY) + 1);
    const nth = i - 1 - CITIES;
    const counties = CITIES * COUNTIES_OF_CITY;
    if (nth < counties) return county(nth);
    const township = nth - counties;
    return county(township % counties) + String(Math.floor(township / counties) + 1).padStart(3, '0');
  }

  /** The upper organs take one unit each in turn, so that of an organ's units half are offices and half groups. */
  private unit(i: number): { code: string; organ: string; group: boolean; nth: number } {
    const organ = this.organ(i % this.upper());
    const round = Math.floor(i / this.upper());
    const nth = Math.floor(round / 2);
    const group = round % 2 === 1;
    return {
      code: `${organ}-${group ? 'G' : 'B'}${String(nth + 1).padStart(3, '0')}`,
      organ,
      group,
      nth: nth + (group ? 1 : 0),
    };
  }

  private upperIndex(code: string): number {
    for (let i = 0; i < this.upper(); i += 1) if (this.organ(i) === code) return i;
    throw new Error(`the generated province has no organ ${code}`);
  }
}

const headings = (table: Table): string[] => Object.values(TABLES[table].columns).map(({ zh }) => zh);
const numberOf = (i: number): string => `P${String(i + 1).padStart(7, '0')}`;
const two = (number: number): string => String(number).padStart(2, '0');
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function* joined(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < 32 * 1024) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
