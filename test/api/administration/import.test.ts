import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdministrationWorld } from './administrationWorld.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { clueId, key, type Acted } from '../../support/actWorld.js';
import { asSuperuser } from '../../support/attacker.js';
import { KEYS } from '../../support/database.js';
import { insertRows } from '../../support/world.js';
import { withClient } from '../../../src/database/install.js';
import { ImportWork } from '../../../src/database/importWork.js';
import { CursorSealer } from '../../../src/graphql/cursor.js';
import { importRoute } from '../../../src/host/importRoute.js';
import { newId } from '../../../src/shared/ids.js';

const IMPORT = `id state rows created amended faultCount version proposerName deciderName
  faults { file line column code message } differences { file line created lines { field before after } }`;
const act = (name: string) =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { result userErrors { __typename code path citation } organisationImport { ${IMPORT} } } }`;
interface Import {
  id: string;
  state: string;
  rows: number;
  created: number | null;
  amended: number | null;
  faultCount: number;
  version: number;
  faults: { file: string; line: number; column: string | null; code: string; message: string }[];
  differences: { file: string; line: number; created: boolean; lines: { field: string; after: string | null }[] }[];
}

const OFFICES = `机构代码,机构名称,职能,序号
330203-B01,案件监督管理室,案管室,
330203-B11,第一纪检监察室,纪检监察室,1
330203-B12,第二纪检监察室,纪检监察室,2
`;
const GROUPS = `机构代码,机构名称,驻在单位,对口组
330203-G01,派驻第一纪检监察组,区教育局,330203-G02
330203-G02,派驻第二纪检监察组,区卫健局；区民政局,330203-G01
`;
const PERSONS = `人员编号,姓名,统一身份标识,涉密等级
HS-001,王海波,wang-haibo,0
HS-002,王海波,,0
HS-003,林知远,lin-zhiyuan,1
`;
const POSTS = `人员编号,机构代码,职务,任职日期,主要职务,分管部门
HS-001,330203-B12,部门负责人,2021-03-01,是,
HS-002,330203-B11,干部,2022-01-01,是,
HS-003,330203,分管领导,2020-06-01,是,330203-B12；330203-G02
`;
const ZONES = `协作区代码,协作区名称,协作区类型,成员,牵头机构,编组原则
330203-Z01,城西片组,片组,330203-B11；330203-G01,330203-B11,工作便利
`;
const ORGANS = `机构代码,机构名称,上级机关代码
330203199,望春新镇纪委,330203
`;
const LINKS = `联系部门,联系对象,生效日期
330203-B12,330203199,2026-01-01
`;
const FILES = { 'posts.csv': POSTS, 'persons.csv': PERSONS, 'groups.csv': GROUPS, 'links.csv': LINKS, 'zones.csv': ZONES, 'offices.csv': OFFICES, 'organs.csv': ORGANS }; // prettier-ignore

/* The organisation by file: rehearsed, told, confirmed by another person, done as a whole; the same files change nothing. */
describe('an import', () => {
  let admin: AdministrationWorld;
  let work: ImportWork;
  const folder = mkdtempSync(join(tmpdir(), 'liandong-imports-'));
  beforeAll(async () => {
    admin = await AdministrationWorld.open((db) => ({
      extend: (host, issuer) =>
        importRoute(host, {
          tokens: issuer,
          cursors: new CursorSealer(KEYS),
          acts: db.acting(),
          allowance: db.allowance(),
          sessions: db.sessions(),
          refused: () => Promise.resolve(null),
          folder,
        }),
    }));
    work = new ImportWork({ connection: admin.world.db.connectionAs('liandong_jobs') });
  });
  afterAll(async () => {
    await work.stop();
    await admin.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (name: string, as: string, input: object): Promise<Acted & { organisationImport: Import }> =>
    (await admin.world.act(act(name), as, { idempotencyKey: key(), ...input })) as never;
  const send = async (as: string, id: string, file: string, body: string | Uint8Array, table = '') => {
    const token = await admin.world.api.issuer.token(as);
    const response = await fetch(`${admin.world.api.url}/imports/${id}?file=${encodeURIComponent(file)}${table}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: body as never,
    });
    const answer = (await response.json()) as any; // eslint-disable-line
    return answer.errors ? (answer.errors[0].extensions.code as string) : (answer as { rows: number; faults: number; notices: unknown[] });
  }; // prettier-ignore
  const open = async (as = 'haishu-system') => (await ask('organisationImportOpen', as, { reason: '组建' })).organisationImport.id; // prettier-ignore
  const read = async (id: string, as = 'haishu-system') =>
    (await admin.world.ask(`query ($id: ID!) { organisationImport(id: $id) { ${IMPORT} } }`, as, { id }))
      .organisationImport as Import;
  const checked = async (files: Record<string, string>, as = 'haishu-system') => {
    const id = await open(as);
    for (const [name, body] of Object.entries(files)) expect(await send(as, id, name, body)).toMatchObject({ faults: 0 });
    await ask('organisationImportCheck', as, { id });
    await work.run();
    return read(id, as);
  }; // prettier-ignore
  const decide = (as: string, { id, version }: Import, approve = true) =>
    ask('organisationImportDecide', as, { id, expectedVersion: version, approve, reason: '同意' });
  const controls = () => admin.world.rows('select (select count(*)::int from unit) as units, (select count(*)::int from person) as persons, (select count(*)::int from post) as posts, (select count(*)::int from contact_link) as links'); // prettier-ignore

  it('is rehearsed in whatever order its files come, and changes nothing by it', async () => {
    const before = [await admin.traces(), await controls()];
    const one = await checked(FILES);
    expect(one).toMatchObject({ state: 'CHECKED', rows: 16, faultCount: 0, faults: [] });
    // 案件监督管理室, 第一纪检监察室 and the first group are there by name and take their codes; one row says both counterparts.
    expect([one.created, one.amended]).toEqual([11, 4]);
    expect(one.differences.find(({ line, file }) => file === 'persons.csv' && line === 2)).toMatchObject({ created: true, lines: expect.arrayContaining([{ field: 'subject', before: null, after: 'wang-haibo' }]) });
    expect([await admin.traces(), await controls()]).toEqual(before);
    // Whoever proposed it cannot confirm it, nor somebody beside.
    expect((await decide('zhejiang-security', { ...one, version: 99 })).userErrors[0]!.code).toBe('VERSION_CONFLICT');
    expect((await decide('jiangbei-security', one)).userErrors[0]!.code).toBe('OBJECT_NOT_FOUND');
    expect((await decide('haishu-security', one)).organisationImport.state).toBe('CONFIRMED');
    await work.run();
    const done = await read(one.id);
    expect([done.state, done.faults]).toEqual(['DONE', []]);
    const seen = async (as: string) =>
      (await admin.world.ask('query ($id: ID!) { clue(id: $id) { number } me { person { name } post { unit { name } } } }', as, { id: clueId('haishu') }));
    expect((await seen('wang-haibo')).me).toEqual({ person: { name: '王海波' }, post: { unit: { name: '第二纪检监察室' } } });
    expect((await seen('lin-zhiyuan')).me.post.unit.name).toBe('海曙区纪委监委');
    const zones = await admin.world.ask('query ($id: ID!) { unit(id: $id) { zones { name members { name } } } }', 'wang-haibo', { id: admin.unit['haishu-discipline'] });
    expect(zones.unit.zones).toContainEqual({ name: '城西片组', members: [{ name: '第一纪检监察室' }, { name: '派驻第一纪检监察组' }] });
    const trail = await admin.world.rows("select p.subject from audit_entry e join person p on p.id = e.person_id where e.operation = 'organisationImport'");
    expect(trail).toEqual([{ subject: 'haishu-security' }]);
  }); // prettier-ignore

  it('of the same files again changes nothing', async () => {
    const before = await controls();
    const again = await checked(FILES);
    expect(again).toMatchObject({ state: 'CHECKED', created: 0, amended: 0, differences: [], faultCount: 0 });
    expect((await decide('haishu-security', again)).organisationImport.state).toBe('CONFIRMED');
    await work.run();
    expect([(await read(again.id)).state, await controls()]).toEqual(['DONE', before]);
  });

  it.each([
    ['an unknown unit', { 'p.csv': POSTS.replace('330203-B12', '330203-B99') }, 'UNIT_UNKNOWN', 2, 'unit'],
    ['an unknown person', { 'p.csv': POSTS.replace('HS-002', 'HS-999') }, 'PERSON_UNKNOWN', 3, 'person'],
    ['another tree', { 'o.csv': OFFICES.replace('330203-B12,第二', '330205-B12,第二') }, 'NOT_ALLOWED', 4, null],
    ['another kind', { 'o.csv': OFFICES.replace('纪检监察室,2', '审理室,2') }, 'DOES_NOT_FIT', 4, 'kind'],
    ['an end', { 'o.csv': '机构代码,机构名称,职能,失效日期\n330203-B11,第一纪检监察室,纪检监察室,2026-01-01\n' }, 'DOES_NOT_FIT', 2, 'until'],
    ['a link that is another’s', { 'l.csv': LINKS.replace('330203-B12', '330203-B11') }, 'DOES_NOT_FIT', 2, 'office'],
    ['an account that is taken', { 'p.csv': PERSONS.replace('HS-002,王海波,,', 'HS-002,王海波,lin-zhiyuan,') }, 'STATE_CONFLICT', 3, null],
    ['one thing twice', { 'p.csv': PERSONS, 'q.csv': PERSONS.replace('林知远', '林某') }, 'SAID_TWICE', 2, null],
  ] as [string, Record<string, string>, string, number, string | null][])('tells the row of %s, and cannot be confirmed', async (_, files, code, line, column) => {
    const before = [await admin.traces(), await controls()];
    const one = await checked(files);
    expect(one.faults[0]).toMatchObject({ code, line, column });
    expect(one.faults[0]!.message).toMatch(/[\u4e00-\u9fff]/);
    expect((await decide('haishu-security', one)).userErrors[0]!.code).toBe('STATE_CONFLICT');
    expect([await admin.traces(), await controls()]).toEqual(before);
    // Sent again under its name, a file takes the place of what it was.
    for (const name of Object.keys(files)) await send('haishu-system', one.id, name, PERSONS);
    const left = Object.keys(files).length === 1 ? 3 : 6;
    expect((await read(one.id)).rows).toBe(left);
  }); // prettier-ignore

  it('is to nobody’s good who proposes or confirms it', async () => {
    await admin.world.rows("update person set staff_number = 'HS-900' where subject = 'haishu-system'");
    await admin.world.rows("update person set staff_number = 'HS-901' where subject = 'haishu-security'");
    const row = (number: string, as: string) => `人员编号,姓名,统一身份标识\n${number},${as},another-account\n`;
    const own = await checked({ 'p.csv': row('HS-900', 'haishu-system') });
    expect(own.faults[0]).toMatchObject({ code: 'NOT_ALLOWED', line: 2 });
    const deciders = await checked({ 'p.csv': row('HS-901', 'haishu-security') });
    expect(deciders.faultCount).toBe(0);
    await decide('haishu-security', deciders);
    await work.run();
    expect((await read(deciders.id)).state).toBe('FAILED');
    expect(await admin.world.rows("select from person where subject = 'another-account'")).toEqual([]);
  });

  it('takes files of its proposer alone, while it is open', async () => {
    const id = await open();
    expect(await send('haishu-security', id, 'p.csv', PERSONS)).toBe('NOT_FOUND');
    expect(await send('haishu-handler', id, 'p.csv', PERSONS)).toBe('NOT_FOUND');
    expect(await send('zhejiang-system', id, 'p.csv', PERSONS)).toBe('NOT_FOUND');
    expect(await send('haishu-system', `organisationImport_${newId()}`, 'p.csv', PERSONS)).toBe('NOT_FOUND');
    expect(await send('haishu-system', id, '../p.csv', PERSONS)).toBe('BAD_REQUEST');
    expect(await send('haishu-system', id, 'p.csv', PERSONS, '&table=nothing')).toBe('BAD_REQUEST');
    expect((await read(id)).rows).toBe(0);
    const gbk = new Uint8Array([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xc8, 0xcb, 0xd4, 0xb1, 0xb1, 0xe0, 0xba, 0xc5, 0x0a, 0xcd, 0xf5, 0x2c, 0x48, 0x53, 0x37, 0x0a]);
    expect(await send('haishu-system', id, 'gbk.csv', gbk)).toMatchObject({ rows: 1, faults: 0, notices: [{ zh: expect.stringContaining('GB') }] });
    expect(await send('haishu-system', id, 'bad.csv', '人员编号,姓名\nHS 1,=1+1\n')).toMatchObject({ rows: 0 });
    expect((await read(id)).faults[0]).toMatchObject({ file: 'bad.csv', line: 2, column: expect.stringContaining('A2') });
    await ask('organisationImportCheck', 'haishu-system', { id });
    expect(await send('haishu-system', id, 'p.csv', PERSONS)).toBe('IMPORT_CLOSED');
    const withdrawn = await ask('organisationImportWithdraw', 'haishu-system', { id });
    expect(withdrawn.organisationImport).toMatchObject({ state: 'WITHDRAWN', differences: [] });
    expect(await read(id, 'jiangbei-security')).toBeNull();
    expect((await admin.world.api.run(act('organisationImportOpen'), 'haishu-security', { input: { idempotencyKey: key(), reason: '试' } })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }); // prettier-ignore

  it('does once, at its end, what follows for matters: denials go to new places, and what nobody kept is kept', async () => {
    const { world } = admin;
    const { unit, clue } = NINGBO;
    // About one of those who were imported, in a compartment, and nobody is left who could keep it.
    const [subject] = await world.rows<{ id: string }>("select id from person where staff_number = 'HS-001'");
    await insertRows(world.db.owner, 'clue_subject', [{ id: newId(), clue_id: clue.haishu, person_id: subject!.id, state: 2, linked_by: NINGBO.post['ningbo-intake'], linked_at: '2025-01-01T00:00:00Z', reason: '核定' }]);
    await world.rows('update clue set compartment = 1, subject_state = 2 where id = $1', [clue.haishu]);
    await world.rows("update post set valid_to = now() - interval '1 day' where duty = 1 or duty = 3 and unit_pos in (select pos from unit where office_kind = 7)");
    const state = async () => (await world.rows<{ unkept: boolean; denied: boolean }>(
      `select id = any (clues_not_kept()) as unkept, coalesce(denied_units @> $2::bigint, false) as denied from clue where id = $1`, [clue.haishu, unit['haishu-anguan']]))[0];
    expect(await state()).toEqual({ unkept: true, denied: false });
    const one = await checked({ 'posts.csv': `${POSTS.split('\n')[0]}\nHS-001,330203-B01,干部,2026-01-01,,\nHS-003,330203,主要负责人,2026-01-01,是,\n` });
    expect([one.faults, await state()]).toEqual([[], { unkept: true, denied: false }]);
    await decide('haishu-security', one);
    await work.run();
    expect([(await read(one.id)).state, await state()]).toEqual(['DONE', { unkept: false, denied: true }]);
    expect(await world.rows('select from rehearsal')).toEqual([]);
  }); // prettier-ignore

  it('holds up no proposal while it is rehearsed or done', async () => {
    const [person] = await admin.world.rows<{ id: string }>("select id from person where staff_number = 'HS-002'");
    await withClient(admin.world.db.connectionAs('liandong_owner'), async (other) => {
      await other.query('begin; set local search_path = liandong; insert into rehearsal default values');
      const input = { person: `person_${person!.id}`, clearance: 1 };
      expect(await admin.outcome('clearanceRaise', 'haishu-security', input)).toBe('PROPOSED');
      await other.query('rollback');
    });
  });

  it('is done once by two servers, and goes back whole with the one that dies', async () => {
    const more = PERSONS.replaceAll('HS-', 'HX-').replaceAll('haibo', 'h2').replaceAll('zhiyuan', 'z2');
    const one = await checked({ 'more.csv': more });
    await decide('haishu-security', one);
    // Killed in the middle: nothing is done, and it waits still.
    const dying = new ImportWork({ connection: admin.world.db.connectionAs('liandong_jobs') });
    await admin.world.rows('begin; lock table person in share mode');
    const killed = dying.run().catch(() => 'killed');
    const waits = "application_name = 'liandong-imports' and datname = current_database() and wait_event_type = 'Lock'";
    await expect
      .poll(() => asSuperuser(admin.world.db, async (superuser) => (await superuser.query(`select from pg_stat_activity where ${waits}`)).rowCount))
      .toBe(1);
    await dying.stop();
    // Its transaction notices within seconds that nobody is there, while it still waits.
    await expect
      .poll(() => asSuperuser(admin.world.db, async (superuser) => (await superuser.query(`select from pg_stat_activity where ${waits}`)).rowCount), { timeout: 10_000 })
      .toBe(0);
    await admin.world.rows('rollback');
    expect(await killed).toBe('killed');
    expect([(await read(one.id)).state, await admin.world.rows("select from person where staff_number like 'HX-%'")]).toEqual(['CONFIRMED', []]);
    const other = new ImportWork({ connection: admin.world.db.connectionAs('liandong_jobs') });
    await Promise.all([work.run(), other.run()]);
    await other.stop();
    expect((await read(one.id)).state).toBe('DONE');
    expect(await admin.world.rows("select from person where staff_number like 'HX-%'")).toHaveLength(3);
  }); // prettier-ignore
});
