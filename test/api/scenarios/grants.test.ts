import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantRuleRows, GRANT_RULES } from '../../../migrations/data/grant-rules.js';
import { GrantBasis } from '../../../src/jurisdiction/grants.js';
import { newId } from '../../../src/shared/ids.js';
import { NINGBO, type ClueSlug } from '../../fixtures/ningbo.js';
import { Attacker } from '../../support/attacker.js';
import { ActWorld, clueId, codes, key, postId, type Acted } from '../../support/actWorld.js';
import { insertRows } from '../../support/world.js';

const GRANT =
  'grant { id version facets basis from until endedAt personName toUnit { name } toDuty issuerUnit { name } issuerDuty reason }';
const ERRORS = 'result userErrors { __typename code path citation }';
const ISSUE = `mutation ($input: GrantIssueInput!) { grantIssue(input: $input) { ${ERRORS} ${GRANT} } }`;
const END = `mutation ($input: GrantEndInput!) { grantEnd(input: $input) { ${ERRORS} ${GRANT} } }`;
const LISTED = `query ($id: ID!) { grants(matter: $id) { id basis facets personName toUnit { name } toDuty issuerUnit { name } issuerDuty endedAt } }`;
const CLUE = `query ($id: ID!) { clue(id: $id) { number petition { text } content { subjectName } reporter { name } } node(id: $id) { id }
  clues(first: 100) { totalCount nodes { id } } }`;
const DAY = 86_400_000;
const jointly = NINGBO.jointCase.joint;
const toFenghua = NINGBO.supervisionItem['to-fenghua'];
const [OWN, COUNTY] = [NINGBO.unit.ningbo, NINGBO.unit.haishu];

/* Access outside the tree: DOMAIN B4; 监督执纪工作规则 arts. 22, 23, 54, 66, 67. */
describe('grants', () => {
  let world: ActWorld;
  const unit: Record<string, string> = {};
  const post: Record<string, string> = {};
  beforeAll(async () => {
    world = await ActWorld.open();
    unit['trial'] = await world.addUnit(OWN + 6, OWN, 'OFFICE', 'CASE_TRIAL', '案件审理室');
    unit['inspection'] = await world.addUnit(OWN + 470, OWN, 'INSPECTION_BODY', null, '市委第一巡察组');
    unit['provinceCadre'] = await world.addUnit(NINGBO.unit.zhejiang + 5, NINGBO.unit.zhejiang, 'OFFICE', 'CADRE_SUPERVISION', '省干部监督室');
    unit['ended'] = await world.addUnit(OWN + 18, OWN, 'OFFICE', 'REVIEW_INVESTIGATION', '已撤销审查调查室');
    await world.rows("update unit set valid_to = now() - interval '1 day' where pos = $1", [OWN + 18]);
    const people = [
      ['trial-officer', OWN + 6, 'OFFICER', '审理员'],
      ['inspector', OWN + 470, 'OFFICER', '巡察员'],
      ['haishu-principal', COUNTY, 'PRINCIPAL', '海书记'],
      ['investigation-head', NINGBO.unit['ningbo-investigation'], 'OFFICE_HEAD', '戚主任'],
      ['supervision-2', NINGBO.unit['ningbo-supervision-2'], 'OFFICER', '二室员'],
      ['zhejiang-cadre-head', NINGBO.unit.zhejiang + 5, 'OFFICE_HEAD', '省督主任'],
      ['zhejiang-cadre', NINGBO.unit.zhejiang + 5, 'OFFICER', '省督员'],
      ['xikou-principal', NINGBO.unit.xikou, 'PRINCIPAL', '溪书记'],
    ] as const;
    for (const [subject, pos, duty, name] of people) post[subject] = `post_${(await world.addPerson(subject, pos, duty, name)).post}`;
    for (const slug of ['haishu', 'ningbo-investigation', 'ningbo-supervision-2', 'haishu-discipline', 'jiangbei', 'zhejiang-anguan', 'ningbo-group', 'xiangshan', 'zhejiang', 'ningbo-supervision-1', 'nation-anguan'] as const)
      unit[slug] = await world.unitId(NINGBO.unit[slug]);
  }); // prettier-ignore
  afterAll(() => world.close());

  const asked = (grantee: string, more: object = {}) => ({
    idempotencyKey: key(),
    matter: clueId('other'),
    facets: ['LEDGER', 'CONTENT'],
    grantee,
    basis: 'ASSIGNED',
    reason: '交由该单位办理',
    ...more,
  });
  const issue = (as: string, grantee: string, more: object = {}) => world.act(ISSUE, as, asked(grantee, more));
  const end = (as: string, id: string, more: object = {}) =>
    world.act(END, as, { idempotencyKey: key(), id, reason: '不再需要', ...more });
  const granted = ({ grant }: Acted) => grant as Record<string, never> & { id: string; version: number };
  const seen = (as: string, slug: ClueSlug) => world.ask(CLUE, as, { id: clueId(slug) });
  const listed = async (as: string, slug: ClueSlug) =>
    (await world.ask(LISTED, as, { id: clueId(slug) })).grants as { id: string; basis: string }[];
  const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

  it('open to a lower organ what they say and nothing else, from now until they are ended', async () => {
    const before = await seen('haishu-principal', 'other');
    expect([before.clue, before.node]).toEqual([null, null]);
    const issued = await issue('ningbo-principal', unit['haishu']!);
    expect(issued).toMatchObject({ result: 'APPLIED', userErrors: [], grant: { basis: 'ASSIGNED', facets: ['CONTENT', 'LEDGER'], until: null,
      toUnit: { name: '海曙区纪委监委' }, toDuty: null, personName: null, issuerUnit: { name: '宁波市纪委监委' }, issuerDuty: 'PRINCIPAL' } });
    const during = await seen('haishu-principal', 'other');
    expect(during.clue).toMatchObject({ content: { subjectName: '某甲-other' }, petition: null, reporter: null });
    expect(during.clues.totalCount).toBe(before.clues.totalCount + 1);
    // Neither the neighbour nor another post of the same county.
    for (const other of ['jiangbei-anguan', 'haishu-handler']) expect((await seen(other, 'other')).clue).toBeNull();

    const ended = await end('ningbo-principal', granted(issued).id, { expectedVersion: 1 });
    expect(ended).toMatchObject({ result: 'APPLIED', grant: { version: 2 } });
    expect(granted(ended)['endedAt']).toEqual(granted(ended)['until']);
    expect(await seen('haishu-principal', 'other')).toEqual(before);
    expect(codes(await end('ningbo-principal', granted(issued).id))).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it('to an office of the organ may carry the petition; to a lower organ never', async () => {
    const all = { facets: ['LEDGER', 'PETITION', 'CONTENT'] };
    expect((await issue('ningbo-anguan-head', unit['ningbo-investigation']!, all)).result).toBe('APPLIED');
    expect((await seen('ningbo-investigator', 'other')).clue).toMatchObject({ petition: { text: '来信全文-other' }, reporter: null });
    expect(await world.refused(() => issue('ningbo-anguan-head', unit['haishu']!, all))).toEqual(['NOT_ALLOWED']);
  }); // prettier-ignore

  // prettier-ignore
  it.each([
    ['an officer of 案管', 'ningbo-anguan', {}, 'ningbo-supervision-2', 'NOT_ALLOWED'],
    ['a leader in charge', 'ningbo-leader', { matter: clueId('investigated') }, 'ningbo-supervision-2', 'NOT_ALLOWED'],
    ['the head of 干部监督 outside its compartment', 'ningbo-cadre-head', {}, 'ningbo-supervision-2', 'OBJECT_NOT_FOUND'],
    ['the superior’s 案管, which sees the ledger', 'zhejiang-anguan', { facets: ['LEDGER'] }, 'ningbo-supervision-2', 'NOT_ALLOWED'],
    ['another organ’s principal', 'haishu-principal', {}, 'haishu-discipline', 'OBJECT_NOT_FOUND'],
    ['of a matter of a subordinate organ', 'ningbo-anguan-head', { matter: clueId('jiangbei'), facets: ['LEDGER'] }, 'ningbo-supervision-2', 'NOT_ALLOWED'],
    ['the reporter', 'ningbo-principal', { facets: ['LEDGER', 'REPORTER'] }, 'ningbo-supervision-2', 'NOT_ALLOWED'],
    ['statistics', 'ningbo-principal', { facets: ['STATISTICS'] }, 'ningbo-supervision-2', 'NOT_ALLOWED'],
    ['no facet', 'ningbo-principal', { facets: [] }, 'ningbo-supervision-2', 'INPUT_INVALID'],
    ['a designation by 案管', 'ningbo-anguan-head', { basis: 'DESIGNATED' }, 'haishu', 'NOT_ALLOWED'],
    ['a designation sideways', 'ningbo-principal', { basis: 'DESIGNATED' }, 'zhejiang', 'NOT_ALLOWED'],
    ['a copy of the content', 'ningbo-principal', { basis: 'CC', until: inDays(9) }, 'ningbo-supervision-2', 'NOT_ALLOWED'],
    ['a copy without an end', 'ningbo-principal', { basis: 'CC', facets: ['LEDGER'] }, 'ningbo-supervision-2', 'INPUT_INVALID'],
    ['whatever else for 91 days', 'ningbo-principal', { basis: 'OTHER', until: inDays(91) }, 'ningbo-supervision-2', 'INPUT_INVALID'],
    ['whatever else without an end', 'ningbo-principal', { basis: 'OTHER' }, 'ningbo-supervision-2', 'INPUT_INVALID'],
    ['whatever else by 案管', 'ningbo-anguan-head', { basis: 'OTHER', until: inDays(9) }, 'ningbo-supervision-2', 'NOT_ALLOWED'],
    ['an end that is past', 'ningbo-principal', { until: inDays(-1) }, 'ningbo-supervision-2', 'INPUT_INVALID'],
    ['an end before the begin', 'ningbo-principal', { from: inDays(5), until: inDays(4) }, 'ningbo-supervision-2', 'INPUT_INVALID'],
    ['a begin that is past', 'ningbo-principal', { from: inDays(-1) }, 'ningbo-supervision-2', 'INPUT_INVALID'],
    ['a unit that is not', 'ningbo-principal', { grantee: `unit_${newId()}` }, 'haishu', 'OBJECT_NOT_FOUND'],
    ['a unit that has ended', 'ningbo-principal', {}, 'ended', 'OBJECT_NOT_FOUND'],
    ['a post that has ended', 'ningbo-principal', { basis: 'OTHER', until: inDays(9), grantee: postId('post-ended') }, 'haishu', 'OBJECT_NOT_FOUND'],
    ['a person who has left', 'ningbo-principal', { basis: 'OTHER', until: inDays(9), grantee: `person_${NINGBO.person['has-left']}` }, 'haishu', 'OBJECT_NOT_FOUND'],
    ['a reason of nothing', 'ningbo-principal', { reason: ' ' }, 'haishu', 'INPUT_INVALID'],
    ['an id of another kind', 'ningbo-principal', { matter: postId('ningbo-leader') }, 'haishu', 'INPUT_INVALID'],
    ['to be seconded, a unit', 'ningbo-principal', { basis: 'SECONDMENT', until: inDays(30) }, 'ningbo-supervision-2', 'NOT_ALLOWED'],
    ['the trial to another office', 'ningbo-principal', { basis: 'TRIAL' }, 'ningbo-supervision-2', 'NOT_ALLOWED'],
    ['a catalogue without its round', 'ningbo-principal', { basis: 'CATALOGUE', until: inDays(30) }, 'inspection', 'NOT_ALLOWED'],
  ])('refuse %s', async (_name, as, more, to, code) => {
    expect(await world.refused(() => issue(as, unit[to]!, more))).toEqual([code]);
  });

  it.each(Object.keys(GrantBasis).filter((basis) => !GRANT_RULES.some((rule) => rule.basis === basis && !rule.act)))(
    'are never issued by hand on the basis of %s',
    async (basis) => {
      const more = { basis, facets: ['LEDGER'], until: inDays(1) };
      for (const to of ['ningbo-supervision-2', 'haishu', 'zhejiang-anguan', 'inspection'])
        expect(await world.refused(() => issue('ningbo-principal', unit[to]!, more))).toEqual(['NOT_ALLOWED']);
    },
  );

  it('open nothing that the issuer does not see himself', async () => {
    const content = { matter: clueId('cadre') };
    // 案管 has the ledger of its cadre compartment, and not its content.
    expect((await seen('ningbo-anguan-head', 'cadre')).clue.content).toBeNull();
    expect(await world.refused(() => issue('ningbo-anguan-head', unit['ningbo-supervision-2']!, content))).toEqual(['NOT_ALLOWED']);
    expect((await issue('ningbo-principal', unit['ningbo-supervision-2']!, content)).result).toBe('APPLIED');
    // And what is denied stays so: the compartment is not his.
    expect((await seen('supervision-2', 'cadre')).clue).toBeNull();
    // The same of what is no clue.
    for (const [table, kind, id] of [['joint_case', 'jointCase', jointly], ['supervision_item', 'supervisionItem', toFenghua]]) {
      await world.rows(`update ${table} set compartment = 1 where id = $1`, [id]);
      const ask = (facets: string[]) => issue('ningbo-anguan-head', unit['trial']!, { matter: `${kind}_${id}`, facets });
      expect([table, await world.refused(() => ask(['LEDGER', 'CONTENT']))]).toEqual([table, ['NOT_ALLOWED']]);
      expect([table, (await ask(['LEDGER'])).result]).toEqual([table, 'APPLIED']);
      await world.rows(`update ${table} set compartment = 0 where id = $1`, [id]);
    }
  }); // prettier-ignore

  it('of what is hidden and what is missing are refused alike', async () => {
    for (const basis of ['ASSIGNED', 'COMPARTMENT', 'OTHER']) {
      const more = { basis, until: inDays(9) };
      const hidden = await issue('haishu-principal', unit['haishu-discipline']!, { ...more, matter: clueId('ningbo') });
      const missing = await issue('haishu-principal', unit['haishu-discipline']!, { ...more, matter: `clue_${newId()}` });
      expect(hidden).toEqual(missing);
      expect(codes(hidden)).toEqual(['OBJECT_NOT_FOUND']);
    }
    for (const kind of ['jointCase', 'supervisionItem']) {
      const of = async (id: string) => issue('haishu-principal', unit['haishu-discipline']!, { matter: `${kind}_${id}` });
      const [hidden, missing] = [await of(kind === 'jointCase' ? jointly : toFenghua), await of(newId())];
      expect([kind, hidden]).toEqual([kind, missing]);
      expect(codes(hidden)).toEqual(['OBJECT_NOT_FOUND']);
    }
    const id = granted(await issue('ningbo-principal', unit['ningbo-investigation']!)).id;
    expect(await end('haishu-principal', id)).toEqual(await end('haishu-principal', `grant_${newId()}`));
    const lists = await Promise.all([clueId('ningbo'), `clue_${newId()}`].map((clue) => world.api.run(LISTED, 'haishu-principal', { id: clue })));
    expect(JSON.stringify(lists[0]!.data)).toBe(JSON.stringify(lists[1]!.data));
    const nodes = await Promise.all([id, `grant_${newId()}`].map((node) => world.api.run('query ($id: ID!) { node(id: $id) { id } }', 'haishu-principal', { id: node })));
    expect(nodes[0]!.data).toEqual({ node: null });
    expect(JSON.stringify(nodes[0]!.data)).toBe(JSON.stringify(nodes[1]!.data));
  }); // prettier-ignore

  it('to somebody who is denied the matter are issued alike, and give nothing', async () => {
    const other = { basis: 'OTHER', until: inDays(30) };
    const denied = await issue('ningbo-principal', postId('ningbo-contact-head'), { ...other, matter: clueId('recused') });
    const allowed = await issue('ningbo-principal', postId('ningbo-contact-head'), { ...other, matter: clueId('other') });
    const told = (one: Acted) => ({ ...one, grant: { ...granted(one), id: null, from: null } });
    expect(told(denied)).toEqual(told(allowed));
    expect((await seen('ningbo-contact-head', 'other')).clue.content.subjectName).toBe('某甲-other');
    const after = await seen('ningbo-contact-head', 'recused');
    expect([after.clue, after.node]).toEqual([null, null]);
    expect(JSON.stringify(after)).not.toContain(clueId('recused'));
    const [row] = (await listed('ningbo-anguan', 'recused')) as unknown[];
    expect(row).toMatchObject({ basis: 'OTHER', endedAt: null });
  }); // prettier-ignore

  it('second a post for a time, after which nothing is left, without anybody’s doing', async () => {
    const until = inDays(30);
    const more = { basis: 'SECONDMENT', until, matter: clueId('ningbo') };
    expect((await issue('ningbo-anguan-head', postId('haishu-handler'), more)).result).toBe('APPLIED');
    await world.clock(new Date(Date.parse(until) - 1));
    expect((await seen('haishu-handler', 'ningbo')).clue).toMatchObject({ content: { subjectName: '某甲-ningbo' }, petition: null });
    await world.clock(until);
    expect((await seen('haishu-handler', 'ningbo')).clue).toBeNull();
    expect(codes(await end('ningbo-anguan-head', (await listed('ningbo-anguan', 'ningbo'))[0]!.id))).toEqual(['STATE_CONFLICT']);
    await world.clock(null);
  }); // prettier-ignore

  it('second a post of a zone that the organ shares, and of no other place', async () => {
    const secondment = { basis: 'SECONDMENT', until: inDays(30) };
    // 溪口 is a member of the eastern zone, 高桥 is not – until it joins.
    const more = { ...secondment, matter: clueId('gaoqiao'), facets: ['LEDGER'] };
    expect(await world.refused(() => issue('gaoqiao-principal', post['xikou-principal']!, more))).toEqual(['NOT_ALLOWED']);
    const [zone] = await world.rows<{ id: string }>('select id from cooperation_zone');
    const member = { id: newId(), zone_id: zone!.id, unit_pos: NINGBO.unit.gaoqiao, valid_from: '2024-01-01' };
    await insertRows(world.db.owner, 'zone_member', [member]);
    expect((await issue('gaoqiao-principal', post['xikou-principal']!, more)).result).toBe('APPLIED');
    expect((await seen('xikou-principal', 'gaoqiao')).clue).toMatchObject({ content: null });
    await world.rows("update zone_member set valid_to = now() - interval '1 hour' where id = $1", [member.id]);
    expect(await world.refused(() => issue('gaoqiao-principal', post['xikou-principal']!, more))).toEqual(['NOT_ALLOWED']);
  }); // prettier-ignore

  it('copy a notice or a ledger entry, and nothing of what they say', async () => {
    const copy = { basis: 'CC', facets: ['LEDGER'], until: inDays(30) };
    const item = 'query ($id: ID!) { supervisionItem(id: $id) { number content { requirement } } }';
    const id = `supervisionItem_${NINGBO.supervisionItem['to-fenghua']}`;
    expect((await world.ask(item, 'ningbo-contact-head', { id })).supervisionItem).toBeNull();
    expect((await issue('ningbo-anguan-head', unit['ningbo-supervision-1']!, { ...copy, matter: id })).result).toBe('APPLIED');
    expect((await world.ask(item, 'ningbo-contact-head', { id })).supervisionItem).toMatchObject({ content: null });
    expect((await issue('ningbo-anguan-head', unit['ningbo-supervision-1']!, { ...copy, matter: clueId('investigated') })).result).toBe('APPLIED');
    expect((await seen('ningbo-contact-head', 'investigated')).clue).toMatchObject({ content: null, petition: null });
  }); // prettier-ignore

  it('second to a joint case, whose clues they do not open', async () => {
    const id = `jointCase_${NINGBO.jointCase.joint}`;
    const joint = 'query ($id: ID!) { jointCase(id: $id) { number content { title } clues { id } } }';
    expect((await world.ask(joint, 'supervision-2', { id })).jointCase).toBeNull();
    const lent = { basis: 'SECONDMENT', until: inDays(60), matter: id };
    expect((await issue('ningbo-principal', post['supervision-2']!, lent)).result).toBe('APPLIED');
    expect((await world.ask(joint, 'supervision-2', { id })).jointCase).toMatchObject({ content: { title: '联合办案-joint' }, clues: [] });
    expect(await world.refused(() => issue('ningbo-principal', post['supervision-2']!, { ...lent, facets: ['LEDGER', 'PETITION'] }))).toEqual(['NOT_ALLOWED']);
  }); // prettier-ignore

  it('designate a lower organ, and report to the 案管 of the one above', async () => {
    const clue = { matter: clueId('investigated') };
    expect((await seen('haishu-principal', 'investigated')).clue).toBeNull();
    expect((await issue('ningbo-principal', unit['haishu']!, { ...clue, basis: 'DESIGNATED' })).result).toBe('APPLIED');
    expect((await seen('haishu-principal', 'investigated')).clue).toMatchObject({ content: { subjectName: '某甲-investigated' }, petition: null });
    expect((await seen('zhejiang-anguan', 'investigated')).clue).toMatchObject({ content: null });
    expect((await issue('ningbo-anguan-head', unit['zhejiang-anguan']!, { ...clue, basis: 'REPORTED' })).result).toBe('APPLIED');
    expect((await seen('zhejiang-anguan', 'investigated')).clue).toMatchObject({ content: { subjectName: '某甲-investigated' }, petition: null });
    // What was filed with the superior is not taken back (SC-19).
    const [report] = (await listed('ningbo-principal', 'investigated')).filter(({ basis }) => basis === 'REPORTED');
    for (const as of ['ningbo-principal', 'ningbo-anguan-head'])
      expect(await world.refused(() => end(as, report!.id))).toEqual(['NOT_ALLOWED']);
    // Two tiers up is not the organ above.
    expect(await world.refused(() => issue('ningbo-anguan-head', unit['nation-anguan']!, { ...clue, basis: 'REPORTED' }))).toEqual(['NOT_ALLOWED']);
  }); // prettier-ignore

  it('to trial are issued by the head of who handles it, and of nothing else', async () => {
    const trial = { basis: 'TRIAL' };
    expect(await world.refused(() => issue('investigation-head', unit['trial']!, { ...trial, matter: clueId('other') }))).toEqual(['NOT_ALLOWED']);
    const sent = await issue('investigation-head', unit['trial']!, { ...trial, matter: clueId('investigated') });
    expect(sent.result).toBe('APPLIED');
    expect((await seen('trial-officer', 'investigated')).clue).toMatchObject({ content: { subjectName: '某甲-investigated' }, petition: null });
    expect((await issue('ningbo-group-head', unit['trial']!, { ...trial, matter: clueId('group') })).result).toBe('APPLIED');
    // He who issued it sees that he did, the principal sees it too, his officers do not.
    for (const as of ['investigation-head', 'ningbo-principal', 'ningbo-anguan'])
      expect((await listed(as, 'investigated')).map(({ id }) => id)).toContain(granted(sent).id);
    expect(await listed('ningbo-leader', 'investigated')).toEqual([]);
    expect(await listed('trial-officer', 'investigated')).toEqual([]);
    expect((await end('investigation-head', granted(sent).id)).result).toBe('APPLIED');
    expect((await seen('trial-officer', 'investigated')).clue).toBeNull();
  }); // prettier-ignore

  it('begin later where they say so, and end before they began as if they had never been', async () => {
    const later = await issue('ningbo-principal', unit['jiangbei']!, { from: inDays(10) });
    expect(later.result).toBe('APPLIED');
    const { person } = await world.addPerson('jiangbei-principal', NINGBO.unit.jiangbei, 'PRINCIPAL', '江书记');
    expect(person).toBeTruthy();
    expect((await seen('jiangbei-principal', 'other')).clue).toBeNull();
    await world.clock(inDays(11));
    expect((await seen('jiangbei-principal', 'other')).clue.content.subjectName).toBe('某甲-other');
    await world.clock(null);
    expect((await end('ningbo-anguan-head', granted(later).id)).result).toBe('APPLIED');
    await world.clock(inDays(11));
    expect((await seen('jiangbei-principal', 'other')).clue).toBeNull();
    await world.clock(null);
  }); // prettier-ignore

  describe('are ended', () => {
    it('by the issuer’s post, its organ’s principal and the head of its 案管, by nobody else', async () => {
      const one = granted(await issue('ningbo-anguan-head', unit['haishu']!)).id;
      for (const as of ['ningbo-anguan']) expect(await world.refused(() => end(as, one))).toEqual(['NOT_ALLOWED']);
      for (const as of ['haishu-principal', 'zhejiang-anguan', 'ningbo-leader'])
        expect(await world.refused(() => end(as, one))).toEqual(['OBJECT_NOT_FOUND']);
      expect(await world.refused(() => end('ningbo-principal', one, { expectedVersion: 2 }))).toEqual(['VERSION_CONFLICT']);
      expect((await end('ningbo-principal', one)).result).toBe('APPLIED');
    }); // prettier-ignore

    it('never where another act issued them', async () => {
      const rows = ['UNMASKING', 'EMERGENCY', 'RECUSAL', 'JOINT_CASE', 'SUPERVISED'].map((basis) => ({
        id: newId(), object: 'clue', object_id: NINGBO.clue.other, facets: ['ledger'], unit_pos: NINGBO.unit['ningbo-supervision-2'],
        basis: GrantBasis[basis as keyof typeof GrantBasis], issuer_post: NINGBO.post['ningbo-principal'], valid_from: '2025-01-01',
      }));
      await insertRows(world.db.owner, 'access_grant', rows);
      const known = (await listed('ningbo-principal', 'other')).map(({ basis }) => basis);
      expect(known).toEqual(expect.arrayContaining(['JOINT_CASE', 'SUPERVISED']));
      for (const secret of ['UNMASKING', 'EMERGENCY', 'RECUSAL']) expect(known).not.toContain(secret);
      for (const { id, basis } of rows)
        expect(await world.refused(() => end('ningbo-principal', `grant_${id}`))).toEqual([basis < 7 && basis > 2 || basis === 13 ? 'NOT_ALLOWED' : 'OBJECT_NOT_FOUND']);
    }); // prettier-ignore

    it('once, by however many at once', async () => {
      const one = granted(await issue('ningbo-anguan-head', unit['haishu']!));
      const answers = await Promise.all(Array.from({ length: 4 }, () => end('ningbo-principal', one.id, { expectedVersion: 1 })));
      expect(answers.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
      expect(answers.flatMap(codes)).toEqual(Array(3).fill('VERSION_CONFLICT'));
    }); // prettier-ignore
  });

  it('happen once for one key, however often it is asked, and at once', async () => {
    const input = asked(unit['xiangshan']!);
    const answers = await Promise.all(Array.from({ length: 4 }, () => world.act(ISSUE, 'ningbo-principal', input)));
    expect(answers.map(({ result }) => String(result)).sort()).toEqual(['APPLIED', ...Array<string>(3).fill('REPLAYED')]);
    expect(new Set(answers.map((one) => granted(one).id)).size).toBe(1);
    const [{ count }] = await world.rows<{ count: number }>('select count(*)::int from access_grant where unit_pos = $1', [NINGBO.unit.xiangshan]) as [{ count: number }];
    expect(count).toBe(1);
    expect(codes(await world.act(ISSUE, 'ningbo-principal', { ...input, reason: '另一理由' }))).toEqual(['KEY_REUSED']);
  }); // prettier-ignore

  describe('of the cadre compartment', () => {
    const compartment = (more: object = {}) => ({
      basis: 'COMPARTMENT',
      matter: clueId('cadre'),
      until: inDays(30),
      ...more,
    });
    const report = { basis: 'REPORTED', matter: clueId('cadre') };

    it('are the superior’s 干部监督’s to issue, once the matter was reported to it', async () => {
      // The subject's unit is denied the matter, its handler with it.
      const denied = { id: newId(), object: 'clue', object_id: NINGBO.clue.cadre, basis: 2, unit_lo: NINGBO.unit['ningbo-cadre'], unit_hi: NINGBO.unit['ningbo-cadre'] };
      await insertRows(world.db.owner, 'denial', [denied]);
      expect((await seen('ningbo-cadre-head', 'cadre')).clue).toBeNull();
      const hidden = await issue('zhejiang-cadre-head', postId('ningbo-cadre-head'), compartment());
      expect(hidden).toEqual(await issue('zhejiang-cadre-head', postId('ningbo-cadre-head'), compartment({ matter: `clue_${newId()}` })));
      expect(codes(hidden)).toEqual(['OBJECT_NOT_FOUND']);

      expect((await issue('ningbo-principal', unit['provinceCadre']!, report)).result).toBe('APPLIED');
      // To know that it is there is not to see it.
      expect((await seen('zhejiang-cadre-head', 'cadre')).clue).toBeNull();
      for (const [as, to, more, code] of [
        ['zhejiang-cadre', postId('ningbo-cadre-head'), {}, 'NOT_ALLOWED'],
        ['ningbo-principal', postId('ningbo-cadre-head'), {}, 'NOT_ALLOWED'],
        ['zhejiang-cadre-head', unit['ningbo-supervision-2'], {}, 'NOT_ALLOWED'],
        ['zhejiang-cadre-head', postId('nation-anguan'), {}, 'NOT_ALLOWED'],
        ['zhejiang-cadre-head', postId('ningbo-cadre-head'), { facets: ['LEDGER', 'PETITION'] }, 'NOT_ALLOWED'],
        ['zhejiang-cadre-head', postId('ningbo-cadre-head'), { until: null }, 'INPUT_INVALID'],
        ['zhejiang-cadre-head', unit['ningbo-supervision-2'], { basis: 'ASSIGNED' }, 'OBJECT_NOT_FOUND'],
      ] as const) expect([as, code, await world.refused(() => issue(as, to!, compartment(more)))]).toEqual([as, code, [code]]);

      const named = await issue('zhejiang-cadre-head', postId('ningbo-cadre-head'), compartment());
      expect(named).toMatchObject({ result: 'APPLIED', grant: { basis: 'COMPARTMENT', personName: null, issuerUnit: { name: '省干部监督室' } } });
      expect(await world.rows('select exempts from access_grant where id = $1', [granted(named).id.slice(6)])).toEqual([{ exempts: true }]);
      expect((await seen('ningbo-cadre-head', 'cadre')).clue).toMatchObject({ content: { subjectName: '某甲-cadre' } });
      // The organ's own do not learn whom the superior named.
      expect((await listed('ningbo-principal', 'cadre')).map(({ basis }) => basis)).not.toContain('COMPARTMENT');
      expect((await listed('zhejiang-cadre-head', 'cadre')).map(({ basis }) => basis)).toEqual(['COMPARTMENT']);
      expect(codes(await end('ningbo-principal', granted(named).id))).toEqual(['OBJECT_NOT_FOUND']);
      expect((await end('zhejiang-cadre-head', granted(named).id)).result).toBe('APPLIED');
      expect((await seen('ningbo-cadre-head', 'cadre')).clue).toBeNull();
    }); // prettier-ignore

    it('are not for a subject who is denied it himself', async () => {
      const denied = { id: newId(), object: 'clue', object_id: NINGBO.clue.cadre, basis: 2, person_id: NINGBO.person['ningbo-investigator'] };
      await insertRows(world.db.owner, 'denial', [denied]);
      expect((await issue('zhejiang-cadre-head', postId('ningbo-investigator'), compartment())).result).toBe('APPLIED');
      expect((await seen('ningbo-investigator', 'cadre')).clue).toBeNull();
    }); // prettier-ignore

    it('are not for the superior’s head to issue while the matter is denied to him', async () => {
      const [head] = await world.rows<{ id: string }>("select id from person where subject = 'zhejiang-cadre-head'");
      const denied = { id: newId(), object: 'clue', object_id: NINGBO.clue.cadre, basis: 1, person_id: head!.id };
      await insertRows(world.db.owner, 'denial', [denied]);
      expect(await world.refused(() => issue('zhejiang-cadre-head', postId('ningbo-cadre-head'), compartment()))).toEqual(['OBJECT_NOT_FOUND']);
      expect(await listed('zhejiang-cadre-head', 'cadre')).toEqual([]);
      await world.rows('update denial set ended_at = now() where id = $1', [denied.id]);
      expect((await issue('zhejiang-cadre-head', postId('ningbo-cadre-head'), compartment())).result).toBe('APPLIED');
    }); // prettier-ignore

    it('are reported by nobody who may not, nor to anybody but 案管 and 干部监督 above', async () => {
      for (const [as, to] of [['ningbo-anguan', 'provinceCadre'], ['ningbo-principal', 'zhejiang'], ['ningbo-principal', 'haishu']] as const)
        expect(await world.refused(() => issue(as, unit[to]!, { ...report, facets: ['LEDGER'] }))).toEqual(['NOT_ALLOWED']);
    }); // prettier-ignore
  });

  it('name a person only to who sees the content', async () => {
    const issued = await issue('ningbo-principal', `person_${NINGBO.person['haishu-handler']}`, { basis: 'OTHER', until: inDays(9), matter: clueId('cadre') });
    expect(issued).toMatchObject({ result: 'APPLIED', grant: { personName: '励勤', toUnit: null } });
    const byRegister = (await listed('ningbo-anguan', 'cadre')).find(({ id }) => id === granted(issued).id);
    expect(byRegister).toMatchObject({ personName: null, toUnit: null });
    const reads = () => world.rows(`select post_id from audit_entry where kind = 2 and operation = 'grants' and facets = '{CONTENT}' and object_ids = '{${NINGBO.clue.cadre}}'`);
    const before = await reads();
    expect(await listed('ningbo-anguan', 'cadre')).not.toEqual([]);
    expect(await reads()).toEqual(before);
    expect((await listed('ningbo-principal', 'cadre')).find(({ id }) => id === granted(issued).id)).toMatchObject({ personName: '励勤' });
    expect(await reads()).toEqual([...before, { post_id: NINGBO.post['ningbo-principal'] }]);
  }); // prettier-ignore

  it('are no administrator’s', async () => {
    const answer = await world.api.run(ISSUE, 'ningbo-administrator', { input: asked(unit['haishu']!) });
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await world.api.run(LISTED, 'ningbo-administrator', { id: clueId('other') })).data).toBeNull();
  });

  it('change nothing without an act, and their rules stand as the table has them', async () => {
    const attacker = await Attacker.open(world.db.connectionAs('liandong_act'));
    await attacker.enter(NINGBO.as['ningbo-principal']);
    const issuing = "select grant_issue(gen_random_uuid(), 'clue', $1, '{ledger}', 'unit', gen_random_uuid(), 16::smallint, null, null, 'x')";
    expect(await attacker.send(issuing, [NINGBO.clue.other])).toBe('28000');
    expect(await attacker.send("select grant_end(gen_random_uuid(), null, 'x')")).toBe('28000');
    expect(await attacker.send('select * from grant_rule')).toBe('42501');
    await attacker.end();
    const { rows } = await world.db.owner.query({ text: 'select * from grant_rule order by rule', rowMode: 'array' });
    expect(rows).toEqual(grantRuleRows());
    for (const rule of GRANT_RULES) expect(rule.facets).not.toContain('REPORTER');
  }); // prettier-ignore

  it('leave their entries in the audit trail and in the outbox, and refused ones leave theirs', async () => {
    const acts = await world.rows<{ operation: string; text: string }>(`select operation, e::text as text from audit_entry e where kind = 1`);
    expect(new Set(acts.map(({ operation }) => operation))).toEqual(new Set(['grantIssue', 'grantEnd']));
    expect(JSON.stringify(acts)).not.toMatch(/\p{Script=Han}/u);
    const refusals = await world.rows<{ code: string }>(`select distinct code from audit_entry where operation like 'grant%' and code is not null`);
    expect(refusals.map(({ code }) => code)).toEqual(expect.arrayContaining(['NOT_ALLOWED', 'OBJECT_NOT_FOUND', 'INPUT_INVALID', 'FORBIDDEN']));
    expect(await world.rows('select distinct event from outbox order by 1')).toEqual([{ event: 'grantEnded' }, { event: 'grantIssued' }]);
    const [counted] = await world.rows<{ told: number; kept: number }>(`select (select count(*)::int from outbox where event = 'grantIssued') as told,
      (select count(*)::int from access_grant where act = 'grantIssue') as kept`);
    expect(counted!.told).toBe(counted!.kept);
  }); // prettier-ignore
});
