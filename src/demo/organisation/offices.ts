import { ORGANS_SINCE, unitId } from '../../hierarchy/organs.js';
import type { Unit } from '../../hierarchy/unit.js';
import { OfficeKind, OrganTier, UnitKind } from '../../jurisdiction/units.js';
import { COMBINED_CADRE_OFFICE, STANDARD_OFFICES, type StandardOffice } from './officeTable.js';

const TIERS = Object.keys(OrganTier) as OrganTier[];

/** S4: in Heilongjiang 64 of 125 counties have an office of its own for supervising cadres. Here it is so everywhere. */
const [INDEPENDENT, OF_COUNTIES] = [64, 125];

export function standardOffices(organ: Unit): readonly StandardOffice[] {
  return organ.kind === UnitKind.ORGAN ? STANDARD_OFFICES[TIERS.find((tier) => OrganTier[tier] === organ.tier)!] : [];
}

export function* officesOfTheCountry(organs: Iterable<Unit>): Generator<Unit> {
  const counties = new Map<string, number>();
  for (const organ of organs) {
    let combined = false;
    if (organ.kind === UnitKind.ORGAN && organ.tier === OrganTier.COUNTY) {
      const province = organ.code!.slice(0, 2);
      const nth = counties.get(province) ?? 0;
      counties.set(province, nth + 1);
      const upTo = (n: number) => Math.floor((n * INDEPENDENT) / OF_COUNTIES);
      combined = upTo(nth + 1) === upTo(nth);
    }
    for (const office of standardOffices(organ)) {
      const unit = unitUnder(organ, { number: office.number, kind: 'OFFICE', name: office.name });
      unit.officeKind = OfficeKind[office.kind];
      unit.ordinal = office.ordinal;
      if (combined && office.kind === 'CADRE_SUPERVISION') unit.name = COMBINED_CADRE_OFFICE;
      yield unit;
    }
  }
}

/** A unit that belongs to an organ: it has the organ's tier, and nothing below it. */
export function unitUnder(organ: Unit, as: { number: number; kind: UnitKind; name: string }): Unit {
  const pos = organ.pos + as.number;
  return {
    id: unitId(pos),
    pos,
    hi: pos,
    parent: organ.pos,
    organ: organ.pos,
    kind: UnitKind[as.kind],
    tier: organ.tier,
    code: null,
    name: as.name,
    since: ORGANS_SINCE,
  };
}
