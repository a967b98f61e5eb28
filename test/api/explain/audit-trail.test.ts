import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NINGBO } from '../../fixtures/ningbo.js';
import { trailOf } from '../../audit/trailOf.js';
import { asSuperuser, Attacker } from '../../support/attacker.js';
import { insertRows, type Row } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';
import { explainWorld, type ExplainWorld } from './explainWorld.js';

interface Entry {
  at: string;
  kind: string;
  operation: string;
  organ: { name: string };
  person: string;
  post: string;
  object: string | null;
  objects: string[];
  facets: string[];
  code: string | null;
}
const TRAIL = `query ($first: Int, $after: String, $filter: AuditTrailFilter) { auditTrail(first: $first, after: $after, filter: $filter) {
  entries { at kind operation organ { name } person post object objects facets paths code } pageInfo { hasNextPage endCursor } } }`;
const PAYLOAD =
  'result userErrors { code path } opening { id state version alias object requesterName openUntil opened { name unit { name } number } }';
const REQUEST = `mutation ($input: AuditAliasOpenRequestInput!) { auditAliasOpenRequest(input: $input) { ${PAYLOAD} } }`;
const DECIDE = `mutation ($input: AuditAliasOpenDecideInput!) { auditAliasOpenDecide(input: $input) { ${PAYLOAD} } }`;
const READ = (id: string) =>
  `{ auditAliasOpening(id: "${id}") { state requesterName opened { name unit { name } number } } }`;

/** Entries of another organ. */
const FOREIGN = 300_000;

let world: ExplainWorld;
beforeAll(async () => {
  world = await explainWorld();
});
afterAll(() => world.end());

const content = (slug: keyof typeof NINGBO.clue) =>
  `{ clue(id: "clue_${NINGBO.clue[slug]}") { content { allegation } } }`;
const read = (slug: keyof typeof NINGBO.clue, as: string) => world.api.run(content(slug), as);
const page = async (as: string, variables: object = {}) => {
  const { data, errors } = await world.api.run(TRAIL, as, { first: 100, ...variables });
  expect(errors).toBeUndefined();
  return data.auditTrail as { entries: Entry[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
};
const reads = async (as: string, filter: object = {}) =>
  (await page(as, { filter: { kind: ['READ'], operation: ['clue'], ...filter } })).entries;
const act = async (document: string, as: string, input: object) => {
  const { data, errors } = await world.api.run(document, as, { input: { idempotencyKey: `key-${newId()}`, ...input } });
  expect(errors).toBeUndefined();
  return Object.values(data as object)[0] as {
    result: string | null;
    userErrors: { code: string }[];
    opening: { id: string; state: string; version: number; openUntil: string | null; opened: object | null } | null;
  };
};
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);

describe('auditTrail', () => {
  it('shows what posts of the organ and below did and saw, under aliases', async () => {
    await read('haishu', 'haishu-anguan');
    await read('haishu', 'haishu-handler');
    await read('jiangbei', 'jiangbei-anguan');
    await read('zhejiang', 'zhejiang-anguan');
    const city = await reads('ningbo-audit');
    expect(city.map(({ organ, kind, object, facets }) => [organ.name, kind, object, facets])).toEqual([
      ['江北区纪委监委', 'READ', 'clue', ['CONTENT']],
      ['海曙区纪委监委', 'READ', 'clue', ['CONTENT']],
      ['海曙区纪委监委', 'READ', 'clue', ['CONTENT']],
    ]);
    const [jiangbei, handler, register] = city as [Entry, Entry, Entry];
    expect(handler.objects).toEqual(register.objects);
    expect(handler.objects).not.toEqual(jiangbei.objects);
    expect(new Set(city.map(({ person }) => person)).size).toBe(3);
    expect(await reads('haishu-audit')).toHaveLength(2);
    expect(await reads('zhejiang-audit')).toHaveLength(4);
  });

  it('gives no id, no name, no number, no reason', async () => {
    const reason = '一个不外传的理由';
    const input = { idempotencyKey: `key-${newId()}`, clue: `clue_${NINGBO.clue.haishu}`, post: `post_${NINGBO.post['haishu-handler']}`, ground: 'OTHER', reason }; // prettier-ignore
    await insertRows(world.db.owner, 'person', [{ id: newId(), name: '某书记', issuer: 'test', subject: 'zhejiang-principal' }]);
    await world.db.owner.query("insert into post (id, person_id, unit_pos, duty, valid_from) select $1, id, $2, 1, '2020-01-01' from person where subject = 'zhejiang-principal'", [newId(), NINGBO.unit.zhejiang]); // prettier-ignore
    await world.api.run('mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { result } }', 'haishu-anguan', { input });
    const { text } = await world.api.run(TRAIL, 'ningbo-audit', { first: 100 });
    expect(text).toContain('recusalRequest');
    const known = [NINGBO.clue, NINGBO.post, NINGBO.person].flatMap((ids) => Object.values<string>(ids));
    expect(known.filter((id) => text.includes(id) || text.includes(id.replaceAll('-', '')))).toEqual([]);
    expect(text).not.toMatch(/第\d+号|某甲|励勤|周海宁|127\.0\.0\.1/);
    expect(text).not.toContain(reason);
  }); // prettier-ignore

  it('gives each reader aliases of his own, the same every time', async () => {
    const [mine] = await reads('ningbo-audit');
    expect((await reads('ningbo-audit'))[0]).toEqual(mine);
    const [others] = await reads('ningbo-audit-2');
    expect(others!.at).toBe(mine!.at);
    for (const name of ['person', 'post', 'objects'] as const) expect(others![name]).not.toEqual(mine![name]);
  });

  it('filters by kind, operation and time, and goes on where a page ended', async () => {
    const all = (await page('ningbo-audit', { filter: { kind: ['READ', 'ACT'] } })).entries;
    expect(all.length).toBeGreaterThan(3);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['READ', 'ACT']));
    const [first, second] = [all[1]!.at, all[0]!.at];
    const between = await page('ningbo-audit', { filter: { kind: ['READ', 'ACT'], at: { from: first, to: second } } });
    expect(between.entries).toEqual([all[1]]);
    const walked: Entry[] = [];
    for (let after: string | undefined; ;) {
      const { entries, pageInfo } = await page('ningbo-audit', { first: 2, after, filter: { kind: ['READ', 'ACT'] } });
      walked.push(...entries);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(walked).toEqual(all);
    const cursor = (await page('ningbo-audit', { first: 1 })).pageInfo.endCursor;
    const stolen = await world.api.run(TRAIL, 'ningbo-audit-2', { first: 1, after: cursor });
    expect(stolen.errors?.[0]?.extensions.code).toBe('CURSOR_INVALID');
  });

  it('leaves out what is denied to the reader himself, by any post, as if it had not been', async () => {
    const before = await reads('ningbo-audit-2');
    const denials: Row[] = [{ person_id: world.person['ningbo-audit-2'] }, { unit_lo: NINGBO.unit.ningbo, unit_hi: NINGBO.unit.ningbo }]
      .map((row) => ({ id: newId(), object: 'clue', object_id: NINGBO.clue.haishu, basis: 2, ...row })); // prettier-ignore
    for (const denial of denials) {
      await insertRows(world.db.owner, 'denial', [denial]);
      const after = await reads('ningbo-audit-2');
      expect(after).toEqual(before.filter(({ organ }) => organ.name !== '海曙区纪委监委'));
      expect(after.length).toBeLessThan(before.length);
      await world.db.owner.query('delete from denial where id = $1', [denial['id']]);
    }
    // An entry of several matters keeps the others.
    await world.api.run('{ clues(first: 50) { nodes { content { allegation } } } }', 'haishu-anguan');
    const [many] = (await page('ningbo-audit-2', { filter: { operation: ['clues'] } })).entries;
    await insertRows(world.db.owner, 'denial', [denials[0]!]);
    const [fewer] = (await page('ningbo-audit-2', { filter: { operation: ['clues'] } })).entries;
    expect(fewer!.objects).toHaveLength(many!.objects.length - 1);
    expect(many!.objects).toEqual(expect.arrayContaining(fewer!.objects));
    await world.db.owner.query('delete from denial where id = $1', [denials[0]!['id']]);
  });

  it('leaves out with a matter all that belongs to it, and nothing is left of what was asked about it', async () => {
    const { owner } = world.db;
    const clue = `clue_${NINGBO.clue.ningbo}`;
    await owner.query('update clue set handler_post = $1 where id = $2', [NINGBO.post['ningbo-contact-head'], NINGBO.clue.ningbo]);
    const tried = async (name: string, as: string, input: object, more = '') => {
      const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
      const { data, errors } = await world.api.run(`mutation ($input: ${type}!) { ${name}(input: $input) { result userErrors { code } ${more} } }`, as, { input: { idempotencyKey: `key-${newId()}`, ...input } });
      expect([name, errors, data?.[name].userErrors, data?.[name].result]).toEqual([name, undefined, [], 'APPLIED']);
      return data[name];
    };
    const { unmasking } = await tried('unmaskingRequest', 'ningbo-contact-head', { clue, reason: '核', days: 3 }, 'unmasking { id }');
    await tried('unmaskingDecide', 'ningbo-intake-head', { id: unmasking.id, expectedVersion: 1, approve: true, reason: '准' });
    await tried('grantIssue', 'ningbo-principal', { matter: clue, facets: ['LEDGER'], basis: 'OTHER', until: new Date(Date.now() + 9 * 86_400_000).toISOString(), grantee: `post_${NINGBO.post['ningbo-investigator']}`, reason: '抄送' });
    await tried('emergencyAccessOpen', 'ningbo-intake', { clue, facets: ['CONTENT'], reason: '急' });
    await tried('interferenceRecord', 'ningbo-contact-head', { clue, post: `post_${NINGBO.post['ningbo-investigator']}`, manner: 'ASKED_ABOUT', matter: '打听', at: '2026-03-01T09:00:00+08:00' });
    const explained = await world.api.run(`{ explainAccess(object: "${clue}", whom: "post_${world.post['ningbo-audit']}") { posts { post } } }`, 'ningbo-anguan');
    expect(explained.data.explainAccess.posts).toHaveLength(1);
    const missing = await world.api.run('mutation ($input: UnmaskingRequestInput!) { unmaskingRequest(input: $input) { result } }', 'ningbo-contact-head', { input: { idempotencyKey: `key-${newId()}`, clue: `clue_${newId()}`, reason: '核', days: 3 } });
    expect(missing.data.unmaskingRequest.result).toBeNull();

    // And what would be written of each noun by whoever decides on it.
    const { rowCount } = await owner.query(
      `insert into audit_entry (kind, person_id, post_id, unit_pos, operation, object, object_ids, correlation_id)
       select 1, $2, $3, $4, 'decided', object, array[id], gen_random_uuid() from (
         select 'emergency_access' as object, id from emergency_access where clue_id = $1
         union all select 'interference_record', id from interference_record where clue_id = $1
         union all select 'unmasking', id from unmasking where clue_id = $1
         union all select 'grant', id from access_grant where object_id = $1
         union all select 'access_grant', id from access_grant where object_id = $1) n`,
      [NINGBO.clue.ningbo, NINGBO.person['ningbo-principal'], NINGBO.post['ningbo-principal'], NINGBO.unit.ningbo]);
    expect(rowCount).toBeGreaterThan(5);
    const OF_IT = ['unmaskingRequest', 'unmaskingDecide', 'grantIssue', 'emergencyAccessOpen', 'interferenceRecord', 'explainAccess', 'decided'];
    const told = async (as: string) => (await page(as, { filter: { operation: OF_IT } })).entries;
    const before = await told('ningbo-audit');
    const kinds = (entries: Entry[]) => new Set(entries.filter(({ kind }) => kind !== 'REFUSAL').map(({ operation }) => operation));
    expect(kinds(before)).toEqual(new Set(OF_IT));
    // The posts of an explanation stand with its matter.
    expect(before.find(({ operation }) => operation === 'explainAccess')!.objects.map((alias) => alias.split('-')[0])).toEqual(['clue', 'post']);
    const denial: Row = { id: newId(), object: 'clue', object_id: NINGBO.clue.ningbo, basis: 2, person_id: world.person['ningbo-audit'] };
    await insertRows(owner, 'denial', [denial]);
    const after = await told('ningbo-audit');
    expect(kinds(after)).toEqual(new Set());
    // A refusal names nothing.
    expect(after).toEqual(before.filter(({ kind }) => kind === 'REFUSAL'));
    expect(after.map(({ object, objects }) => [object, objects])).toContainEqual([null, []]);
    expect(await told('ningbo-audit-2')).toHaveLength(before.length);
    await owner.query('delete from denial where id = $1', [denial['id']]);
    expect(await told('ningbo-audit')).toEqual(before);
  }); // prettier-ignore

  it('leaves out a record of interference and a recusal that are about the reader himself', async () => {
    const clue = `clue_${NINGBO.clue.haishu}`;
    const record = { idempotencyKey: `key-${newId()}`, clue, post: `post_${world.post['haishu-audit']}`, manner: 'ASKED_ABOUT', matter: '打听', at: '2026-03-01T09:00:00+08:00' };
    const made = await world.api.run('mutation ($input: InterferenceRecordInput!) { interferenceRecord(input: $input) { result } }', 'haishu-handler', { input: record });
    expect(made.data.interferenceRecord.result).toBe('APPLIED');
    const asked = { idempotencyKey: `key-${newId()}`, clue, post: `post_${NINGBO.post['haishu-office-head']}`, ground: 'OTHER', reason: '熟人' };
    const recusal = await world.api.run('mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { result recusal { id } } }', 'haishu-anguan', { input: asked });
    expect(recusal.data.recusalRequest.result).toBe('APPLIED');
    await world.db.owner.query('update recusal set person_id = $1 where id = $2', [world.person['haishu-audit'], recusal.data.recusalRequest.recusal.id.split('_')[1]]);
    const filter = { operation: ['interferenceRecord', 'recusalRequest'] };
    const told = async (as: string) => (await page(as, { filter })).entries.filter(({ organ, kind }) => kind === 'ACT' && organ.name === '海曙区纪委监委').map(({ operation }) => operation);
    expect(await told('haishu-audit')).not.toContain('interferenceRecord');
    expect(await told('zhejiang-audit')).toEqual(expect.arrayContaining(['interferenceRecord', 'recusalRequest']));
    expect((await told('haishu-audit')).length).toBe((await told('zhejiang-audit')).length - 2);
  }); // prettier-ignore

  it('is for audit administrators alone', async () => {
    for (const as of ['ningbo-administrator', 'ningbo-security', 'ningbo-principal', 'ningbo-anguan-head']) {
      const { data, errors } = await world.api.run(TRAIL, as, { first: 1 });
      expect([as, data ?? null, errors?.[0]?.extensions.code]).toEqual([as, null, 'FORBIDDEN']);
    }
  });

  it('is itself in the trail, by the entries that were shown', async () => {
    const { headers, data } = await world.api.run(TRAIL, 'ningbo-audit', { first: 3 });
    const [entry, ...rest] = await trailOf(world.db.owner, headers.get('x-correlation-id')!);
    expect(rest).toEqual([]);
    expect(entry).toMatchObject({ kind: 'EXPLAIN', operation: 'auditTrail', object: 'audit_entry' });
    expect(entry!.ids).toHaveLength(data.auditTrail.entries.length);
    // And so the next reader sees that it was read, and by whom; of what is not told twice.
    const [again] = (await page('ningbo-audit-2', { filter: { operation: ['auditTrail'] } })).entries;
    expect(again).toMatchObject({ kind: 'EXPLAIN', object: 'audit_entry', objects: [] });
  });

  it('asked of the database itself, asks who asks', async () => {
    const api = await Attacker.open(world.db.connectionAs('liandong_api'));
    const calls = ['select audit_trail(10, null, null, null, null, null, null)', `select view_as('${NINGBO.post['haishu-anguan']}')`];
    for (const as of ['ningbo-principal', 'ningbo-administrator'] as const) {
      await api.enter(NINGBO.as[as]);
      for (const call of calls) expect([as, await api.send(call)]).toEqual([as, 'LD020']);
    }
    await api.begin();
    for (const call of [...calls, "select viewer_of('clue', '{}')", `select explain_access('clue', '${NINGBO.clue.haishu}', null, null)`, `select access_review('clue', '${NINGBO.clue.haishu}')`, "select alias_opened('{}')"])
      expect([call, await api.send(call)]).toEqual([call, '28000']);
    await api.end();
  }); // prettier-ignore
});

describe('an alias', () => {
  const request = (as: string, alias: string) => act(REQUEST, as, { alias, reason: '核查异常查阅' });
  const decide = (as: string, id: string, approve = true, expectedVersion = 1) =>
    act(DECIDE, as, { id, expectedVersion, approve, reason: '同意核查' });
  const opened = async (as: string, id: string) => (await world.api.run(READ(id), as)).data?.auditAliasOpening;

  it('takes two persons to open, and is open to who asked, for a day', async () => {
    const entry = (await reads('ningbo-audit')).find(({ organ }) => organ.name === '江北区纪委监委')!;
    const whole = async (alias: string) => {
      const asked = await request('ningbo-audit', alias);
      expect(asked).toMatchObject({ result: 'APPLIED', opening: { state: 'REQUESTED', opened: null } });
      const { id } = asked.opening!;
      // Not by himself, and not a second time.
      expect(codes(await decide('ningbo-audit', id))).toEqual(['NOT_ALLOWED']);
      expect(codes(await request('ningbo-audit', alias))).toEqual(['STATE_CONFLICT']);
      expect(await opened('ningbo-audit', id)).toMatchObject({ state: 'REQUESTED', opened: null });
      return id;
    };
    const person = await whole(entry.person);
    const decided = await decide('ningbo-audit-2', person);
    // To who decides it is not open.
    expect(decided).toMatchObject({ result: 'APPLIED', opening: { state: 'APPROVED', version: 2, opened: null } });
    expect((await opened('ningbo-audit', person)).opened).toEqual({ name: '裘江', unit: null, number: null });
    const matter = await whole(entry.objects[0]!);
    expect(await decide('ningbo-principal', matter)).toMatchObject({ result: 'APPLIED' });
    const { rows } = await world.db.owner.query<{ number: string }>('select number from clue where id = $1', [NINGBO.clue.jiangbei]);
    expect((await opened('ningbo-audit', matter)).opened).toEqual({ name: null, unit: { name: '江北区纪委监委' }, number: rows[0]!.number });
    const post = await whole(entry.post);
    await decide('zhejiang-audit', post);
    expect((await opened('ningbo-audit', post)).opened).toEqual({ name: '裘江', unit: { name: '案件监督管理室' }, number: null });
    expect(codes(await decide('ningbo-audit-2', post, false, 2))).toEqual(['STATE_CONFLICT']);
    // What was opened is in the trail by its id.
    const { headers } = await world.api.run(READ(matter), 'ningbo-audit');
    expect(await trailOf(world.db.owner, headers.get('x-correlation-id')!)).toMatchObject([
      { kind: 'EXPLAIN', operation: 'auditAliasOpening', object: 'alias_opening', ids: [matter.split('_')[1]] },
      { kind: 'EXPLAIN', operation: 'opened', object: 'clue', ids: [NINGBO.clue.jiangbei] },
    ]);
    // And so is whoever read the reasons, to decide.
    const list = await world.api.run('{ auditAliasOpenings { id reason } }', 'ningbo-audit-2');
    const [entryOfList] = await trailOf(world.db.owner, list.headers.get('x-correlation-id')!);
    expect(entryOfList).toMatchObject({ kind: 'EXPLAIN', operation: 'auditAliasOpenings', object: 'alias_opening' });
    expect(entryOfList!.ids).toHaveLength(list.data.auditAliasOpenings.length);
    await world.db.owner.query("update alias_opening set open_until = now() - interval '1 second' where id = $1", [matter.split('_')[1]]);
    expect((await opened('ningbo-audit', matter)).opened).toBeNull();
  }); // prettier-ignore

  it('is asked for and decided in the audit trail, with the reason in the noun alone', async () => {
    const [entry] = await reads('ningbo-audit');
    const { opening } = await request('ningbo-audit', entry!.person);
    await decide('ningbo-principal', opening!.id, false);
    const { rows } = await world.db.owner.query<{ operation: string; person: string; reason: null }>(
      'select operation, person_id as person, reason from audit_entry where $1 = any (object_ids) order by txid', [opening!.id.split('_')[1]]);
    expect(rows).toEqual([
      { operation: 'auditAliasOpenRequest', person: world.person['ningbo-audit'], reason: null },
      { operation: 'auditAliasOpenDecide', person: NINGBO.person['ningbo-principal'], reason: null },
    ]);
    expect((await opened('ningbo-audit', opening!.id))).toMatchObject({ state: 'REFUSED', opened: null });
  }); // prettier-ignore

  it('of somebody else, or made up, is none at all', async () => {
    const [entry] = await reads('ningbo-audit');
    const before = await world.db.owner.query('select from alias_opening');
    const { aliases } = (await world.api.run(`{ viewAs(post: "post_${NINGBO.post['haishu-handler']}") { counts { aliases } } }`, 'ningbo-security')).data.viewAs.counts[0]; // prettier-ignore
    const forged = `${entry!.person.slice(0, -1)}${entry!.person.endsWith('0') ? '1' : '0'}`;
    const another = `post${entry!.person.slice('person'.length)}`;
    for (const alias of [forged, another, aliases[0], 'person-', 'x', `clue_${NINGBO.clue.haishu}`])
      expect([alias, codes(await request('ningbo-audit', alias))]).toEqual([alias, ['OBJECT_NOT_FOUND']]);
    expect(codes(await request('ningbo-audit-2', entry!.person))).toEqual(['OBJECT_NOT_FOUND']);
    expect((await world.db.owner.query('select from alias_opening')).rowCount).toBe(before.rowCount);
  });

  it('of what is denied to the asker is none, and what was open is closed again', async () => {
    const entry = (await reads('ningbo-audit')).find(({ organ }) => organ.name === '海曙区纪委监委')!;
    const { opening } = await request('ningbo-audit', entry.objects[0]!);
    await decide('ningbo-audit-2', opening!.id);
    expect((await opened('ningbo-audit', opening!.id)).opened).not.toBeNull();
    const denial = { id: newId(), object: 'clue', object_id: NINGBO.clue.haishu, basis: 1, person_id: world.person['ningbo-audit'] }; // prettier-ignore
    await insertRows(world.db.owner, 'denial', [denial]);
    expect(await opened('ningbo-audit', opening!.id)).toBeNull();
    expect(codes(await request('ningbo-audit', entry.objects[0]!))).toEqual(['OBJECT_NOT_FOUND']);
    await world.db.owner.query('delete from denial where id = $1', [denial.id]);
  });

  it('of a clue that is found to be on his head is as if he had never asked, and is decided all the same', async () => {
    const entry = (await reads('haishu-audit')).find(({ objects }) => objects.length > 0)!;
    const { opening } = await request('haishu-audit', entry.objects[0]!);
    const bytes = async (id: string) => {
      const { text } = await world.api.run('query ($id: ID!) { auditAliasOpening(id: $id) { state decisionReason } auditAliasOpenings { id } }', 'haishu-audit', { id }); // prettier-ignore
      return text.replaceAll(/"left":\d+/g, '');
    };
    const missing = `auditAliasOpening_${newId()}`;
    expect(await bytes(opening!.id)).toContain(opening!.id);
    expect(await bytes(opening!.id)).not.toBe(await bytes(missing));
    const [{ object_id } = { object_id: '' }] =
      (await world.db.owner.query<{ object_id: string }>('select object_id from alias_opening where id = $1', [opening!.id.split('_')[1]])) // prettier-ignore
      .rows;
    const denial = { id: newId(), object: 'clue', object_id, basis: 2, unit_lo: NINGBO.unit.haishu, unit_hi: NINGBO.unit.haishu + 999_999 }; // prettier-ignore
    await insertRows(world.db.owner, 'denial', [denial]);
    expect(await decide('ningbo-audit', opening!.id)).toMatchObject({
      result: 'APPLIED',
      opening: { state: 'APPROVED' },
    });
    expect(await bytes(opening!.id)).toBe(await bytes(missing));
    expect(await bytes(missing)).not.toContain(opening!.id);
    await world.db.owner.query('delete from denial where id = $1', [denial.id]);
    expect(await bytes(opening!.id)).toContain('"APPROVED"');
  });

  it('is asked for once, by however many at once', async () => {
    const [entry] = await reads('haishu-audit');
    const count = async () => (await world.db.owner.query('select from alias_opening')).rowCount!;
    const before = await count();
    // All look before any has written, if nothing but the table keeps them apart.
    await world.db.owner.query('begin; lock table alias_opening in share mode');
    const asked = Array.from({ length: 3 }, () => request('haishu-audit', entry!.post));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await world.db.owner.query('commit');
    const answers = await Promise.all(asked);
    expect(answers.filter(({ result }) => result === 'APPLIED')).toHaveLength(1);
    expect(answers.filter(({ result }) => result === null).map(({ opening }) => opening)).toEqual([null, null]);
    expect(answers.flatMap(codes)).toEqual(['STATE_CONFLICT', 'STATE_CONFLICT']);
    expect(await count()).toBe(before + 1);
  });

  it('of a secret matter shows whose it is, and no number', async () => {
    const entry = (await reads('ningbo-audit')).find(({ organ }) => organ.name === '江北区纪委监委')!;
    for (const change of ['classification = 1', 'compartment = 1', 'subject_state = 0']) {
      const { opening } = await request('ningbo-audit', entry.objects[0]!);
      await decide('ningbo-audit-2', opening!.id);
      await world.db.owner.query(`update clue set ${change} where id = $1`, [NINGBO.clue.jiangbei]);
      expect([change, (await opened('ningbo-audit', opening!.id)).opened]).toEqual([change, { name: null, unit: { name: '江北区纪委监委' }, number: null }]); // prettier-ignore
      await world.db.owner.query('update clue set classification = 0, compartment = 0, subject_state = 1 where id = $1', [NINGBO.clue.jiangbei]); // prettier-ignore
    }
  });

  it('is decided by nobody on himself, nor on what is kept from him, nor by who has nothing to do with it', async () => {
    await read('ningbo', 'ningbo-principal');
    const entry = (await reads('ningbo-audit')).find(({ organ, person }) => organ.name === '宁波市纪委监委' && person)!;
    const { opening } = await request('ningbo-audit', entry.person);
    const { id } = opening!;
    const state = async () => (await opened('ningbo-audit', id)).state;
    // It is the head himself who is behind it.
    expect(codes(await decide('ningbo-principal', id))).toEqual(['NOT_ALLOWED']);
    expect(await opened('ningbo-principal', id)).toBeNull();
    // Below, beside, of another duty; and the head of a group is no head of the organ.
    expect(codes(await decide('haishu-audit', id))).toEqual(['NOT_ALLOWED']);
    expect(await opened('haishu-audit', id)).toBeNull();
    for (const as of ['ningbo-security', 'ningbo-group-head', 'ningbo-anguan-head']) {
      const input = { idempotencyKey: `key-${newId()}`, id, expectedVersion: 1, approve: true, reason: '试' };
      const { errors } = await world.api.run(DECIDE, as, { input });
      expect([as, errors?.[0]?.extensions.code]).toEqual([as, 'FORBIDDEN']);
    }
    const { opening: matter } = await request('ningbo-audit', entry.objects[0]!);
    const denial = { id: newId(), object: 'clue', object_id: NINGBO.clue.ningbo, basis: 2, person_id: NINGBO.person['ningbo-principal'] }; // prettier-ignore
    await insertRows(world.db.owner, 'denial', [denial]);
    expect(codes(await decide('ningbo-principal', matter!.id))).toEqual(['NOT_ALLOWED']);
    const mine = async () => (await world.api.run('{ auditAliasOpenings { id } }', 'ningbo-principal')).data.auditAliasOpenings;
    expect((await mine()).map((one: { id: string }) => one.id)).not.toContain(matter!.id);
    await world.db.owner.query('delete from denial where id = $1', [denial.id]);
    expect((await mine()).map((one: { id: string }) => one.id)).toContain(matter!.id);
    expect(codes(await decide('ningbo-audit-2', id, true, 7))).toEqual(['VERSION_CONFLICT']);
    expect(await state()).toBe('REQUESTED');
  }); // prettier-ignore

  it('the acts’ own role cannot go round: the group’s head is refused by the database too', async () => {
    const [entry] = await reads('ningbo-audit');
    const { rows } = await world.db.owner.query<{ id: string }>('select id from alias_opening where state = 1 limit 1');
    const role = await Attacker.open(world.db.connectionAs('liandong_act'));
    await role.enter(NINGBO.as['ningbo-group-head']);
    await role.send("select begin_act('auditAliasOpenDecide', 'key-90001', 'body')");
    expect(await role.send("select audit_alias_open_decide($1, 1, true, '试')", [rows[0]!.id])).toBe('LD020');
    await role.enter(NINGBO.as['ningbo-principal']);
    await role.send("select begin_act('auditAliasOpenRequest', 'key-90002', 'body')");
    expect(await role.send('select audit_alias_open_request($1, $2, $3)', [newId(), entry!.person, '试'])).toBe('LD020');
    await role.enter(NINGBO.as['ningbo-principal']);
    expect(await role.send("select audit_alias_open_decide($1, 1, true, '试')", [rows[0]!.id])).toBe('28000');
    await role.end();
  }); // prettier-ignore

  it('of an organ where nobody else is in office is not asked for', async () => {
    await read('nation', 'nation-anguan');
    const person = newId();
    await insertRows(world.db.owner, 'person', [{ id: person, name: '审计', issuer: 'test', subject: 'nation-audit' }]);
    await insertRows(world.db.owner, 'post', [{ id: newId(), person_id: person, unit_pos: NINGBO.unit.nation, duty: 7, valid_from: '2020-01-01' }]); // prettier-ignore
    const entry = (await reads('nation-audit')).find(({ organ }) => organ.name === '中央纪委国家监委')!;
    expect(codes(await request('nation-audit', entry.person))).toEqual(['NOBODY_TO_DECIDE']);
  });
});

describe('the reason of a recusal', () => {
  it('is read into the trail, and its other fields are not', async () => {
    const document = (fields: string) => `{ recusals { id ${fields} } }`;
    const one = await world.api.run(document('reason'), 'haishu-anguan');
    const ids = one.data.recusals.map(({ id }: { id: string }) => id.split('_')[1]).sort();
    expect(ids.length).toBeGreaterThan(0);
    const trail = await trailOf(world.db.owner, one.headers.get('x-correlation-id')!);
    expect(trail).toMatchObject([{ kind: 'READ', operation: 'recusals', object: 'recusal', ids }]);
    // Names that every object of JavaScript has are names like others.
    for (const name of ['constructor', '__proto__', 'toString']) {
      const named = await world.api.run(`{ ${name}: recusals { ${name}: reason } }`, 'haishu-anguan');
      expect(named.text).toContain(`"${name}":"${one.data.recusals[0].reason}"`);
      expect(await trailOf(world.db.owner, named.headers.get('x-correlation-id')!)).toMatchObject([
        { kind: 'READ', object: 'recusal', ids },
      ]);
    }
    const node = await world.api.run(`{ node(id: "recusal_${ids[0]}") { ... on Recusal { x: decisionReason } } recusal(id: "recusal_${ids[0]}") { reason } }`, 'haishu-anguan'); // prettier-ignore
    expect((await trailOf(world.db.owner, node.headers.get('x-correlation-id')!)).map(({ operation }) => operation)).toEqual(['node', 'recusal']); // prettier-ignore
    const other = await world.api.run(document('personName state'), 'haishu-anguan');
    expect(await trailOf(world.db.owner, other.headers.get('x-correlation-id')!)).toEqual([]);
  });
});

describe('the time of a page', () => {
  it('takes no time for what others did elsewhere', { timeout: 120_000 }, async () => {
    const { owner } = world.db;
    const COLUMNS = 'form, kind, person_id, post_id, unit_pos, source, operation, object, object_ids, facets, paths, code, correlation_id, at, salt, hash';
    const time = async (filter?: object) => {
      const times: number[] = [];
      for (let n = 0; n < 5; n += 1) {
        const from = performance.now();
        await page('haishu-audit', { filter });
        times.push(performance.now() - from);
      }
      return times.sort((a, b) => a - b)[2]!;
    };
    for (let n = 0; n < 110; n += 1) await read('haishu', 'haishu-anguan');
    await read('ningbo', 'ningbo-principal');
    const nothing = { operation: ['nothing'] };
    const before = [await time(), await time(nothing)];
    await owner.query('alter table audit_entry disable trigger given');
    const { rowCount } = await owner.query(`insert into audit_entry (id, txid, ${COLUMNS})
      select gen_random_uuid(), (e.txid::text::bigint + 1)::text::xid8, ${COLUMNS}
      from (select * from audit_entry where unit_pos between $1::bigint and $1::bigint + 499 limit 1) e, generate_series(1, ${FOREIGN})`, [NINGBO.unit.ningbo]);
    await owner.query('alter table audit_entry enable always trigger given');
    expect(rowCount).toBe(FOREIGN);
    const after = [await time(), await time(nothing)];
    if (process.env['SHOW_TIMES']) console.log(before, after);
    for (const [n, took] of after.entries()) expect(took).toBeLessThan(3 * before[n]! + 5);
    await asSuperuser(world.db, (superuser) => superuser.query('analyze liandong.audit_entry'));
    const analysed = [await time(), await time(nothing)];
    if (process.env['SHOW_TIMES']) console.log(analysed);
    for (const [n, took] of analysed.entries()) expect(took).toBeLessThan(3 * before[n]! + 5);
  }); // prettier-ignore
});
