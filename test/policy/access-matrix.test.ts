import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMINISTRATORS, Duty } from '../../src/jurisdiction/duties.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { matrixWorld, type Standpoint } from './matrix/matrixWorld.js';
import { countedMonths, monthOf } from './statistics/counted.js';
import { Worlds } from './worlds/insert.js';
import { PolicyTables } from './worlds/policyTables.js';
import type { Noun } from './worlds/world.js';

/* Duty × relation × facet as the policies have it, as a text to review: a change of access is a change of that file. */

const FILE = 'golden/access-matrix.md';
const HOW = 'else review the change, then: npx vitest run test/policy/access-matrix.test.ts --update';
const NOUNS: Record<Noun, string> = {
  clue: 'Clues 问题线索',
  supervisionItem: 'Supervision items 督办',
  jointCase: 'Joint cases 联合办案',
};
const DUTIES = Object.keys(Duty) as Duty[];
const LETTERS: Record<string, string> = { ledger: 'L', petition: 'P', content: 'C', reporter: 'R' };

let db: TestDatabase;
let worlds: Worlds;
let tables: PolicyTables;
beforeAll(async () => {
  db = await cloneDatabase();
  worlds = await Worlds.open(db);
  tables = await PolicyTables.open(db);
});
afterAll(async () => {
  await tables.end();
  await worlds.end();
  await db.drop();
});

/** Letters of the facets by the matter's id, in the order of LETTERS. */
async function seenBy({ viewer }: Standpoint): Promise<ReadonlyMap<string, string>> {
  const rows = (await tables.rowsFor(viewer, false)).map((row) => row.split(' ') as [table: string, id: string]);
  const seen = new Map<string, string>();
  for (const [facet, letter] of Object.entries(LETTERS)) {
    const holds = (table: string) => (/_(petition|content|reporter)$/.exec(table)?.[1] ?? 'ledger') === facet;
    for (const [table, id] of rows) if (holds(table)) seen.set(id, (seen.get(id) ?? '') + letter);
  }
  return seen;
}

/** The three administrators (三员) never belong to all. */
function inWords(duties: Duty[]): string {
  const others = DUTIES.filter((duty) => !ADMINISTRATORS.includes(duty));
  return duties.length === others.length && others.every((duty) => duties.includes(duty))
    ? 'all but administrators'
    : duties.toSorted().join(', ');
}

it(`duty × relation × facet is as committed (${HOW})`, { timeout: 120_000 }, async () => {
  const { world, standpoints } = matrixWorld(Math.floor(Date.now() / 1000) * 1000);
  await worlds.insert(world);
  const rows: Record<Noun, Map<string, Duty[]>> = {
    clue: new Map(),
    supervisionItem: new Map(),
    jointCase: new Map(),
  };
  const relations: Record<Noun, Set<string>> = { clue: new Set(), supervisionItem: new Set(), jointCase: new Set() };
  for (const standpoint of standpoints) {
    const seen = await seenBy(standpoint);
    const months = await countedMonths(db.owner, standpoint.viewer);
    const counted = new Set(world.clues.filter((clue) => months.has(monthOf(clue))).map(({ id }) => id));
    const { unit, viewer } = standpoint;
    const place = `${unit.kind}${unit.officeKind ? ` ${unit.officeKind}` : ''}`;
    for (const noun of Object.keys(NOUNS) as Noun[]) {
      for (const [relation, id] of standpoint.matters[noun]) {
        relations[noun].add(relation);
        const letters = seen.get(id) ?? '';
        const figures = counted.has(id) ? 'S' : '';
        if (!letters && !figures) continue;
        const row = `${relation} | ${letters || '–'} | ${figures || '–'} | ${place}`;
        rows[noun].set(row, [...(rows[noun].get(row) ?? []), viewer.post.duty]);
      }
    }
  }
  const sections = (Object.keys(NOUNS) as Noun[]).map((noun) => [
    `## ${NOUNS[noun]}`,
    '',
    'Tried, each for every unit and duty:',
    '',
    ...[...relations[noun]].map((relation) => `- ${relation}`),
    '',
    '| relation | sees | figures | unit | duties |',
    '|---|---|---|---|---|',
    ...[...rows[noun]].map(([row, duties]) => `| ${row} | ${inWords(duties)} |`).sort(),
    '',
  ]);
  const text = [
    '# Duty × relation × facet',
    '',
    'Written by test/policy/access-matrix.test.ts from the policies themselves, over one small fixed world; a change of',
    'access shows here. L ledger 台账, P petition 信访, C content 内容, R reporter 反映人; figures: S 统计 where those that',
    'the post may have count the clue (fixed tables; of clues only). Where there is no line, nothing.',
    'Every post is also in charge of one office (what that opens, opens to leaders), and every office looks after one',
    `organ (联系). Tried: ${standpoints.length} posts, ${DUTIES.length} duties in each of ${standpoints.length / DUTIES.length} units.`,
    '',
    ...sections.flat(),
  ].join('\n');
  await expect(text).toMatchFileSnapshot(FILE);
  // A text that shows nothing to anybody would be equal to itself too.
  expect(text).toMatch(/\| LPCR \|/);
  expect(rows.clue.size).toBeGreaterThan(100);
});
