import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const EVERYTHING = `id number stage source method outcome priority expedited receivedAt dueAt colour open closedAt version
  owner { name parent { name } organ { name } } handlingUnit { name } receivedBy { name }
  petition { text } content { subjectName allegation } reporter { name }
  supervisionItems { number target { name } cc { name } content { requirement } clue { number } }
  jointCases { number content { title assignments { personName unit { name } } } clues { number } }`;

describe('statements of an operation', () => {
  let db: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    api = await startApi(db);
    await count('{ __typename }', 'ningbo-anguan'); // loads the unit tree
  });
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  async function count(document: string, as = 'ningbo-anguan'): Promise<number> {
    const { errors } = await api.run(document, as);
    expect(errors).toBeUndefined();
    return api.statements.at(-1)!;
  }

  it.each([
    ['nothing but who asks', '{ me { person { name } reaches { clues { words } } } }', 1],
    ['units from memory', '{ units(first: 50) { totalCount nodes { name parent { name } children { name } ancestors { name } } } }', 1],
    ['a list of one row', '{ clues(first: 1) { nodes { id } } }', 2],
    ['a list of a hundred', '{ clues(first: 100) { nodes { id } } }', 2],
    ['with everything in it', `{ clues(first: 100) { nodes { ${EVERYTHING} } edges { cursor node { ${EVERYTHING} } } pageInfo { endCursor } effectiveScope { words } } }`, 2],
    ['one object with everything', `{ clue(id: "clue_00000000-0000-7000-8000-000000000001") { ${EVERYTHING} } }`, 2],
    ['statistics by all dimensions', '{ clueStatistics(groupBy: [TIER, UNIT, STAGE, SOURCE, COLOUR, MONTH]) { total rows { count } } }', 2],
    ['a list with its count', '{ clues(first: 10) { totalCount nodes { id } } }', 6],
    ['a list with its count from a sum', '{ clues(first: 10, scope: SUBTREE) { totalCount nodes { id } } }', 3],
    ['three lists', '{ clues { nodes { id } } supervisionItems { nodes { id } } jointCases { nodes { id } } }', 4],
    ['relations of units, batched', '{ units(first: 20) { nodes { residentUnits { name } contactTargets { unit { name } } } } }', 3],
  ])('%s', async (_name, document, expected) => {
    expect(await count(document)).toBe(expected);
  }); // prettier-ignore
});
