import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphQLSchema } from 'graphql';
import { Duty } from '../../src/jurisdiction/duties.js';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { RESOLVERS } from '../../src/resolvers.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { stopClock } from '../support/stopClock.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';
import { askAll } from './walk/answers.js';
import { everyQuery } from './walk/documents.js';

/*
 * A clue on the head of 海曙 leaves no trace for his people once it is found to be on him: whatever they can ask is
 * answered to the byte as if it were not there – though it lies with them, one of them registered it and found him out,
 * another is named as its handler, it is granted to them, urged and worked on jointly; and the one who registered it
 * had asked for somebody's recusal.
 */

const { unit, post, person } = NINGBO;
const HEAD = newId();
const HEADED = { unit_lo: unit.haishu, unit_hi: unit.haishu + 999_999 };
/** A closed one, so that figures could tell. */
const LAST_MONTH = new Date(Date.now() - 40 * 86_400_000);
const WORDS = '海曙区纪委书记受贿';
const ids = { clue: newId(), above: newId(), item: newId(), joint: newId(), recusal: newId() };

/** Of his unit, its offices and its subtree; and one whose other post is there. */
const HIS_PEOPLE = [
  ['haishu-anguan', null],
  ['haishu-office-head', null],
  ['haishu-handler', null],
  ['gaoqiao-principal', null],
  ['two-posts', post['two-posts']],
  ['two-posts', post['two-posts-jiangbei']],
  ['haishu-principal', null],
] as const;

/** Of other duties; an officer of case supervision is refused, whatever he asks there. */
const NOT_HIS = [
  'accessReview',
  'administrativeChanges',
  'auditAliasOpening',
  'auditAliasOpenings',
  'auditTrail',
  'organisationImports',
  'reorganisations',
  'sessionsOf',
  'staff',
  'staffRecord',
  'viewAs',
];

let db: TestDatabase;
let api: TestApi;
let schema: GraphQLSchema;
let documents: string[];
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  await insertRows(db.owner, 'person', [{ id: HEAD, name: '海正', issuer: 'test', subject: 'haishu-principal' }]);
  const heads = { person_id: HEAD, unit_pos: unit.haishu, duty: Duty.PRINCIPAL, valid_from: '2020-01-01T00:00:00Z' };
  await insertRows(db.owner, 'post', [{ id: newId(), ...heads }]);
  await stopClock(db);
  api = await startApi(db);
  schema = buildRuledSchema([...RESOLVERS]);
  const units = await db.owner.query<{ id: string }>('select id from unit where pos = any ($1)', [
    [unit.haishu, unit['haishu-discipline'], unit.ningbo],
  ]);
  const known: Record<string, string[]> = {
    unit: units.rows.map(({ id }) => `unit_${id}`),
    clue: [ids.clue, ids.above, NINGBO.clue.haishu].map((id) => `clue_${id}`),
    supervisionItem: [ids.item, NINGBO.supervisionItem['to-haishu']].map((id) => `supervisionItem_${id}`),
    jointCase: [ids.joint, NINGBO.jointCase.joint].map((id) => `jointCase_${id}`),
    recusal: [`recusal_${ids.recusal}`],
  };
  // Who can be asked about, besides what has an id of its own.
  const others: Record<string, string[]> = {
    node: Object.values(known).flat(),
    post: [`post_${post['haishu-handler']}`],
    person: [`person_${person['two-posts']}`],
    auditAliasOpening: [`auditAliasOpening_${newId()}`],
  };
  documents = everyQuery(schema, {
    ids: (kind) => others[kind] ?? known[kind] ?? [],
    codes: ['330203', '330203100'],
    texts: [WORDS, '书记', '9001', '海正'],
    window: { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' },
    month: LAST_MONTH.toISOString().slice(0, 7),
  });
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

/** By the act itself; and neither who did it nor what came of it tells him anything. */
async function find(as: string, clue: string) {
  const input = { idempotencyKey: `key-${newId()}`, clue: `clue_${clue}`, expectedVersion: 1, state: 'STAFF', persons: [`person_${HEAD}`], reason: '系其本人' };
  const { data } = await api.run(`mutation ($input: ClueSubjectLinkInput!) { clueSubjectLink(input: $input) { result clue { id } } }`, as, { input });
  expect(data).toEqual({ clueSubjectLink: { result: 'APPLIED', clue: null } });
} // prettier-ignore

/** What his people had made of it while it was on nobody known: each, and that it was theirs. */
const made: string[] = [];
async function actOn(clue: string) {
  const reason = WORDS;
  const acts = [
    ['unmaskingRequest', 'unmasking', 'haishu-handler', { clue, reason }],
    ['unmaskingDecide', 'unmasking', 'haishu-principal', { id: 0, expectedVersion: 1, approve: true, reason }],
    ['unmaskingRequest', 'unmasking', 'haishu-office-head', { clue, reason }],
    ['emergencyAccessOpen', 'emergencyAccess', 'gaoqiao-principal', { clue, reason, facets: ['CONTENT'] }],
    ...['haishu-anguan', 'haishu-handler', 'haishu-principal'].map(
      (as) => ['interferenceRecord', 'interferenceRecord', as, { clue, name: '某局长', manner: 'PLEADED', matter: WORDS, at: '2026-01-05T00:00:00Z' }] as const,
    ),
  ] as const;
  for (const [act, noun, as, what] of acts) {
    const input = { idempotencyKey: `key-${newId()}`, ...what, ...('id' in what && { id: made[0] }) };
    const type = `${act[0]!.toUpperCase()}${act.slice(1)}Input!`;
    const { data } = await api.run(`mutation ($input: ${type}) { ${act}(input: $input) { userErrors { code } ${noun} { id } } }`, as, { input });
    expect([act, as, data]).toEqual([act, as, { [act]: { userErrors: [], [noun]: { id: expect.any(String) } } }]);
    made.push(data[act][noun].id);
  }
} // prettier-ignore

/** Of each that was made, and of as many that nobody made. */
const ofMade = (records: string[]) =>
  records.map((id) => {
    const noun = id.split('_')[0]!;
    return `{ ${noun}(id: "${id}") { id clueId state } node(id: "${id}") { id } }`;
  });

/** While he may still know of it. */
async function askForRecusal(as: string, clue: string) {
  const input = { idempotencyKey: `key-${newId()}`, clue: `clue_${clue}`, post: `post_${post['haishu-handler']}`, ground: 'INTEREST', reason: WORDS };
  const { data } = await api.run('mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { result recusal { reason } } }', as, { input });
  expect(data).toEqual({ recusalRequest: { result: 'APPLIED', recusal: { reason: WORDS } } });
  await db.owner.query('update recusal set id = $1 where clue_id = $2', [ids.recusal, clue]);
} // prettier-ignore

async function insertTheClue() {
  const now = new Date();
  const clue = { stage: 6, source: 1, received_at: LAST_MONTH, due_at: now, subject_state: 0 };
  const his = { owner_pos: unit.haishu, handling_pos: unit['haishu-discipline'], received_pos: unit['haishu-anguan'] };
  const above = { owner_pos: unit.ningbo, handling_pos: unit['ningbo-cadre'], registered_by: post['ningbo-intake'] };
  const named = { handler_post: post['haishu-handler'], registered_by: post['haishu-anguan'] };
  await insertRows(db.owner, 'clue', [
    { id: ids.clue, number: '9001号', ...clue, ...his, ...named },
    { id: ids.above, number: '9002号', ...clue, ...above },
  ]);
  for (const clue_id of [ids.clue, ids.above]) {
    await insertRows(db.owner, 'clue_petition', [{ clue_id, class: 1, channel: 1, text: WORDS }]);
    await insertRows(db.owner, 'clue_content', [{ clue_id, subject_name: WORDS, allegation: WORDS }]);
    await insertRows(db.owner, 'clue_reporter', [{ clue_id, kind: 1, name: WORDS }]);
  }
  // As long as it is on nobody known it is theirs like any other, and then its subject is looked at once more.
  await db.owner.query('update clue set subject_state = 1 where id = $1', [ids.clue]);
  const known = { id: newId(), object: 'clue', object_id: ids.clue, facets: ['ledger'], unit_pos: unit.gaoqiao };
  await insertRows(db.owner, 'access_grant', [{ ...known, basis: 1, valid_from: '2020-01-01T00:00:00Z' }]);
  await actOn(`clue_${ids.clue}`);
  for (const as of ['haishu-handler', 'haishu-office-head', 'haishu-anguan', 'gaoqiao-principal', 'haishu-principal'])
    expect((await askAll(api, ofMade(made), as)).join('\n')).toContain(`clue_${ids.clue}`);
  await db.owner.query('update clue set subject_state = 0 where id = $1', [ids.clue]);
  await askForRecusal('haishu-anguan', ids.clue);
  await find('haishu-anguan', ids.clue);
  await find('ningbo-intake', ids.above);
  const matter = { owner_pos: unit.ningbo, handling_pos: unit['ningbo-supervision-1'] };
  const item = { id: ids.item, number: '9003号', state: 1, reasons: [5], clue_id: ids.clue, issued_at: now };
  await insertRows(db.owner, 'supervision_item', [{ ...item, ...matter, received_pos: unit.haishu }]);
  await insertRows(db.owner, 'supervision_item_content', [{ supervision_item_id: ids.item, requirement: WORDS }]);
  const joint = { id: ids.joint, number: '9004号', mode: 3, state: 2, started_at: now, compartment: 1 };
  await insertRows(db.owner, 'joint_case', [{ ...joint, ...matter }]);
  await insertRows(db.owner, 'joint_case_content', [{ joint_case_id: ids.joint, title: WORDS }]);
  await insertRows(db.owner, 'joint_case_clue', [{ joint_case_id: ids.joint, clue_id: ids.clue }]);
  const grant = { facets: ['ledger', 'content'], basis: 1, valid_from: '2020-01-01T00:00:00Z' };
  const objects = { clue: ids.clue, joint_case: ids.joint, supervision_item: ids.item };
  await insertRows(
    db.owner,
    'access_grant',
    Object.entries(objects).flatMap(([object, object_id]) =>
      [{ post_id: post['haishu-handler'] }, { person_id: person['two-posts'] }, { unit_pos: unit.gaoqiao }].map(
        (grantee) => ({ id: newId(), object, object_id, ...grant, ...grantee }),
      ),
    ),
  );
}

const differing = (before: string[], after: string[]) =>
  documents.filter((_, n) => before[n] !== after[n]).map((document) => document.slice(0, 200));

describe('a clue on the head', () => {
  it('leaves no trace for his people, in any query they can make', { timeout: 240_000 }, async () => {
    const control = await askAll(api, documents, 'ningbo-anguan');
    const refused = (document: string) => /^\{ (v0: )?(\w+)/.exec(document)![2]!;
    const failed = documents.filter((_, n) => control[n]!.includes('"errors":'));
    expect([...new Set(failed.map(refused))].sort()).toEqual(NOT_HIS);
    expect(control.filter((answer) => answer.includes('"errors":') && !answer.includes('"FORBIDDEN"'))).toEqual([]);
    const before: string[][] = [];
    for (const [subject, acting] of HIS_PEOPLE) before.push(await askAll(api, documents, subject, acting));
    await insertTheClue();
    for (const [n, [subject, acting]] of HIS_PEOPLE.entries()) {
      const after = await askAll(api, documents, subject, acting);
      expect([subject, acting, differing(before[n]!, after)]).toEqual([subject, acting, []]);
      expect(after.join('\n')).not.toContain(WORDS);
      const nobodys = made.map((id) => `${id.split('_')[0]!}_${newId()}`);
      expect(await askAll(api, ofMade(made), subject, acting)).toEqual(
        await askAll(api, ofMade(nobodys), subject, acting),
      );
    }
    expect(new Set(made.map((id) => id.split('_')[0])).size).toBe(3);
    // It is there: the city sees it, nearly wherever it asks.
    expect(differing(control, await askAll(api, documents, 'ningbo-anguan')).length).toBeGreaterThan(20);
    // And it is the denial that hides it: without one, his people see it too.
    const denials = 'update denial set ended_at = now() where unit_lo = $1 and unit_hi = $2 and basis = 2';
    expect((await db.owner.query(denials, [HEADED.unit_lo, HEADED.unit_hi])).rowCount).toBe(2);
    await db.owner.query('update denial set ended_at = now() where person_id = $1', [HEAD]);
    await db.owner.query('update clue set compartment = 0 where id = any ($1)', [[ids.clue, ids.above]]);
    const lists = [...documents.entries()].filter(([, document]) => document.startsWith('{ clues(first'));
    for (const [n, [subject, acting]] of HIS_PEOPLE.entries()) {
      const shown = await askAll(
        api,
        lists.map(([, document]) => document),
        subject,
        acting,
      );
      expect([subject, acting, shown]).not.toEqual([subject, acting, lists.map(([at]) => before[n]![at])]);
    }
  });

  it('is looked for wherever the schema leads', () => {
    const text = documents.join('\n');
    const queries = Object.keys(schema.getQueryType()!.getFields());
    expect(queries.filter((name) => !text.includes(` ${name}`))).toEqual([]);
    console.info(`${documents.length} documents for each of ${HIS_PEOPLE.length} posts`);
    expect(documents.length).toBeGreaterThan(30);
  });
});
