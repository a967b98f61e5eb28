import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { readImport } from '../../src/import/readImport.js';
import { type Table, TABLE_NAMES, TABLES } from '../../src/import/tables.js';
import { GeneratedProvince, WHOLE_PROVINCE } from '../support/generatedProvince.js';
import { importFolder } from '../support/importFiles.js';
import { writeWorkbook } from '../support/workbookFile.js';

const folder = importFolder();
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is held, once nobody holds anything that he need not. */
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

interface Known {
  readonly units: Set<string>;
  readonly persons: Set<string>;
  readonly keys: Set<string>;
}

/** Reads a file to its end; every row is looked at, and what is held is weighed now and then. */
async function readThrough(file: string, every: number, look?: (table: Table, key: string) => void) {
  const counts: Partial<Record<Table, number>> = {};
  const weights: number[] = [];
  let rows = 0;
  for await (const row of readImport(file)) {
    if (row.kind !== 'row') throw new Error(`${row.code} ${row.cell ?? row.line}`);
    counts[row.table] = (counts[row.table] ?? 0) + 1;
    look?.(row.table, (TABLES[row.table].key as (cells: unknown) => string)(row.cells));
    rows += 1;
    if (rows % every === 0) weights.push(held());
  }
  // The least of each half: buffers that the platform has not given back yet come and go.
  const half = Math.floor(weights.length / 2);
  const growth = Math.min(...weights.slice(half)) - Math.min(...weights.slice(0, half));
  return { counts, growth };
}

const WHOLE = { organs: 3_000, offices: 6_050, groups: 5_950, zones: 12, links: 120, persons: 60_000, posts: 60_000 };

it('a province of 3,000 organs, 12,000 offices and groups and 60,000 persons is read, and names what is in it', async () => {
  const files = await new GeneratedProvince(WHOLE_PROVINCE).writeCsv(folder.path('.'));
  const known: Known = { units: new Set(), persons: new Set(), keys: new Set() };
  const counts: Partial<Record<Table, number>> = {};
  for (const table of TABLE_NAMES) {
    const read = await readThrough(files[table], Number.MAX_SAFE_INTEGER, (of, key) => {
      if (known.keys.has(`${of} ${key}`)) throw new Error(`twice: ${key}`);
      known.keys.add(`${of} ${key}`);
      if (of === 'organs' || of === 'offices' || of === 'groups') known.units.add(key);
      if (of === 'persons') known.persons.add(key);
      if (of !== 'posts' && of !== 'links') return;
      const [a = '', b = ''] = key.split(' ');
      if (!known.units.has(b) || !(of === 'posts' ? known.persons : known.units).has(a)) throw new Error(key);
    });
    Object.assign(counts, read.counts);
  }
  expect(counts).toEqual(WHOLE);
});

it('the same size and seed give the same bytes', async () => {
  const size = { organs: 200, units: 500, persons: 900 };
  const digest = async (seed: string) => {
    const files = await new GeneratedProvince({ ...size, seed }).writeCsv(folder.path('.'));
    const hash = createHash('sha256');
    for (const table of TABLE_NAMES) hash.update(readFileSync(files[table]));
    return hash.digest('hex');
  };
  const one = await digest('one');
  expect(await digest('one')).toBe(one);
  expect(await digest('two')).not.toBe(one);
});

it('the same province is read from a workbook', async () => {
  const province = new GeneratedProvince({ organs: 300, units: 1_200, persons: 6_000 });
  const { counts } = await readThrough(await province.writeWorkbook(folder.path('all.xlsx')), Number.MAX_SAFE_INTEGER);
  expect(counts).toEqual(Object.fromEntries(TABLE_NAMES.map((table) => [table, province.count(table)])));
});

it('what is held does not grow with the file', async () => {
  const principle = `地域相邻、力量均衡、工作便利。${' '.repeat(3_500)}`;
  const members = Array.from({ length: 20 }, (_, i) => `3302${11 + i}`).join('；');
  function* wide(): Generator<string> {
    yield '协作区代码,协作区名称,协作区类型,成员,编组原则\n';
    for (let i = 0; i < 9_000; i += 1) yield `3302-Z${i},"第${i}\n协作区",协作区,${members},${principle}\n`;
  }
  const file = folder.path('wide.csv');
  await pipeline(Readable.from(wide()), createWriteStream(file));
  expect(readFileSync(file).length).toBeGreaterThan(30 * 2 ** 20);
  const { counts, growth } = await readThrough(file, 1_000);
  expect(counts).toEqual({ zones: 9_000 });
  expect(growth).toBeLessThan(10);
});

it('what is held of a workbook grows by its texts alone', async () => {
  const rows = 20_000;
  const sheets = [
    {
      name: '人员',
      *rows() {
        yield ['人员编号', '姓名', '离职日期'];
        for (let i = 0; i < rows; i += 1) yield [i + 1, { xml: '<c t="inlineStr"><is><t>张三</t></is></c>' }, 46_349];
      },
    },
  ];
  const { counts, growth } = await readThrough(await writeWorkbook(folder.path('rows.xlsx'), sheets), 2_000);
  expect(counts).toEqual({ persons: rows });
  expect(growth).toBeLessThan(1.5);
});
