import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { getNamedType, isLeafType, isListType, isNonNullType, type GraphQLObjectType } from 'graphql';
import { ReadyRows } from '../../src/graphql/read/readyRows.js';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { RESOLVERS } from '../../src/resolvers.js';
import {
  ClueOutcome,
  ClueSource,
  DisposalMethod,
  PetitionChannel,
  PetitionClass,
  PriorityReason,
  RankClass,
} from '../../src/workflow/clueStages.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { Asking } from '../support/askedTwice.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { stopClock } from '../support/stopClock.js';

/* Rows whose JSON the database makes say what graphql-js would say of them, and leave the same entries in the trail. */

const LISTS = { clues: 'Clue', supervisionItems: 'SupervisionItem', jointCases: 'JointCase' } as const;
type List = keyof typeof LISTS;
const INSIDE = ['petition', 'content', 'reporter', 'supervisionItems', 'jointCases', 'clue', 'clues'];
const ASKERS: PersonSlug[] = ['ningbo-principal', 'ningbo-contact-head', 'ningbo-intake', 'haishu-anguan', 'haishu-handler', 'ningbo-investigator', 'xiangshan-anguan']; // prettier-ignore

const schema = buildRuledSchema([...RESOLVERS]);
const typeOf = (name: string) => schema.getType(name) as GraphQLObjectType;
const isList = (type: unknown): boolean => isListType(type) || (isNonNullType(type) && isListType(type.ofType));
const leaves = (type: GraphQLObjectType) =>
  Object.values(type.getFields()).filter((one) => isLeafType(getNamedType(one.type)) && !isList(one.type));
/** All that such a row may be asked for: its own columns, its units, its facets and what belongs to it, each with all of its own. */
type Part = { name: string; below: string[] };
function partsOf(list: List): Part[] {
  const type = typeOf(LISTS[list]);
  const names = (of: GraphQLObjectType) => leaves(of).map(({ name }) => name);
  const parts: Part[] = names(type).map((name) => ({ name, below: [] }));
  for (const { name, type: of } of Object.values(type.getFields())) {
    const named = getNamedType(of) as GraphQLObjectType;
    const unit = named.name === 'Unit' && !isList(of);
    if (unit || INSIDE.includes(name)) parts.push({ name, below: names(named) });
  }
  return parts;
}
const PARTS = { clues: partsOf('clues'), supervisionItems: partsOf('supervisionItems'), jointCases: partsOf('jointCases') }; // prettier-ignore
const written = ({ name, below }: Part) => (below.length > 0 ? `${name} { ${below.join(' ')} }` : name);

let db: TestDatabase;
let api: TestApi;
let asking: Asking;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  await db.owner.query(`update clue_content set allegation = E'"},\\n{"id":"x" \\\\u0041 \\t ' || chr(1) || '，某事 </script>' || chr(8232) || '𠮷'`);
  // Of every enum several values, and of some rows several others.
  const any = (column: string, values: object) => `${column} = (array[${Object.values(values).join()}])[1 + abs(hashtext(number)) % ${Object.keys(values).length}]`;
  await db.owner.query(`update clue set ${any('source', ClueSource)}, ${any('method', DisposalMethod)}, ${any('outcome', ClueOutcome)}`);
  const ofClue = (column: string, values: object) => `${column} = (array[${Object.values(values).join()}])[1 + abs(hashtext(clue_id::text)) % ${Object.keys(values).length}]`;
  await db.owner.query(`update clue_petition set ${ofClue('class', PetitionClass)}, ${ofClue('channel', PetitionChannel)}`);
  await db.owner.query(`update clue_content set ${ofClue('subject_rank', RankClass)}, ${ofClue('priority_reason', PriorityReason)}`);
  await moreItems(1, 3);
  await stopClock(db);
  api = await startApi(db);
  asking = new Asking(db, api);
}); // prettier-ignore
afterAll(async () => {
  await api.stop();
  await db.drop();
});
/** Of one clue, each like the first. */
async function moreItems(from: number, to: number): Promise<void> {
  const columns =
    'clue_id, state, reasons, issued_at, due_at, yellow_at, red_at, owner_pos, handling_pos, received_pos';
  await db.owner.query(
    `insert into supervision_item (id, number, ${columns}) select gen_random_uuid(), 'more ' || n, ${columns}
     from supervision_item cross join generate_series($2::int, $3::int) n where id = $1`,
    [NINGBO.supervisionItem['to-haishu'], from, to],
  );
}
const made = vi.spyOn(ReadyRows.prototype, 'json');
beforeEach(() => void made.mockClear());

/** Of a document that nobody has asked for, the first asking and the second; and how often rows were made ready. */
async function twice(query: string, subject: string) {
  const { plain, planned: ready } = await asking.twice(query, subject);
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
      const { plain, ready, times } = await twice(of(list, PARTS[list].map(written)), asker);
      expect(ready).toEqual(plain);
      expect([ready.answer.slice(0, 3), times]).toEqual(['200', 1]);
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
          fc.shuffledSubarray(PARTS[list], { minLength: 1 }).chain((parts) => fc.tuple(...parts.map((part) =>
            (part.below.length === 0 ? fc.constant<string[]>([]) : fc.shuffledSubarray(part.below, { minLength: 1 })).map((below) => written({ ...part, below }))))),
          fc.constantFrom('', '(first: 3)', '(first: 2, orderBy: OLDEST_FIRST)', '(scope: ORGAN)', '(filter: { open: true }, orderBy: DUE_FIRST)', ...(list === 'clues' ? ['(filter: { text: "1" })'] : [])),
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

  it('say what belongs to a row in its order, and no more than a hundred', async () => {
    const { plain, ready } = await twice('{ clues { nodes { id supervisionItems { number } } } }', 'haishu-anguan');
    expect(ready).toEqual(plain);
    expect(ready.answer.match(/\},\{"number":/g)?.length).toBeGreaterThan(2);
    await moreItems(4, 120);
    const many = await twice('{ clues { nodes { supervisionItems { id number } } } }', 'haishu-anguan');
    expect(many.ready).toEqual(many.plain);
    expect(many.ready.answer.match(/"number":/g)?.length).toBe(100);
  });

  it('stand beside what fails', async () => {
    const { plain, ready, times } = await twice('{ clues { nodes { id } } clue(id: "nonsense") { id } }', ASKERS[0]!);
    expect(ready).toEqual(plain);
    expect([times, ready.answer.includes('"errors":[')]).toEqual([1, true]);
  });

  it('take no text of somebody for their place', async () => {
    for (const number of ['ready 0', 'ready  0', '$&', '"},{"']) {
      await db.owner.query('update clue set number = $1 where id = $2', [number, NINGBO.clue.haishu]);
      const query =
        '{ before: clues { nodes { x: number } } clues { nodes { id number } } after: clues { nodes { x: number } } }';
      const { plain, ready, times } = await twice(query, 'haishu-handler');
      expect(ready).toEqual(plain);
      expect([times, ready.answer.split(JSON.stringify(number)).length]).toEqual([1, 4]);
    }
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
