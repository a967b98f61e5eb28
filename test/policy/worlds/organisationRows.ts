import { Duty } from '../../../src/jurisdiction/duties.js';
import { OfficeKind, OrganTier, UnitKind } from '../../../src/jurisdiction/units.js';
import { TEST_ISSUER } from '../../support/api.js';
import type { Row } from '../../support/world.js';
import type { Period, World } from './world.js';

/** A table with its rows; all of them have the same columns. */
export type Table = [name: string, rows: Row[]];

const SINCE = '2018-03-23T00:00:00Z';

export function moment(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

export function period({ from, to }: Period): Row {
  return { valid_from: moment(from), valid_to: moment(to) };
}

/** The stored number of a name that may be missing. */
export function numberOf<K extends string>(numbers: Record<K, number>, name: K | null): number | null {
  return name === null ? null : numbers[name];
}

/** Ids of rows that nobody asks for. */
export function rowId(table: number, n: number): string {
  return `00000000-0000-0000-${String(table).padStart(4, '0')}-${String(n + 1).padStart(12, '0')}`;
}

/** Units, people and what links them, each table after those it refers to. */
export function organisationRows(world: World): Table[] {
  const zoneId = (n: number) => rowId(3, n);
  const units = world.units.map((unit) => ({
    id: unit.id,
    pos: unit.pos,
    hi: unit.hi,
    parent_pos: unit.parent,
    organ_pos: unit.organ,
    kind: UnitKind[unit.kind],
    tier: OrganTier[unit.tier],
    office_kind: numberOf(OfficeKind, unit.officeKind),
    name: `单位${unit.pos}`,
    valid_from: SINCE,
  }));
  const persons = world.persons.map(({ id, subject, clearance, leftAt }) => ({
    id,
    name: subject,
    issuer: TEST_ISSUER,
    subject,
    clearance,
    left_at: moment(leftAt),
  }));
  const posts = world.posts.map((post) => ({
    id: post.id,
    person_id: post.person,
    unit_pos: post.unit,
    duty: Duty[post.duty],
    main: post.main,
    ...period(post),
  }));
  const branches = world.branches.map((branch, n) => ({
    id: rowId(1, n),
    post_id: branch.post,
    office_pos: branch.office,
    ...period(branch),
  }));
  const links = world.links.map((link, n) => ({
    id: rowId(2, n),
    office_pos: link.office,
    target_pos: link.target,
    ...period(link),
  }));
  const zones = world.zones.map(({ owner }, n) => ({
    id: zoneId(n),
    owner_pos: owner,
    name: `协作区${n}`,
    level: 4,
    kind: 1,
    valid_from: SINCE,
  }));
  const members = world.zones
    .flatMap((zone, n) => zone.members.map((pos) => ({ zone_id: zoneId(n), unit_pos: pos, valid_from: SINCE })))
    .map((member, n) => ({ id: rowId(4, n), ...member }));
  const rounds = world.rounds.map(({ body, inspected, from, to }, n) => ({
    id: rowId(7, n),
    body_pos: body,
    organ_pos: world.units.find(({ pos }) => pos === body)!.organ,
    inspected_pos: inspected,
    name: `第${n + 1}轮`,
    reason: '巡察',
    begun_by: world.posts[0]!.id,
    valid_from: moment(from),
    valid_to: moment(to ?? world.now + 86_400_000),
  }));
  return [
    ['unit', units],
    ['person', persons],
    ['post', posts],
    ['branch', branches],
    ['contact_link', links],
    ['cooperation_zone', zones],
    ['zone_member', members],
    ['inspection_round', rounds],
  ];
}
