import { intervalOf, organName, readDivisions } from '../jurisdiction/divisions.js';
import { OrganTier, UnitKind } from '../jurisdiction/units.js';
import { stableId } from '../shared/ids.js';
import type { Unit } from './unit.js';

/** The supervision law's first day: organs of discipline inspection and supervision are one since then. */
export const ORGANS_SINCE = new Date('2018-03-23T00:00:00+08:00');

/** Functional zones among the county rows – development zones and the like: their organ is sent, not elected. */
const ZONE = /^(?:\d{4}7\d|632857)$/;

/** The organs of the whole country, each after those above it. */
export function* organsOfTheCountry(): Generator<Unit> {
  yield organ(null, { tier: 'NATIONAL', kind: 'ORGAN', parent: null, name: '中央纪委国家监委' });
  for (const division of readDivisions()) {
    const { code, tier, parentCode, placeholder } = division;
    if (placeholder) continue;
    const zone = ZONE.test(code);
    yield organ(code, {
      tier,
      kind: zone ? 'DISPATCHED_ORGAN' : 'ORGAN',
      parent: Number(intervalOf(parentCode).lo),
      name: zone ? `${division.name}纪检监察工委` : organName(division),
    });
  }
}

export function unitId(pos: number): string {
  return stableId(ORGANS_SINCE, `unit:${pos}`);
}

function organ(
  code: string | null,
  as: { tier: OrganTier; kind: UnitKind; parent: number | null; name: string },
): Unit {
  const { lo, hi } = intervalOf(code);
  const pos = Number(lo);
  return {
    id: unitId(pos),
    pos,
    hi: Number(hi),
    parent: as.parent,
    organ: pos,
    kind: UnitKind[as.kind],
    tier: OrganTier[as.tier],
    code,
    name: as.name,
    since: ORGANS_SINCE,
  };
}
