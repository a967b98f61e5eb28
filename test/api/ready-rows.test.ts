import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { getNamedType, isLeafType, isListType, isNonNullType, type GraphQLObjectType } from 'graphql';
import { ReadyRows } from '../../src/graphql/read/readyRows.js';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { RESOLVERS } from '../../src/resolvers.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/* Rows whose JSON the database makes say what graphql-js would say of them, and leave the same entries in the trail. */

const LISTS = { clues: 'Clue', supervisionItems: 'SupervisionItem', jointCases: 'JointCase' } as const;
type List = keyof typeof LISTS;
const INSIDE = ['petition', 'content', 'reporter', 'supervisionItems', 'jointCases', 'clue'];
const ASKERS: PersonSlug[] = ['ningbo-principal', 'ningbo-contact-head', 'ningbo-intake', 'haishu-anguan', 'haishu-handler', 'ningbo-investigator', 'xiangshan-anguan']; // prettier-ignore

const schema = buildRuledSchema([...RESOLVERS]);
const typeOf = (name: string) => schema.getType(name) as GraphQLObjectType;
const isList = (type: unknown): boolean => isListType(type) || (isNonNullType(type) && isListType(type.ofType));
const leaves = (type: GraphQLObjectType) =>
  Object.values(type.getFields()).filter((one) => isLeafType(getNamedType(one.type)) && !isList(one.type));
/** All that such a row may be asked for: its own columns, its units, its facets and what belongs to it. */
function partsOf(list: List): string[] {
  const type = typeOf(LISTS[list]);
  const parts = leaves(type).map(({ name }) => name);
  for (const { name, type: of } of Object.values(type.getFields())) {
    const named = getNamedType(of) as GraphQLObjectType;
    if (named.name === 'Unit' && !isList(of)) parts.push(`${name} { id name tier }`);
    if (INSIDE.includes(name)) parts.push(`${name} { ${leaves(named).map((leaf) => leaf.name).join(' ')} }`); // prettier-ignore
  }
  return parts;
}
const PARTS = { clues: partsOf('clues'), supervisionItems: partsOf('supervisionItems'), jointCases: partsOf('jointCases') }; // prettier-ignore

let db: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  await db.owner.query(`update clue_content set allegation = E'"},\\n{"id":"x" \\\\u0041 \\t ' || chr(1) || '，某事 </script>' || chr(8232) || '𠮷'`);
  await db.owner.query(`create or replace function liandong.app_now() returns timestamptz language sql stable
    set search_path = liandong, pg_temp as $$ select '${new Date().toISOString()}'::timestamptz $$`);
  api = await startApi(db);
}); // prettier-ignore
afterAll(async () => {
  await api.stop();
  await db.drop();
});
const made = vi.spyOn(ReadyRows.prototype, 'json');
beforeEach(() => void made.mockClear());

async function asked(query: string, subject: string) {
  const { status, text, headers } = await api.run(query, subject);
  const { rows: trail } = await db.owner.query(
    `select kind, person_id, post_id, unit_pos, operation, object, object_ids, facets, paths, code, details
     from liandong.audit_entry where correlation_id = $1 order by 1, 5, 6, 7, 8, 9`,
    [headers.get('x-correlation-id')],
  );
  // Cursors are sealed anew each time, and of a person's minute less is left.
  const { data, errors } = JSON.parse(text.replaceAll(/"[\w-]{80,}"/g, '"…"')) as Record<string, unknown>;
  return {
    status,
    answer: JSON.stringify({ data, errors }),
    trail,
    length: text.replace(/"extensions".*/s, '').length,
  };
}
let remarks = 0;
/** Of a document that nobody has asked for, the first asking and the second; and how often rows were made ready. */
async function twice(query: string, subject: string) {
  const mine = `${query} # ${(remarks += 1)}`;
  const plain = await asked(mine, subject);
  expect(made).not.toHaveBeenCalled();
  const ready = await asked(mine, subject);
  const times = made.mock.calls.length;
  made.mockClear();
  return { plain, ready, times };
}
const of = (list: List, parts: readonly string[], args = '(first: 100)') =>
  `{ ${list}${args} { nodes { ${parts.join(' ')} } pageInfo { hasNextPage endCursor } totalCount } }`;

describe('rows that are made ready', () => {
  it.each(Object.keys(LISTS) as List[])('say everything of %s that the others say', async (list) => {
    expect(PARTS[list].length).toBeGreaterThan(10);
    let [rows, traces] = [0, 0];
    for (const asker of ASKERS) {
      const { plain, ready, times } = await twice(of(list, PARTS[list]), asker);
      expect(ready).toEqual(plain);
      expect([ready.status, times]).toEqual([200, 1]);
      rows += ready.answer.match(/"version":/g)?.length ?? 0;
      traces += ready.trail.length;
    }
    expect(rows).toBeGreaterThan(3);
    expect(traces).toBeGreaterThan(2);
  });

  it('say the same whatever is asked, in whatever order', { timeout: 120_000 }, async () => {
    const seen = { rows: 0, traces: 0, ready: 0 };
    const query = fc.constantFrom(...(Object.keys(LISTS) as List[])).chain((list) =>
      fc
        .tuple(
          fc.shuffledSubarray(PARTS[list], { minLength: 1 }),
          fc.constantFrom('', '(first: 3)', '(first: 2, orderBy: OLDEST_FIRST)', '(scope: ORGAN)', '(filter: { open: true }, orderBy: DUE_FIRST)'),
        )
        .map(([parts, args]) => of(list, parts, args)),
    ); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(query, fc.constantFrom(...ASKERS), async (text, asker) => {
        const { plain, ready, times } = await twice(text, asker);
        expect(ready).toEqual(plain);
        seen.rows += ready.answer.match(/"nodes":\[\{/g)?.length ?? 0;
        seen.traces += ready.trail.length;
        seen.ready += times;
      }),
      { numRuns: 100 },
    );
    expect(seen.ready).toBe(100);
    expect(seen.rows).toBeGreaterThan(20);
    expect(seen.traces).toBeGreaterThan(10);
  });

  it('are several lists of one answer, each in its place', async () => {
    const query = `{ a: clues(first: 2) { nodes { id content { allegation } } }
      me { person { name } } b: clues(first: 1, orderBy: OLDEST_FIRST) { rows: nodes { number owner { name } } } }`;
    const { plain, ready, times } = await twice(query, 'ningbo-principal');
    expect(ready).toEqual(plain);
    expect(times).toBe(2);
  });

  it('say what a client may have written as a text, and no more', async () => {
    const text = 'ready 0 "},{"';
    await db.owner.query('update clue set number = $1 where id = $2', [text, NINGBO.clue.haishu]);
    const { plain, ready } = await twice('{ clues { nodes { id number } } }', 'haishu-handler');
    expect(ready).toEqual(plain);
    expect(ready.answer).toContain(JSON.stringify(text));
  });
});

describe('what is read in the other way', () => {
  it.each([
    ['a name of one’s own', '{ clues { nodes { x: id number } } }'],
    ['a name of one’s own inside', '{ clues { nodes { id content { x: allegation } } } }'],
    ['edges', '{ clues { edges { cursor node { id } } } }'],
    ['nodes and edges', '{ clues { nodes { id } edges { cursor } } }'],
    ['nodes twice', '{ clues { nodes { id } again: nodes { number } } }'],
    ['no rows', '{ clues { totalCount } }'],
    ['its type', '{ clues { nodes { __typename id } } }'],
    ['a type inside', '{ clues { nodes { id supervisionItems { __typename } } } }'],
    ['more of a unit', '{ clues { nodes { id owner { name parent { name } } } } }'],
    ['what somebody may do', '{ clues { nodes { id viewer { __typename } } } }'],
    ['a facet of what belongs to it', '{ clues { nodes { id supervisionItems { content { requirement } } } } }'],
    ['reasons, of which there are several', '{ supervisionItems { nodes { id reasons } } }'],
    ['a unit of what belongs to it', '{ clues { nodes { id supervisionItems { owner { name } } } } }'],
  ])('%s', async (_, query) => {
    const { plain, ready, times } = await twice(query, 'ningbo-principal');
    expect(ready).toEqual(plain);
    expect([ready.answer.includes('"errors":'), times]).toEqual([false, 0]);
  });
});
