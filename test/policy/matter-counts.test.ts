import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScopedDatabase } from '../../src/database/scoped.js';
import { LiandongError } from '../../src/shared/errors.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';

/* What is kept of numbers is what row-level security lets be counted, for everybody, everywhere, whatever has changed. */

const { clue, person, post, unit } = NINGBO;
const OBJECTS = ['clue', 'supervision_item', 'joint_case'] as const;

let db: TestDatabase;
let scoped: ScopedDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  scoped = db.scoped();
});
afterAll(() => db.drop());

const query = (text: string, values: unknown[] = []) => db.owner.query(text, values);

const NOT_IN = ['PERSON_UNKNOWN', 'NO_POST_IN_FORCE', 'POST_NOT_YOURS'];

/** By all who can enter, of all places where there is anything: how often told, and where it was not the truth. */
async function told() {
  const wrong: unknown[] = [];
  let right = 0;
  for (const [slug, identity] of Object.entries(NINGBO.as)) {
    const rows = await scoped
      .as(identity, ({ transaction }) =>
        transaction.query<{ place: string; told: string | null; seen: string }>(
          `with places as (
             select distinct u.pos / w as bucket, w from unit u cross join (values (1::bigint), (1000), (1000000), (100000000), (10000000000), (1000000000000)) v (w)
             where u.pos >= 0 and u.kind in (1, 3, 4)),
           asked as (select * from places cross join (values (null::boolean), (true), (false)) o (open))
           ${OBJECTS.map(
             (object) => `select '${object} ' || w || ' ' || bucket || ' ' || coalesce(a.open::text, 'all') as place,
               matter_total('${object}', w, bucket, a.open) as told,
               (select count(*) from ${object} c where owner_pos / w = bucket and (a.open is null or c.open = a.open)) as seen
             from asked a`,
           ).join(' union all ')}`,
        ),
      )
      .catch((error: unknown) => {
        // Who cannot enter is told nothing; whatever else fails is a failure.
        if (error instanceof LiandongError && NOT_IN.includes(error.code)) return [];
        throw error;
      });
    for (const row of rows) {
      if (row.told === null) continue;
      if (row.told === row.seen) right += 1;
      else wrong.push({ slug, ...row });
    }
  }
  return { right, wrong };
}

async function gone(item: string) {
  await query('delete from supervision_item_content where supervision_item_id = $1', [item]);
  const { rowCount } = await query('delete from supervision_item where id = $1', [item]);
  expect(rowCount).toBe(1);
}

const CHANGES: [what: string, change: () => Promise<unknown>][] = [
  ['nothing', () => Promise.resolve()],
  ['a clue is closed', () => query('update clue set closed_at = app_now() where id = $1', [clue.ningbo])],
  ['one moves', () => query('update clue set owner_pos = $2, handling_pos = $2 where id = $1', [clue.other, unit.haishu])],
  ['one becomes secret', () => query('update clue set classification = 2 where id = $1', [clue.haishu])],
  ['one goes into the compartment', () => query('update clue set compartment = 1 where id = $1', [clue.investigated])],
  ['one is sealed', () => query('update clue set compartment = 2 where id = $1', [clue.fenghua])],
  ['one is denied to a person', () => insertRows(db.owner, 'denial', [{ id: newId(), object: 'clue', object_id: clue.xiangshan, basis: 1, person_id: person['ningbo-principal'] }])],
  ['and to units', () => insertRows(db.owner, 'denial', [{ id: newId(), object: 'clue', object_id: clue.xiangshan, basis: 2, unit_lo: unit.ningbo, unit_hi: unit.ningbo + 499 }])],
  ['an item is denied', () => insertRows(db.owner, 'denial', [{ id: newId(), object: 'supervision_item', object_id: NINGBO.supervisionItem['to-haishu'], basis: 1, person_id: person['ningbo-anguan'] }])],
  ['a subject is not resolved', () => query('update clue set subject_state = 0, registered_by = $2 where id = $1', [clue.gaoqiao, post['haishu-anguan']])],
  ['one is gone', () => gone(NINGBO.supervisionItem['to-fenghua'])],
  ['sums are put together', () => query('select sum_matter_counts()')],
  ['and once more', () => query('select sum_matter_counts()')],
]; // prettier-ignore

describe('the number that is kept is the number that is seen', () => {
  it.each(CHANGES)('after this: %s', async (_what, change) => {
    await change();
    const { right, wrong } = await told();
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(200);
  });

  it('is one row a key when it was put together, and never counts what is nobody’s', async () => {
    const { rows } = await query(
      `select count(*) - count(distinct (object, width, bucket, open, classification, compartment, unresolved)) as twice,
         count(*) filter (where bucket < 0) as nobodys from matter_count`,
    );
    expect(rows).toEqual([{ twice: '0', nobodys: '0' }]);
  });

  it('is changed with the matter, or not at all', async () => {
    const secret = async () =>
      (await query("select coalesce(sum(n), 0)::int as n from matter_count where object = 'clue' and width = 1 and classification = 1")).rows[0]!.n as number;
    const before = await secret();
    await query('begin');
    await query('update clue set classification = 1 where classification = 0');
    expect(await secret()).toBeGreaterThan(before);
    await query('rollback');
    expect(await secret()).toBe(before);
  }); // prettier-ignore

  it('is told of no place but those of which sums are kept', async () => {
    await insertRows(db.owner, 'denial', [{ id: newId(), object: 'clue', object_id: clue.jiangbei, basis: 1, person_id: person['zhejiang-anguan'] }]);
    const widths = [0, 2, 3, 10, 500, 999, 1001, 10_000, 1_000_001, 2_000_000_000_000, null];
    for (const width of widths) {
      const [row] = await scoped.as(NINGBO.as['zhejiang-anguan'], ({ transaction }) =>
        transaction.query<{ n: string | null }>("select matter_total('clue', $1, $2, null) as n", [width, width ? Math.floor(unit.jiangbei / width) : 0]));
      expect([width, row]).toEqual([width, { n: null }]);
    }
    await query('delete from denial where object_id = $1 and person_id = $2', [clue.jiangbei, person['zhejiang-anguan']]);
  }); // prettier-ignore

  it('is none where everything was taken away at once', async () => {
    await query('begin');
    await query('truncate joint_case cascade');
    expect((await query("select coalesce(sum(n), 0) as n from matter_count where object = 'joint_case'")).rows).toEqual(
      [{ n: '0' }],
    );
    await query('rollback');
  });

  it('is found anew from the matters themselves', async () => {
    const sums = async () =>
      (await query('select object, width, bucket, open, classification, compartment, unresolved, sum(n) as n from matter_count group by 1, 2, 3, 4, 5, 6, 7 having sum(n) <> 0 order by 1, 2, 3, 4, 5, 6, 7')).rows;
    const before = await sums();
    await query('delete from matter_count');
    await query('select recount_matters()');
    expect(await sums()).toEqual(before);
  }); // prettier-ignore

  it('tells an administrator nothing, and nobody of a place that is not his', async () => {
    const asked = (as: keyof typeof NINGBO.as, bucket: number, width: number) =>
      scoped.as(NINGBO.as[as], async ({ transaction }) => {
        const [row] = await transaction.query<{ n: string | null }>("select matter_total('clue', $1, $2, null) as n", [
          width,
          bucket,
        ]);
        return row!.n;
      });
    expect(await asked('ningbo-administrator', 0, 1e12)).toBeNull();
    expect(await asked('haishu-anguan', Math.floor(unit.haishu / 1e8), 1e8)).toBeNull();
    expect(await asked('haishu-anguan', Math.floor(unit.jiangbei / 1e6), 1e6)).toBeNull();
    expect(Number(await asked('haishu-anguan', Math.floor(unit.haishu / 1e6), 1e6))).toBeGreaterThan(0);
  });
});
