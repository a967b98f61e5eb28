import { PLACES, type Projection } from './projection.js';
import type { Selection } from './selection.js';
import { TRACED_FACETS } from '../../audit/requestTrail.js';
import { waysOf, wayTo, type Places, type Way } from '../../database/ways.js';
import type { Facet, ObjectKind } from '../../jurisdiction/facets.js';
import type { Session } from '../context.js';
import { parseId, type IdKind } from '../ids.js';

/** How the audit trail calls what an id names. */
const OBJECTS: Partial<Record<IdKind, ObjectKind>> = {
  clue: 'clue',
  supervisionItem: 'supervision_item',
  jointCase: 'joint_case',
};

type Built = Record<string, unknown>;

/** Tells the trail of every facet that came back with something in it, through all relations that were asked for. */
export class FacetTracer {
  private readonly ways = new Map<string, Way[]>();

  constructor(
    private readonly session: Session,
    private readonly operation: string,
  ) {}

  trace(projection: Projection, selection: Selection, node: unknown): void {
    const built = node as Built;
    for (const [name, below] of selection) {
      const facet = projection.facets?.[name];
      const relation = projection.relations?.[name];
      const value = built[name];
      if ((!facet && !relation) || value === null || value === undefined) continue;
      if (relation) {
        for (const one of Array.isArray(value) ? value : [value]) this.trace(relation.projection(), below, one);
      } else if (facet) {
        this.shown(built, name.toUpperCase() as Facet);
        this.trace(facet.projection, below, value);
      }
    }
  }

  private shown(built: Built, facet: Facet): void {
    if (!TRACED_FACETS.includes(facet)) return;
    const { object, uuid } = objectOf(built);
    this.read(object, uuid, facet, built[PLACES] as Places);
  }

  /** A facet came back with something in it. */
  read(object: ObjectKind, uuid: string, facet: Facet, places: Places): void {
    if (!TRACED_FACETS.includes(facet)) return;
    const { principal, trail } = this.session;
    const path = wayTo(this.waysTo(object, facet), facet, principal.post, places);
    trail.read(this.operation, object, facet, uuid, path);
  }

  private waysTo(object: ObjectKind, facet: Facet): Way[] {
    const key = `${object} ${facet}`;
    const { principal, units } = this.session;
    const ways = this.ways.get(key) ?? waysOf(principal, units.at(principal.unit), object, facet);
    this.ways.set(key, ways);
    return ways;
  }
}

function objectOf({ id }: Built): { object: ObjectKind; uuid: string } {
  const { kind, uuid } = parseId(String(id));
  const object = OBJECTS[kind];
  if (!object) throw new Error(`what has a facet is no matter: ${kind}`);
  return { object, uuid };
}
