import type { Unit } from '../../hierarchy/unit.js';
import { Duty } from '../../jurisdiction/duties.js';
import { OfficeKind, OrganTier, UnitKind } from '../../jurisdiction/units.js';
import { standardOffices } from '../organisation/offices.js';

export interface Position {
  /** After the unit's slug it is the post's key: ningbo-anguan-head. */
  role: string;
  duty: number;
}

const head: Position = { role: 'head', duty: Duty.OFFICE_HEAD };
const officer: Position = { role: 'officer', duty: Duty.OFFICER };
const secondOfficer: Position = { role: 'officer-2', duty: Duty.OFFICER };
const principal: Position = { role: 'principal', duty: Duty.PRINCIPAL };

const TWO_OFFICERS = new Set<number>([OfficeKind.CASE_SUPERVISION_MANAGEMENT, OfficeKind.PETITIONS_REPORTS]);
const NO_MATTERS = new Set<number>([
  OfficeKind.ORGANISATION,
  OfficeKind.PARTY_COMMITTEE_OFFICE,
  OfficeKind.GENERAL_OFFICE,
]);

/** Who works in a unit of the demo world. Offices that no matter passes through stay empty. */
export function positionsIn(unit: Unit): readonly Position[] {
  if (unit.kind === UnitKind.OFFICE) {
    if (NO_MATTERS.has(unit.officeKind!)) return [];
    return TWO_OFFICERS.has(unit.officeKind!) ? [head, officer, secondOfficer] : [head, officer];
  }
  if (unit.kind === UnitKind.DISPATCHED_GROUP) return [head, { role: 'member', duty: Duty.OFFICER }];
  if (unit.kind === UnitKind.COMMAND_CENTRE) return [officer];
  if (unit.tier === OrganTier.TOWNSHIP) return [principal, officer];
  return [
    principal,
    ...leadersOf(unit).map((_, i): Position => ({ role: `leader-${i + 1}`, duty: Duty.LEADER_IN_CHARGE })),
  ];
}

/** 分管: the offices that each leader of an organ is in charge of, by slug. Whoever investigates does not try. */
export function leadersOf(organ: Unit): readonly (readonly string[])[] {
  const slugs = (prefix: string) =>
    standardOffices(organ).flatMap(({ slug }) => (slug.startsWith(prefix) ? [slug] : []));
  if (organ.tier === OrganTier.TOWNSHIP) return [];
  if (organ.tier === OrganTier.COUNTY)
    return [
      ['discipline-1', 'discipline-2'],
      ['discipline-3', 'xinfang', 'trial'],
    ];
  const supervision = slugs('supervision');
  const half = Math.ceil(supervision.length / 2);
  return [
    supervision.slice(0, half),
    [...supervision.slice(half), 'conduct'],
    slugs('investigation'),
    ['anguan', 'xinfang', 'trial'],
  ];
}
