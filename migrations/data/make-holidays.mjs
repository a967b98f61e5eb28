// Writes national-days.ts from the State Council's yearly notices, as chinese-days has them. To renew it:
//   npm ci --prefix migrations/data && node migrations/data/make-holidays.mjs
// From the first whole year of the organs on. What a year adds is stored by a migration that calls storeNationalDays.
import { readFileSync, writeFileSync } from 'node:fs';

const PACKAGE = new URL('node_modules/chinese-days/', import.meta.url);
const TARGET = new URL('national-days.ts', import.meta.url);
const SINCE = '2018-01-01';

const read = (file) => JSON.parse(readFileSync(new URL(file, PACKAGE), 'utf8'));
const { version } = read('package.json');
const { holidays, workdays } = read('dist/chinese-days.json');

const rows = (days, kind) =>
  Object.entries(days)
    .filter(([day]) => day >= SINCE)
    .map(([day, words]) => {
      const [, name] = /^[^,]+,([^,]+),\d+$/.exec(words) ?? [];
      if (!name || !/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Error(`cannot read ${day} ${words}`);
      return `${day} ${kind} ${name}`;
    });
const lines = [...rows(holidays, 'HOLIDAY'), ...rows(workdays, 'WORKDAY')].sort();
if (new Set(lines.map((line) => line.slice(0, 10))).size !== lines.length) throw new Error('a day is there twice');

writeFileSync(
  TARGET,
  `/**
 * Holidays, and the days worked for them, of the whole country, as the State Council announced each year: chinese-days
 * ${version} (MIT). Made by make-holidays.mjs; do not edit.
 */
export const NATIONAL_DAYS = \`\\
${lines.join('\n')}
\`;
`,
);
