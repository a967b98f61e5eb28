import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/shared/ids.js';
import { LINKED_SINCE } from '../../fixtures/ningboTables.js';
import { NINGBO, type ClueSlug } from '../../fixtures/ningbo.js';
import { Attacker } from '../../support/attacker.js';
import { ActWorld, clueId, codes, key, type Acted } from '../../support/actWorld.js';

const LINK = 'id office { name } target { name } from until yearsSinceLastRedivision';
const REDIVIDE = `mutation ($input: ContactLinkRedivideInput!) { contactLinkRedivide(input: $input) {
  result userErrors { __typename code path citation } contactLinks { ${LINK} } } }`;
const LINKS = `{ contactLinks { ${LINK} } }`;
const SEEN = `query ($id: ID!, $after: String) { clue(id: $id) { number content { subjectName } } node(id: $id) { id }
  clues(first: 2, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } linked: clues(first: 100, scope: LINKED) { nodes { id } } }`;

interface Link {
  id: string;
  office: { name: string };
  target: { name: string };
  from: string;
  until: string | null;
  yearsSinceLastRedivision: number | null;
}

/* DOMAIN A 4: 重新划分联系范围 (Hunan), against 熟人监督; 派驻机构工作规则 art. 13. */
describe('the re-division of contact links', () => {
  let world: ActWorld;
  const unit: Record<string, string> = {};
  beforeAll(async () => {
    world = await ActWorld.open();
    await world.addPerson('second-head', NINGBO.unit['ningbo-supervision-2'], 'OFFICE_HEAD', '二室主任');
    await world.addPerson('haishu-principal', NINGBO.unit.haishu, 'PRINCIPAL', '海书记');
    await world.addPerson('ningbo-deputy', NINGBO.unit.ningbo, 'PRINCIPAL', '代书记');
    for (const slug of Object.keys(NINGBO.unit) as (keyof typeof NINGBO.unit)[]) unit[slug] = await world.unitId(NINGBO.unit[slug]);
  }); // prettier-ignore
  afterAll(() => world.close());

  const links = async (as = 'ningbo-principal') => (await world.ask(LINKS, as)).contactLinks as Link[];
  const linkOf = async (target: string) => (await links()).find((link) => link.target.name.startsWith(target))!;
  const asked = (more: object) => ({ idempotencyKey: key(), end: [], begin: [], reason: '换届后重新划分', ...more });
  const redivide = (as: string, more: object) => world.act(REDIVIDE, as, asked(more));
  const to = (office: string, ...targets: string[]) =>
    targets.map((target) => ({ office: unit[office], target: unit[target] }));
  const seen = (as: string, slug: ClueSlug, after?: string) =>
    world.ask(SEEN, as, { id: clueId(slug), after: after ?? null });
  const told = ({ contactLinks }: Acted) => contactLinks as Link[];

  it('is told in whole years since the last one, to the principal and 案管', async () => {
    for (const [moment, years] of [['2025-12-31T23:59:59Z', 1], ['2026-01-01T00:00:00Z', 2]] as const) {
      await world.clock(moment);
      expect((await links()).map((link) => [link.target.name, link.office.name, link.yearsSinceLastRedivision])).toEqual([
        ['海曙区纪委监委', '第一监督检查室', years], ['江北区纪委监委', '第一监督检查室', years], ['奉化区纪委监委', '第一监督检查室', years],
      ]);
    }
    await world.clock(null);
    expect(Date.parse((await links('ningbo-anguan'))[0]!.from)).toBe(Date.parse(LINKED_SINCE));
    for (const as of ['ningbo-contact-head', 'ningbo-leader', 'ningbo-group-head', 'haishu-principal', 'zhejiang-anguan']) expect(await links(as)).toEqual([]);
    const { id } = await linkOf('海曙');
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await world.ask(node, 'ningbo-anguan', { id })).node).toEqual({ id });
    for (const one of [id, `contactLink_${newId()}`]) expect((await world.ask(node, 'haishu-principal', { id: one })).node).toBeNull();
  }); // prettier-ignore

  it('is none where a link is ended and begun again', async () => {
    const old = await linkOf('奉化');
    const again = { end: [old.id], begin: to('ningbo-supervision-1', 'fenghua') };
    expect((await redivide('ningbo-principal', again)).result).toBe('APPLIED');
    const now = await linkOf('奉化');
    expect(now.id).not.toBe(old.id);
    expect(now.yearsSinceLastRedivision).toBe(old.yearsSinceLastRedivision);
    expect(old.yearsSinceLastRedivision).toBeGreaterThan(1);
  });

  it('takes at that instant what the old link gave, from lists, counts, nodes and cursors made before', async () => {
    const before = await seen('ningbo-contact-head', 'haishu');
    expect([before.clue.content, before.node.id]).toEqual([null, clueId('haishu')]);
    const haishu = (['haishu', 'closed-since-link', 'gaoqiao'] as const).map(clueId);
    expect(before.linked.nodes.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(haishu));
    expect((await seen('second-head', 'haishu')).clue).toBeNull();

    const old = await linkOf('海曙');
    const done = await redivide('ningbo-principal', { end: [old.id], begin: to('ningbo-supervision-2', 'haishu') });
    expect(done).toMatchObject({ result: 'APPLIED', userErrors: [] });
    const now = told(done).filter(({ target }) => target.name.startsWith('海曙'));
    expect(now).toMatchObject([{ office: { name: '第二监督检查室' }, until: null, yearsSinceLastRedivision: 0 }]);

    const after = await seen('ningbo-contact-head', 'haishu');
    expect([after.clue, after.node]).toEqual([null, null]);
    expect(after.clues.totalCount).toBe(before.clues.totalCount - haishu.length);
    let cursor = before.clues.pageInfo.endCursor as string | null;
    const rest: string[] = [];
    while (cursor) {
      const { clues } = await seen('ningbo-contact-head', 'haishu', cursor);
      rest.push(...clues.nodes.map(({ id }: { id: string }) => id));
      cursor = clues.pageInfo.hasNextPage ? clues.pageInfo.endCursor : null;
    }
    expect(rest.length).toBeGreaterThan(0);
    expect(JSON.stringify([after, rest])).not.toMatch(new RegExp(haishu.join('|')));

    // The new office has what is open, and not what was closed before its link; nor has anybody the content of it.
    const second = await seen('second-head', 'haishu');
    expect(second.clue).toMatchObject({ content: null });
    expect(second.linked.nodes.map(({ id }: { id: string }) => id).sort()).toEqual([clueId('haishu'), clueId('gaoqiao')].sort());
    for (const closed of ['closed-since-link', 'closed-before-link'] as const) expect((await seen('second-head', closed)).clue).toBeNull();

    // Both ends of the change are one moment.
    const rows = await world.rows<{ same: boolean }>(`select a.valid_to = b.valid_from as same from contact_link a
      join contact_link b on b.begun_by = a.ended_by where a.target_pos = ${NINGBO.unit.haishu}`);
    expect(rows).toEqual([{ same: true }]);
    const contacts = await world.ask('query ($id: ID!) { unit(id: $id) { contactTargets { unit { name } until } } }', 'haishu-handler', { id: unit['ningbo-supervision-1'] });
    expect(contacts.unit.contactTargets.find((one: { unit: { name: string } }) => one.unit.name.startsWith('海曙')).until).not.toBeNull();
  }); // prettier-ignore

  it('may be for later, and is nothing until then', async () => {
    const at = new Date(Date.now() + 5 * 86_400_000).toISOString();
    const old = await linkOf('江北');
    const done = await redivide('ningbo-principal', { end: [old.id], begin: to('ningbo-supervision-2', 'jiangbei'), at });
    expect(told(done).filter(({ target }) => target.name.startsWith('江北')).map((link) => [link.office.name, link.yearsSinceLastRedivision])).toEqual([
      ['第一监督检查室', old.yearsSinceLastRedivision], ['第二监督检查室', null],
    ]);
    const reaches = async (as: string) => (await seen(as, 'jiangbei')).clue !== null;
    expect([await reaches('ningbo-contact-head'), await reaches('second-head')]).toEqual([true, false]);
    await world.clock(new Date(Date.parse(at) - 1));
    expect([await reaches('ningbo-contact-head'), await reaches('second-head')]).toEqual([true, false]);
    await world.clock(at);
    expect([await reaches('ningbo-contact-head'), await reaches('second-head')]).toEqual([false, true]);
    await world.clock(null);
    // Who would have it meanwhile would have it twice.
    const twice = { begin: to('ningbo-supervision-1', 'jiangbei') };
    expect(await world.refused(() => redivide('ningbo-principal', twice))).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it('is taken back while it lies ahead, as if it had never been', async () => {
    const old = await linkOf('奉化');
    const at = new Date(Date.now() + 8 * 86_400_000).toISOString();
    const ahead = await redivide('ningbo-principal', { end: [old.id], begin: to('ningbo-supervision-2', 'fenghua'), at });
    const begun = told(ahead).find(({ target, office }) => target.name.startsWith('奉化') && office.name.startsWith('第二'))!;
    // Taken back, and the old office goes on from that moment.
    const back = { end: [begun.id], begin: to('ningbo-supervision-1', 'fenghua'), at };
    expect(codes(await redivide('ningbo-principal', back))).toEqual([]);
    expect((await links()).filter(({ target }) => target.name.startsWith('奉化')).map(({ office }) => office.name)).toEqual(['第一监督检查室', '第一监督检查室']);
    expect(codes(await redivide('ningbo-principal', { end: [begun.id] }))).toEqual(['OBJECT_NOT_FOUND']);
    await world.clock(new Date(Date.parse(at) + 1));
    expect([(await seen('second-head', 'fenghua')).clue, (await seen('ningbo-contact-head', 'fenghua')).clue !== null]).toEqual([null, true]);
    expect((await linkOf('奉化')).yearsSinceLastRedivision).toBe(old.yearsSinceLastRedivision);
    await world.clock(null);
    // One that begins again ends at any moment before it.
    const again = (await links()).find(({ from, target }) => target.name.startsWith('奉化') && Date.parse(from) === Date.parse(at))!;
    expect(codes(await redivide('ningbo-principal', { end: [again.id] }))).toEqual([]);
    await world.rows('update contact_link set valid_to = null, ended_by = null where id = $1', [old.id.slice('contactLink_'.length)]);
  }); // prettier-ignore

  it('begins links of organs directly below and of groups of the organ', async () => {
    const begin = [...to('ningbo-supervision-1', 'ningbo-group'), ...to('ningbo-supervision-2', 'xiangshan')];
    expect((await redivide('ningbo-principal', { begin })).result).toBe('APPLIED');
    expect((await seen('ningbo-contact-head', 'group')).clue).toMatchObject({ content: null });
    expect((await seen('second-head', 'xiangshan')).clue).toMatchObject({ content: null });
  });

  describe('is refused', () => {
    // prettier-ignore
    it.each([
      ['to the head of 案管', 'ningbo-anguan-head', () => ({ begin: to('ningbo-supervision-2', 'xiangshan') }), 'NOT_ALLOWED'],
      ['to a leader in charge', 'ningbo-leader', () => ({ begin: to('ningbo-supervision-2', 'xiangshan') }), 'NOT_ALLOWED'],
      ['to the head of a group', 'ningbo-group-head', () => ({ begin: to('ningbo-supervision-2', 'xiangshan') }), 'NOT_ALLOWED'],
      ['for an office of another organ', 'ningbo-principal', () => ({ begin: to('haishu-discipline', 'xiangshan') }), 'NOT_ALLOWED'],
      ['for an office that does not supervise', 'ningbo-principal', () => ({ begin: to('ningbo-anguan', 'xiangshan') }), 'NOT_ALLOWED'],
      ['for an organ as an office', 'ningbo-principal', () => ({ begin: to('ningbo', 'xiangshan') }), 'NOT_ALLOWED'],
      ['for a target two tiers below', 'ningbo-principal', () => ({ begin: to('ningbo-supervision-2', 'shipu') }), 'NOT_ALLOWED'],
      ['for the organ itself', 'ningbo-principal', () => ({ begin: to('ningbo-supervision-2', 'ningbo') }), 'NOT_ALLOWED'],
      ['for a group of another organ', 'ningbo-principal', () => ({ begin: to('ningbo-supervision-2', 'haishu-group') }), 'NOT_ALLOWED'],
      ['for an office as a target', 'ningbo-principal', () => ({ begin: to('ningbo-supervision-2', 'haishu-discipline') }), 'NOT_ALLOWED'],
      ['for one target twice', 'ningbo-principal', () => ({ begin: [...to('ningbo-supervision-2', 'xiangshan'), ...to('ningbo-supervision-1', 'xiangshan')] }), 'STATE_CONFLICT'],
      ['for a target that has a link', 'ningbo-principal', () => ({ begin: to('ningbo-supervision-2', 'fenghua') }), 'STATE_CONFLICT'],
      ['for a unit that is not', 'ningbo-principal', () => ({ begin: [{ office: unit['ningbo-supervision-2'], target: `unit_${newId()}` }] }), 'OBJECT_NOT_FOUND'],
      ['for a link that is not', 'ningbo-principal', () => ({ end: [`contactLink_${newId()}`] }), 'OBJECT_NOT_FOUND'],
      ['for nothing', 'ningbo-principal', () => ({}), 'INPUT_INVALID'],
      ['in the past', 'ningbo-principal', () => ({ begin: to('ningbo-supervision-2', 'xiangshan'), at: '2026-01-01T00:00:00Z' }), 'INPUT_INVALID'],
      ['without a reason', 'ningbo-principal', () => ({ begin: to('ningbo-supervision-2', 'xiangshan'), reason: '' }), 'INPUT_INVALID'],
      ['for ids of another kind', 'ningbo-principal', () => ({ end: [unit['xiangshan']] }), 'INPUT_INVALID'],
    ])('%s', async (_name, as, more, code) => {
      expect(await world.refused(() => redivide(as, more()))).toEqual([code]);
    });

    it('for one link twice, for one that has ended, and for another organ’s', async () => {
      const { id } = await linkOf('奉化');
      expect(await world.refused(() => redivide('ningbo-principal', { end: [id, id] }))).toEqual(['INPUT_INVALID']);
      const [ended] = await world.rows<{ id: string }>('select id from contact_link where valid_to <= now()');
      expect(await world.refused(() => redivide('ningbo-principal', { end: [`contactLink_${ended!.id}`] }))).toEqual(['STATE_CONFLICT']);
      expect(await world.refused(() => redivide('haishu-principal', { end: [id] }))).toEqual(['NOT_ALLOWED']);
    }); // prettier-ignore

    it('whole, whatever part of it could be done', async () => {
      const { id } = await linkOf('奉化');
      const more = { end: [id], begin: to('ningbo-supervision-2', 'fenghua', 'shipu') };
      expect(await world.refused(() => redivide('ningbo-principal', more))).toEqual(['NOT_ALLOWED']);
      expect((await seen('ningbo-contact-head', 'fenghua')).clue).not.toBeNull();
    });

    it('to an administrator, before anything', async () => {
      const answer = await world.api.run(REDIVIDE, 'ningbo-administrator', { input: asked({}) });
      expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    });

    it('without an act', async () => {
      const attacker = await Attacker.open(world.db.connectionAs('liandong_act'));
      await attacker.enter(NINGBO.as['ningbo-principal']);
      const call = "select contact_link_redivide(gen_random_uuid(), '{}', '{}', '{}', '{}', null, 'x')";
      expect(await attacker.send(call)).toBe('28000');
      expect(await attacker.send("update contact_link set valid_to = now()")).toBe('42501'); // prettier-ignore
      expect(await attacker.send('select * from contact_redivision')).toBe('42501');
      await attacker.end();
    });
  });

  it('happens once for one key, and to one link once, by however many at once', async () => {
    const input = asked({ end: [(await linkOf('奉化')).id], begin: to('ningbo-supervision-2', 'fenghua') });
    const answers = await Promise.all(Array.from({ length: 3 }, () => world.act(REDIVIDE, 'ningbo-principal', input)));
    expect(answers.map(({ result }) => String(result)).sort()).toEqual(['APPLIED', 'REPLAYED', 'REPLAYED']);
    const again = { end: [(await linkOf('奉化')).id], begin: to('ningbo-supervision-1', 'fenghua') };
    const others = await Promise.all(['ningbo-principal', 'ningbo-deputy'].map((as) => redivide(as, again)));
    expect(others.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
    expect(others.flatMap(codes)).toEqual(['STATE_CONFLICT']);
    const free = (await linkOf('象山')).id;
    expect((await redivide('ningbo-principal', { end: [free] })).result).toBe('APPLIED');
    const begins = { begin: to('ningbo-supervision-1', 'xiangshan') };
    const each = ['ningbo-principal', 'ningbo-deputy', 'ningbo-principal', 'ningbo-deputy'];
    const begun = await Promise.all(each.map((as) => redivide(as, begins)));
    expect(begun.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
    for (const target of [NINGBO.unit.fenghua, NINGBO.unit.xiangshan])
      expect(await world.rows('select id from contact_link where target_pos = $1 and valid_to is null', [target])).toHaveLength(1);
  }); // prettier-ignore

  it('waits for an act under way by the link that it ends', async () => {
    const { id } = await linkOf('奉化');
    // As lock_actor holds it for an officer of that office.
    await world.db.owner.query('begin');
    await world.db.owner.query('select from contact_link where id = $1 for share', [id.slice('contactLink_'.length)]);
    let ended = false;
    const waiting = redivide('ningbo-principal', { end: [id] }).then((answer) => ((ended = true), answer));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(ended).toBe(false);
    await world.db.owner.query('commit');
    expect((await waiting).result).toBe('APPLIED');
    expect((await seen('ningbo-contact-head', 'fenghua')).clue).toBeNull();
  });

  it('leaves its entry in the audit trail and in the outbox', async () => {
    const acts = await world.rows<{ object: string; ids: number; text: string }>(`select object, cardinality(object_ids) as ids, e::text as text
      from audit_entry e where kind = 1 and operation = 'contactLinkRedivide'`);
    expect(acts.length).toBeGreaterThan(4);
    expect(acts.every(({ object, ids }) => object === 'contact_link' && ids > 0)).toBe(true);
    expect(JSON.stringify(acts)).not.toMatch(/\p{Script=Han}/u);
    const outbox = await world.rows<{ id: string }>("select distinct object_id as id from outbox where event = 'contactLinksRedivided'");
    expect(outbox).toEqual([{ id: unit['ningbo']!.slice(5) }]);
    const refusals = await world.rows<{ code: string }>("select distinct code from audit_entry where operation = 'contactLinkRedivide' and code is not null");
    expect(refusals.map(({ code }) => code)).toEqual(expect.arrayContaining(['NOT_ALLOWED', 'STATE_CONFLICT', 'OBJECT_NOT_FOUND']));
  }); // prettier-ignore
});
