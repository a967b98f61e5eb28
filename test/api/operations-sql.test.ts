import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { operationText, USERS_OPERATIONS } from '../support/usersOperations.js';

/* The SQL behind what the three users ask, for people to review: a change of it is a change of this text. */

const list = { first: 20, scope: 'ALL', filter: null };
/** As whom and with what each operation is asked; more than once where its SQL depends on the jurisdiction. */
const ASKED: [operation: string, as: PersonSlug, variables: object][] = [
  ['WorkListQuery', 'nation-anguan', list],
  ['WorkListQuery', 'haishu-anguan', { ...list, scope: 'SUBTREE' }],
  ['WorkListQuery', 'haishu-handler', { ...list, filter: { open: true, colour: ['RED'], text: '违规' } }],
  ['ClueDetailQuery', 'haishu-anguan', { id: `clue_${NINGBO.clue.haishu}` }],
  ['CluesByTierAndColourQuery', 'ningbo-anguan', { scope: 'SUBTREE', received: null }],
  ['CluesByMonthQuery', 'ningbo-anguan', { scope: 'ALL', stage: null }],
  ['MyTasksQuery', 'haishu-handler', { first: 20 }],
];

let db: TestDatabase;
let api: TestApi;
const sent: string[] = [];
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  api = await startApi(db, { onStatement: (text) => sent.push(text) });
  await api.run('{ __typename }', 'ningbo-anguan'); // loads the unit tree
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

it('is asked of every operation', () => {
  const asked = new Set(ASKED.map(([operation]) => operation));
  expect(USERS_OPERATIONS.filter((name) => !asked.has(name))).toEqual([]);
});

it('is as it was reviewed', async () => {
  const parts: string[] = [];
  for (const [operation, as, variables] of ASKED) {
    // As it is asked again and again: from the second time on by its plan.
    for (let times = 0; times < 2; times += 1) {
      sent.length = 0;
      const { errors } = await api.run(operationText(operation), as, variables);
      expect(errors).toBeUndefined();
    }
    parts.push(`-- ${operation} as ${as}, ${JSON.stringify(variables).replaceAll(/[0-9a-f]{8}-[-0-9a-f]{27}/g, '…')}`);
    parts.push(...sent.map((text) => `${laidOut(text)};\n`));
  }
  await expect(parts.join('\n')).toMatchFileSnapshot('golden/operations.sql');
});

/** A line for each clause, so that a change shows where it is. */
function laidOut(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=(?:from|where|order by|group by|limit|union|left join|join|having) )/gi, '\n  ')
    .replaceAll(/(?<=, )'(?=\w+', (?:\(|case))/g, "\n    '");
}
