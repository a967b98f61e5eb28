import { readdirSync, readFileSync } from 'node:fs';
import { parse, print, Kind, type DefinitionNode } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/* The SQL behind what the three users ask, for people to review: a change of it is a change of this text. */

const FOLDER = 'schema/operations';
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

const definitions = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.graphql'))
  .flatMap((name) => parse(readFileSync(`${FOLDER}/${name}`, 'utf8')).definitions);
const operations = new Map(
  definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? [[one.name!.value, one]] : [])),
);

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
  expect([...operations.keys()].filter((name) => !asked.has(name))).toEqual([]);
});

it('is as it was reviewed', async () => {
  const parts: string[] = [];
  for (const [operation, as, variables] of ASKED) {
    // As it is asked again and again: from the second time on by its plan.
    for (let times = 0; times < 2; times += 1) {
      sent.length = 0;
      const { errors } = await api.run(documentOf(operations.get(operation)!), as, variables);
      expect(errors).toBeUndefined();
    }
    parts.push(`-- ${operation} as ${as}, ${JSON.stringify(variables).replaceAll(/[0-9a-f]{8}-[-0-9a-f]{27}/g, '…')}`);
    parts.push(...sent.map((text) => `${laidOut(text)};\n`));
  }
  await expect(parts.join('\n')).toMatchFileSnapshot('golden/operations.sql');
});

/** With whatever fragments there are: what is not spread is not allowed beside it. */
function documentOf(operation: DefinitionNode): string {
  const fragments = new Map(
    definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const used = new Map<string, DefinitionNode>();
  const collect = (text: string) => {
    for (const [, name] of text.matchAll(/\.\.\.\s*(\w+)/g)) {
      const fragment = fragments.get(name!);
      if (!fragment || used.has(name!)) continue;
      used.set(name!, fragment);
      collect(print(fragment));
    }
  };
  collect(print(operation));
  return [operation, ...used.values()].map(print).join('\n');
}

/** A line for each clause, so that a change shows where it is. */
function laidOut(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=(?:from|where|order by|group by|limit|union|left join|join|having) )/gi, '\n  ')
    .replaceAll(/(?<=, )'(?=\w+', (?:\(|case))/g, "\n    '");
}
