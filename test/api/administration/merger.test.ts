import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { MATTERS, MergerWorld, said, type Seen } from './mergerWorld.js';
import { UNIT_PLACES } from '../../../migrations/data/unit-places.js';
import { NINGBO } from '../../fixtures/ningbo.js';

const { unit } = NINGBO;
const LIST = `query { clues(first: 100) { totalCount nodes { id petition { text } content { subjectName } reporter { name } } }
  supervisionItems(first: 100) { totalCount nodes { id content { requirement } } } jointCases(first: 100) { nodes { id content { title } } } }`;
const STATE = `query ($id: ID!) { reorganisation(id: $id) { state progress posts organ { name } doneAt pairs { from { name until } to { name } } } }`;
/** Who sees more and more. */
const GROWING = 'jiangbei-anguan-head';
/** Whose posts are at what ends: in between he may have less, never more. */
const COMING = /^(haishu|gaoqiao|two-posts)/;

/** What an answer over HTTP shows, as the oracle says it. */
function shown(data: Record<'clues' | 'supervisionItems' | 'jointCases', { nodes: Record<string, unknown>[] }>): Seen {
  const rows = [...data.clues.nodes, ...data.supervisionItems.nodes, ...data.jointCases.nodes];
  return new Map(rows.map(({ id, ...facets }) => [
    String(id).replace(/^.*_/, ''),
    ['ledger', ...['petition', 'content', 'reporter'].filter((facet) => facets[facet])].join(' '),
  ]));
} // prettier-ignore
type Named = { name: string };
type Standing = { unit: Named; organ: Named; code: string | null } & Record<
  'ancestors' | 'contactOffices' | 'zones' | 'residentUnits',
  Named[]
>;
type Places = { kind: string; id: string; owner: string; handling: string; received: string | null; number: string }[];
const facetsOf = (seen: Seen | undefined, id: string) => seen?.get(id)?.split(' ') ?? [];

/** 海曙 goes into 江北 while everybody asks (DOMAIN A 1): what they saw is judged when it is known what they see after. */
describe('a county merges into a district', () => {
  let merger: MergerWorld;
  let id: string;
  const before = new Map<string, Seen>();
  const after = new Map<string, Seen>();
  const during: { reader: string; seen: Seen; whole: boolean }[] = [];
  const wrong: unknown[] = [];
  let was: Places;
  let now: Places;

  const look = async (into: Map<string, Seen>) => {
    for (const reader of merger.readers) into.set(reader, (await merger.seenBy(reader))?.seen ?? new Map());
  };
  const places = () =>
    merger.rows<Places[number]>(
      MATTERS.map((table) => `select '${table}' as kind, id, owner_pos as owner, handling_pos as handling, received_pos as received, number from ${table} where owner_pos >= 0`).join(' union all '),
    ); // prettier-ignore

  beforeAll(async () => {
    merger = await MergerWorld.open(140);
  });
  afterAll(() => merger.close());

  it('while requests run, on two servers, one of which dies', async () => {
    await look(before);
    was = await places();
    id = await merger.begin();
    const state = { done: false };
    const failed: unknown[] = [];
    const servers = [6, 9].map((batch) => merger.server(batch, 30, (error) => failed.push(error)));
    for (const server of servers) server.start();

    // In turn, one of those whose list grows each time.
    let turn = 0;
    const pick = () => ((turn += 1) % 3 === 0 ? GROWING : merger.readers[turn % merger.readers.length]!);
    const asking = async () => {
      while (!state.done) {
        const reader = pick();
        const answer = await merger.admin.world.api.run(LIST, reader);
        const code = answer.errors?.[0]?.extensions.code;
        if (code) {
          if (!['NO_POST_IN_FORCE', 'FORBIDDEN'].includes(code)) wrong.push({ reader, code });
          continue;
        }
        during.push({ reader, seen: shown(answer.data), whole: false });
      }
    };
    const looking = async () => {
      while (!state.done) {
        const reader = pick();
        const found = await merger.seenBy(reader);
        if (!found) continue;
        during.push({ reader, seen: found.seen, whole: true });
        wrong.push(...found.totals.filter(([told, counted]) => told !== counted).map((total) => ({ reader, total })));
      }
    };
    const next = new Map(merger.pairs.map(([from, to]) => [String(from), String(to)]));
    // The owner's control: no row is lost, twice there or anywhere else, and its facets are where it is.
    const controlling = async () => {
      while (!state.done) {
        const there = new Map((await places()).map((row) => [row.id, row]));
        if (there.size !== was.length) wrong.push({ rows: there.size, of: was.length });
        for (const old of was) {
          const row = there.get(old.id);
          const fits = (one: 'owner' | 'handling' | 'received') =>
            row?.[one] === old[one] || row?.[one] === next.get(old[one] ?? '');
          const [all, none] = (['owner', 'handling', 'received'] as const).reduce(
            ([every, some], one) => {
              const goes = next.has(old[one] ?? '');
              return [every && (!goes || row?.[one] !== old[one]), some || (goes && row?.[one] !== old[one])];
            },
            [true, false],
          );
          if (!fits('owner') || !fits('handling') || !fits('received') || (none && !all)) wrong.push({ old, row });
        }
        const [apart] = await merger.rows<{ n: number }>(`select (${['clue_petition', 'clue_content', 'clue_reporter']
          .map((facet) => `(select count(*) from ${facet} f join clue c on c.id = f.clue_id where (f.owner_pos, f.handling_pos, f.received_pos) is distinct from (c.owner_pos, c.handling_pos, c.received_pos))`)
          .join(' + ')})::int as n`);
        if (apart!.n > 0) wrong.push({ apart });
        await delay(20);
      }
    }; // prettier-ignore
    const killing = async () => {
      const admin = new pg.Client({ ...inject('superuser'), database: 'postgres' });
      await admin.connect();
      let killed = 0;
      while (killed < 3 && !state.done) {
        const { rowCount } = await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = $1 and application_name = 'liandong-reorganisations' and state = 'active' limit 1`,
          [merger.admin.world.db.name],
        );
        killed += rowCount ?? 0;
        await delay(rowCount ? 150 : 1);
      }
      await admin.end();
      return killed;
    };
    const until = Date.now() + 60_000;
    const progress: number[] = [];
    const waiting = async () => {
      while (!state.done) {
        const { reorganisation } = await merger.admin.world.ask(STATE, 'ningbo-administrator', { id });
        progress.push(reorganisation.progress);
        state.done = reorganisation.state === 'DONE' || Date.now() > until;
        await delay(50);
      }
    };
    const [killed] = await Promise.all([killing(), asking(), asking(), looking(), looking(), controlling(), waiting()]);
    await Promise.all(servers.map((server) => server.stop()));
    await look(after);
    now = await places();

    expect(wrong).toEqual([]);
    expect([killed > 0, failed.length > 0]).toEqual([true, true]);
    expect(progress.at(-1)).toBe(100);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(new Set(during.map(({ reader }) => reader)).size).toBeGreaterThan(20);
  }, 90_000);

  it('nobody saw what he saw neither before nor sees after, and nobody lost what he keeps', () => {
    for (const { reader, seen, whole } of during) {
      const [b, a] = [before.get(reader), after.get(reader)];
      for (const matter of seen.keys()) {
        const may = [...facetsOf(b, matter), ...facetsOf(a, matter)];
        const more = facetsOf(seen, matter).filter((facet) => !may.includes(facet));
        expect({ reader, matter, more }).toEqual({ reader, matter, more: [] });
      }
      if (!whole || COMING.test(reader)) continue;
      for (const matter of b!.keys()) {
        const keeps = facetsOf(b, matter).filter((facet) => facetsOf(a, matter).includes(facet));
        const lost = keeps.filter((facet) => !facetsOf(seen, matter).includes(facet));
        expect({ reader, matter, lost }).toEqual({ reader, matter, lost: [] });
      }
    }
    // It could have been otherwise: there were answers of both kinds.
    const [least, most] = [before.get(GROWING)!.size, after.get(GROWING)!.size];
    expect(during.some(({ reader, seen, whole }) => whole && reader === GROWING && seen.size > least && seen.size < most)).toBe(true);
  }); // prettier-ignore

  it('and what was denied is denied, to persons and to whoever came from there', () => {
    const { denied } = merger;
    expect([denied.unit.length > 10, denied.person.length > 10]).toEqual([true, true]);
    const never = (reader: string, matters: string[]) => {
      const all = [before.get(reader)!, after.get(reader)!, ...during.filter((one) => one.reader === reader).map(({ seen }) => seen)];
      expect(matters.filter((matter) => all.some((seen) => seen.has(matter)))).toEqual([]);
      expect(after.get(reader)!.size).toBeGreaterThan(0);
    };
    never('jiangbei-recused', denied.person);
    never('haishu-anguan', denied.person);
    // His colleagues of then are at the successor now, and so are those who were there before them.
    for (const reader of ['haishu-colleague', 'haishu-handler', 'jiangbei-handler']) never(reader, denied.unit);
    expect(denied.unit.some((matter) => after.get('jiangbei-anguan')!.has(matter))).toBe(true);
  }); // prettier-ignore

  it('and then all is the successor’s, and nothing is left', async () => {
    const next = new Map(merger.pairs);
    const goes = (pos: string | null) => (pos === null ? null : String(next.get(Number(pos)) ?? pos));
    const expected = was.map((row) => ({ ...row, owner: goes(row.owner), handling: goes(row.handling), received: goes(row.received) }));
    const bare = (rows: object[]) => rows.map((row) => JSON.stringify({ ...row, number: undefined })).toSorted();
    expect(bare(now)).toEqual(bare(expected));
    // A number that the successor has itself says whose it was.
    const renumbered = now.filter(({ number }) => number.includes('@'));
    expect(renumbered.length).toBeGreaterThan(0);
    for (const { id: matter, number } of renumbered)
      expect(number).toBe(`${was.find((row) => row.id === matter)!.number}@${unit.haishu}`);

    const froms = merger.pairs.map(([from]) => from);
    for (const [table, columns] of Object.entries(UNIT_PLACES))
      for (const [column, what] of Object.entries(columns)) {
        if (!['MATTER', 'FACET', 'ROW'].includes(what) || column === 'denied_units') continue;
        const inForce = table === 'access_grant' ? 'and (valid_to is null or valid_to > now())' : '';
        const left = await merger.rows(`select from ${table} where ${column} = any ($1) ${inForce}`, [froms]);
        expect([table, column, left.length]).toEqual([table, column, 0]);
      }
    for (const table of ['post', 'unit', 'contact_link', 'branch', 'zone_member', 'resident_unit']) {
      const column = { post: 'unit_pos', unit: 'pos', contact_link: 'target_pos', branch: 'office_pos', zone_member: 'unit_pos', resident_unit: 'group_pos' }[table];
      const [left] = await merger.rows<{ n: number; all: number }>(
        `select count(*) filter (where valid_to is null)::int as n, count(*)::int as all from ${table} where ${column} = any ($1)`, [froms]);
      expect([table, left!.n, left!.all > 0]).toEqual([table, 0, true]);
    }
    const { reorganisation } = await merger.admin.world.ask(STATE, 'ningbo-administrator', { id });
    expect(reorganisation).toMatchObject({ state: 'DONE', progress: 100, posts: 'MOVE', organ: { name: '宁波市纪委监委' } });
    expect(reorganisation.pairs).toHaveLength(5);
    expect(reorganisation.pairs[0]).toEqual({ from: { name: '海曙区纪委监委', until: reorganisation.doneAt }, to: { name: '江北区纪委监委' } });
  }); // prettier-ignore

  it('who came has what his new place has, who is above or beside what he had', async () => {
    const same = (one: string, other: string, but: string[] = []) => {
      const of = (reader: string) => said(after.get(reader)!, but);
      expect(of(one)).toEqual(of(other));
    };
    // With a clue, its items are denied.
    const denied = await merger.rows<{ id: string }>(MATTERS.map((table) => `select id from ${table} where '${NINGBO.person['haishu-anguan']}' = any (denied_persons)`).join(' union all '));
    same('haishu-anguan', 'jiangbei-anguan', denied.map((row) => row.id));
    for (const reader of ['fenghua-anguan', 'xiangshan-anguan', 'ningbo-anguan', 'zhejiang-anguan', 'ningbo-investigator', 'ningbo-leader', 'ningbo-cadre-head'])
      expect([reader, said(after.get(reader)!)]).toEqual([reader, said(before.get(reader)!)]);
    // The head of what ended is head of nothing; who handled goes on with what is open.
    expect([after.get('haishu-principal')!.size, before.get('haishu-principal')!.size > 50]).toEqual([0, true]);
    expect(after.get('haishu-handler')!.size).toBeGreaterThan(10);
    expect(after.get('haishu-colleague')!.size).toBeGreaterThan(10);
    expect(after.get('jiangbei-principal')!.size).toBeGreaterThan(before.get('jiangbei-principal')!.size + 50);
    // Whoever registered a clue whose subject is not found, has it still, and nobody else has.
    const intake = await merger.personOf('haishu-intake');
    const unresolved = (await merger.rows<{ id: string }>('select c.id from clue c join post x on x.id = c.registered_by where x.person_id = $1 and subject_state = 0', [intake])).map((row) => row.id);
    expect(unresolved.length).toBeGreaterThan(10);
    for (const matter of unresolved) {
      expect(before.get('haishu-intake')!.has(matter)).toBe(true);
      expect(after.get('haishu-intake')!.has(matter)).toBe(true);
      expect(after.get('haishu-colleague')!.has(matter)).toBe(true);
      expect(after.get('jiangbei-anguan')!.has(matter)).toBe(false);
    }
  }); // prettier-ignore

  it('people, branches, links, zones and bodies went with their units', async () => {
    const posts = await merger.rows<{ subject: string; unit: string; duty: number }>(
      `select p.subject, u.name || ' ' || u.pos as unit, x.duty from post x join person p on p.id = x.person_id join unit u on u.pos = x.unit_pos
       where x.valid_to is null and (p.subject like 'haishu%' or p.subject = 'two-posts') order by 1, 2`);
    expect(posts.map(({ subject, unit: at, duty }) => `${subject}: ${at} ${duty}`)).toMatchInlineSnapshot(`
      [
        "haishu-anguan: 案件监督管理室 330205000001 4",
        "haishu-colleague: 第一纪检监察室 330205000011 4",
        "haishu-group-officer: 派驻第九纪检监察组 330205000501 4",
        "haishu-handler: 第一纪检监察室 330205000011 4",
        "haishu-intake: 案件监督管理室 330205000001 4",
        "haishu-leader: 江北区纪委监委 330205000000 2",
        "haishu-office-head: 第一纪检监察室 330205000011 3",
        "two-posts: 案件监督管理室 330205000001 4",
      ]
    `);
    const branches = await merger.rows<{ office: string }>(`select b.office_pos as office from branch b join post x on x.id = b.post_id
      join person p on p.id = x.person_id where p.subject = 'haishu-leader' and b.valid_to is null order by 1`);
    expect(branches.map(({ office }) => Number(office))).toEqual([unit['jiangbei-discipline'], merger.made.group]);
    const links = await merger.rows<{ office: string; target: string }>('select office_pos as office, target_pos as target from contact_link where valid_to is null order by 1, 2');
    expect(links.map(({ office, target }) => [Number(office), Number(target)])).toEqual([
      [unit['ningbo-supervision-1'], unit.jiangbei], [unit['ningbo-supervision-1'], unit.fenghua], [unit['jiangbei-discipline'], merger.made.township]]);
    expect(await merger.rows('select name from resident_unit where group_pos = $1 and valid_to is null', [merger.made.group])).toEqual([{ name: '区教育局' }]);
    const members = await merger.rows<{ pos: string }>('select unit_pos as pos from zone_member where valid_to is null order by 1');
    expect(members.map(({ pos }) => Number(pos))).toEqual([unit.jiangbei, unit.xikou]);
    const [counterpart] = await merger.rows<{ theirs: string }>('select counterpart_pos as theirs from group_counterpart where valid_to is null');
    expect(Number(counterpart!.theirs)).toBe(merger.made.group);
    const [apart] = await merger.rows<{ n: number }>('select count(*)::int as n from person where organ_pos = any ($1)', [merger.pairs.map(([from]) => from)]);
    expect(apart!.n).toBe(0);
  }); // prettier-ignore

  it('the trail has every batch, by who confirmed it, and history answers for each day', async () => {
    const entries = await merger.rows<{ object: string; ids: string[]; person: string }>(
      `select object, object_ids as ids, p.subject as person from audit_entry e join person p on p.id = e.person_id
       where operation = 'reorganise' and details->>'reorganisation' = $1 and details->>'place' like 'owner_pos%'`, [id.slice('reorganisation_'.length)]);
    expect(new Set(entries.map(({ person }) => person))).toEqual(new Set(['ningbo-security']));
    const froms = merger.pairs.map(([from]) => String(from));
    const gone = was.filter(({ owner, handling, received }) => [owner, handling, received].some((pos) => pos && froms.includes(pos)));
    expect(entries.flatMap(({ ids }) => ids).toSorted()).toEqual(gone.map((row) => row.id).toSorted());
    expect(Math.max(...entries.map(({ ids }) => ids.length))).toBeLessThanOrEqual(9);
    const homes = await merger.rows<{ id: string }>(`select distinct row_id as id from former_place where place in ('owner_pos', 'handling_pos', 'received_pos')
      and relation in ('clue', 'supervision_item', 'joint_case')`);
    expect(homes.map((row) => row.id).toSorted()).toEqual(gone.map((row) => row.id).toSorted());

    const [{ at }] = (await merger.rows<{ at: Date }>('select min(at) as at from unit_succession')) as [{ at: Date }];
    const day = 86_400_000;
    const on = async (slug: string, days: number) => {
      const { jurisdiction } = await merger.admin.world.ask(
        `query ($unit: ID!, $on: DateTime!) { jurisdiction(unit: $unit, on: $on) { unit { name } organ { name } code ancestors { name }
          contactOffices { name } zones { name members { name } } residentUnits { name } } }`,
        'fenghua-anguan', { unit: merger.admin.unit[slug], on: new Date(at.getTime() + days * day).toISOString() });
      const names = (all: Named[]) => all.map(({ name }) => name).join('、');
      return jurisdiction.map((j: Standing) => [j.unit.name, j.organ.name, j.code, names(j.ancestors.slice(2)), names(j.contactOffices), names(j.zones), names(j.residentUnits)].join(' | '));
    };
    expect(await on('gaoqiao', -1)).toEqual(['高桥镇纪委 | 高桥镇纪委 | 330203100 | 宁波市纪委监委、海曙区纪委监委 | 第一纪检监察室 |  | ']);
    expect(await on('gaoqiao', 1)).toEqual(['高桥街道纪工委 | 高桥街道纪工委 | 330205199 | 宁波市纪委监委、江北区纪委监委 | 第一纪检监察室 |  | ']);
    expect(await on('haishu', -1)).toEqual(['海曙区纪委监委 | 海曙区纪委监委 | 330203 | 宁波市纪委监委 | 第一监督检查室 | 东片协作区 | ']);
    expect(await on('haishu', 1)).toEqual(['江北区纪委监委 | 江北区纪委监委 | 330205 | 宁波市纪委监委 | 第一监督检查室 | 东片协作区 | ']);
    expect(await on('haishu-group', -1)).toEqual(['派驻第一纪检监察组 | 海曙区纪委监委 |  | 宁波市纪委监委、海曙区纪委监委 |  |  | 区教育局']);
    expect(await on('haishu-group', 1)).toEqual(['派驻第九纪检监察组 | 江北区纪委监委 |  | 宁波市纪委监委、江北区纪委监委 |  |  | 区教育局']);
    expect(await on('haishu-discipline', 1)).toEqual(['第一纪检监察室 | 江北区纪委监委 |  | 宁波市纪委监委、江北区纪委监委 | 第一监督检查室 | 东片协作区 | ']);
    const units = async (days: number) =>
      (await merger.admin.world.ask(
        'query ($asOf: DateTime!, $top: ID!) { units(first: 100, filter: { asOf: $asOf, within: $top, kind: [ORGAN] }) { nodes { name } } }',
        'fenghua-anguan', { asOf: new Date(at.getTime() + days * day).toISOString(), top: merger.admin.unit['ningbo'] },
      )).units.nodes.map(({ name }: { name: string }) => name);
    expect(await units(-1)).toContain('海曙区纪委监委');
    expect(await units(1)).not.toContain('海曙区纪委监委');
    const history = await merger.admin.world.ask('query ($id: ID!) { unit(id: $id) { until successors { unit { name } at } predecessors { at } } }', 'fenghua-anguan', { id: merger.admin.unit['haishu'] });
    const then = expect.stringContaining(at.toISOString().slice(0, -1));
    expect(history.unit).toEqual({ until: then, successors: [{ unit: { name: '江北区纪委监委' }, at: then }], predecessors: [] });
  }); // prettier-ignore
});
