import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { RESOLVERS } from '../../src/resolvers.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { stopClock } from '../support/stopClock.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { askAll } from './walk/answers.js';
import { everyQuery } from './walk/documents.js';

/*
 * Whoever sees a clue's ledger and no more is told nothing of its other facets, however he asks: not what they say, not
 * whether they are there, changed, or when.
 * attacks.test.ts has the list of attacks, and where each is tried.
 */

const { clue } = NINGBO;
/** 海曙's clue: its ledger is for the contact office and the province; its own register has the content too. */
const LEDGER_ONLY = ['ningbo-contact-head', 'zhejiang-anguan'] as const;
const SECRET = '后来才知道的事';

const CHANGES: Record<string, string> = {
  'says something else': `
    update clue_content set subject_name = '${SECRET}', allegation = '${SECRET}', key_minority = true, subject_rank = 1,
      priority_reason = 2, handler_name = '${SECRET}' where clue_id = $1;
    update clue_petition set text = '${SECRET}', class = 3, channel = 4 where clue_id = $1;
    update clue_reporter set kind = 2, name = null, contact = '${SECRET}', protection_requested = true where clue_id = $1`,
  'has another version and time of change': `
    update clue_content set version = version + 7, changed_at = changed_at + interval '1 day' where clue_id = $1;
    update clue_petition set version = version + 7, changed_at = changed_at + interval '1 day' where clue_id = $1;
    update clue_reporter set version = version + 7, changed_at = changed_at + interval '1 day' where clue_id = $1`,
  'is not there': `
    delete from clue_content where clue_id = $1; delete from clue_petition where clue_id = $1;
    delete from clue_reporter where clue_id = $1`,
};

let db: TestDatabase;
let api: TestApi;
let documents: string[];
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  await stopClock(db);
  api = await startApi(db);
  const unit = await db.owner.query<{ id: string }>('select id from unit where pos = $1', [NINGBO.unit.haishu]);
  documents = everyQuery(buildRuledSchema([...RESOLVERS]), {
    ids: (kind) =>
      ({
        unit: [`unit_${unit.rows[0]!.id}`],
        clue: [`clue_${clue.haishu}`],
        node: [`clue_${clue.haishu}`],
        supervisionItem: [`supervisionItem_${NINGBO.supervisionItem['to-haishu']}`],
        jointCase: [`jointCase_${NINGBO.jointCase.joint}`],
        post: [`post_${NINGBO.post['haishu-office-head']}`],
        person: [`person_${NINGBO.person['haishu-anguan']}`],
      })[kind] ?? [],
    texts: [SECRET, '某甲-haishu', '来信全文-haishu', '反映人-haishu', '反映问题-haishu'],
    codes: ['330203'],
    window: { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' },
    month: '2025-01',
  });
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

describe('a facet that is withheld', () => {
  /** To the byte, until the next change. */
  const before = new Map<string, string[]>();
  beforeAll(async () => {
    for (const subject of [...LEDGER_ONLY, 'haishu-anguan']) before.set(subject, await askAll(api, documents, subject));
  });

  it.each(Object.entries(CHANGES))('and %s changes no answer, to the byte', { timeout: 120_000 }, async (_, change) => {
    for (const statement of change.split(';')) await db.owner.query(statement, [clue.haishu]);
    for (const subject of LEDGER_ONLY) {
      const after = await askAll(api, documents, subject);
      expect([subject, documents.filter((__, n) => after[n] !== before.get(subject)![n])]).toEqual([subject, []]);
      before.set(subject, after);
      expect(after.join('\n')).toContain(clue.haishu);
      expect(after.join('\n')).not.toMatch(/(某甲|来信全文|反映人|反映问题|电话)-haishu/);
    }
    if (change.includes('version')) return; // no query shows it to anybody
    const own = await askAll(api, documents, 'haishu-anguan');
    expect(documents.some((__, n) => own[n] !== before.get('haishu-anguan')![n])).toBe(true);
    before.set('haishu-anguan', own);
  });

  it('stays null by every alias and fragment', async () => {
    const document = `query ($id: ID!) {
      a: clue(id: $id) { number content { subjectName } other: content { allegation } ...More ... on Node { id } }
      b: node(id: $id) { ... on Clue { again: content { subjectName } petition { text } ...More } }
      c: clues(first: 100) { nodes { id ...More } edges { node { x: petition { text } y: reporter { name } ...More } } }
    } fragment More on Clue { z: content { keyMinority } reporter { name } ...Deeper }
      fragment Deeper on Clue { supervisionItems { clue { content { subjectName } w: petition { text } } } }`;
    const { data, errors, text } = await api.run(document, 'zhejiang-anguan', {
      id: `clue_${clue['fenghua-granted']}`,
    });
    expect(errors).toBeUndefined();
    expect(data.a.number).toContain('fenghua-granted');
    expect(text).not.toMatch(/-fenghua-granted"(?<!号-fenghua-granted")/);
    const { text: granted } = await api.run(document, 'fenghua-anguan', { id: `clue_${clue['fenghua-granted']}` });
    expect(granted).toContain('"subjectName":"某甲-fenghua-granted"');
  });
});

it('ids next to a known one are nobody’s, hidden ones like missing ones', async () => {
  const near = (id: string, by: number) =>
    id.slice(0, -12) + (BigInt(`0x${id.slice(-12)}`) + BigInt(by)).toString(16).padStart(12, '0').slice(-12);
  const known = clue.jiangbei;
  const ids = [clue.xiangshan, ...[-2, -1, 1, 2].map((by) => near(known, by))];
  const document = (id: string) => `{ clue(id: "clue_${id}") { id } node(id: "clue_${id}") { id } }`;
  const answers = await askAll(api, ids.map(document), 'jiangbei-anguan');
  expect(new Set(answers).size).toBe(1);
  expect((await api.run(document(known), 'jiangbei-anguan')).data.clue).not.toBeNull();
});
