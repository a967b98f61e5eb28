import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { trailOf } from '../../audit/trailOf.js';
import { insertRows, type Row } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';
import { everyMatter, explainWorld, shownFacets, type ExplainWorld } from './explainWorld.js';

interface Count {
  kind: string;
  facet: string;
  via: string;
  count: string;
  aliases: string[];
}
const LEAST: Record<string, number> = { ONE_TO_FOUR: 1, FIVE_TO_NINETEEN: 5, TWENTY_OR_MORE: 20 };
const VIEW = 'query ($post: ID!) { viewAs(post: $post) { post counts { kind facet via count aliases } } }';

let world: ExplainWorld;
beforeAll(async () => {
  world = await explainWorld();
});
afterAll(() => world.end());

const ask = (as: string, post: string) => world.api.run(VIEW, as, { post: `post_${post}` });
const counts = async (slug: PersonSlug, as = 'ningbo-security') => {
  const { data, errors } = await ask(as, NINGBO.post[slug]);
  expect(errors).toBeUndefined();
  return (data.viewAs?.counts ?? null) as Count[] | null;
};
const lines = (found: Count[] | null) =>
  found?.map(({ kind, facet, via, count }) => `${kind} ${facet} ${via} ${count}`);

describe('viewAs', () => {
  it.each<[PersonSlug, string[]]>([
    ['haishu-handler', [
      'CLUE LEDGER GRANT ONE_TO_FOUR', 'CLUE LEDGER HANDLER ONE_TO_FOUR', 'CLUE PETITION HANDLER ONE_TO_FOUR',
      'CLUE CONTENT GRANT ONE_TO_FOUR', 'CLUE CONTENT HANDLER ONE_TO_FOUR',
      'JOINT_CASE LEDGER GRANT ONE_TO_FOUR', 'JOINT_CASE CONTENT GRANT ONE_TO_FOUR',
    ]],
    ['ningbo-contact-head', ['CLUE LEDGER LINKED FIVE_TO_NINETEEN', 'CLUE LEDGER OWN ONE_TO_FOUR', 'CLUE PETITION OWN ONE_TO_FOUR', 'CLUE CONTENT OWN ONE_TO_FOUR',
      'JOINT_CASE LEDGER OWN ONE_TO_FOUR', 'JOINT_CASE CONTENT OWN ONE_TO_FOUR', 'SUPERVISION_ITEM LEDGER OWN ONE_TO_FOUR', 'SUPERVISION_ITEM CONTENT OWN ONE_TO_FOUR']],
    ['ningbo-intake', ['CLUE LEDGER OWN ONE_TO_FOUR', 'CLUE PETITION OWN ONE_TO_FOUR', 'CLUE REPORTER REGISTRAR ONE_TO_FOUR']],
    ['ningbo-cadre-head', []],
  ])('shows of %s the paths and bands', async (slug, expected) => {
    expect(lines(await counts(slug))).toEqual(expected);
  }); // prettier-ignore

  it('agrees with what that post is shown, but for what is denied to anybody', async () => {
    for (const slug of ['haishu-anguan', 'ningbo-anguan', 'ningbo-group-head', 'gaoqiao-principal'] as const) {
      const shown = [...shownFacets((await world.api.run(everyMatter(), slug)).data)];
      const facets = new Set(shown.flatMap(([id, some]) => some.map((facet) => `${id.split('_')[0]!.replace(/[A-Z]/g, '_$&').toUpperCase()} ${facet}`))); // prettier-ignore
      const told = (await counts(slug))!;
      expect([slug, [...new Set(told.map(({ kind, facet }) => `${kind} ${facet}`))].sort()]).toEqual([slug, [...facets].sort()]); // prettier-ignore
      for (const { aliases, count } of told) expect(aliases).toHaveLength(LEAST[count]!);
    }
  });

  it('gives no number, no id and no name', async () => {
    const { text } = await ask('ningbo-security', NINGBO.post['ningbo-principal']);
    expect(text).toContain('FIVE_TO_NINETEEN');
    for (const id of Object.values(NINGBO.clue)) expect(text).not.toContain(id.replaceAll('-', ''));
    expect(text).not.toMatch(/clue_|第\d+号|某甲|沈明远/);
  });

  it('counts nothing that is denied, secret, compartmented or unresolved', async () => {
    const { owner } = world.db;
    // Of 海曙 only one clue was closed since the link; the handler has one by name.
    const before = lines(await counts('haishu-handler'))!;
    const denial: Row = { id: newId(), object: 'clue', object_id: NINGBO.clue.haishu, basis: 1, person_id: world.person['ningbo-security'] }; // prettier-ignore
    await insertRows(owner, 'denial', [denial]);
    expect(before.filter((line) => line.includes('HANDLER'))).not.toEqual([]);
    expect(lines(await counts('haishu-handler'))!.filter((line) => line.includes('HANDLER'))).toEqual([]);
    await owner.query('delete from denial where id = $1', [denial['id']]);
    // By any of his posts: another one, where a unit is denied.
    const second = newId();
    await insertRows(owner, 'post', [{ id: second, person_id: world.person['ningbo-security'], unit_pos: NINGBO.unit['haishu-anguan'], duty: 6, main: false, valid_from: '2020-01-01' }]); // prettier-ignore
    const unit = NINGBO.unit['haishu-anguan'];
    const units: Row = { id: newId(), object: 'clue', object_id: NINGBO.clue.haishu, basis: 2, unit_lo: unit, unit_hi: unit }; // prettier-ignore
    await insertRows(owner, 'denial', [units]);
    expect(lines(await counts('haishu-handler'))!.filter((line) => line.includes('HANDLER'))).toEqual([]);
    await owner.query('update post set valid_to = now() where id = $1', [second]);
    await owner.query('delete from denial where id = $1', [units['id']]);
    expect(lines(await counts('haishu-handler'))).toEqual(before);
    for (const change of ['classification = 1', 'compartment = 1', 'subject_state = 0']) {
      await owner.query(`update clue set ${change} where id = $1`, [NINGBO.clue.haishu]);
      expect([change, lines(await counts('haishu-handler'))!.filter((line) => line.includes('HANDLER'))]).toEqual([change, []]); // prettier-ignore
      await owner.query('update clue set classification = 0, compartment = 0, subject_state = 1 where id = $1', [NINGBO.clue.haishu]); // prettier-ignore
    }
  });

  it('tells nothing of what one is denied and another is not: what is denied to anybody is counted for nobody', async () => {
    const { owner } = world.db;
    const ids = Array.from({ length: 5 }, () => newId());
    await insertRows(owner, 'clue', ids.map((id, n) => ({ id, number: `看-${n}`, stage: 6, source: 1, received_at: '2025-03-01', owner_pos: NINGBO.unit.haishu, handling_pos: NINGBO.unit['haishu-discipline'] })));
    const both = async () => {
      const [one, other] = [await counts('haishu-anguan', 'haishu-security'), await counts('two-posts', 'haishu-security')];
      const organ = (found: Count[] | null) => found!.filter(({ via, kind }) => via === 'ORGAN' && kind === 'CLUE');
      return [organ(one), organ(other)] as const;
    };
    const [before, same] = await both();
    expect(before.find(({ facet }) => facet === 'LEDGER')!.count).toBe('FIVE_TO_NINETEEN');
    expect(same).toEqual(before);
    const denials: Row[] = [
      ...ids.slice(1).map((id) => ({ object_id: id, basis: 1, person_id: NINGBO.person['two-posts'] })),
      { object_id: ids[0], basis: 2, unit_lo: NINGBO.unit.jiangbei, unit_hi: NINGBO.unit.jiangbei },
    ].map((row) => ({ id: newId(), object: 'clue', ...row }));
    await insertRows(owner, 'denial', denials);
    const [after, alike] = await both();
    expect(alike).toEqual(after);
    expect(after).not.toEqual(before);
    await owner.query('delete from denial where id = any ($1)', [denials.map(({ id }) => id)]);
    expect(await both()).toEqual([before, before]);
    await owner.query("delete from clue where number like '看-%'");
  }); // prettier-ignore

  it('gives the same alias to the same asker within a day, and another to anybody else and on any other day', async () => {
    const { owner } = world.db;
    const aliases = async (as: string) => (await counts('haishu-handler', as))!.find(({ via, facet }) => via === 'HANDLER' && facet === 'LEDGER')!.aliases; // prettier-ignore
    const at = (moment: string) => owner.query(`create or replace function app_now() returns timestamptz language sql stable as $$ select '${moment}'::timestamptz $$`); // prettier-ignore
    await at('2026-03-01T15:59:00Z');
    const today = await aliases('ningbo-security');
    expect(await aliases('ningbo-security')).toEqual(today);
    expect(await aliases('haishu-security')).not.toEqual(today);
    await at('2026-03-01T16:00:00Z'); // midnight in China
    expect(await aliases('ningbo-security')).not.toEqual(today);
    await owner.query('create or replace function app_now() returns timestamptz language sql stable parallel safe as $$ select transaction_timestamp() $$'); // prettier-ignore
  });

  it('tells by its bands no more than bands', async () => {
    const row = (n: number): Row => ({ id: newId(), number: `多-${n}`, stage: 6, source: 1, received_at: '2026-01-01', owner_pos: NINGBO.unit.xiangshan, handling_pos: NINGBO.unit['xiangshan-discipline'] }); // prettier-ignore
    const bandOf = async () => (await counts('xiangshan-anguan'))!.find(({ facet, via, kind }) => facet === 'LEDGER' && via === 'ORGAN' && kind === 'CLUE')!; // prettier-ignore
    const seen: [number, string, number][] = [];
    for (let total = 1; total <= 22; total += 1) {
      const { count, aliases } = await bandOf();
      seen.push([total, count, aliases.length]);
      await insertRows(world.db.owner, 'clue', [row(total)]);
    }
    expect([...new Set(seen.slice(0, 4).map(([, ...rest]) => rest.join()))]).toEqual(['ONE_TO_FOUR,1']);
    expect([...new Set(seen.slice(4, 19).map(([, ...rest]) => rest.join()))]).toEqual(['FIVE_TO_NINETEEN,5']);
    expect([...new Set(seen.slice(19).map(([, ...rest]) => rest.join()))]).toEqual(['TWENTY_OR_MORE,20']);
    await world.db.owner.query("delete from clue where number like '多-%'");
  });
});

describe('who may look', () => {
  it.each<[string, PersonSlug | 'missing']>([
    ['haishu-security', 'ningbo-principal'], // above his organ
    ['haishu-security', 'jiangbei-anguan'], // beside it
    ['ningbo-security', 'zhejiang-anguan'],
    ['ningbo-security', 'post-ended'],
    ['ningbo-security', 'has-left'],
    ['ningbo-security', 'missing'],
  ])('%s is told nothing of %s, as of a post that is not there', async (as, slug) => {
    const { status, text } = await ask(as, slug === 'missing' ? newId() : NINGBO.post[slug]);
    expect([status, text]).toEqual([200, expect.stringContaining('"viewAs":null')]);
    const gone = await ask(as, newId());
    expect(text.replace(/"left":\d+/, '')).toBe(gone.text.replace(/"left":\d+/, ''));
  });

  it.each(['ningbo-administrator', 'ningbo-audit', 'ningbo-principal', 'ningbo-anguan-head'])('%s is refused', async (as) => {
    const { data, errors } = await ask(as, NINGBO.post['ningbo-anguan']);
    expect([data?.viewAs ?? null, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
  }); // prettier-ignore

  it('he himself sees no matter, before and after he looked', async () => {
    const lists = '{ clues { nodes { id } } }';
    const both = `query ($post: ID!) { viewAs(post: $post) { post } clues { nodes { id } } clue(id: "clue_${NINGBO.clue.haishu}") { id } me { reaches { clues { effective } } } }`;
    const { data, errors } = await world.api.run(both, 'ningbo-security', { post: `post_${NINGBO.post['haishu-anguan']}` });
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(expect.arrayContaining(['FORBIDDEN']));
    expect(JSON.stringify(data ?? {})).not.toContain('clue_');
    expect((await world.api.run(lists, 'ningbo-security')).errors![0]!.extensions.code).toBe('FORBIDDEN');
  }); // prettier-ignore

  it('that he looked is in the audit trail', async () => {
    const { headers } = await ask('ningbo-security', NINGBO.post['haishu-anguan']);
    expect(await trailOf(world.db.owner, headers.get('x-correlation-id')!)).toMatchObject([
      { kind: 'EXPLAIN', operation: 'viewAs', object: 'post', ids: [NINGBO.post['haishu-anguan']], post: world.post['ningbo-security'] },
    ]);
  }); // prettier-ignore
});
