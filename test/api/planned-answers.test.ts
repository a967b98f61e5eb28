import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { getOperationAST, parse, type GraphQLSchema } from 'graphql';
import { planOf } from '../../src/graphql/planned/plan.js';
import { Run } from '../../src/graphql/planned/run.js';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { RESOLVERS } from '../../src/resolvers.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { anyQuery } from '../policy/walk/anyQuery.js';
import { everyQuery, type Samples } from '../policy/walk/documents.js';
import { startApi, type TestApi } from '../support/api.js';
import { Asking } from '../support/askedTwice.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { operationText, USERS_OPERATIONS } from '../support/usersOperations.js';
import { stopClock } from '../support/stopClock.js';

/*
 * What is asked for the second time is answered by its plan, and by graphql-js the first time: both to the byte, errors and
 * nulls included, and both with the same entries in the trail.
 */

const { unit, clue, post, person, supervisionItem, jointCase } = NINGBO;
const CLUE = `clue_${clue.haishu}`;
const ASKERS: PersonSlug[] = ['ningbo-anguan', 'haishu-anguan', 'jiangbei-anguan'];

/** What generated queries do not do. */
const PLANNED: [query: string, variables?: object][] = [
  ['{ a: clues(first: 2) { nodes { x: id y: id stage } } b: clues(first: 1, orderBy: OLDEST_FIRST) { nodes { id } } }'],
  ['{ clues { ...Page } } fragment Page on ClueConnection { nodes { ...Row ... on Clue { id owner { name } } } } fragment Row on Clue { number owner { id } }'],
  ['{ x: clue(id: "nonsense") { id } y: clue(id: "nonsense") { number } }'],
  ['{ clues(first: 0) { nodes { id } } }'],
  ['{ clues(first: 1000) { nodes { id } } me { person { name } } }'],
  ['{ clues(after: "nonsense") { nodes { id } } jointCases { nodes { id } } }'],
  ['query ($first: Int!) { clues(first: $first) { nodes { id } } }', {}],
  ['query ($first: Int!) { clues(first: $first) { nodes { id } } }', { first: 'two' }],
  ['query ($first: Int!) { clues(first: $first) { nodes { id } } }', { first: null }],
  ['query ($scope: Scope, $filter: ClueFilter) { clues(scope: $scope, filter: $filter) { totalCount nodes { id } } }', { scope: 'SUBTREE', filter: { open: true } }],
  ['query ($scope: Scope, $filter: ClueFilter) { clues(scope: $scope, filter: $filter) { totalCount nodes { id } } }', { scope: 'NOWHERE', filter: { shut: 1 } }],
  ['query ($filter: ClueFilter) { clues(filter: $filter) { totalCount } }', { filter: { received: { from: 'tomorrow' } } }],
  ['query A { me { person { name } } }'],
  ['{ viewAs(post: "nonsense") { __typename } }'],
]; // prettier-ignore

/** What the three users ask, with what they may put into it. */
const USERS: Record<string, object[]> = {
  WorkListQuery: [
    { first: 20, scope: 'ALL', filter: null },
    { first: 2, scope: 'SUBTREE', filter: { open: true, text: '违' } },
    { first: 100, scope: 'OWN', filter: { colour: ['RED', 'YELLOW'] }, after: 'nonsense' },
    { first: 0, scope: 'ALL' },
  ],
  ClueDetailQuery: [{ id: CLUE }, { id: `clue_${clue.cadre}` }, { id: `clue_${newId()}` }, { id: 'nonsense' }],
  CluesByTierAndColourQuery: [
    { scope: 'SUBTREE', received: null },
    { scope: 'ALL', received: { from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } },
  ],
  CluesByMonthQuery: [
    { scope: 'ALL', stage: null },
    { scope: 'ORGAN', stage: ['RECEIVED'] },
  ],
  MyTasksQuery: [{ first: 20 }, { first: 1 }],
};

/** What means another thing with other variables, or is of several types. */
const PLAIN: [query: string, variables?: object][] = [
  ['query ($is: Boolean!) { clues { nodes { id @include(if: $is) number @skip(if: $is) ...F @include(if: $is) } } } fragment F on Clue { stage }', { is: true }],
  ['query ($is: Boolean!) { clues { nodes { id @include(if: $is) number @skip(if: $is) ...F @include(if: $is) } } } fragment F on Clue { stage }', { is: false }],
  ['query ($is: Boolean = true) { ... @skip(if: $is) { me { person { name } } } clues { __typename nodes { __typename id } } }'],
  ['query ($id: ID!) { node(id: $id) { __typename id ... on Clue { number content { subjectName } } ... on SupervisionItem { state } } }', { id: CLUE }],
  ['query ($id: ID!) { node(id: $id) { __typename id ... on Clue { number } ... on Unit { name } } }', { id: `clue_${newId()}` }],
  ['query ($id: ID!) { node(id: $id) { id } }', { id: 'nonsense' }],
  ['{ node(id: "nonsense") { id } clues(first: 1) { nodes { id } } }'],
  ['query ($is: Boolean!) { clues { nodes { id @,include(if: $is) number @ #\n skip(if: $is) } } }', { is: true }],
  ['query ($is: Boolean!) { clues { nodes { id @,include(if: $is) number @ #\n skip(if: $is) } } }', { is: false }],
  ['{ __schema { queryType { name } } }'],
  ['{ __type(name: "Clue") { name } clues { nodes { id } } }'],
  ['mutation ($i: RecusalEndInput!) { recusalEnd(input: $i) { result } }', {}],
]; // prettier-ignore

let db: TestDatabase;
let api: TestApi;
let asking: Asking;
let schema: GraphQLSchema;
let samples: Samples;
let documents: [query: string, variables?: object][];
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  await stopClock(db);
  api = await startApi(db);
  asking = new Asking(db, api);
  schema = buildRuledSchema([...RESOLVERS]);
  const units = await db.owner.query<{ id: string }>('select id from unit where pos = any ($1)', [[unit.haishu, unit.ningbo]]);
  const ids: Record<string, string[]> = {
    unit: units.rows.map(({ id }) => `unit_${id}`),
    clue: [CLUE, `clue_${clue.xiangshan}`],
    supervisionItem: [`supervisionItem_${supervisionItem['to-haishu']}`],
    jointCase: [`jointCase_${jointCase.joint}`],
    post: [`post_${post['haishu-handler']}`],
    person: [`person_${person['two-posts']}`],
    auditAliasOpening: [`auditAliasOpening_${newId()}`],
  };
  samples = {
    ids: (kind) => ids[kind] ?? (kind === 'node' ? Object.values(ids).flat() : []),
    codes: ['330203'],
    texts: ['书记'],
    window: { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' },
    month: '2026-05',
  };
  documents = [...PLANNED, ...PLAIN, ...everyQuery(schema, samples).map((query): [string] => [query])];
}); // prettier-ignore
afterAll(async () => {
  await api.stop();
  await db.drop();
});

/** Each time that a plan is gone through. */
const runs = vi.spyOn(Run.prototype, 'execute');
beforeEach(() => void runs.mockClear());

const isPlanned = (query: string) => {
  const document = parse(query);
  return planOf(schema, document, getOperationAST(document)!) !== null;
};

describe('a planned query', () => {
  it.each(ASKERS)(
    'answers %s as the plain one does, and leaves the same trail',
    { timeout: 120_000 },
    async (subject) => {
      const seen = { right: 0, wrong: 0, traces: 0 };
      for (const [query, variables] of documents) {
        const { plain, planned } = await asking.twice(query, subject, variables);
        expect([query, planned]).toEqual([query, plain]);
        seen[plain.answer.includes('"errors":') ? 'wrong' : 'right'] += 1;
        seen.traces += plain.trail.length;
      }
      expect(seen.right).toBeGreaterThan(25);
      expect(runs.mock.calls.length).toBeGreaterThan(25);
      expect(seen.wrong).toBeGreaterThan(8);
      expect(seen.traces).toBeGreaterThan(20);
    },
  );

  it.each(USERS_OPERATIONS)('answers %s as the plain one does, whoever asks', async (operation) => {
    const answered: string[] = [];
    for (const subject of [...ASKERS, 'haishu-handler', 'gaoqiao-principal'])
      for (const variables of USERS[operation] ?? []) {
        const { plain, planned } = await asking.twice(operationText(operation), subject, variables);
        expect([subject, variables, planned]).toEqual([subject, variables, plain]);
        if (!plain.answer.includes('"errors":')) answered.push(plain.answer);
      }
    expect(isPlanned(operationText(operation))).toBe(true);
    expect(answered.length).toBeGreaterThan(4);
    expect(new Set(answered).size).toBeGreaterThan(2);
  });

  it('answers as the plain one does whatever is asked', { timeout: 120_000 }, async () => {
    const seen = { right: 0, traces: 0 };
    await fc.assert(
      fc.asyncProperty(anyQuery(schema, samples), fc.constantFrom(...ASKERS), async ({ query, variables }, subject) => {
        const { plain, planned } = await asking.twice(query, subject, variables);
        expect(planned).toEqual(plain);
        // And is answered at all.
        expect(plain.answer).not.toContain('INTERNAL');
        if (!plain.answer.includes('"errors":')) seen.right += 1;
        seen.traces += plain.trail.length;
      }),
      { numRuns: 300 },
    );
    expect(runs.mock.calls.length).toBeGreaterThan(25);
    expect(seen.right).toBeGreaterThan(15);
    expect(seen.traces).toBeGreaterThan(5);
  });

  it('means the same for each way its variables are', async () => {
    const query =
      'query ($first: Int, $filter: ClueFilter, $after: String) { clues(first: $first, filter: $filter, after: $after) { nodes { id stage } pageInfo { endCursor } } } # of one';
    const ways = [
      {},
      { first: 1 },
      { first: null },
      { filter: null },
      { filter: {} },
      { filter: { open: true } },
      { first: 2, filter: { open: null } },
    ];
    const before = await Promise.all(
      ways.map((variables) => asking.once(`${query} ${JSON.stringify(variables)}`, ASKERS[0]!, variables)),
    );
    for (let round = 0; round < 2; round += 1)
      for (const [at, variables] of ways.entries())
        expect(await asking.once(query, ASKERS[0]!, variables)).toEqual(before[at]);
  });

  it('goes on where the plain one’s page ended', async () => {
    const query =
      'query ($after: String, $open: Boolean) { clues(first: 1, after: $after, filter: { open: $open }) { nodes { id } pageInfo { endCursor } } }';
    const first = await api.run(query, ASKERS[0]!, {});
    const second = await api.run(query, ASKERS[0]!, { after: first.data.clues.pageInfo.endCursor });
    expect(second.errors).toBeUndefined();
    expect(second.data.clues.nodes[0].id).not.toBe(first.data.clues.nodes[0].id);
  });
});

describe('a plan', () => {
  it('is what answers these', () => {
    for (const [query] of PLANNED) expect([query, isPlanned(query)]).toEqual([query, true]);
  });

  it('is not made of what depends on variables, is of several types, asks about types or acts', () => {
    for (const [query] of PLAIN) expect([query, isPlanned(query)]).toEqual([query, false]);
  });

  it('is not made of more fields than a plan may have, and telling so takes no time', () => {
    const doubling = Array.from({ length: 30 }, (_, n) => `fragment F${n} on Unit { a: parent { ...F${n + 1} } b: parent { ...F${n + 1} } }`);
    const started = performance.now();
    expect(isPlanned(`{ unit(id: "x") { ...F0 } } ${doubling.join(' ')} fragment F30 on Unit { id }`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('takes a name for a name', async () => {
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'then', 'delete', 'me_organ'];
    const query = `{ ${names.map((name) => `${name}: me { ${name}: person { ${name}: name } }`).join(' ')} }`;
    const { plain, planned } = await asking.twice(query, ASKERS[0]!);
    expect(isPlanned(query)).toBe(true);
    expect(planned).toEqual(plain);
    expect(planned.answer.match(/"__proto__":/g)).toHaveLength(3);
  });
}); // prettier-ignore
