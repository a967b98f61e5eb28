import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { Attacker } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';
import { newId } from '../../src/shared/ids.js';

/* Whoever has more than a city finds by text what he would find by looking at every row that he sees, and nothing else. */

const SEARCH = `query ($text: String!, $scope: Scope!) { clues(first: 100, scope: $scope, filter: { text: $text }) { totalCount nodes { id } }
  clueStatistics(scope: $scope, filter: { text: $text }) { total } }`;
const WIDE = ['nation-anguan', 'zhejiang-anguan'] as const;
const NAMES = ['王强', '王小强', '强王', '李王强', '甲_乙', '50%甲', '某甲'];

let db: TestDatabase;
let api: TestApi;
const clues: string[] = [];
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  const { nation, zhejiang, ningbo, haishu } = NINGBO.unit;
  for (const [n, owner] of [nation, zhejiang, ningbo, haishu, zhejiang, nation].entries())
    for (const [k, name] of NAMES.entries()) {
      const id = newId();
      const number = `${['中', '浙', '甬', '海', '浙', '中'][n]}纪线索〔2026〕${n}${k}号${k === 2 ? '王强' : ''}`;
      const denied = { compartment: k === 4 ? 1 : 0, classification: k === 5 ? 1 : 0 };
      await insertRows(db.owner, 'clue', [{ id, number, stage: 6, source: 1, received_at: '2026-01-05', owner_pos: owner, handling_pos: owner, ...denied }]);
      await insertRows(db.owner, 'clue_content', [{ clue_id: id, subject_name: name, allegation: `反映${name}的问题${n}` }]);
      clues.push(id);
    }
  // To each a clue from elsewhere, and one that is kept from him.
  for (const [n, slug] of WIDE.entries()) {
    await insertRows(db.owner, 'access_grant', [{ id: newId(), object: 'clue', object_id: clues[21 + n]!, facets: '{ledger,content}', post_id: NINGBO.post[slug], basis: 1, valid_from: '2020-01-01' }]);
    await insertRows(db.owner, 'denial', [{ id: newId(), object: 'clue', object_id: clues[14 + n]!, person_id: NINGBO.person[slug], basis: 1 }]);
  }
  api = await startApi(db);
}); // prettier-ignore
afterAll(async () => {
  await api.stop();
  await db.drop();
});

/** By going through all that he sees, as the database itself has it. */
const goneThrough = (as: (typeof WIDE)[number], text: string) => {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return db.scoped().as(NINGBO.as[as], async ({ transaction }) =>
    (
      await transaction.query<{ id: string }>(
        `select id from clue c where number like $1 or exists (select from clue_content t where t.clue_id = c.id
           and (subject_name like $1 or allegation like $1)) order by id desc`,
        [pattern],
      )
    ).map(({ id }) => `clue_${id}`),
  );
};
const searched = async (as: (typeof WIDE)[number], text: string) => {
  const { data, errors } = await api.run(SEARCH, as, { text, scope: 'ALL' });
  expect(errors).toBeUndefined();
  const ids = (data.clues.nodes as { id: string }[]).map(({ id }) => id);
  expect([data.clues.totalCount, data.clueStatistics.total]).toEqual([ids.length, ids.length]);
  return ids;
};

describe.each(WIDE)('%s', (as) => {
  it.each(['王强', '强', '某甲', '纪线索', '〔2026〕3', '甲_', '0%', '浙纪线索〔2026〕11号', '李王强', '没有'])(
    'finds %s wherever he sees it',
    async (text) => {
      expect(await searched(as, text)).toEqual(await goneThrough(as, text));
    },
  );

  it('without going through the list, unless there is no pair to look for', async () => {
    const found = (text: string) =>
      db.scoped().as(NINGBO.as[as], async ({ transaction }) => {
        const sql = 'select clues_found($1) is not null as x';
        return (await transaction.query<{ x: boolean }>(sql, [text]))[0]!.x;
      });
    expect([await found('王强'), await found('强')]).toEqual([true, false]);
  });

  it('and any text', async () => {
    const { rows } = await db.owner.query<{ said: string }>(
      'select number as said from clue union all select subject_name || allegation from clue_content',
    );
    const part = fc.constantFrom(...rows.map(({ said }) => said)).chain((said) => {
      const ends = fc.integer({ min: 0, max: Math.max(0, said.length - 1) });
      return fc.tuple(ends, fc.integer({ min: 1, max: 5 })).map(([from, n]) => said.slice(from, from + n));
    });
    const text = fc.oneof(part, fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme' }));
    await fc.assert(
      fc.asyncProperty(
        text.filter((one) => one.trim() !== '' && !one.includes('\u0000')),
        async (one) => {
          expect(await searched(as, one)).toEqual(await goneThrough(as, one.normalize('NFC').trim()));
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

it('of what is denied, or has a facet that is not his, finds nothing', async () => {
  // 浙江 sees the ledger of all below, and the content of its own alone.
  const { rows } = await db.owner.query<{ id: string }>(
    "select c.id from clue c join clue_content t on t.clue_id = c.id where c.owner_pos = $1 and t.subject_name = '李王强'",
    [NINGBO.unit.zhejiang],
  );
  const own = rows.map(({ id }) => `clue_${id}`);
  expect(own).toHaveLength(2);
  expect((await searched('zhejiang-anguan', '李王强')).toSorted()).toEqual(own.toSorted());
}); // prettier-ignore

it('fails on nothing that is hidden, whatever is sent, and finds it by no letter', async () => {
  const [hidden] = clues.slice(14);
  await db.owner.query("update clue_content set allegation = '赵钱孙李收受财物' where clue_id = $1", [hidden]);
  const attacker = await Attacker.open(db.connectionAs('liandong_api'));
  await attacker.enter(NINGBO.as['nation-anguan']);
  for (const text of ['赵钱孙李收受财\\', '%赵钱孙李%', '赵钱孙李', '_钱孙李', '〔2026〕20\\'])
    expect([text, await attacker.send('select clues_found($1) as found', [text])]).toEqual([text, [{ found: [] }]]);
  expect(await attacker.send('select clues_found(null) as found')).toEqual([{ found: null }]);
  await attacker.end();
});
