import type pg from 'pg';
import { withoutIndexes } from '../../src/demo/withoutIndexes.js';
import { loadHierarchy } from '../../src/hierarchy/loadHierarchy.js';
import { insertRows } from './world.js';

const SINCE = '2020-01-01T00:00:00Z';
const uuid = (kind: number, n: number) => `0${kind}000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Who looks at the bulk world: where his post is, what kind, which duty. */
export const BULK_VIEWERS = {
  nation: { unit: 1, duty: 4 },
  province: { unit: 330000000001, duty: 4 },
  city: { unit: 330200000001, duty: 4 },
  county: { unit: 330203000001, duty: 4 },
  township: { unit: 330203001000, duty: 1 },
  officeHead: { unit: 330203000003, duty: 3 },
  officer: { unit: 330203000003, duty: 4 },
  contactOffice: { unit: 330200000003, duty: 3 },
  principal: { unit: 330200000000, duty: 1 },
  leader: { unit: 330200000000, duty: 2 },
  group: { unit: 330200000500, duty: 3 },
  jointMember: { unit: 330205000003, duty: 4 },
} as const;
export type BulkViewer = keyof typeof BULK_VIEWERS;

/**
 * As many supervision items and as many joint cases: of every organ, one in twenty of Ningbo; an item is addressed
 * to the organ and handled by its office. One officer is on forty cases, and has their clues' ledger and content.
 */
async function insertItemsAndCases(owner: pg.Client, count: number, organs: number): Promise<void> {
  const spread = `from generate_series(1, $1::int) n
     join lateral (select now() - ($1::int - n) * interval '20 minutes' as at) t on true
     join (select pos, tier, (row_number() over (order by md5(pos::text)) - 1)::int as nth
           from unit where organ_pos = pos and pos >= 0) any_organ on any_organ.nth = (n::bigint * 7919) % $2::int
     join lateral (select case when n % 20 = 0 then 330200000000 else any_organ.pos end as pos,
                          case when n % 20 = 0 then 3 else any_organ.tier end as tier) o on true
     join lateral (select case when o.tier = 5 then o.pos else o.pos + 3 end as office) h on true`;
  const dates = "t.at + interval '30 days', t.at + interval '30 days', t.at + interval '60 days', case when n % 12 = 0 then null else t.at end";
  const id = (kind: string) => `('0${kind}900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`;
  const columns = 'due_at, yellow_at, red_at, closed_at, owner_pos, handling_pos';
  await owner.query(
    `insert into supervision_item (id, number, state, reasons, issued_at, ${columns}, received_pos)
     select ${id('2')}, 'S-' || n, 1, '{5}', t.at, ${dates}, o.pos, h.office, o.pos ${spread}`,
    [count, organs],
  );
  await owner.query(
    `insert into joint_case (id, number, mode, state, started_at, ${columns})
     select ${id('3')}, 'J-' || n, 1, 2, t.at, ${dates}, o.pos, h.office ${spread}`,
    [count, organs],
  );
  // What an organ set its own dispatched group, and a district the office that is in touch with it: few, over years.
  await owner.query(
    `insert into supervision_item (id, number, state, reasons, issued_at, ${columns}, received_pos)
     select ${id('4')}, 'T-' || n, 1, '{5}', t.at, ${dates}, x.owner, x.place, x.place
     from generate_series(1, 400) n
     join lateral (select now() - n * interval '4 days' as at) t on true
     join lateral (select case n % 2 when 0 then 330200000000 else 330203000000 end as owner,
                          case n % 2 when 0 then 330200000500 else 330200000003 end as place) x on true`,
  );
  for (const [table, said] of [['supervision_item', 'requirement'], ['joint_case', 'title']])
    await owner.query(`insert into ${table}_content (${table}_id, ${said}, owner_pos, handling_pos)
      select id, '内容', 0, 0 from ${table} where id <> '00000000-0000-0000-0000-000000000000'`);
  const member = Object.keys(BULK_VIEWERS).indexOf('jointMember');
  await owner.query(
    `with given as (select n, ${id('3')} as joint, clue.id as clue
        from generate_series(1, 40) n join clue on clue.id = ('01900000-0000-7000-8000-' || lpad((n * 50)::text, 12, '0'))::uuid),
      linked as (insert into joint_case_clue (joint_case_id, clue_id) select joint, clue from given),
      assigned as (insert into joint_case_assignment (id, joint_case_id, post_id, person_name, unit_pos, force, valid_from)
        select gen_random_uuid(), joint, $1, '成员', $2, 1, $3 from given)
     insert into access_grant (id, object, object_id, facets, post_id, basis, valid_from)
       select gen_random_uuid(), 'joint_case', joint, array['ledger', 'content'], $1, 4, $3 from given
       union all select gen_random_uuid(), 'clue', clue, array['ledger', 'content'], $1, 4, $3 from given`,
    [uuid(3, member), BULK_VIEWERS.jointMember.unit, SINCE],
  );
} // prettier-ignore

async function insertMatters(owner: pg.Client, clues: number, organs: number): Promise<void> {
  const officer = uuid(3, Object.keys(BULK_VIEWERS).indexOf('officer'));
  // Every organ has its share; one in twelve is still open; every tenth of Ningbo's own is its group's.
  await owner.query(
    `insert into clue (id, number, stage, source, received_at, due_at, yellow_at, red_at, closed_at,
       owner_pos, handling_pos, received_pos, handler_post, classification)
     select ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'B-' || n, case when n % 12 = 0 then 6 else 18 end, 1 + n % 7,
       t.at, t.at + interval '30 days', t.at + interval '30 days', t.at + interval '60 days',
       case when n % 12 = 0 then null else t.at + interval '40 days' end,
       case when g then o.pos + 500 else o.pos end,
       case when g then o.pos + 500 when o.tier = 5 then o.pos else o.pos + 3 end,
       case when o.tier = 5 then o.pos else o.pos + 2 end,
       case when o.pos = 330203000000 and n % 3 = 0 then $2::uuid end, 0
     from generate_series(1, $1::int) n
     join lateral (select now() - ($1::int - n) * interval '2 minutes' as at) t on true
     join (select pos, tier, (row_number() over (order by md5(pos::text)) - 1)::int as nth
           from unit where organ_pos = pos and pos >= 0) o on o.nth = (n::bigint * 7919) % $3::int
     join lateral (select o.pos = 330200000000 and n % 10 = 0 as g) x on true`,
    [clues, officer, organs],
  );
  // Ningbo and a few of its districts have more than their share, so that every tier has a list to page through.
  await owner.query(
    `insert into clue (id, number, stage, source, received_at, due_at, yellow_at, red_at, closed_at,
       owner_pos, handling_pos, received_pos, handler_post)
     select ('01910000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'D-' || n, case when n % 12 = 0 then 6 else 18 end, 1 + n % 7,
       t.at, t.at + interval '30 days', t.at + interval '30 days', t.at + interval '60 days',
       case when n % 12 = 0 then null else t.at + interval '40 days' end, o.pos,
       case when o.pos % 1000 >= 500 or o.pos = 330203001000 then o.pos else o.pos + 3 end,
       case when o.pos % 1000 >= 500 or o.pos = 330203001000 then o.pos else o.pos + 2 end,
       case when o.pos = 330203000000 and n % 3 = 0 then $2::uuid end
     from generate_series(1, $1::int) n
     join lateral (select now() - n * interval '2 minutes' as at) t on true
     join lateral (select (array[330200000000, 330200000500, 330203000000, 330203001000, 330205000000, 330213000000])[1 + n % 6] as pos) o on true`,
    [Math.floor(clues / 10), officer],
  );
  await owner.query(
    `insert into clue_content (clue_id, subject_name, allegation, owner_pos, handling_pos)
     select id, (array['王强', '李娜', '张伟', '刘洋', '陈静', '杨帆', '赵磊', '周敏'])[1 + abs(hashtext(id::text)) % 8], '反映问题', 0, 0
     from clue where id <> '00000000-0000-0000-0000-000000000000'`,
  );
  await insertItemsAndCases(owner, Math.floor(clues / 20), organs);
}

/** The whole country's organs with three offices each down to the counties, and `clues` clues spread over all of them. */
export async function insertBulkWorld(owner: pg.Client, clues: number): Promise<void> {
  const { organs } = await loadHierarchy(owner);
  await owner.query(
    `insert into unit (id, pos, hi, parent_pos, organ_pos, kind, tier, office_kind, name, valid_from)
     select gen_random_uuid(), o.pos + k.n, o.pos + k.n, o.pos, o.pos, 2, o.tier, k.kind, k.name, $1
     from unit o, (values (1, 1, '案件监督管理室'), (2, 5, '信访室'), (3, 4, '第一纪检监察室')) k (n, kind, name)
     where o.tier < 5 and o.pos >= 0`,
    [SINCE],
  );
  await insertRows(owner, 'unit', [
    {
      id: uuid(1, 500), pos: 330200000500, hi: 330200000500, parent_pos: 330200000000, organ_pos: 330200000000,
      kind: 3, tier: 3, name: '派驻纪检监察组', valid_from: SINCE,
    },
  ]); // prettier-ignore
  const viewers = Object.entries(BULK_VIEWERS);
  await insertRows(
    owner,
    'person',
    viewers.map(([name], n) => ({ id: uuid(2, n), name, issuer: 'test', subject: name })),
  );
  await insertRows(
    owner,
    'post',
    viewers.map(([, { unit, duty }], n) => ({
      id: uuid(3, n),
      person_id: uuid(2, n),
      unit_pos: unit,
      duty,
      valid_from: SINCE,
    })),
  );
  const leader = viewers.findIndex(([name]) => name === 'leader');
  await insertRows(owner, 'branch', [
    { id: uuid(4, 1), post_id: uuid(3, leader), office_pos: 330200000003, valid_from: SINCE },
  ]);
  await insertRows(
    owner,
    'contact_link',
    [330203000000, 330205000000, 330213000000].map((target, n) => ({
      id: uuid(5, n), office_pos: 330200000003, target_pos: target, valid_from: SINCE,
    })),
  ); // prettier-ignore
  await withoutIndexes(owner, ['clue', 'clue_content', 'supervision_item', 'joint_case'], () =>
    insertMatters(owner, clues, organs),
  );
  await owner.query('set default_statistics_target = 100');
  await owner.query('analyze');
}
