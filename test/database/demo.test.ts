import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_IDENTITIES, demoIdentities, type DemoIdentity } from '../../src/demo/identities.js';
import { DEMO_ISSUER } from '../../src/demo/issuer.js';
import { seedDemo } from '../../src/demo/seedDemo.js';
import { loadHierarchy } from '../../src/hierarchy/loadHierarchy.js';
import { FIRST_GROUP_NUMBER, LAST_OFFICE_NUMBER, OrganTier, UnitKind } from '../../src/jurisdiction/units.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { gapsIn } from '../support/numbers.js';

const now = new Date();
let db: TestDatabase;
let seconds: number;
const told = new Set<string>();

beforeAll(async () => {
  db = await cloneDatabase();
  const start = performance.now();
  await seedDemo(db.owner, { now, progress: (label) => told.add(label) });
  seconds = (performance.now() - start) / 1000;
});
afterAll(() => db.drop());

async function rows<Row extends object>(sql: string, from = db): Promise<Row[]> {
  return (await from.owner.query<Row>(sql)).rows;
}

async function count(of: string): Promise<number> {
  return (await rows<{ count: number }>(`select count(*)::int as count from ${of}`))[0]!.count;
}

async function inAnother(work: (other: TestDatabase) => Promise<void>): Promise<void> {
  const other = await cloneDatabase();
  try {
    await work(other);
  } finally {
    await other.drop();
  }
}

const TABLES = `unit resident_unit group_counterpart contact_link cooperation_zone zone_member person post branch
  clue clue_petition clue_content clue_reporter supervision_item supervision_item_content supervision_item_cc
  joint_case joint_case_content joint_case_clue joint_case_assignment access_grant denial demo_marker`.split(/\s+/);

async function checksums(of: TestDatabase): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const table of TABLES) {
    // The row that lies nowhere is the migrations', not the seed's.
    const [row] = await rows<{ sum: string }>(
      `select count(*) || ':' || md5(string_agg(t::text, '|' order by t::text)) as sum from ${table} t
       where t::text not like '%00000000-0000-0000-0000-000000000000%'`,
      of,
    );
    sums[table] = row!.sum;
  }
  return sums;
}

describe('the demo world', () => {
  it('is there in seconds, hierarchy and all, and tells how it comes along', () => {
    expect(seconds).toBeLessThan(45); // 4 to 9 s where nothing else runs
    const matters = ['clues', 'supervision items', 'joint cases', 'grants', 'denials', 'findings'];
    const labels = ['organs', 'offices', 'people', ...matters];
    expect([...told]).toEqual([...labels, 'marker', 'demo world']);
  });

  it('is the same each time for the same moment, and fills every table', () =>
    inAnother(async (other) => {
      await seedDemo(other.owner, { now });
      const sums = await checksums(db);
      expect(await checksums(other)).toEqual(sums);
      expect(Object.values(sums).every((sum) => sum !== null)).toBe(true);
    }));

  it('stays as it is when seeded again, at whatever moment', async () => {
    const before = await checksums(db);
    await seedDemo(db.owner, { now: new Date(now.getTime() + 86_400_000) });
    expect(await checksums(db)).toEqual(before);
  });

  it('is marked, and never mixed with real people', async () => {
    expect(await rows('select seeded_at as at from demo_marker')).toEqual([{ at: now }]);
    await inAnother(async (other) => {
      await loadHierarchy(other.owner);
      await other.owner.query(
        "insert into person (id, name, issuer, subject) values (gen_random_uuid(), 'X', 'https://idp.example', 'x')",
      );
      await expect(seedDemo(other.owner, { now })).rejects.toThrow(/not the demo world/);
      expect(await rows('select from demo_marker union all select from clue where owner_pos >= 0', other)).toEqual([]);
    });
  });

  it('is not there at all where its making fails half way', () =>
    inAnother(async (other) => {
      const failing = seedDemo(other.owner, {
        now,
        progress: (label) => {
          if (label === 'grants') throw new Error('stopped');
        },
      });
      await expect(failing).rejects.toThrow('stopped');
      expect(await rows('select from person union all select from demo_marker', other)).toEqual([]);
      expect((await seedDemo(other.owner, { now, clues: 100 })).clues).toBe(100);
    }));
});

describe('its units', () => {
  it('are offices of every organ down to the county, by function and number', async () => {
    const register = `exists (select from unit u where u.parent_pos = o.pos and u.kind = ${UnitKind.OFFICE} and u.office_kind = 1)`;
    const organ = `unit o where kind = ${UnitKind.ORGAN} and pos >= 0`;
    expect(await count(`${organ} and (tier < ${OrganTier.TOWNSHIP}) <> ${register}`)).toBe(0);
    expect(
      await count(`unit where kind = ${UnitKind.OFFICE} and (pos - organ_pos not between 1 and ${LAST_OFFICE_NUMBER}
        or parent_pos <> organ_pos or hi <> pos)`),
    ).toBe(0);
    const group = `unit where kind = ${UnitKind.DISPATCHED_GROUP}`;
    expect(await count(group)).toBeGreaterThan(40);
    expect(await count(`${group} and pos - organ_pos < ${FIRST_GROUP_NUMBER}`)).toBe(0);
  });

  it('has an office of its own for cadre supervision in 64 of the 125 counties of Heilongjiang (S4)', async () => {
    const offices = `unit where office_kind = 7 and tier = ${OrganTier.COUNTY} and pos / 10000000000 = 23`;
    expect(await count(offices)).toBe(125);
    expect(await count(`${offices} and name = '干部监督室'`)).toBe(64);
  });

  it('link a Ningbo supervision office to three units, and Jiangbei anew', async () => {
    const jiangbei = 'contact_link where target_pos = 330205000000';
    expect(await count('contact_link where office_pos = 330200000011 and in_force(valid_from, valid_to)')).toBe(3);
    expect(await count(`${jiangbei} and valid_to < now()`)).toBe(1);
    expect(await count(`${jiangbei} and valid_from > now() - interval '30 days' and valid_to is null`)).toBe(1);
  });

  it('stand together in zones: Eshan in one, and six across the cities of Guizhou', async () => {
    expect(await count('zone_member where unit_pos = 330122201000')).toBe(1);
    expect(await count('cooperation_zone where kind = 3 and owner_pos = 520000000000')).toBe(6);
    expect(
      await count(`cooperation_zone z join zone_member m on zone_id = z.id join unit o on o.pos = owner_pos
        where unit_pos not between o.pos and o.hi`),
    ).toBe(0);
  });
});

describe('its people', () => {
  it('bear names of their own, hold posts, and a few hold two', async () => {
    expect(await count('(select name from person group by 1 having count(*) > 1) as same')).toBe(0);
    expect(await count('person p where not exists (select from post w where w.person_id = p.id and main)')).toBe(0);
    expect(await count('(select person_id from post group by 1 having count(*) = 2) as two')).toBe(4);
    expect(await count('person where left_at <= now()')).toBe(1);
    expect(await count('(select distinct clearance from person) as c')).toBe(4);
  });

  it('can be listed from the nation to a township', async () => {
    const found = await demoIdentities(db.owner);
    expect(found).toHaveLength(DEMO_IDENTITIES.length - 2);
    expect(new Set(found.map(({ tier }) => tier))).toEqual(new Set(Object.keys(OrganTier)));
    expect(found.find(({ subject }) => subject === 'ningbo-anguan-head')).toMatchObject({
      unit: '宁波市纪委监委案件监督管理室',
      unitCode: '3302',
      tier: 'CITY',
      duty: 'OFFICE_HEAD',
    });
  });

  const mayEnter = DEMO_IDENTITIES.filter(({ refused }) => !refused);
  it.each(mayEnter)('$postKey comes in, and sees what there is to see', async ({ name, subject, postKey }) => {
    const listed = (await demoIdentities(db.owner)).find((each) => each.name === name)!;
    const seen = await db
      .scoped({ max: 1 })
      .as({ issuer: DEMO_ISSUER, subject, post: listed.postId }, async ({ principal, transaction }) => {
        const [row] = await transaction.query<{ matters: number }>(
          'select (select count(*) from clue)::int + (select count(*) from joint_case)::int as matters',
        );
        return { person: principal.person.id, post: principal.post, matters: row!.matters };
      });
    expect(seen).toEqual({
      person: listed.personId,
      post: listed.postId,
      matters: SEES_NOTHING.test(postKey) ? 0 : expect.toSatisfy((matters: number) => matters > 0),
    });
  });

  const mayNot = DEMO_IDENTITIES.filter(({ refused }) => refused);
  it.each(mayNot)('$postKey may not come in: $refused', async ({ subject, postKey, refused }) => {
    const [post] = await rows<{ id: string }>(
      `select w.id from post w join person p on p.id = person_id where p.subject = '${postKey}'`,
    );
    const enter = db.scoped({ max: 1 }).as({ issuer: DEMO_ISSUER, subject, post: post!.id }, async () => 'in');
    await expect(enter).rejects.toMatchObject({ code: REFUSALS[refused!] });
  });
});

const ADMINISTRATORS = /^zhejiang-general/;
/** Administrators, and the centre for joint supervision: joint cases are the other centre's. */
const SEES_NOTHING = new RegExp(`${ADMINISTRATORS.source}|centre-supervision`);
const REFUSALS: Record<NonNullable<DemoIdentity['refused']>, string> = {
  LEFT: 'PERSON_UNKNOWN',
  NO_POST_IN_FORCE: 'NO_POST_IN_FORCE',
};

describe('asked for more clues', () => {
  it('grows all over the country, without a gap, and again', async () => {
    const version = await rows('select version from unit_tree_version');
    const progress: number[] = [];
    const grown = await seedDemo(db.owner, {
      clues: 9000,
      now,
      progress: (label, done) => label === 'clues' && progress.push(done),
    });
    expect(grown.clues).toBe(9000);
    expect(progress).toEqual([9000]);
    expect((await seedDemo(db.owner, { clues: 12_000, now })).clues).toBe(12_000);
    expect((await seedDemo(db.owner, { clues: 500, now })).clues).toBe(12_000);
    expect(await gapsIn(db.owner, 'clue')).toEqual([]);
    expect(await rows('select version from unit_tree_version')).toEqual(version);
    expect(await count('(select distinct county from clue) as c')).toBeGreaterThan(1500);
    expect(await count('clue where open and due_at is null')).toBe(0);
    for (const facet of ['clue_petition', 'clue_content']) expect(await count(facet)).toBe(12_000);
  });
});
