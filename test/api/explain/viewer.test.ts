import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { trailOf } from '../../audit/trailOf.js';
import { insertRows } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';
import { offered } from '../../../src/workflow/offered.js';
import { buildRuledSchema } from '../../../src/graphql/schema.js';
import { RESOLVERS } from '../../../src/resolvers.js';
import type { Facet } from '../../../src/jurisdiction/facets.js';
import { OFFERS, type Offer } from '../../../src/workflow/offers.js';
import { everyMatter, explainWorld, MATTERS, OFFICERS, shownFacets, type ExplainWorld } from './explainWorld.js';

const VIEWER = 'viewer { facets { facet via basis until } acts }';
interface FacetAccess {
  facet: string;
  via: string;
  basis: string | null;
  until: string | null;
}

let world: ExplainWorld;
beforeAll(async () => {
  world = await explainWorld();
});
afterAll(() => world.end());

const viewerOf = async (as: string, id: string) => {
  const { data, errors } = await world.api.run(`{ clue(id: "clue_${id}") { ${VIEWER} } }`, as);
  expect(errors).toBeUndefined();
  return data.clue?.viewer as { facets: FacetAccess[]; acts: string[] } | null;
};
const ways = async (as: string, id: string) =>
  (await viewerOf(as, id))?.facets.map(({ facet, via }) => `${facet} ${via}`);

describe('viewer', () => {
  it.each(OFFICERS)('lists for %s the facets that he is shown, and no others', async (as) => {
    const { data, errors } = await world.api.run(everyMatter(VIEWER), as);
    expect(errors).toBeUndefined();
    const shown = shownFacets(data);
    const told = new Map(
      Object.values(data as Record<string, { id: string; viewer: { facets: FacetAccess[] } } | null>)
        .filter((node) => node !== null)
        .map(({ id, viewer }) => [id, [...new Set(viewer.facets.map(({ facet }) => facet))].sort()]),
    );
    expect(told).toEqual(shown);
    const all = Object.values(data as Record<string, { viewer: { facets: FacetAccess[] } } | null>);
    // Whatever is shown is shown by a way that has a name.
    expect(all.flatMap((node) => node?.viewer.facets ?? []).filter(({ via }) => via === 'OTHER')).toEqual([]);
  });

  it('was held against something: much is shown, and much is not', async () => {
    const seen = await Promise.all(
      OFFICERS.map(async (as) => shownFacets((await world.api.run(everyMatter(), as)).data)),
    );
    const facets = seen.flatMap((one) => [...one.values()].flat());
    expect(facets.length).toBeGreaterThan(80);
    expect(new Set(facets)).toEqual(new Set(['LEDGER', 'PETITION', 'CONTENT', 'REPORTER']));
    expect(seen.reduce((sum, one) => sum + one.size, 0)).toBeLessThan((OFFICERS.length * MATTERS.length) / 2);
  });

  it.each<[PersonSlug, keyof typeof NINGBO.clue, string[]]>([
    ['haishu-handler', 'haishu', ['LEDGER GRANT', 'LEDGER HANDLER', 'PETITION HANDLER', 'CONTENT GRANT', 'CONTENT HANDLER']],
    ['haishu-office-head', 'jiangbei', []],
    ['ningbo-contact-head', 'haishu', ['LEDGER LINKED']],
    ['zhejiang-anguan', 'haishu', ['LEDGER SUBTREE']],
    ['ningbo-leader', 'ningbo', ['LEDGER BRANCH', 'PETITION BRANCH', 'CONTENT BRANCH']],
    ['ningbo-cadre-head', 'cadre', ['LEDGER ORGAN', 'LEDGER OWN', 'PETITION ORGAN', 'PETITION OWN', 'CONTENT ORGAN', 'CONTENT OWN']],
    ['ningbo-intake', 'ningbo', ['LEDGER OWN', 'PETITION OWN', 'REPORTER REGISTRAR']],
    ['ningbo-intake', 'unresolved', ['LEDGER OWN', 'LEDGER REGISTRAR', 'PETITION OWN', 'PETITION REGISTRAR', 'CONTENT REGISTRAR', 'REPORTER REGISTRAR']],
    ['ningbo-investigator', 'fenghua-granted', ['LEDGER GRANT', 'CONTENT GRANT']],
    ['ningbo-contact-head', 'recused', []],
  ])('%s sees %s by %j', async (as, slug, expected) => {
    expect((await ways(as, NINGBO.clue[slug])) ?? []).toEqual(expected);
  }); // prettier-ignore

  it('says until when: the earliest end of what opens it and of the post', async () => {
    const ends = '2031-05-01T00:00:00Z';
    const untilOf = async () =>
      (await viewerOf('ningbo-contact-head', NINGBO.clue.haishu))!.facets.map(({ facet, via, until }) => [facet, via, until && new Date(until).toISOString()]); // prettier-ignore
    expect(await untilOf()).toEqual([['LEDGER', 'LINKED', null]]);
    await world.db.owner.query('update contact_link set valid_to = $1 where target_pos = $2', [ends, NINGBO.unit.haishu]); // prettier-ignore
    expect(await untilOf()).toEqual([['LEDGER', 'LINKED', '2031-05-01T00:00:00.000Z']]);
    const grant = (to: object, valid_to: string | null) => ({ id: newId(), object: 'clue', object_id: NINGBO.clue.haishu, facets: ['ledger'], basis: 2, valid_from: '2020-01-01', valid_to, ...to }); // prettier-ignore
    const post_id = NINGBO.post['ningbo-contact-head'];
    const over = grant({ post_id }, '2021-01-01');
    await insertRows(world.db.owner, 'access_grant', [grant({ post_id }, '2030-01-01'), grant({ unit_pos: NINGBO.unit['ningbo-supervision-1'] }, '2040-01-01'), over]); // prettier-ignore
    expect(await untilOf()).toEqual([
      ['LEDGER', 'GRANT', '2040-01-01T00:00:00.000Z'],
      ['LEDGER', 'LINKED', '2031-05-01T00:00:00.000Z'],
    ]);
    await world.db.owner.query("update post set valid_to = '2030-06-01' where id = $1", [post_id]);
    expect(await untilOf()).toEqual([
      ['LEDGER', 'GRANT', '2030-06-01T00:00:00.000Z'],
      ['LEDGER', 'LINKED', '2030-06-01T00:00:00.000Z'],
    ]);
    await world.db.owner.query('update post set valid_to = null where id = $1', [post_id]);
    await world.db.owner.query('delete from access_grant where id = $1', [over.id]);
  });

  it('lists a facet that reaches one though nothing is written in it, and none that does not', async () => {
    const { owner } = world.db;
    await owner.query('delete from clue_content where clue_id = $1', [NINGBO.clue.xiangshan]);
    const answer = await world.api.run(`{ clue(id: "clue_${NINGBO.clue.xiangshan}") { content { allegation } ${VIEWER} } }`, 'xiangshan-anguan'); // prettier-ignore
    expect(answer.data.clue.content).toBeNull();
    expect(answer.data.clue.viewer.facets.map(({ facet }: FacetAccess) => facet)).toContain('CONTENT');
    // Above, where the content does not reach, nothing tells whether it was ever written.
    const before = await viewerOf('zhejiang-anguan', NINGBO.clue.xiangshan);
    await insertRows(owner, 'clue_content', [{ clue_id: NINGBO.clue.xiangshan, subject_name: '某甲-xiangshan', allegation: '反映问题-xiangshan' }]); // prettier-ignore
    expect(await viewerOf('zhejiang-anguan', NINGBO.clue.xiangshan)).toEqual(before);
    expect(before!.facets.map(({ facet }) => facet)).toEqual(['LEDGER']);
  });

  it('takes one statement for a whole list, however long', async () => {
    const { api } = world;
    const statements = async (first: number, more = '') => {
      expect((await api.run(`{ clues(first: ${first}) { nodes { id ${more} } } }`, 'zhejiang-anguan')).errors).toBeUndefined(); // prettier-ignore
      return api.statements.at(-1);
    };
    expect([await statements(1), await statements(100)]).toEqual([2, 2]);
    expect([await statements(1, VIEWER), await statements(100, VIEWER)]).toEqual([3, 3]);
    const nested = `{ clues(first: 100) { nodes { ${VIEWER} supervisionItems { ${VIEWER} } jointCases { ${VIEWER} clues { ${VIEWER} } } } } }`;
    expect((await api.run(nested, 'ningbo-principal')).errors).toBeUndefined();
    expect(api.statements.at(-1)).toBeLessThanOrEqual(6);
  });

  it('is itself in the audit trail, with every matter it was asked of', async () => {
    const answer = await world.api.run(`{ a: clues(first: 3) { nodes { id x: ${VIEWER} } } }`, 'zhejiang-anguan');
    const trail = await trailOf(world.db.owner, answer.headers.get('x-correlation-id')!);
    const ids = answer.data.a.nodes.map(({ id }: { id: string }) => id.split('_')[1]).sort();
    expect(trail).toMatchObject([{ kind: 'EXPLAIN', operation: 'viewer', object: 'clue', ids }]);
    expect(ids).toHaveLength(3);
  });
});

describe('acts', () => {
  /** How each act is tried on a matter; the acts' own tests try the others. */
  const mutation = (act: string) => {
    const name = `${act[0]!.toUpperCase()}${act.slice(1)}Input`;
    return `mutation ($input: ${name}!) { ${act}(input: $input) { result userErrors { code } } }`;
  };
  const TRIED: Record<string, (clue: string) => object> = {
    recusalRequest: (clue) => ({ clue, post: `post_${NINGBO.post['ningbo-leader']}`, ground: 'OTHER', reason: '试' }),
    unmaskingRequest: (clue) => ({ clue, reason: '试' }),
    emergencyAccessOpen: (clue) => ({ clue, facets: ['CONTENT'], reason: '试' }),
  };
  const attempt = async (act: string, id: string, as: string): Promise<string> => {
    const input = { ...TRIED[act]!(id), idempotencyKey: `try-${newId()}` };
    const { data, errors } = await world.api.run(mutation(act), as, { input });
    expect(errors).toBeUndefined();
    return data[act].result ?? data[act].userErrors[0].code;
  }; // prettier-ignore

  it('that are offered are not refused for the post, and what is not offered is', async () => {
    const clues = MATTERS.filter((id) => id.startsWith('clue_'));
    const outcomes = new Set<string>();
    for (const as of ['ningbo-contact-head', 'haishu-handler', 'zhejiang-anguan', 'ningbo-intake'] as const) {
      const { data } = await world.api.run(everyMatter(VIEWER), as);
      const seen = new Map(Object.values(data as Record<string, { id: string; viewer: { acts: string[] } } | null>).filter((node) => node !== null).map((node) => [node.id, node.viewer.acts])); // prettier-ignore
      for (const id of clues)
        for (const act of Object.keys(TRIED)) {
          const outcome = await attempt(act, id, as);
          const isRefused = act === 'recusalRequest' ? /^(NOT_ALLOWED|OBJECT_NOT_FOUND)$/ : /^NOT_ALLOWED$/;
          const isOffered = seen.get(id)?.includes(act);
          // What nobody may know can still refuse an act that is offered, as if the matter were not there.
          if (isOffered || act === 'recusalRequest')
            expect([as, id, act, outcome, isRefused.test(outcome)]).toEqual([as, id, act, outcome, !isOffered]);
          outcomes.add(`${act} ${outcome}`);
        }
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['recusalRequest APPLIED', 'recusalRequest OBJECT_NOT_FOUND', 'unmaskingRequest NOT_ALLOWED', 'emergencyAccessOpen OBJECT_NOT_FOUND'])); // prettier-ignore
  });

  it('clueSubjectLink is offered to whoever is not refused it, and to nobody else who sees the clue', async () => {
    // Nobody of that id: an act that is allowed comes as far as that, and changes nothing.
    const missing = `person_${newId()}`;
    const outcomes = new Set<string>();
    for (const as of ['ningbo-intake', 'ningbo-intake-head', 'ningbo-anguan', 'ningbo-anguan-head', 'ningbo-cadre-head', 'ningbo-principal', 'ningbo-group-head', 'zhejiang-anguan', 'haishu-anguan', 'gaoqiao-principal'] as const) {
      const { data } = await world.api.run(`{ ${Object.values(NINGBO.clue).map((id, n) => `m${n}: clue(id: "clue_${id}") { id version ${VIEWER} }`).join(' ')} }`, as);
      for (const one of Object.values(data as Record<string, { id: string; version: number; viewer: { acts: string[] } } | null>)) {
        if (!one) continue;
        const input = { idempotencyKey: `try-${newId()}`, clue: one.id, expectedVersion: one.version, state: 'STAFF', persons: [missing], reason: '试' };
        const answer = await world.api.run(mutation('clueSubjectLink'), as, { input });
        expect(answer.errors).toBeUndefined();
        const [{ code }] = answer.data.clueSubjectLink.userErrors;
        const isOffered = one.viewer.acts.includes('clueSubjectLink');
        expect([as, one.id, code]).toEqual([as, one.id, isOffered ? 'OBJECT_NOT_FOUND' : 'NOT_ALLOWED']);
        outcomes.add(`${as} ${isOffered}`);
      }
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['ningbo-intake true', 'ningbo-intake false', 'ningbo-anguan false', 'ningbo-cadre-head true', 'ningbo-principal true', 'zhejiang-anguan false']));
  }); // prettier-ignore

  it('are all known to the schema', () => {
    const names = Object.keys(
      buildRuledSchema([...RESOLVERS])
        .getMutationType()!
        .getFields(),
    );
    expect(Object.keys(OFFERS).filter((name) => !names.includes(name))).toEqual([]);
  });

  const reader = {
    unit: 330203000011,
    organ: 330203000000,
    unitKind: 2,
    organHi: 330203099999,
    officeKind: 4,
    duty: 4,
  };
  const reading = { object: 'clue', facets: new Set<Facet>(['LEDGER', 'CONTENT']), owner: 330203000000, handling: 330203000011, received: 330203000001, handler: true, open: true, keeps: false, laidBefore: false } as const; // prettier-ignore
  const offer: Offer = { on: 'clue', seeing: 'LEDGER' };
  it.each<[string, Offer, Partial<typeof reader>, object, boolean]>([
    ['whoever sees it', offer, {}, {}, true],
    ['another kind of matter', offer, {}, { object: 'joint_case' }, false],
    ['who does not see the facet', { ...offer, seeing: 'PETITION' }, {}, {}, false],
    ['who sees what he would ask for', { ...offer, notSeeing: 'CONTENT' }, {}, {}, false],
    ['who does not', { ...offer, notSeeing: 'REPORTER' }, {}, {}, true],
    ['the handler', { ...offer, as: ['HANDLER'] }, {}, {}, true],
    ['another', { ...offer, as: ['HANDLER'] }, {}, { handler: false }, false],
    ['the unit that handles it', { ...offer, as: ['OWN_UNIT_HANDLES'] }, {}, { handler: false }, true],
    ['another unit', { ...offer, as: ['OWN_UNIT_HANDLES'] }, { unit: 330203000012 }, {}, false],
    ['an officer of the unit that handles it', { ...offer, as: ['HEADS_HANDLING_UNIT'] }, {}, {}, false],
    ['its head', { ...offer, as: ['HEADS_HANDLING_UNIT'] }, { duty: 3 }, {}, true],
    ['the head of another', { ...offer, as: ['HEADS_HANDLING_UNIT'] }, { duty: 3, unit: 330203000012 }, {}, false],
    ['an officer of a group that handles it', { ...offer, as: ['HEADS_HANDLING_UNIT'] }, { unit: 330203000501, unitKind: 3, duty: 4 }, { handling: 330203000501 }, false],
    ['the head of a group that handles it', { ...offer, as: ['HEADS_HANDLING_UNIT'] }, { unit: 330203000501, unitKind: 3, duty: 1 }, { handling: 330203000501 }, true],
    ['the head of an organ that handles it', { ...offer, as: ['HEADS_HANDLING_UNIT'] }, { unit: 330203100000, unitKind: 1, duty: 1 }, { handling: 330203100000 }, true],
    ['the unit that received it', { ...offer, as: ['HANDLER', 'OWN_UNIT_RECEIVED'] }, { unit: 330203000001 }, { handler: false }, true],
    ['the organ', { ...offer, as: ['OWN_ORGAN'] }, {}, {}, true],
    ['the organ above', { ...offer, as: ['OWN_ORGAN'] }, { unit: 330200000001, organ: 330200000000 }, {}, false],
    ['the organ, of its group’s', { ...offer, as: ['OWN_ORGAN'] }, {}, { owner: 330203000501 }, false],
    ['an organ below', { ...offer, as: ['OWN_SUBTREE'] }, {}, { owner: 330203001000 }, true],
    ['an organ beside', { ...offer, as: ['OWN_SUBTREE'] }, {}, { owner: 330205000000 }, false],
    ['who keeps it till its subject is known', { ...offer, as: ['KEEPS_UNRESOLVED'] }, {}, { keeps: true }, true],
    ['who does not keep it', { ...offer, as: ['KEEPS_UNRESOLVED'] }, {}, {}, false],
    ['whom it was laid before', { ...offer, as: ['LAID_BEFORE'] }, {}, { laidBefore: true }, true],
    ['whom it was not', { ...offer, as: ['LAID_BEFORE'] }, {}, {}, false],
    ['whom one of elsewhere was laid before', { ...offer, as: ['LAID_BEFORE'] }, {}, { laidBefore: true, owner: 330205000000 }, false],
    ['the group itself', { ...offer, as: ['OWN_ORGAN'] }, { unit: 330203000501 }, { owner: 330203000501 }, true],
    ['a duty', { ...offer, by: [{ duty: 'OFFICER' }] }, {}, {}, true],
    ['another duty', { ...offer, by: [{ duty: 'OFFICE_HEAD', office: 'DISCIPLINE_SUPERVISION' }] }, {}, {}, false],
    ['an office', { ...offer, by: [{ duty: 'PRINCIPAL' }, { unit: 'OFFICE', office: 'DISCIPLINE_SUPERVISION' }] }, {}, {}, true],
    ['a closed one', { ...offer, open: true }, {}, { open: false }, false],
    ['an open one', { ...offer, open: true }, {}, {}, true],
  ])('are offered or not: %s', (_name, one, who, what, expected) => {
    expect(offered({ ...reading, ...what }, { ...reader, ...who }, { act: one })).toEqual(expected ? ['act'] : []);
  }); // prettier-ignore
});
