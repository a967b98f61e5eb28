import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadHierarchy } from '../../src/hierarchy/loadHierarchy.js';
import { readDivisions } from '../../src/jurisdiction/divisions.js';
import { OrganTier, UnitKind } from '../../src/jurisdiction/units.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let db: TestDatabase;
let seconds: number;
const told: [number, number][] = [];

beforeAll(async () => {
  db = await cloneDatabase();
  const start = performance.now();
  await loadHierarchy(db.owner, (done, total) => told.push([done, total]));
  seconds = (performance.now() - start) / 1000;
});
afterAll(() => db.drop());

async function rows<Row extends object>(sql: string): Promise<Row[]> {
  return (await db.owner.query<Row>(sql)).rows;
}

const state = () =>
  rows(
    'select version, (select md5(string_agg(u::text, $$|$$ order by pos)) from unit u) as units from unit_tree_version',
  );

const real = [...readDivisions()].filter(({ placeholder }) => !placeholder);

describe('the hierarchy', () => {
  it('is loaded by the owner, who is bound by row-level security like the rest, in seconds', async () => {
    expect(
      await rows('select current_user as who, rolsuper as super from pg_roles where rolname = current_user'),
    ).toEqual([{ who: 'liandong_owner', super: false }]);
    expect(await rows("select relforcerowsecurity as forced from pg_class where oid = 'unit'::regclass")).toEqual([
      { forced: true },
    ]);
    expect(seconds).toBeLessThan(10);
  });

  it('has an organ for each real division of each tier, and the nation', async () => {
    const found = await rows('select tier, count(*)::int as count from unit where pos >= 0 group by 1 order by 1');
    expect(found).toEqual([
      { tier: OrganTier.NATIONAL, count: 1 },
      ...(['PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP'] as const).map((tier) => ({
        tier: OrganTier[tier],
        count: real.filter((division) => division.tier === tier).length,
      })),
    ]);
    expect(found.at(-1)).toEqual({ tier: OrganTier.TOWNSHIP, count: 41_339 });
  });

  it.each([
    ['nation', null, 0, 999999999999, null, '中央纪委国家监委', 'ORGAN'],
    ['Ningbo', '3302', 330200000000, 330299999999, '33', '宁波市纪委监委', 'ORGAN'],
    [
      'Shizhu, right below a municipality',
      '500240',
      500240000000,
      500240999999,
      '50',
      '石柱土家族自治县纪委监委',
      'ORGAN',
    ],
    ['Eshan', '330122201', 330122201000, 330122201999, '330122', '莪山畲族乡纪委', 'ORGAN'],
    ['Qiaosi', '330113005', 330113005000, 330113005999, '330113', '乔司街道纪工委', 'ORGAN'],
    [
      'a development zone',
      '321371',
      321371000000,
      321371999999,
      '3213',
      '宿迁经济技术开发区纪检监察工委',
      'DISPATCHED_ORGAN',
    ],
    ['Da Qaidam', '632857', 632857000000, 632857999999, '6328', '大柴旦行政委员会纪检监察工委', 'DISPATCHED_ORGAN'],
  ] as const)('knows %s', async (_what, code, pos, hi, above, name, kind) => {
    const found = await rows(`
      select u.pos::float8, u.hi::float8, p.division_code as above, u.name, u.kind, u.organ_pos = u.pos as own
      from unit u left join unit p on p.pos = u.parent_pos where u.pos = ${pos} and u.division_code is not distinct from
        ${code === null ? 'null' : `'${code}'`}`);
    expect(found).toEqual([{ pos, hi, above, name, kind: UnitKind[kind], own: true }]);
  });

  it('has 125 functional zones, whose organs are sent', async () => {
    expect(await rows(`select count(*)::int as count from unit where kind = ${UnitKind.DISPATCHED_ORGAN}`)).toEqual([
      { count: 125 },
    ]);
  });

  it('lies inside itself: each unit in its parent, and only the nation without one', async () => {
    const [astray] = await rows(`
      select count(*) filter (where p.pos is null)::int as roots,
        count(*) filter (where u.pos < p.pos or u.hi > p.hi or u.tier <= p.tier)::int as outside
      from unit u left join unit p on p.pos = u.parent_pos where u.pos >= 0`);
    expect(astray).toEqual({ roots: 1, outside: 0 });
  });

  it('began with the supervision law and has not ended', async () => {
    expect(await rows('select distinct valid_from as from, valid_to as to from unit where pos >= 0')).toEqual([
      { from: new Date('2018-03-23T00:00:00+08:00'), to: null },
    ]);
  });

  it('tells how far it has come', () => {
    expect(told.at(0)).toEqual([1000, 44_674]);
    expect(told.at(-1)).toEqual([44_674, 44_674]);
  });

  it('is not loaded twice', async () => {
    const before = await state();
    expect(await loadHierarchy(db.owner)).toEqual({ organs: 44_674 });
    expect(await state()).toEqual(before);
  });

  it('is of another version once a unit changes, so that no server goes on with the one it has', async () => {
    const [{ version }] = (await state()) as [{ version: string }];
    await rows("update unit set name = '改名后' where pos = 330203000000");
    expect(await state()).toMatchObject([{ version: String(Number(version) + 1) }]);
  });

  it('is the same wherever it is loaded', async () => {
    const other = await cloneDatabase();
    try {
      await loadHierarchy(other.owner);
      const ids = 'select md5(string_agg(id::text, $$|$$ order by pos)) as ids from unit';
      expect((await other.owner.query(ids)).rows).toEqual((await db.owner.query(ids)).rows);
    } finally {
      await other.drop();
    }
  });

  it('stays out of a database where it fails half way', async () => {
    const other = await cloneDatabase();
    try {
      const failure = loadHierarchy(other.owner, () => {
        throw new Error('stopped');
      });
      await expect(failure).rejects.toThrow('stopped');
      expect((await other.owner.query('select count(*)::int as count from unit where pos >= 0')).rows).toEqual([
        { count: 0 },
      ]);
      await loadHierarchy(other.owner);
    } finally {
      await other.drop();
    }
  });
});
