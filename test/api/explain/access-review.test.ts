import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NINGBO } from '../../fixtures/ningbo.js';
import { trailOf } from '../../audit/trailOf.js';
import { insertRows, type Row } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';
import { explainWorld, type ExplainWorld } from './explainWorld.js';

interface Rule {
  facet: string;
  via: string;
  basis: string | null;
  unit: { name: string; organ: { name: string } };
  duty: string | null;
  onlyIf: string | null;
  until: string | null;
}

let world: ExplainWorld;
beforeAll(async () => {
  world = await explainWorld();
});
afterAll(() => world.end());

const REVIEW = (id: string) =>
  `{ accessReview(object: "${id}") { object rules { facet via basis unit { name organ { name } } duty onlyIf until } } }`;
const clue = (slug: keyof typeof NINGBO.clue) => `clue_${NINGBO.clue[slug]}`;
const review = async (as: string, id: string) => {
  const { data, errors } = await world.api.run(REVIEW(id), as);
  expect(errors).toBeUndefined();
  return data.accessReview as { rules: Rule[] } | null;
};
const line = ({ facet, via, unit, duty, onlyIf }: Rule) =>
  `${facet} ${via} ${unit.organ.name === unit.name ? '' : unit.organ.name}${unit.name} ${duty ?? '–'}${onlyIf ? ` ${onlyIf}` : ''}`;

describe('accessReview', () => {
  it('lists the rules by which a facet can be known, as units and duties', async () => {
    const { rules } = (await review('ningbo-principal', clue('ningbo')))!;
    const lines = rules.map(line);
    expect(lines).toEqual(
      expect.arrayContaining([
        'LEDGER ORGAN 宁波市纪委监委案件监督管理室 –',
        expect.stringMatching(/^LEDGER SUBTREE 浙江省纪委监委案件监督管理室 –/),
        expect.stringMatching(/^LEDGER SUBTREE 中央纪委国家监委案件监督管理室 –/),
        'CONTENT ORGAN 宁波市纪委监委 PRINCIPAL',
        'CONTENT ORGAN 宁波市纪委监委案件监督管理室 – NOT_CADRE_COMPARTMENT',
        'CONTENT ORGAN 宁波市纪委监委干部监督室 – CADRE_COMPARTMENT',
        'CONTENT BRANCH 宁波市纪委监委 LEADER_IN_CHARGE NOT_CADRE_COMPARTMENT',
        'CONTENT OWN 宁波市纪委监委第一监督检查室 OFFICE_HEAD NOT_CADRE_COMPARTMENT',
        'REPORTER OWN 宁波市纪委监委信访室 OFFICE_HEAD WHILE_OPEN',
        'REPORTER REGISTRAR 宁波市纪委监委信访室 – WHILE_OPEN',
      ]),
    );
    expect(lines.join('\n')).not.toMatch(/海曙|江北|第七审查调查室|第二监督检查室/);
    expect(JSON.stringify(rules)).not.toMatch(/person|post_|沈明远|竺立人/);
  });

  it('names grants and links with their ends', async () => {
    const [posts, ends] = [NINGBO.post, '2032-01-01T00:00:00Z'];
    const grant = { id: newId(), object: 'clue', object_id: NINGBO.clue.ningbo, facets: ['ledger', 'content'], basis: 4, post_id: posts['jiangbei-anguan'], valid_from: '2020-01-01', valid_to: ends }; // prettier-ignore
    await insertRows(world.db.owner, 'access_grant', [grant, { ...grant, id: newId(), post_id: posts['xiangshan-anguan'], valid_to: '2021-01-01' }]); // prettier-ignore
    const granted = (await review('ningbo-principal', clue('ningbo')))!.rules.filter(({ via }) => via === 'GRANT');
    expect(granted.map(({ facet, basis, unit, duty, until }) => [facet, basis, unit.organ.name, duty, new Date(until!).getTime()])).toEqual(
      ['LEDGER', 'CONTENT'].map((facet) => [facet, 'SECONDMENT', '江北区纪委监委', 'OFFICER', new Date(ends).getTime()]),
    ); // prettier-ignore
    const head = { id: newId(), name: '海曙书记', issuer: 'test', subject: 'haishu-principal' };
    await insertRows(world.db.owner, 'person', [head]);
    await insertRows(world.db.owner, 'post', [{ id: newId(), person_id: head.id, unit_pos: NINGBO.unit.haishu, duty: 1, valid_from: '2020-01-01' }]); // prettier-ignore
    const linked = (await review('haishu-principal', clue('haishu')))!.rules.filter(({ via }) => via === 'LINKED');
    expect(linked.map(line)).toEqual(expect.arrayContaining([expect.stringContaining('LEDGER LINKED 宁波市纪委监委第一监督检查室')])); // prettier-ignore
    const closed = (await review('haishu-principal', clue('closed-before-link')))!.rules;
    expect(closed.filter(({ via }) => via === 'LINKED')).toEqual([]);
  });

  it('never tells who is missing: the same bytes whoever is denied, and whatever it is', async () => {
    const { owner } = world.db;
    const bytes = async (as: string) => (await world.api.run(REVIEW(clue('ningbo')), as)).text.replace(/"left":\d+/, '');
    const before = [await bytes('ningbo-principal'), await bytes('ningbo-anguan-head')];
    const denied = (row: Row): Row => ({ id: newId(), object: 'clue', object_id: NINGBO.clue.ningbo, basis: 1, ...row });
    const unit = NINGBO.unit['ningbo-supervision-1'];
    await insertRows(owner, 'denial', [
      denied({ person_id: NINGBO.person['ningbo-leader'] }),
      denied({ person_id: NINGBO.person['jiangbei-anguan'] }),
      denied({ basis: 2, unit_lo: unit, unit_hi: unit }),
    ]);
    expect([await bytes('ningbo-principal'), await bytes('ningbo-anguan-head')]).toEqual(before);
    await owner.query('update clue set classification = 1 where id = $1', [NINGBO.clue.ningbo]);
    expect(await bytes('ningbo-principal')).toBe(before[0]);
    await owner.query('update clue set classification = 0, compartment = 1 where id = $1', [NINGBO.clue.ningbo]);
    expect([await bytes('ningbo-principal'), await bytes('ningbo-anguan-head')]).toEqual(before);
    await owner.query('update clue set compartment = 0 where id = $1', [NINGBO.clue.ningbo]);
    await owner.query('delete from denial where object_id = $1', [NINGBO.clue.ningbo]);
  }); // prettier-ignore

  it.each([
    ['ningbo-principal', 'ningbo', 'rules'],
    ['ningbo-anguan-head', 'ningbo', 'rules'],
    ['ningbo-cadre-head', 'cadre', 'rules'],
    ['ningbo-cadre-head', 'ningbo', 'null'],
    ['ningbo-anguan-head', 'cadre', 'rules'],
    ['ningbo-principal', 'classified', 'rules'],
    ['ningbo-anguan-head', 'classified', 'null'],
    // Not of his organ, though he sees its ledger.
    ['ningbo-anguan-head', 'haishu', 'FORBIDDEN'],
    ['ningbo-anguan', 'ningbo', 'FORBIDDEN'],
    ['ningbo-leader', 'ningbo', 'FORBIDDEN'],
    ['ningbo-group-head', 'group', 'FORBIDDEN'],
    ['ningbo-contact-head', 'ningbo', 'FORBIDDEN'],
    ['ningbo-security', 'ningbo', 'FORBIDDEN'],
    ['ningbo-audit', 'ningbo', 'FORBIDDEN'],
  ] as const)('%s of %s: %s', async (as, slug, expected) => {
    const { data, errors } = await world.api.run(REVIEW(clue(slug)), as);
    const answer = data?.accessReview;
    expect(errors?.[0]?.extensions.code ?? (answer === null ? 'null' : Object.keys(answer)[1])).toBe(expected);
    if (expected !== 'rules') expect(answer ?? null).toBeNull();
  });

  it('is null for hidden and missing alike, and is in the audit trail', async () => {
    const text = async (id: string) => (await world.api.run(REVIEW(id), 'ningbo-anguan-head')).text.replace(/"left":\d+/, '');
    expect(await text(clue('classified'))).toBe(await text(`clue_${newId()}`));
    const { headers } = await world.api.run(REVIEW(clue('ningbo')), 'ningbo-anguan-head');
    expect(await trailOf(world.db.owner, headers.get('x-correlation-id')!)).toMatchObject([
      { kind: 'EXPLAIN', operation: 'accessReview', object: 'clue', ids: [NINGBO.clue.ningbo] },
    ]);
  }); // prettier-ignore
});
