import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Kind, parse, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { CompiledExecutor } from '../../src/graphql/compiledExecutor.js';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { RESOLVERS } from '../../src/resolvers.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { bytes } from '../policy/walk/answers.js';
import { everyQuery } from '../policy/walk/documents.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/*
 * What is asked for the second time is answered by a function compiled for it, and by graphql-js the first time: both to
 * the byte, errors and nulls included.
 */

const { unit, clue, post, person, supervisionItem, jointCase } = NINGBO;
const CLUE = `clue_${clue.haishu}`;
const ASKERS: PersonSlug[] = ['ningbo-anguan', 'haishu-anguan', 'jiangbei-anguan'];

/** What generated queries do not do. */
const BY_HAND: [query: string, variables?: object][] = [
  ['{ a: clues(first: 2) { nodes { x: id y: id stage } } b: clues(first: 1, orderBy: OLDEST_FIRST) { nodes { id } } }'],
  ['{ clues { ...Page } } fragment Page on ClueConnection { nodes { ...Row ... on Clue { id owner { name } } } } fragment Row on Clue { number owner { id } }'],
  ['query ($is: Boolean!) { clues { nodes { id @include(if: $is) number @skip(if: $is) ...F @include(if: $is) } } } fragment F on Clue { stage }', { is: true }],
  ['query ($is: Boolean!) { clues { nodes { id @include(if: $is) number @skip(if: $is) ...F @include(if: $is) } } } fragment F on Clue { stage }', { is: false }],
  ['query ($is: Boolean = true) { ... @skip(if: $is) { me { person { name } } } clues { __typename nodes { __typename id } } }'],
  ['query ($id: ID!) { node(id: $id) { __typename id ... on Clue { number content { subjectName } } ... on SupervisionItem { state } } }', { id: CLUE }],
  ['query ($id: ID!) { node(id: $id) { __typename id ... on Clue { number } ... on Unit { name } } }', { id: `clue_${newId()}` }],
  ['query ($id: ID!) { node(id: $id) { id } }', { id: 'nonsense' }],
  ['{ node(id: "nonsense") { id } clues(first: 1) { nodes { id } } }'],
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
  ['{ auditTrail { nodes { id } } me { person { name } } }'],
]; // prettier-ignore

let db: TestDatabase;
let api: TestApi;
let schema: GraphQLSchema;
let documents: [query: string, variables?: object][];
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  // Moments in answers are those of the asking: here there is only one.
  await db.owner.query(`create or replace function liandong.app_now() returns timestamptz language sql stable
    set search_path = liandong, pg_temp as $$ select '${new Date().toISOString()}'::timestamptz $$`);
  api = await startApi(db);
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
  const walk = everyQuery(schema, {
    ids: (kind) => ids[kind] ?? (kind === 'node' ? Object.values(ids).flat() : []),
    codes: ['330203'],
    texts: ['书记'],
    window: { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' },
    month: '2026-05',
  });
  documents = [...BY_HAND, ...walk.map((query): [string] => [query])];
}); // prettier-ignore
afterAll(async () => {
  await api.stop();
  await db.drop();
});

const operationOf = (document: DocumentNode) =>
  document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;

describe('a compiled query', () => {
  it.each(ASKERS)('answers %s as the plain one does', { timeout: 120_000 }, async (subject) => {
    const answers = { right: 0, wrong: 0 };
    for (const [query, variables = {}] of documents) {
      // The server has seen it from the one before; a remark makes it another document, asked for the first time.
      const mine = `${query} # ${subject}`;
      const [plain, compiled] = [await api.run(mine, subject, variables), await api.run(mine, subject, variables)];
      expect([query, variables, bytes(compiled)]).toEqual([query, variables, bytes(plain)]);
      answers[plain.text.includes('"errors":') ? 'wrong' : 'right'] += 1;
    }
    expect(answers.right).toBeGreaterThan(30);
    expect(answers.wrong).toBeGreaterThan(8);
  });

  it('is what answers: each of these can be compiled', () => {
    const executor = new CompiledExecutor(schema) as unknown as {
      runOf: (document: DocumentNode, operation: OperationDefinitionNode) => unknown;
    };
    for (const [query] of documents) {
      const document = parse(query);
      expect(executor.runOf(document, operationOf(document))).toBeUndefined();
      expect([query, typeof executor.runOf(document, operationOf(document))]).toEqual([query, 'function']);
    }
  });

  it('is none of an act, nor of what asks about types', () => {
    const executor = new CompiledExecutor(schema) as unknown as {
      runOf: (document: DocumentNode, operation: OperationDefinitionNode) => unknown;
    };
    for (const query of ['{ __schema { queryType { name } } }', 'mutation ($i: RecusalEndInput!) { recusalEnd(input: $i) { result } }']) {
      const document = parse(query);
      for (let n = 0; n < 3; n += 1) expect(executor.runOf(document, operationOf(document))).toBeUndefined();
    }
  });
}); // prettier-ignore
