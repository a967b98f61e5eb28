import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LiandongError } from '../../src/shared/errors.js';
import { DEMO_IDENTITIES, demoIdentities } from '../../src/demo/identities.js';
import { DEMO_ISSUER } from '../../src/demo/issuer.js';
import { seedDemo } from '../../src/demo/seedDemo.js';
import { loadHierarchy } from '../../src/hierarchy/loadHierarchy.js';
import { FIRST_GROUP_NUMBER, LAST_OFFICE_NUMBER, OrganTier, UnitKind } from '../../src/jurisdiction/units.js';
import { ClueStage } from '../../src/workflow/clueStages.js';
import { SupervisionState } from '../../src/workflow/supervisionStates.js';
import { JointCaseState } from '../../src/workflow/jointModes.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

// The clock of the stories is the database's own, so that colours and links are as they are told.
const now = new Date();
let db: TestDatabase;
let seconds: number;
const told: string[] = [];

beforeAll(async () => {
  db = await cloneDatabase();
  const start = performance.now();
  await seedDemo(db.owner, { now, progress: (label) => told.push(label) });
  seconds = (performance.now() - start) / 1000;
});
afterAll(() => db.drop());

async function rows<Row extends object>(sql: string, in_ = db): Promise<Row[]> {
  return (await in_.owner.query<Row>(sql)).rows;
}

async function count(sql: string): Promise<number> {
  return (await rows<{ count: number }>(`select count(*)::int as count from ${sql}`))[0]!.count;
}

const TABLES = [
  ...['unit', 'resident_unit', 'group_counterpart', 'contact_link', 'cooperation_zone', 'zone_member'],
  ...['person', 'post', 'branch', 'clue', 'clue_petition', 'clue_content', 'clue_reporter', 'supervision_item'],
  ...['supervision_item_content', 'supervision_item_cc', 'joint_case', 'joint_case_content', 'joint_case_clue'],
  ...['joint_case_assignment', 'access_grant', 'denial', 'demo_marker'],
];

async function checksums(of: TestDatabase): Promise<Record<string, string>> {
  const sums = TABLES.map(async (table) => {
    // The row that lies nowhere is the migrations', not the seed's.
    const [row] = await rows<{ sum: string }>(
      `select count(*) || ':' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${table} t
       where t::text not like '%00000000-0000-0000-0000-000000000000%'`,
      of,
    );
    return [table, row!.sum] as const;
  });
  return Object.fromEntries(await Promise.all(sums));
}

describe('the demo world', () => {
  it('is there in less than twenty seconds, hierarchy and all, and tells how it comes along', () => {
    expect(seconds).toBeLessThan(20);
    expect(new Set(told)).toEqual(
      new Set(
        [
          'organs',
          'offices',
          'people',
          'clues',
          'supervision items',
          'joint cases',
          'grants',
          'denials',
          'marker',
        ].concat('statistics', 'demo world'),
      ),
    );
  });

  it('is the same each time for the same moment', async () => {
    const other = await cloneDatabase();
    try {
      await seedDemo(other.owner, { now });
      expect(await checksums(other)).toEqual(await checksums(db));
    } finally {
      await other.drop();
    }
  });

  it('stays as it is when seeded again, at whatever moment', async () => {
    const before = await checksums(db);
    await seedDemo(db.owner, { now: new Date(now.getTime() + 86_400_000) });
    expect(await checksums(db)).toEqual(before);
  });

  it('is marked, and no real people are mixed with it', async () => {
    expect(await rows('select seeded_at as at from demo_marker')).toEqual([{ at: now }]);
    const other = await cloneDatabase();
    try {
      await loadHierarchy(other.owner);
      await other.owner.query(
        "insert into person (id, name, issuer, subject) values (gen_random_uuid(), 'X', 'https://idp.example', 'x')",
      );
      await expect(seedDemo(other.owner, { now })).rejects.toThrow(/not the demo world/);
      expect(await rows('select from demo_marker', other)).toEqual([]);
      expect(await rows('select from clue where owner_pos >= 0', other)).toEqual([]);
    } finally {
      await other.drop();
    }
  });
});

describe('its units', () => {
  it('are offices of every organ down to the county, by function and number', async () => {
    expect(
      await count(`unit o where kind = ${UnitKind.ORGAN} and tier < ${OrganTier.TOWNSHIP} and pos >= 0 and not exists (
        select from unit u where u.parent_pos = o.pos and u.kind = ${UnitKind.OFFICE} and u.office_kind = 1)`),
    ).toBe(0);
    expect(
      await count(`unit where kind = ${UnitKind.OFFICE} and (pos - organ_pos not between 1 and ${LAST_OFFICE_NUMBER}
        or parent_pos <> organ_pos or hi <> pos or tier = ${OrganTier.TOWNSHIP})`),
    ).toBe(0);
    expect(
      await count(`unit where kind = ${UnitKind.DISPATCHED_GROUP} and pos - organ_pos < ${FIRST_GROUP_NUMBER}`),
    ).toBe(0);
  });

  it('has an office for cadre supervision of its own in 64 of the 125 counties of Heilongjiang (S4)', async () => {
    const offices = `unit where office_kind = 7 and tier = ${OrganTier.COUNTY} and pos / 10000000000 = 23`;
    expect(await count(offices)).toBe(125);
    expect(await count(`${offices} and name = '干部监督室'`)).toBe(64);
  });

  it('link a Ningbo supervision office to three units, and Jiangbei anew', async () => {
    const links = (office: number) => `contact_link where office_pos = ${office} and in_force(valid_from, valid_to)`;
    expect(await count(links(330200000011))).toBe(3);
    expect(await count('contact_link where target_pos = 330205000000 and valid_to is not null')).toBe(1);
    expect(
      await count("contact_link where target_pos = 330205000000 and valid_from > now() - interval '30 days'"),
    ).toBe(1);
  });

  it('stand together in zones, six of them across the cities of Guizhou', async () => {
    expect(await count('cooperation_zone where kind = 3 and owner_pos = 520000000000')).toBe(6);
    expect(await count('cooperation_zone z join zone_member m on zone_id = z.id where m.unit_pos = 330122201000')).toBe(
      1,
    );
  });
});

describe('its people', () => {
  it('bear names of their own, hold posts, and a few hold two', async () => {
    expect(await count('(select name from person group by 1 having count(*) > 1) as twice')).toBe(0);
    expect(await count('person p where not exists (select from post w where w.person_id = p.id)')).toBe(0);
    expect(await count('(select person_id from post group by 1 having count(*) = 2) as both_')).toBe(4);
    expect(await count('person where left_at is not null')).toBe(1);
  });

  const identities = DEMO_IDENTITIES.map((identity) => [identity.postKey, identity] as const);

  it.each(identities)('%s comes in, or does not where it may not', async (_key, { refused, subject, postKey }) => {
    const found = (await demoIdentities(db.owner)).find((each) => each.name === nameOf(postKey));
    const posts = await rows<{ id: string }>(
      `select w.id from post w join person p on p.id = person_id where subject = '${subject}' order by main`,
    );
    const enter = db
      .scoped({ max: 1 })
      .as({ issuer: DEMO_ISSUER, subject, post: found?.postId ?? posts[0]!.id }, async ({ principal, transaction }) => {
        const [seen] = await transaction.query<{ clues: number; cases: number }>(
          'select (select count(*)::int from clue) as clues, (select count(*)::int from joint_case) as cases',
        );
        return { person: principal.person.id, ...seen! };
      });
    if (refused) {
      expect(found).toBeUndefined();
      const code = refused === 'LEFT' ? 'PERSON_UNKNOWN' : 'NO_POST_IN_FORCE';
      await expect(enter).rejects.toSatisfy((error) => error instanceof LiandongError && error.code === code);
      return;
    }
    const seen = await enter;
    expect(seen.person).toBe(found!.personId);
    const nothing = found!.duty.endsWith('ADMINISTRATOR') || postKey === 'foshan-centre-supervision-officer';
    if (nothing && found!.duty !== 'OFFICER') expect(seen).toMatchObject({ clues: 0, cases: 0 });
    else expect(seen.clues + seen.cases).toBeGreaterThan(0);
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
});

function nameOf(postKey: string): string {
  return DEMO_IDENTITIES.find((identity) => identity.postKey === postKey)!.name;
}

describe('its clues', () => {
  const real = 'clue c where owner_pos >= 0';

  it('are some thousands, most of them closed, most of them below the city', async () => {
    expect(await count(real)).toBe(4000);
    const open = await count(`${real} and open`);
    expect(open).toBeGreaterThan(300);
    expect(open).toBeLessThan(1200);
    expect(
      await count(`${real} and exists (select from unit u where u.pos = owner_pos and u.tier >= 4)`),
    ).toBeGreaterThan(2500);
    expect(await count(`(select distinct province from ${real}) as p`)).toBeGreaterThan(31);
  });

  it('are closed exactly at the stages that end one, and decided only then or by a measure', async () => {
    const ends = [ClueStage.NOT_ACCEPTED, ClueStage.FORWARDED, ClueStage.DUPLICATE_RETAINED, ClueStage.CASE_FILED];
    const closed = `stage in (${[...ends, ClueStage.TRANSFERRED_TO_PARTY_ORG, ClueStage.CLOSED].join(', ')})`;
    expect(await count(`${real} and open = (${closed})`)).toBe(0);
    expect(await count(`${real} and (outcome is not null) <> (${closed} or stage = ${ClueStage.MINOR_MEASURE})`)).toBe(
      0,
    );
  });

  it('have, while open, one unit that handles them inside the organ or group, and a date – unresolved ones too', async () => {
    const inside = `handling_pos between owner_pos
      and owner_pos + case when owner_pos % 1000 = 0 then ${LAST_OFFICE_NUMBER} else 0 end`;
    expect(await count(`${real} and open and (due_at is null or yellow_at is null or red_at is null)`)).toBe(0);
    expect(await count(`${real} and not (${inside})`)).toBe(0);
    // Where there are offices, one of them handles it.
    expect(
      await count(`${real} and handling_pos = owner_pos and exists (
        select from unit u where u.parent_pos = owner_pos and u.kind = ${UnitKind.OFFICE})`),
    ).toBe(0);
    expect(await count(`${real} and subject_state = 0`)).toBeGreaterThan(5);
    expect(await count(`${real} and subject_state = 0 and (registered_by is null or custodian_post is null)`)).toBe(0);
  });

  it('show all three colours, in Fenghua alone too (SC-06)', async () => {
    const colour = "case when red_at <= now() then 'red' when yellow_at <= now() then 'yellow' else 'blue' end";
    for (const where of ['', 'and owner_pos = 330213000000']) {
      const found = await rows<{ colour: string; count: number }>(
        `select ${colour} as colour, count(*)::int as count from ${real} and open ${where} group by 1 order by 1`,
      );
      expect(found.map((each) => each.colour)).toEqual(['blue', 'red', 'yellow']);
      expect(Math.min(...found.map((each) => each.count))).toBeGreaterThan(1);
    }
  });

  it('are numbered without a gap in each series, in the order they came in', async () => {
    await expectGapless('clue', 'received_at');
  });

  it('carry their scope into every facet', async () => {
    for (const facet of ['clue_petition', 'clue_content', 'clue_reporter']) {
      expect(
        await count(`${facet} f join clue c on c.id = clue_id where f.owner_pos <> c.owner_pos
        or f.handling_pos <> c.handling_pos or f.handler_post is distinct from c.handler_post
        or f.denied_persons is distinct from c.denied_persons or f.compartment <> c.compartment`),
      ).toBe(0);
    }
    expect(await count('clue_content')).toBe(4000);
    expect(await count('clue_petition')).toBe(4000);
  });

  it('name only posts that work where the clue is', async () => {
    expect(await count('clue c join post w on w.id = handler_post where w.unit_pos <> handling_pos')).toBe(0);
    expect(await count('clue c join post w on w.id = registered_by where w.unit_pos <> received_pos')).toBe(0);
    expect(await count('clue c where handler_post is not null and open')).toBeGreaterThan(100);
  });
});

async function expectGapless(table: string, order: string): Promise<void> {
  const gaps = await rows(`
    select number from (
      select number, substring(number from '\\d+$')::int as own,
        row_number() over (partition by substring(number from '^(.*\\D)\\d+$') order by ${order}, number) as nth
      from ${table} where owner_pos >= 0) n
    where own <> nth`);
  expect(gaps).toEqual([]);
}

describe('its supervision items', () => {
  it('run beside their clues: open while these are, closed with a result just before them', async () => {
    expect(await count('supervision_item where owner_pos >= 0')).toBeGreaterThan(200);
    expect(await count('supervision_item i join clue c on c.id = clue_id where i.open <> c.open')).toBe(0);
    expect(await count('supervision_item i join clue c on c.id = clue_id where i.closed_at > c.closed_at')).toBe(0);
    expect(await count('supervision_item i join clue c on c.id = clue_id where i.issued_at <= c.received_at')).toBe(0);
    expect(
      await count(`supervision_item i join supervision_item_content c on supervision_item_id = i.id
        where (state in (${SupervisionState.REPORTED}, ${SupervisionState.CONCLUDED})) <> (result is not null)`),
    ).toBe(0);
    await expectGapless('supervision_item', 'issued_at');
  });

  it('go from a superior to what is right below it', async () => {
    expect(
      await count(`supervision_item i join unit a on a.pos = received_pos join unit o on o.pos = a.organ_pos
        where owner_pos >= 0 and o.parent_pos is distinct from owner_pos
          and not (a.kind = ${UnitKind.DISPATCHED_GROUP} and a.parent_pos = owner_pos)`),
    ).toBe(0);
  });

  it('have the figures of Ningbo up to the end of February 2022 (SC-26)', async () => {
    const found = await rows(`
      select count(*)::int as notices, count(c.id) filter (where i.closed_at < '2022-03-01')::int as concluded,
        count(*) filter (where c.outcome = 8)::int as filed
      from supervision_item i left join clue c on c.id = clue_id
      where i.owner_pos = 330200000000 and issued_at >= '2021-04-01+08' and issued_at < '2022-03-01+08'`);
    expect(found).toEqual([{ notices: 30, concluded: 26, filed: 5 }]);
  });

  it('open themselves and the clue’s ledger, no more, to whom they are copied', async () => {
    const copied = 'supervision_item_cc cc join supervision_item i on i.id = supervision_item_id';
    const granted = (object: string, id: string, facets: string) => `exists (select from access_grant g
      where g.object = '${object}' and g.object_id = ${id} and g.unit_pos = cc.unit_pos and g.facets = '${facets}' and g.basis = 2)`;
    expect(await count(copied)).toBeGreaterThan(100);
    expect(await count(`${copied} where not ${granted('supervision_item', 'i.id', '{ledger,content}')}`)).toBe(0);
    expect(await count(`${copied} where clue_id is not null and not ${granted('clue', 'clue_id', '{ledger}')}`)).toBe(
      0,
    );
  });
});

describe('its joint cases', () => {
  it('are some dozens, in every mode and state', async () => {
    expect(await count('joint_case where owner_pos >= 0')).toBeGreaterThan(24);
    expect(await count('(select distinct mode from joint_case where owner_pos >= 0) as m')).toBe(5);
    expect(await count('(select distinct state from joint_case where owner_pos >= 0) as s')).toBe(4);
    await expectGapless('joint_case', 'started_at');
  });

  it('open themselves and their clues to whoever is assigned, as long as he is', async () => {
    const assigned = 'joint_case_assignment a';
    const granted = (object: string, id: string) => `exists (select from access_grant g where g.object = '${object}'
      and g.object_id = ${id} and g.post_id = a.post_id and g.facets = '{ledger,content}' and g.basis = 3
      and g.valid_from = a.valid_from and g.valid_to is not distinct from a.valid_to)`;
    expect(await count(assigned)).toBeGreaterThan(100);
    expect(await count(`${assigned} where not ${granted('joint_case', 'a.joint_case_id')}`)).toBe(0);
    expect(
      await count(`${assigned} join joint_case_clue l using (joint_case_id) where not ${granted('clue', 'l.clue_id')}`),
    ).toBe(0);
  });

  it('have nobody assigned before they begin, nor when they are refused, nor after they end', async () => {
    expect(
      await count(`joint_case_assignment a join joint_case j on j.id = joint_case_id
        where j.state in (${JointCaseState.APPLIED}, ${JointCaseState.REFUSED}) or a.valid_to is distinct from j.closed_at`),
    ).toBe(0);
  });
});

describe('what nobody may know', () => {
  it('is denied to those who withdrew, and to officials in matters about themselves and their units', async () => {
    expect(await count('denial where basis = 1')).toBe(8);
    expect(
      await count('denial d join clue c on c.id = object_id where basis = 2 and compartment = 1 and subject_state = 2'),
    ).toBe(8);
    expect(await count('clue where denied_persons is not null or denied_units is not null')).toBe(12);
  });
});

describe('asked for more', () => {
  it('grows all over the country, without a gap, and again', async () => {
    const [before] = await rows<{ version: string }>('select version::text from unit_tree_version');
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
    await expectGapless('clue', "substring(number from '\\d+$')::int");
    expect(await rows('select version::text from unit_tree_version')).toEqual([before]);
    expect(await count('(select distinct county from clue) as c')).toBeGreaterThan(2000);
    expect(await count('clue where open and due_at is null')).toBe(0);
  });
});
