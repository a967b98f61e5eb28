import { isNonNullType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { RESOLVERS } from '../../src/resolvers.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { Attacker } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { bytes } from './walk/answers.js';

/* What is hidden is not to be found out by numbers, keys, nulls or many questions at once either. */

const { clue } = NINGBO;
let db: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  api = await startApi(db);
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

const numberOf = async (id: string) =>
  (await db.owner.query<{ number: string }>('select number from clue where id = $1', [id])).rows[0]!.number;

describe('numbers', () => {
  const SEARCH = `query ($text: String!, $like: String!) {
    clues(filter: { text: $text }) { totalCount nodes { id } pageInfo { hasNextPage endCursor } }
    sorted: clues(filter: { text: $text }, orderBy: DUE_FIRST) { nodes { id } }
    like: clues(filter: { text: $like }) { totalCount } clueStatistics(filter: { text: $text }, groupBy: [UNIT, STAGE]) { total rows { count } } }`;

  it('of a hidden matter are found as those of none, whole, in part, and next to a known one', async () => {
    const hidden = await numberOf(clue.xiangshan);
    const missing = hidden.replace('xiangshan', 'xiangshun');
    expect((await db.owner.query('select from clue where number = $1', [missing])).rowCount).toBe(0);
    const found = (text: string, as: string) => api.run(SEARCH, as, { text, like: text.slice(0, -1) });
    const [one, other] = [await found(hidden, 'haishu-anguan'), await found(missing, 'haishu-anguan')];
    expect(one.errors).toBeUndefined();
    expect(bytes(one)).toBe(bytes(other));
    expect((await found(hidden, 'xiangshan-anguan')).data.clues.totalCount).toBe(1);
  });

  it('come from no sequence that anybody could ask', async () => {
    const sequences = `select relname from pg_class where relkind = 'S' and relname not in ('migration_id_seq', 'organisation_import_progress')`;
    expect((await db.owner.query(sequences)).rows).toEqual([]);
    const attacker = await Attacker.open(db.connectionAs('liandong_api'));
    await attacker.enter(NINGBO.as['haishu-anguan']);
    for (const sequence of ['migration_id_seq', 'organisation_import_progress'])
      for (const statement of [`select last_value from ${sequence}`, `select nextval('${sequence}')`])
        expect([statement, await attacker.send(statement)]).toEqual([statement, '42501']);
    await attacker.end();
  });
});

describe('keys', () => {
  const ASK =
    'mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { result userErrors { code } recusal { state } } }';
  const input = (of: string, idempotencyKey: string) => ({
    input: {
      idempotencyKey,
      clue: `clue_${of}`,
      post: `post_${NINGBO.post['ningbo-leader']}`,
      ground: 'INTEREST',
      reason: '同学',
    },
  });

  it('of an act are one’s own: that another has used one is not to be seen', async () => {
    const key = `key-${newId()}`;
    for (const as of ['ningbo-anguan', 'ningbo-anguan-head']) {
      const { data } = await api.run(ASK, as, input(clue.ningbo, key));
      expect([as, data.recusalRequest]).toEqual([
        as,
        { result: 'APPLIED', userErrors: [], recusal: { state: 'REQUESTED' } },
      ]);
    }
    const control = await api.run(ASK, 'ningbo-anguan', input(clue.cadre, key));
    expect(control.data.recusalRequest.userErrors).toMatchObject([{ code: 'KEY_REUSED' }]);
  });

  it('of a hidden matter name as little as those of none', async () => {
    const refused = async (of: string) => bytes(await api.run(ASK, 'jiangbei-anguan', input(of, `key-${newId()}`)));
    expect(await refused(clue.xiangshan)).toBe(await refused(newId()));
    expect((await db.owner.query('select from recusal where clue_id = $1', [clue.xiangshan])).rowCount).toBe(0);
  });
});

describe('nulls', () => {
  it('stand for any facet anywhere, and take nothing beside them along', () => {
    const schema = buildRuledSchema([...RESOLVERS]);
    const facets: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields())) {
        if (!/^(petition|content|reporter)$/.test(field.name)) continue;
        facets.push(`${type.name}.${field.name}`);
        expect([type.name, field.name, isNonNullType(field.type)]).toEqual([type.name, field.name, false]);
      }
    }
    expect(facets).toEqual(
      expect.arrayContaining(['Clue.petition', 'Clue.content', 'Clue.reporter', 'JointCase.content']),
    );
  });
});

describe('many questions in one request', () => {
  const ROW = 'id number content { subjectName } petition { text } reporter { name }';
  const ids = [clue.xiangshan, clue.haishu, newId(), clue.jiangbei];

  it('are each answered as alone', async () => {
    const alone: unknown[] = [];
    for (const id of ids)
      alone.push((await api.run(`{ clue(id: "clue_${id}") { ${ROW} } }`, 'haishu-anguan')).data.clue);
    const many = ids.map(
      (id, n) => `q${n}: clue(id: "clue_${id}") { ${ROW} } n${n}: node(id: "clue_${id}") { ... on Clue { ${ROW} } }`,
    );
    const { data, errors } = await api.run(`{ ${many.join('\n')} }`, 'haishu-anguan');
    expect(errors).toBeUndefined();
    expect(ids.map((_, n) => data[`q${n}`])).toEqual(alone);
    expect(ids.map((_, n) => data[`n${n}`])).toEqual(alone);
    expect(alone.map((one) => one !== null)).toEqual([false, true, false, false]);
  });

  it('in a list of operations are none', async () => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${await api.issuer.token('haishu-anguan')}`,
    };
    const body = JSON.stringify(ids.map((id) => ({ query: `{ clue(id: "clue_${id}") { id } }` })));
    const answer = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('"data":{');
  });
});
