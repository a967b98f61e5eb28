import type { Unit } from '../../hierarchy/unit.js';
import { OrganTier, UnitKind, type OfficeKind } from '../../jurisdiction/units.js';
import { standardOffices } from '../organisation/offices.js';

export type Level = OrganTier | 'GROUP';

/** Where clues are: an organ or group that is accountable, and the labels of what does the work in it. */
export interface Place {
  owner: number;
  level: Level;
  intake: number;
  register: number;
  handlers: readonly number[];
  investigators: readonly number[];
  /** The office that keeps the cadre compartment; null where there is none. */
  cadre: number | null;
}

const TIERS = Object.keys(OrganTier) as OrganTier[];

export function placeOf(unit: Unit): Place {
  const level =
    unit.kind === UnitKind.DISPATCHED_GROUP ? 'GROUP' : TIERS.find((tier) => OrganTier[tier] === unit.tier)!;
  const offices = unit.pos === unit.organ ? standardOffices(unit) : [];
  const { pos } = unit;
  if (offices.length === 0) {
    // Townships, groups and dispatched organs have no offices: they do all of it themselves.
    return { owner: pos, level, intake: pos, register: pos, handlers: [pos], investigators: [pos], cadre: null };
  }
  const of = (...kinds: OfficeKind[]) =>
    offices.filter(({ kind }) => kinds.includes(kind)).map(({ number }) => pos + number);
  return {
    owner: pos,
    level,
    intake: of('PETITIONS_REPORTS')[0]!,
    register: of('CASE_SUPERVISION_MANAGEMENT')[0]!,
    handlers: of('SUPERVISION_INSPECTION', 'DISCIPLINE_SUPERVISION'),
    investigators: of('REVIEW_INVESTIGATION', 'DISCIPLINE_SUPERVISION'),
    cadre: of('CADRE_SUPERVISION')[0]!,
  };
}
