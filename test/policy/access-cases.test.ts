import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { readAccessCases, type AccessCase } from './cases/accessCases.js';
import { casesWorld } from './cases/casesWorld.js';
import { facetsOf, isCounted, placeOf, standingOf, unitAt } from './oracle.js';
import { idOf } from './oracleRows.js';
import { countedMonths, monthOf } from './statistics/counted.js';
import { Worlds } from './worlds/insert.js';
import { PolicyTables } from './worlds/policyTables.js';
import { inForce, mattersOf, type Clue, type Facet, type Viewer } from './worlds/world.js';

/* The access cases of cases/access-cases.txt, each held to three judges: policies, API, and an oracle of its own. */

const { world, viewers, matters } = casesWorld(Math.floor(Date.now() / 1000) * 1000);
const ALL = readAccessCases();
const isOfFacets = (one: AccessCase): one is AccessCase & { facets: Facet[] } => one.facets !== null;
const CASES = ALL.filter(isOfFacets);
/** Figures are no facet of one matter. */
const FIGURES = ALL.filter((one) => !isOfFacets(one));
/** Has no account; the others are people of the world. */
const OUTSIDER: Viewer = {
  identity: 'outsider',
  person: { id: '', subject: 'outsider', clearance: 3, leftAt: null },
  post: { id: '', person: '', unit: 0, duty: 'PRINCIPAL', main: true, from: 0, to: null },
  chosen: false,
};
type Seen = ReadonlyMap<string, readonly Facet[]>;

let db: TestDatabase;
let api: TestApi;
let worlds: Worlds;
let tables: PolicyTables;
beforeAll(async () => {
  db = await cloneDatabase();
  api = await startApi(db);
  worlds = await Worlds.open(db);
  tables = await PolicyTables.open(db);
  await worlds.insert(world);
});
afterAll(async () => {
  await tables.end();
  await worlds.end();
  await api.stop();
  await db.drop();
});

const seen = (facets: Map<string, Facet[]>): Seen =>
  new Map([...facets].filter(([, some]) => some.includes('LEDGER')).map(([id, some]) => [id, some.sort()]));

const byPolicies = async (viewer: Viewer): Promise<Seen> => {
  const facets = new Map<string, Facet[]>();
  // Who has no post in force does not even get in.
  const rows = await tables.rowsFor(viewer, false).catch((error: unknown) => {
    expect(error).toMatchObject({ code: expect.stringMatching(/^LD00[123]$/) as string });
    return [];
  });
  for (const row of rows) {
    const [table, id] = row.split(' ') as [string, string];
    const facet = (/_(petition|content|reporter)$/.exec(table)?.[1] ?? 'ledger').toUpperCase() as Facet;
    facets.set(id, [...(facets.get(id) ?? []), facet]);
  }
  return seen(facets);
};

const ROWS = {
  clue: 'id petition { text } content { allegation } reporter { name }',
  supervisionItem: 'id content { requirement }',
  jointCase: 'id content { title }',
};
const LISTS = { clue: 'clues', supervisionItem: 'supervisionItems', jointCase: 'jointCases' } as const;
type Row = { id: string; petition?: object | null; content: object | null; reporter?: object | null };

/** By the lists and by each matter's own id; both must say the same. */
const byApi = async ({ person }: Viewer): Promise<Seen> => {
  const all = [...matters.values()];
  const lists = Object.entries(LISTS).map(
    ([noun, list]) => `${list}(first: 100) { totalCount nodes { ${ROWS[noun as keyof typeof ROWS]} } }`,
  );
  const nodes = all.map((one, n) => `n${n}: ${one.noun}(id: "${idOf(one)}") { ${ROWS[one.noun]} }`);
  const { data, errors } = await api.run(`{ ${lists.join('\n')} ${nodes.join('\n')} }`, person.subject);
  if (errors) {
    const refusals = ['PERSON_UNKNOWN', 'NO_POST_IN_FORCE', 'FORBIDDEN'];
    expect(refusals).toEqual(expect.arrayContaining(errors.map(({ extensions }) => extensions.code)));
    expect(Object.values((data ?? {}) as object).filter((answer) => answer !== null)).toEqual([]);
    return new Map();
  }
  const looked = all.flatMap((_, n) => (data[`n${n}`] as Row | null) ?? []);
  const listed = Object.values(LISTS).flatMap((list) => (data[list] as { nodes: Row[] }).nodes);
  const inOrder = (rows: Row[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(inOrder(listed)).toEqual(inOrder(looked));
  const facets = new Map<string, Facet[]>();
  for (const { id, petition, content, reporter } of listed) {
    const some: Facet[] = ['LEDGER'];
    if (petition) some.push('PETITION');
    if (content) some.push('CONTENT');
    if (reporter) some.push('REPORTER');
    facets.set(id.split('_')[1]!, some);
  }
  return seen(facets);
};

const byOracle = (viewer: Viewer): Promise<Seen> => {
  const left = viewer.person.leftAt !== null && viewer.person.leftAt <= world.now;
  if (viewer === OUTSIDER || left || !inForce(viewer.post, world)) return Promise.resolve(new Map());
  const standing = standingOf(world, viewer);
  const facets = mattersOf(world).map((matter): [string, Facet[]] => [
    matter.id,
    [...facetsOf(world, standing, matter)],
  ]);
  return Promise.resolve(seen(new Map(facets)));
};

const JUDGES = { 'the policies': byPolicies, 'the API': byApi, 'the oracle': byOracle };

describe.each(Object.entries(JUDGES))('to %s', (_, judge) => {
  const known = new Map<string, Promise<Seen>>();
  const seenBy = (name: string) => {
    const viewer = name === 'outsider' ? OUTSIDER : viewers.get(name);
    if (!viewer) throw new Error(`the access cases have no ${name}`);
    const answer = known.get(name) ?? judge(viewer);
    known.set(name, answer);
    return answer;
  };

  for (const { line, viewer, relation, matter, facets, pending } of CASES) {
    const name = `${line}: ${viewer} · ${relation} · ${matter}`;
    it(`${name} → ${facets.join(' ') || 'nothing'}${pending ? ` (pending: ${pending})` : ''}`, async () => {
      const object = matters.get(matter);
      if (!object) throw new Error(`the access cases have no matter ${matter}`);
      const actual = (await seenBy(viewer)).get(object.id) ?? [];
      // What has come to hold is no longer pending: the table is to say so.
      if (pending) expect(actual).not.toEqual(facets.toSorted());
      else expect(actual).toEqual(facets.toSorted());
    });
  }
});

/** Each clue came in in a month of its own: the month tells which one is counted. */
const COUNTED = {
  'the policies': async (viewer: Viewer, clue: Clue): Promise<boolean> => {
    const months = await countedMonths(db.owner, viewer).catch((error: unknown) => {
      expect(error).toMatchObject({ code: expect.stringMatching(/^LD00[123]$/) as string });
      return new Set<string>();
    });
    return months.has(monthOf(clue));
  },
  'the API': async ({ person }: Viewer, clue: Clue): Promise<boolean> => {
    const { id } = unitAt(world, placeOf(world, clue));
    const { data, errors } = await api.run(
      `query ($unit: ID, $month: String!) { statisticsTable(name: RECEIVED, unit: $unit, from: $month, to: $month) {
         rows { total { value suppressed } } } }`,
      person.subject,
      { unit: `unit_${id}`, month: monthOf(clue) },
    );
    if (errors) {
      const refusals = ['PERSON_UNKNOWN', 'NO_POST_IN_FORCE', 'FORBIDDEN'];
      expect(refusals).toEqual(expect.arrayContaining(errors.map(({ extensions }) => extensions.code)));
      return false;
    }
    const rows = data.statisticsTable.rows as { total: { value: number | null; suppressed: boolean } }[];
    return rows.some(({ total }) => total.suppressed || total.value! > 0);
  },
  'the oracle': (viewer: Viewer, clue: Clue): Promise<boolean> => {
    const left = viewer.person.leftAt !== null && viewer.person.leftAt <= world.now;
    if (viewer === OUTSIDER || left || !inForce(viewer.post, world)) return Promise.resolve(false);
    return Promise.resolve(isCounted(world, standingOf(world, viewer), clue));
  },
};

describe.each(Object.entries(COUNTED))('figures, to %s', (_, judge) => {
  it.each(FIGURES)('$line: $viewer · $relation · $matter → $counted', async ({ viewer, matter, counted }) => {
    const asker = viewer === 'outsider' ? OUTSIDER : viewers.get(viewer);
    const clue = matters.get(matter);
    if (!asker || clue?.noun !== 'clue') throw new Error(`the access cases have no ${viewer}, or no clue ${matter}`);
    expect(await judge(asker, clue)).toBe(counted);
  });
});

describe('the table', () => {
  it('names everybody and every matter of its world, and has a case for each row of the matrix', () => {
    const named = new Set(ALL.flatMap(({ viewer, matter }) => [viewer, matter]));
    expect([...viewers.keys(), ...matters.keys()].filter((name) => !named.has(name))).toEqual([]);
    expect(CASES.length).toBeGreaterThan(250);
  });

  it('shows each facet to somebody and keeps it from somebody', () => {
    for (const facet of ['LEDGER', 'PETITION', 'CONTENT', 'REPORTER'] as const) {
      const decided = CASES.filter(({ pending }) => !pending);
      expect(decided.some(({ facets }) => facets.includes(facet))).toBe(true);
      expect(decided.some(({ facets }) => !facets.includes(facet))).toBe(true);
    }
  });
});
