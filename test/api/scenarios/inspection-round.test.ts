import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/shared/ids.js';
import { NINGBO, type ClueSlug } from '../../fixtures/ningbo.js';
import { Attacker } from '../../support/attacker.js';
import { ActWorld, clueId, codes, key, type Acted } from '../../support/actWorld.js';
import { insertRows } from '../../support/world.js';

const ROUND = 'id name body { name } inspected { name } from until endedAt version clueIds';
const PAYLOAD = `result userErrors { __typename code path } inspectionRound { ${ROUND} }`;
const BEGIN = `mutation ($input: InspectionRoundBeginInput!) { inspectionRoundBegin(input: $input) { ${PAYLOAD} } }`;
const ADD = `mutation ($input: InspectionCatalogueAddInput!) { inspectionCatalogueAdd(input: $input) { ${PAYLOAD} } }`;
const END = `mutation ($input: InspectionRoundEndInput!) { inspectionRoundEnd(input: $input) { ${PAYLOAD} } }`;
const GRANT_END = `mutation ($input: GrantEndInput!) { grantEnd(input: $input) { result userErrors { code } } }`;
const ROUNDS = `{ inspectionRounds { ${ROUND} } }`;
const SEEN = `query ($id: ID!) { clue(id: $id) { number petition { text } content { subjectName } reporter { name } } node(id: $id) { id }
  clues(first: 100) { totalCount nodes { id } } }`;
const DAY = 86_400_000;

interface Round {
  id: string;
  name: string;
  until: string;
  endedAt: string | null;
  version: number;
  clueIds: string[];
}

/* DOMAIN A 11, 90; B4: the inspection group sees the items of the catalogue, for one round. */
describe('an inspection round', () => {
  let world: ActWorld;
  const unit: Record<string, string> = {};
  beforeAll(async () => {
    world = await ActWorld.open();
    const { ningbo, haishu, jiangbei, zhejiang } = NINGBO.unit;
    const organs = { ningbo, haishu, jiangbei, zhejiang, gaoqiao: NINGBO.unit.gaoqiao, office: NINGBO.unit['ningbo-supervision-1'], handling: NINGBO.unit['haishu-discipline'] };
    for (const [slug, pos] of Object.entries(organs)) unit[slug] = await world.unitId(pos);
    unit['body'] = await world.addUnit(ningbo + 470, ningbo, 'INSPECTION_BODY', null, '市委第一巡察组');
    unit['other'] = await world.addUnit(ningbo + 471, ningbo, 'INSPECTION_BODY', null, '市委第二巡察组');
    await world.addPerson('inspector', ningbo + 470, 'OFFICER', '巡察员');
    await world.addPerson('other-inspector', ningbo + 471, 'OFFICE_HEAD', '巡察二员');
    await world.addPerson('body-administrator', ningbo + 470, 'SYSTEM_ADMINISTRATOR', '管巡察');
    await world.addPerson('haishu-principal', haishu, 'PRINCIPAL', '海书记');
    await world.addPerson('haishu-register-head', haishu + 1, 'OFFICE_HEAD', '海案管');
    await world.addPerson('jiangbei-principal', jiangbei, 'PRINCIPAL', '江书记');
    await world.addPerson('zhejiang-principal', zhejiang, 'PRINCIPAL', '浙书记');
  }); // prettier-ignore
  afterAll(() => world.close());

  const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
  let count = 0;
  const asked = (more: object = {}) => ({
    idempotencyKey: key(),
    body: unit['body'],
    inspected: unit['haishu'],
    name: `第${(count += 1)}轮`,
    until: inDays(60),
    reason: '年度巡察计划',
    ...more,
  });
  const begin = (as = 'ningbo-principal', more: object = {}) => world.act(BEGIN, as, asked(more));
  const supply = (as: string, round: string, clues: string[], more: object = {}) =>
    world.act(ADD, as, { idempotencyKey: key(), round, clues, reason: '按目录提供', ...more });
  const end = (as: string, id: string, more: object = {}) =>
    world.act(END, as, { idempotencyKey: key(), id, reason: '巡察结束', ...more });
  const roundOf = ({ inspectionRound }: Acted) => inspectionRound as Round;
  const seen = (as: string, slug: ClueSlug) => world.ask(SEEN, as, { id: clueId(slug) });
  const known = async (as: string) => (await world.ask(ROUNDS, as)).inspectionRounds as Round[];

  it('shows the body what is supplied to it, ledger and content, and takes it all back when it ends', async () => {
    const before = await seen('inspector', 'haishu');
    expect([before.clue, before.node, before.clues.totalCount]).toEqual([null, null, 0]);
    const begun = roundOf(await begin());
    expect(begun).toMatchObject({ clueIds: [], endedAt: null, version: 1 });
    expect((await seen('inspector', 'haishu')).clue).toBeNull(); // a round alone opens nothing

    const supplied = await supply('haishu-register-head', begun.id, [clueId('haishu'), clueId('closed-before-link')]);
    expect(supplied).toMatchObject({ result: 'APPLIED', inspectionRound: { clueIds: [clueId('haishu'), clueId('closed-before-link')].sort() } });
    const during = await seen('inspector', 'haishu');
    expect(during.clue).toMatchObject({ content: { subjectName: '某甲-haishu' }, petition: null, reporter: null });
    expect(during.clues.totalCount).toBe(2);
    // Not another body, not another matter, not the organ that sent it.
    expect((await seen('other-inspector', 'haishu')).clue).toBeNull();
    expect((await seen('inspector', 'closed-since-link')).clue).toBeNull();
    expect((await seen('zhejiang-principal', 'haishu')).clue).toBeNull();
    expect((await world.api.run(SEEN, 'body-administrator', { id: clueId('haishu') })).data?.clue ?? null).toBeNull();

    const ended = await end('ningbo-principal', begun.id, { expectedVersion: 1 });
    expect(ended).toMatchObject({ result: 'APPLIED', inspectionRound: { version: 2 } });
    expect(roundOf(ended).endedAt).toBe(roundOf(ended).until);
    expect(await seen('inspector', 'haishu')).toEqual(before);
    expect((await known('inspector')).find(({ id }) => id === begun.id)!.clueIds).toEqual([]);
    expect((await known('haishu-anguan')).find(({ id }) => id === begun.id)!.clueIds).toHaveLength(2);
    const late = await supply('haishu-principal', begun.id, [clueId('haishu')]);
    expect(codes(late)).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it('is over when its time is, without anybody’s doing', async () => {
    const until = inDays(20);
    const begun = roundOf(await begin('ningbo-principal', { until, from: inDays(10) }));
    expect((await supply('haishu-principal', begun.id, [clueId('gaoqiao')])).userErrors).toMatchObject([{ code: 'OBJECT_NOT_FOUND' }]); // the township’s own
    expect((await supply('haishu-principal', begun.id, [clueId('haishu')])).result).toBe('APPLIED');
    expect((await seen('inspector', 'haishu')).clue).toBeNull();
    await world.clock(inDays(11));
    expect((await seen('inspector', 'haishu')).clue.content.subjectName).toBe('某甲-haishu');
    await world.clock(new Date(Date.parse(until) - 1));
    expect((await seen('inspector', 'haishu')).clue).not.toBeNull();
    await world.clock(until);
    expect((await seen('inspector', 'haishu')).clue).toBeNull();
    for (const late of [await supply('haishu-principal', begun.id, [clueId('haishu')]), await end('ningbo-principal', begun.id)]) expect(codes(late)).toEqual(['STATE_CONFLICT']);
    await world.clock(null);
    expect((await end('ningbo-principal', begun.id)).result).toBe('APPLIED');
    // Ended before it began: never.
    await world.clock(inDays(11));
    expect((await seen('inspector', 'haishu')).clue).toBeNull();
    await world.clock(null);
  }); // prettier-ignore

  it('is known to the body, and to the principals and 案管 of the organ above and of the inspected one', async () => {
    const { id } = roundOf(await begin());
    const knows = async (as: string) => (await known(as)).some((round) => round.id === id);
    for (const as of ['inspector', 'ningbo-principal', 'ningbo-anguan', 'haishu-principal', 'haishu-anguan', 'haishu-register-head'])
      expect([as, await knows(as)]).toEqual([as, true]);
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    for (const as of ['other-inspector', 'haishu-handler', 'ningbo-leader', 'ningbo-group-head', 'jiangbei-principal', 'zhejiang-principal', 'zhejiang-anguan', 'gaoqiao-principal']) {
      expect([as, await knows(as)]).toEqual([as, false]);
      const [hidden, missing] = [await world.ask(node, as, { id }), await world.ask(node, as, { id: `inspectionRound_${newId()}` })];
      expect(JSON.stringify(hidden)).toBe(JSON.stringify(missing));
    }
    expect((await world.ask(node, 'inspector', { id })).node).toEqual({ id });
    expect((await world.api.run(ROUNDS, 'body-administrator')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await end('ningbo-principal', id);
  }); // prettier-ignore

  it('takes nothing to its body that is denied to it', async () => {
    const denied = { id: newId(), object: 'clue', object_id: NINGBO.clue['closed-since-link'], basis: 1 };
    const [inspector] = await world.rows<{ id: string }>("select id from person where subject = 'inspector'");
    await insertRows(world.db.owner, 'denial', [{ ...denied, person_id: inspector!.id }]);
    const { id } = roundOf(await begin());
    const supplied = await supply('haishu-principal', id, [clueId('closed-since-link')]);
    expect(supplied).toMatchObject({ result: 'APPLIED', inspectionRound: { clueIds: [clueId('closed-since-link')] } });
    expect((await seen('inspector', 'closed-since-link')).clue).toBeNull();
    expect((await known('inspector')).find((round) => round.id === id)!.clueIds).toEqual([]);
    await end('ningbo-principal', id);
  });

  it('supplies an item once, and has it withdrawn alone by who supplied it', async () => {
    const { id } = roundOf(await begin());
    await supply('haishu-principal', id, [clueId('haishu')]);
    const twice = await supply('haishu-principal', id, [clueId('haishu'), clueId('closed-since-link')]);
    expect(roundOf(twice).clueIds).toHaveLength(2);
    const all = (await world.ask('query ($id: ID!) { grants(matter: $id) { id basis endedAt } }', 'haishu-anguan', { id: clueId('haishu') })).grants as { id: string; basis: string; endedAt: string | null }[];
    const open = all.filter(({ basis, endedAt }) => basis === 'CATALOGUE' && !endedAt);
    expect(open).toHaveLength(1);
    const withdrawal = { id: open[0]!.id, reason: '误列' };
    expect(codes(await world.act(GRANT_END, 'ningbo-principal', { idempotencyKey: key(), ...withdrawal }))).toEqual(['OBJECT_NOT_FOUND']);
    expect((await world.act(GRANT_END, 'haishu-register-head', { idempotencyKey: key(), ...withdrawal })).result).toBe('APPLIED');
    expect((await seen('inspector', 'haishu')).clue).toBeNull();
    expect((await known('inspector')).find((round) => round.id === id)!.clueIds).toEqual([]);
    expect((await known('haishu-anguan')).find((round) => round.id === id)!.clueIds).toEqual([clueId('closed-since-link')]);
    await end('ningbo-principal', id);
  }); // prettier-ignore

  describe('is refused', () => {
    // prettier-ignore
    it.each([
      ['to the head of 案管', 'ningbo-anguan-head', () => ({}), 'NOT_ALLOWED'],
      ['to another organ’s principal', 'zhejiang-principal', () => ({}), 'NOT_ALLOWED'],
      ['to the inspected one’s', 'haishu-principal', () => ({}), 'NOT_ALLOWED'],
      ['by a unit that is no such body', 'ningbo-principal', () => ({ body: unit['office'] }), 'NOT_ALLOWED'],
      ['of the organ itself', 'ningbo-principal', () => ({ inspected: unit['ningbo'] }), 'NOT_ALLOWED'],
      ['of the organ above', 'ningbo-principal', () => ({ inspected: unit['zhejiang'] }), 'NOT_ALLOWED'],
      ['of an office', 'ningbo-principal', () => ({ inspected: unit['handling'] }), 'NOT_ALLOWED'],
      ['of what is not', 'ningbo-principal', () => ({ inspected: `unit_${newId()}` }), 'OBJECT_NOT_FOUND'],
      ['for more than a year', 'ningbo-principal', () => ({ until: inDays(367) }), 'INPUT_INVALID'],
      ['with an end that is past', 'ningbo-principal', () => ({ until: inDays(-1) }), 'INPUT_INVALID'],
      ['with a begin that is past', 'ningbo-principal', () => ({ from: inDays(-1) }), 'INPUT_INVALID'],
      ['without a name', 'ningbo-principal', () => ({ name: ' ' }), 'INPUT_INVALID'],
      ['without a reason', 'ningbo-principal', () => ({ reason: '' }), 'INPUT_INVALID'],
    ])('%s', async (_name, as, more, code) => {
      expect(await world.refused(() => begin(as, more()))).toEqual([code]);
    });

    it('where it is under way already', async () => {
      const { id } = roundOf(await begin());
      expect(await world.refused(() => begin())).toEqual(['STATE_CONFLICT']);
      await end('ningbo-principal', id);
    });

    it('its items, by who may not supply them and of what is not its organ’s', async () => {
      const { id } = roundOf(await begin());
      for (const [as, clues, code] of [
        ['haishu-anguan', [clueId('haishu')], 'NOT_ALLOWED'],
        ['ningbo-principal', [clueId('haishu')], 'NOT_ALLOWED'],
        ['inspector', [clueId('haishu')], 'NOT_ALLOWED'],
        ['haishu-handler', [clueId('haishu')], 'OBJECT_NOT_FOUND'],
        ['jiangbei-principal', [clueId('jiangbei')], 'OBJECT_NOT_FOUND'],
        ['haishu-register-head', [clueId('gaoqiao')], 'NOT_ALLOWED'], // the township’s, whose ledger it sees
        ['haishu-principal', [clueId('haishu'), clueId('jiangbei')], 'OBJECT_NOT_FOUND'], // all of them, or none
        ['haishu-principal', [clueId('haishu'), clueId('haishu')], 'INPUT_INVALID'],
        ['haishu-principal', [], 'INPUT_INVALID'],
      ] as const) expect([as, code, await world.refused(() => supply(as, id, [...clues]))]).toEqual([as, code, [code]]);
      const [hidden, missing] = [await supply('haishu-principal', id, [clueId('ningbo')]), await supply('haishu-principal', id, [`clue_${newId()}`])];
      expect(hidden).toEqual(missing);
      const unknown = [await supply('jiangbei-principal', id, [clueId('jiangbei')]), await supply('jiangbei-principal', `inspectionRound_${newId()}`, [clueId('jiangbei')])];
      expect(unknown[0]).toEqual(unknown[1]);
      for (const [as, more, code] of [
        ['ningbo-anguan-head', {}, 'NOT_ALLOWED'],
        ['haishu-principal', {}, 'NOT_ALLOWED'],
        ['inspector', {}, 'NOT_ALLOWED'],
        ['jiangbei-principal', {}, 'OBJECT_NOT_FOUND'],
        ['ningbo-principal', { expectedVersion: 3 }, 'VERSION_CONFLICT'],
      ] as const) expect([as, await world.refused(() => end(as, id, more))]).toEqual([as, [code]]);
      expect((await end('ningbo-principal', id)).result).toBe('APPLIED');
    }); // prettier-ignore

    it('without an act', async () => {
      const attacker = await Attacker.open(world.db.connectionAs('liandong_act'));
      await attacker.enter(NINGBO.as['ningbo-principal']);
      for (const call of [
        "inspection_round_begin(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'x', null, now(), 'x')",
        "inspection_catalogue_add(gen_random_uuid(), '{}', '{}', 'x')",
        "inspection_round_end(gen_random_uuid(), null, 'x')",
      ])
        expect(await attacker.send(`select ${call}`)).toBe('28000');
      expect(await attacker.send('select begun_by from inspection_round')).toBe('42501');
      await attacker.end();
    });
  });

  it('happens once for one key; it and its items end once, by however many at once, and leave none behind', async () => {
    const input = asked();
    const answers = await Promise.all(Array.from({ length: 3 }, () => world.act(BEGIN, 'ningbo-principal', input)));
    expect(answers.map(({ result }) => String(result)).sort()).toEqual(['APPLIED', 'REPLAYED', 'REPLAYED']);
    const { id } = roundOf(answers[0]!);
    const [ended, supplied] = await Promise.all([
      Promise.all([1, 2, 3].map(() => end('ningbo-principal', id, { expectedVersion: 1 }))),
      Promise.all(['haishu-principal', 'haishu-register-head'].map((as) => supply(as, id, [clueId('haishu'), clueId('closed-since-link')]))),
    ]);
    expect(ended.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
    expect(new Set(ended.flatMap(codes))).toEqual(new Set(['VERSION_CONFLICT']));
    for (const one of supplied) expect(one.result === 'APPLIED' || codes(one)[0] === 'STATE_CONFLICT').toBe(true);
    const open = await world.rows('select id from access_grant where round_id = $1 and (valid_to is null or valid_to > app_now())', [id.slice(16)]);
    expect(open).toEqual([]);
    expect((await seen('inspector', 'haishu')).clue).toBeNull();
  }); // prettier-ignore

  it('waits for its end under way, and is then not supplied', async () => {
    const { id } = roundOf(await begin());
    await world.db.owner.query('begin');
    await world.db.owner.query('update inspection_round set valid_to = app_now(), ended_at = app_now() where id = $1', [id.slice(16)]);
    let answered = false;
    const waiting = supply('haishu-principal', id, [clueId('haishu')]).then((answer) => ((answered = true), answer));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(answered).toBe(false);
    await world.db.owner.query('commit');
    expect(codes(await waiting)).toEqual(['STATE_CONFLICT']);
    expect(await world.rows('select id from access_grant where round_id = $1', [id.slice(16)])).toEqual([]);
  }); // prettier-ignore

  it('is not waited for, nor are its clues, by who does not know of it', async () => {
    const { id } = roundOf(await begin());
    expect((await supply('haishu-principal', id, [clueId('haishu')])).result).toBe('APPLIED');
    await world.db.owner.query('begin');
    await world.db.owner.query('select from clue where id = any ($1) for update', [[NINGBO.clue.haishu, NINGBO.clue.ningbo]]);
    await world.db.owner.query('select from inspection_round where id = $1 for update', [id.slice(16)]);
    for (const round of [id, `inspectionRound_${newId()}`]) {
      expect(codes(await end('jiangbei-principal', round))).toEqual(['OBJECT_NOT_FOUND']);
      expect(codes(await supply('jiangbei-principal', round, [clueId('jiangbei')]))).toEqual(['OBJECT_NOT_FOUND']);
    }
    for (const clue of [clueId('ningbo'), `clue_${newId()}`])
      expect(codes(await supply('haishu-principal', id, [clue]))).toEqual(['OBJECT_NOT_FOUND']);
    expect(codes(await end('haishu-principal', id))).toEqual(['NOT_ALLOWED']);
    await world.db.owner.query('rollback');
    await end('ningbo-principal', id);
  }); // prettier-ignore

  it('is supplied no clue whose subject is not resolved', async () => {
    const { id } = roundOf(await begin());
    const [head] = await world.rows<{ id: string }>("select o.id from post o join person p on p.id = o.person_id where p.subject = 'haishu-register-head'");
    await world.rows('update clue set subject_state = 0, custodian_post = $2 where id = $1', [NINGBO.clue['closed-since-link'], head!.id]);
    expect(await world.refused(() => supply('haishu-register-head', id, [clueId('closed-since-link')]))).toEqual(['STATE_CONFLICT']);
    expect(await world.refused(() => supply('haishu-principal', id, [clueId('closed-since-link')]))).toEqual(['OBJECT_NOT_FOUND']);
    await world.rows('update clue set subject_state = 1, custodian_post = null where id = $1', [NINGBO.clue['closed-since-link']]);
    await end('ningbo-principal', id);
  }); // prettier-ignore

  it('shows itself to no administrator of its body, whoever asks the database', async () => {
    const attacker = await Attacker.open(world.db.connectionAs('liandong_api'));
    for (const [subject, some] of [['inspector', true], ['body-administrator', false]] as const) {
      await attacker.enter({ issuer: 'test', subject, post: null });
      const rows = await attacker.send('select id from inspection_round');
      expect([subject, rows.length > 0]).toEqual([subject, some]);
    }
    await attacker.end();
  }); // prettier-ignore

  it('leaves its entries in the audit trail and in the outbox', async () => {
    const acts = await world.rows<{ operation: string; text: string }>('select operation, e::text as text from audit_entry e where kind = 1');
    expect([...new Set(acts.map(({ operation }) => operation))].sort()).toEqual(['grantEnd', 'inspectionCatalogueAdd', 'inspectionRoundBegin', 'inspectionRoundEnd']);
    expect(JSON.stringify(acts)).not.toMatch(/\p{Script=Han}/u);
    const events = await world.rows<{ event: string }>('select distinct event from outbox order by 1');
    const objects = await world.rows<{ object: string }>('select distinct object from outbox order by 1');
    expect(objects.map(({ object }) => object)).toEqual(['access_grant', 'inspection_round']);
    expect(events.map(({ event }) => event)).toEqual(['grantEnded', 'grantIssued', 'inspectionCatalogueAdded', 'inspectionRoundBegun', 'inspectionRoundEnded']);
  }); // prettier-ignore
});
