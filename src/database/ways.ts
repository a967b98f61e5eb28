import { DUTY_FACETS } from '../../migrations/data/duty-facets.js';
import { Duty } from '../jurisdiction/duties.js';
import type { Facet, ObjectKind } from '../jurisdiction/facets.js';
import { actingPost, type Interval, type Principal } from '../jurisdiction/principal.js';
import { LAST_OFFICE_NUMBER, OfficeKind, UnitKind } from '../jurisdiction/units.js';

/** By what a post came to see a facet, the nearest first; what is by none of the duties is by a grant, or by being named. */
export type WayName = 'HANDLER' | 'OWN' | 'BRANCH' | 'ORGAN' | 'LINKED' | 'SUBTREE' | 'GRANTED_OR_NAMED';
const NEAREST_FIRST: readonly WayName[] = ['OWN', 'BRANCH', 'ORGAN', 'LINKED', 'SUBTREE'];

/** A matter's places: where it belongs, who handles it, where it came in; and the post it names. */
export type Places = readonly [owner: number, handling: number, received?: number | null, handler?: string | null];
const PLACE = { owner: 0, owner_cadre: 0, owner_sealed: 0, handling: 1, received: 2 } as const;

export interface Way {
  name: WayName;
  place: 0 | 1 | 2;
  within: readonly Interval[];
}

/**
 * The rows of the duty × facet table that hold for the acting post, as labels. It tells by what something was seen
 * that row-level security has shown, and guards nothing.
 */
export function waysOf(
  principal: Principal,
  unit: { kind: number; officeKind: number | null },
  object: ObjectKind,
  facet: Facet,
): Way[] {
  const { duty } = actingPost(principal);
  const [lo, hi] = principal.organ;
  const within: Record<string, readonly Interval[]> = {
    OWN: [[principal.unit, principal.unit]],
    ORGAN: [[lo, lo + LAST_OFFICE_NUMBER]],
    SUBTREE: [[lo, hi]],
    BRANCH: principal.branches,
    BRANCH_CADRE: [], // part of the branch
    LINKED: principal.links.map(([from, to]) => [from, to]),
  };
  return DUTY_FACETS.filter(
    ([who, of, facets]) =>
      of === object &&
      facets.includes(facet) &&
      (!who.unit || UnitKind[who.unit] === unit.kind) &&
      (!who.office || OfficeKind[who.office] === unit.officeKind) &&
      (!who.duty || Duty[who.duty] === duty),
  )
    .map(([, , , place, relation]): Way => ({
      name: relation === 'BRANCH_CADRE' ? 'BRANCH' : relation,
      place: PLACE[place],
      within: within[relation]!,
    }))
    .toSorted((a, b) => NEAREST_FIRST.indexOf(a.name) - NEAREST_FIRST.indexOf(b.name));
}

export function wayTo(ways: readonly Way[], facet: Facet, post: string, places: Places): WayName {
  // Who handles a matter sees it, but never for that who reported it.
  if (facet !== 'REPORTER' && places[3] === post) return 'HANDLER';
  const way = ways.find(({ place, within }) => {
    const pos = places[place];
    return typeof pos === 'number' && within.some(([from, to]) => pos >= from && pos <= to);
  });
  return way?.name ?? 'GRANTED_OR_NAMED';
}
