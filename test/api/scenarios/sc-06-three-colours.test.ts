import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { startApi, type TestApi } from '../../support/api.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { insertRows } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';

// Received 2026-01-31: a month on is the last day of February, two months on the last of March; days end in China.
const UNPROPOSED = {
  id: newId(),
  number: '奉化-无处置意见',
  received_at: '2026-01-31T02:00:00Z',
  yellow_at: '2026-02-28T16:00:00Z',
  red_at: '2026-03-31T16:00:00Z',
  due_at: '2026-02-28T16:00:00Z',
};
// Dated: yellow from three days before it is due, red when it is past.
const DATED = {
  id: newId(),
  number: '奉化-有期限',
  received_at: '2026-02-01T02:00:00Z',
  yellow_at: '2026-03-12T16:00:00Z',
  red_at: '2026-03-15T16:00:00Z',
  due_at: '2026-03-15T16:00:00Z',
};

describe('SC-06 · Fenghua, three colours: who sees which ledger', () => {
  let db: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    const place = {
      stage: 6,
      source: 1,
      owner_pos: NINGBO.unit.fenghua,
      handling_pos: NINGBO.unit['fenghua-discipline'],
    };
    await insertRows(
      db.owner,
      'clue',
      [UNPROPOSED, DATED].map((clue) => ({ ...clue, ...place })),
    );
    const content = { subject_name: '某乙', allegation: '内容不外传' };
    await insertRows(
      db.owner,
      'clue_content',
      [UNPROPOSED, DATED].map(({ id }) => ({ clue_id: id, ...content })),
    );
    api = await startApi(db);
  });
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  /** The product's clock, stopped; only a test database can be given one. */
  const at = (moment: string) =>
    db.owner.query(
      `create or replace function app_now() returns timestamptz language sql stable as $$ select '${moment}'::timestamptz $$`,
    );

  const FENGHUA =
    '{ clues(first: 100, filter: { text: "奉化-" }) { totalCount nodes { number colour content { subjectName } } } }';
  async function seen(as: PersonSlug) {
    const { data } = await api.run(FENGHUA, as);
    const nodes = data.clues.nodes as { number: string; colour: string; content: object | null }[];
    expect(data.clues.totalCount).toBe(nodes.length);
    return nodes;
  }

  it.each([
    ['2026-02-28T15:59:59Z', 'BLUE', 'BLUE'],
    ['2026-02-28T16:00:00Z', 'YELLOW', 'BLUE'],
    ['2026-03-12T15:59:59Z', 'YELLOW', 'BLUE'],
    ['2026-03-12T16:00:00Z', 'YELLOW', 'YELLOW'],
    ['2026-03-15T16:00:00Z', 'YELLOW', 'RED'],
    ['2026-03-31T15:59:59Z', 'YELLOW', 'RED'],
    ['2026-03-31T16:00:00Z', 'RED', 'RED'],
  ])(
    'at %s, with nobody doing anything: %s, %s; list, filter and statistics agree',
    async (moment, unproposed, dated) => {
      await at(moment);
      const colours = Object.fromEntries((await seen('fenghua-anguan')).map(({ number, colour }) => [number, colour]));
      expect(colours).toEqual({ [UNPROPOSED.number]: unproposed, [DATED.number]: dated });
      for (const colour of ['BLUE', 'YELLOW', 'RED']) {
        const { data } = await api.run(
          `{ clues(filter: { text: "奉化-", colour: [${colour}] }) { totalCount }
           clueStatistics(filter: { text: "奉化-" }, groupBy: [COLOUR]) { rows { colour count } } }`,
          'fenghua-anguan',
        );
        const expected = [unproposed, dated].filter((one) => one === colour).length;
        expect(data.clues.totalCount).toBe(expected);
        const row = (data.clueStatistics.rows as { colour: string; count: number }[]).find(
          (one) => one.colour === colour,
        );
        expect(row?.count ?? 0).toBe(expected);
      }
    },
  );

  it.each<[PersonSlug, 'ledger and content' | 'ledger' | 'nothing', string]>([
    ['fenghua-anguan', 'ledger and content', 'the organ’s own case supervision'],
    ['ningbo-anguan', 'ledger', 'the superior’s case supervision'],
    ['zhejiang-anguan', 'ledger', 'and its superior’s'],
    ['nation-anguan', 'ledger', 'up to the top'],
    ['ningbo-contact-head', 'ledger', 'the superior’s office that looks after Fenghua'],
    ['ningbo-intake-head', 'nothing', 'another office of the superior’s'],
    ['ningbo-investigator', 'nothing', 'another office of the superior’s'],
    ['ningbo-cadre-head', 'nothing', 'another office of the superior’s'],
    ['ningbo-group-head', 'nothing', 'the superior’s dispatched group'],
    ['haishu-anguan', 'nothing', 'a sibling district'],
    ['jiangbei-anguan', 'nothing', 'a sibling district'],
    ['xiangshan-anguan', 'nothing', 'a sibling county'],
    ['gaoqiao-principal', 'nothing', 'a township elsewhere'],
  ])('%s sees %s: %s', async (as, what) => {
    await at('2026-03-20T00:00:00Z');
    const nodes = await seen(as);
    const expected = { 'ledger and content': 2, ledger: 2, nothing: 0 }[what];
    expect(nodes).toHaveLength(expected);
    expect(nodes.every(({ content }) => (content !== null) === (what === 'ledger and content'))).toBe(true);
    for (const { id } of [UNPROPOSED, DATED]) {
      const { data } = await api.run(`{ clue(id: "clue_${id}") { number } }`, as);
      expect(data.clue === null).toBe(expected === 0);
    }
  });
});
