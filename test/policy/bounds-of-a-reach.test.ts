import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScopedDatabase } from '../../src/database/scoped.js';
import { Duty } from '../../src/jurisdiction/duties.js';
import { OfficeKind, OrganTier, UnitKind } from '../../src/jurisdiction/units.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows, type Row } from '../support/world.js';

/* Where a reach ends: at the organ where it is the organ's, at the link where it is a link's; asked of each table by itself. */

const SINCE = '2020-01-01T00:00:00Z';
const U = NINGBO.unit;
/** 宁波的开发区, with a group of its own below it. */
const ZONE = 330296000000;
const GROUP = ZONE + 501;
const TABLES = {
  clue: ['clue', 'clue_petition', 'clue_content', 'clue_reporter'],
  supervision_item: ['supervision_item', 'supervision_item_content'],
  joint_case: ['joint_case', 'joint_case_content'],
} as const;
type Matter = keyof typeof TABLES;

let db: TestDatabase;
let scoped: ScopedDatabase;
const people: Record<string, string> = {};

async function addUnit(pos: number, hi: number, more: Row) {
  await insertRows(db.owner, 'unit', [
    { id: newId(), pos, hi, tier: OrganTier.COUNTY, name: '开发区', valid_from: SINCE, ...more },
  ]);
}

async function addPerson(subject: string, unitPos: number, duty: Duty, more: Row = {}) {
  const id = newId();
  await insertRows(db.owner, 'person', [{ id, name: subject, issuer: 'test', subject, clearance: 3, ...more }]);
  people[subject] = newId();
  await insertRows(db.owner, 'post', [
    { id: people[subject], person_id: id, unit_pos: unitPos, duty: Duty[duty], valid_from: SINCE },
  ]);
}

async function addMatter(matter: Matter, places: Row, more: Row = {}): Promise<string> {
  const id = newId();
  const at = '2026-01-05T00:00:00Z';
  const own: Record<Matter, Row> = {
    clue: { stage: 6, source: 1, received_at: at },
    supervision_item: { state: 2, reasons: [1], issued_at: at },
    joint_case: { mode: 1, state: 1, started_at: at },
  };
  await insertRows(db.owner, matter, [{ id, number: id.slice(-12), ...own[matter], ...places, ...more }]);
  const facets: Record<Matter, [string, Row][]> = {
    clue: [
      ['clue_petition', { class: 1, channel: 1, text: 't' }],
      ['clue_content', { subject_name: 'n', allegation: 'a' }],
      ['clue_reporter', { kind: 1 }],
    ],
    supervision_item: [['supervision_item_content', { requirement: 'r' }]],
    joint_case: [['joint_case_content', { title: 't' }]],
  };
  for (const [table, row] of facets[matter]) await insertRows(db.owner, table, [{ [`${matter}_id`]: id, ...row }]);
  return id;
}

/** The tables in which somebody finds it. */
async function foundIn(as: string, matter: Matter, id: string): Promise<string[]> {
  return scoped.as({ issuer: 'test', subject: as, post: null }, async ({ transaction }) => {
    const found: string[] = [];
    for (const table of TABLES[matter]) {
      const key = table === matter ? 'id' : `${matter}_id`;
      if ((await transaction.query(`select ${key} from ${table} where ${key} = $1`, [id])).length > 0)
        found.push(table);
    }
    return found;
  });
}

beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  await addUnit(ZONE, ZONE + 999_999, { organ_pos: ZONE, parent_pos: U.ningbo, kind: UnitKind.DISPATCHED_ORGAN });
  await addUnit(GROUP, GROUP, { organ_pos: ZONE, parent_pos: ZONE, kind: UnitKind.DISPATCHED_GROUP });
  await addUnit(ZONE + 1, ZONE + 1, {
    organ_pos: ZONE,
    parent_pos: ZONE,
    kind: UnitKind.OFFICE,
    office_kind: OfficeKind.CASE_SUPERVISION_MANAGEMENT,
  });
  await addPerson('zone-principal', ZONE, 'PRINCIPAL');
  scoped = db.scoped();
});
afterAll(() => db.drop());

describe('a head’s reach ends at his organ', () => {
  const groups = { owner_pos: GROUP, handling_pos: GROUP };
  it.each(['clue', 'supervision_item', 'joint_case'] as const)(
    '%s: of the dispatched organ, and not of a group below it',
    async (matter) => {
      const elsewhere = matter === 'supervision_item' ? { received_pos: U.jiangbei } : {};
      const own = { owner_pos: ZONE, handling_pos: ZONE + 1, ...elsewhere };
      const [of, below] = [await addMatter(matter, own), await addMatter(matter, { ...groups, ...elsewhere })];
      const facets = TABLES[matter].filter((table) => table !== 'clue_reporter');
      expect(await foundIn('zone-principal', matter, of)).toEqual(facets);
      expect(await foundIn('zone-principal', matter, below)).toEqual([]);
    },
  );

  it('a sealed clue of the organ, and none of a group below it', async () => {
    const [of, below] = [
      await addMatter('clue', { owner_pos: ZONE, handling_pos: ZONE + 1, received_pos: ZONE + 1 }, { compartment: 2 }),
      await addMatter('clue', { ...groups, received_pos: GROUP }, { compartment: 2 }),
    ];
    expect(await foundIn('zone-principal', 'clue', of)).toEqual(TABLES.clue);
    expect(await foundIn('zone-principal', 'clue', below)).toEqual([]);
  });

  it('a sealed clue of the organ, and none of an organ below it, in whatever table one looks', async () => {
    await addPerson('city-head', U.ningbo, 'PRINCIPAL');
    const sealed = await addMatter('clue', { owner_pos: U.haishu, handling_pos: U['haishu-discipline'] }, { compartment: 2 });
    expect(await foundIn('city-head', 'clue', sealed)).toEqual([]);
  }); // prettier-ignore

  it('an item that another organ addressed to the organ, and none to a group or an organ below it', async () => {
    const from = { owner_pos: U.jiangbei, handling_pos: U.jiangbei };
    const to = async (received: number) => addMatter('supervision_item', { ...from, received_pos: received });
    expect(await foundIn('zone-principal', 'supervision_item', await to(ZONE + 1))).toEqual(TABLES.supervision_item);
    expect(await foundIn('zone-principal', 'supervision_item', await to(GROUP))).toEqual([]);
    // Case supervision of the county, of what came to it and to the township below it.
    const own = await to(U['haishu-anguan']);
    expect(await foundIn('haishu-anguan', 'supervision_item', own)).toEqual(TABLES.supervision_item);
    expect(await foundIn('haishu-anguan', 'supervision_item', await to(U.gaoqiao))).toEqual([]);
  });
});

describe('of what was closed each link opens its own, since it began', () => {
  const [low, high] = [330205000000, 330213000000].toSorted((a, b) => a - b) as [number, number];
  const closed = { closed_at: '2025-06-01T00:00:00Z' };
  const OFFICE = U.ningbo + 60;
  const link = (target: number, from: string) =>
    insertRows(db.owner, 'contact_link', [{ id: newId(), office_pos: OFFICE, target_pos: target, valid_from: from }]);

  it.each([
    ['before', low, high],
    ['after', high, low],
  ])('whatever the other one opens, which lies %s it', async (where, early, late) => {
    const office = OFFICE;
    if (where === 'before') {
      await addUnit(office, office, {
        organ_pos: U.ningbo,
        parent_pos: U.ningbo,
        kind: UnitKind.OFFICE,
        office_kind: OfficeKind.SUPERVISION_INSPECTION,
      });
      await addPerson('linked', office, 'OFFICER');
    }
    await db.owner.query('delete from contact_link where office_pos = $1', [office]);
    // The one since long ago, the other since after the matter was closed.
    await link(early, '2024-01-01T00:00:00Z');
    await link(late, '2026-01-01T00:00:00Z');
    for (const matter of ['clue', 'joint_case'] as const) {
      const of = async (organ: number) => addMatter(matter, { owner_pos: organ, handling_pos: organ }, closed);
      expect(await foundIn('linked', matter, await of(early))).toEqual([matter]);
      expect(await foundIn('linked', matter, await of(late))).toEqual([]);
    }
  });
});

it('the unit that is nobody’s is nobody’s to see', async () => {
  const units = (as: string) =>
    scoped.as({ issuer: 'test', subject: as, post: null }, ({ transaction }) =>
      transaction.query<{ nobodys: string; all: string }>(
        'select count(*) filter (where pos < 0) as nobodys, count(*) as all from unit',
      ),
    );
  const [row] = await units('zone-principal');
  expect(row!.nobodys).toBe('0');
  expect(Number(row!.all)).toBeGreaterThan(10);
});
