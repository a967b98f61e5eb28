import { type AnyMatter, type Clue, type Facet, type World } from './worlds/world.js';
import { facetsOf, grantedFacets, inOrgan, inSubtree, standingOf, unitAt, type Standing } from './oracle.js';

export const SCOPES = ['ALL', 'OWN', 'ORGAN', 'BRANCH', 'LINKED', 'SUBTREE', 'GRANTED', 'ASSIGNED'] as const;
export const ORDERS = ['NEWEST_FIRST', 'OLDEST_FIRST', 'DUE_FIRST'] as const;
export const DIMENSIONS = ['TIER', 'UNIT', 'STAGE', 'SOURCE', 'COLOUR', 'MONTH'] as const;
export type Scope = (typeof SCOPES)[number];
export type Order = (typeof ORDERS)[number];
export type Dimension = (typeof DIMENSIONS)[number];

interface Window {
  from?: string | null;
  to?: string | null;
}

/** All conditions of the three filters together; a noun is only ever asked with its own. */
export interface Filter {
  stage?: string[];
  source?: string[];
  state?: string[];
  mode?: string[];
  handlingUnit?: string;
  leadUnit?: string;
  ownerWithin?: string;
  targetWithin?: string;
  due?: Window;
  received?: Window;
  colour?: string[];
  open?: boolean;
  priority?: boolean;
  text?: string;
}

export interface ListAsk {
  scope: Scope;
  order: Order;
  filter: Filter | null;
}

/** What one viewer sees of a world: each visible matter with its facets. */
export interface Sight {
  world: World;
  standing: Standing;
  facets: ReadonlyMap<string, ReadonlySet<Facet>>;
}

export function sightOf(world: World, viewer: World['viewers'][number], matters: readonly AnyMatter[]): Sight {
  const standing = standingOf(world, viewer);
  const facets = new Map<string, ReadonlySet<Facet>>();
  for (const matter of matters) {
    const seen = facetsOf(world, standing, matter);
    if (seen.size > 0) facets.set(matter.id, seen);
  }
  return { world, standing, facets };
}

export function listed<M extends AnyMatter>(sight: Sight, matters: readonly M[], ask: ListAsk): M[] {
  const rows: M[] = [];
  for (const matter of matters) {
    if (!sight.facets.has(matter.id)) continue;
    if (inRegion(sight, matter, ask.scope) && matches(sight, matter, ask.filter ?? {})) rows.push(matter);
  }
  return rows.sort(COMPARE[ask.order]);
}

const byId = (a: AnyMatter, b: AnyMatter) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
/** Open ones by due date, then open ones without, then closed ones. */
const dueOrder = ({ closedAt, dueAt }: AnyMatter) => (closedAt === null ? (dueAt ?? Number.MAX_VALUE) : Infinity);

const COMPARE: Record<Order, (a: AnyMatter, b: AnyMatter) => number> = {
  NEWEST_FIRST: (a, b) => byId(b, a),
  OLDEST_FIRST: byId,
  DUE_FIRST: (a, b) => (dueOrder(a) === dueOrder(b) ? byId(a, b) : dueOrder(a) - dueOrder(b)),
};

function inRegion({ world, standing }: Sight, matter: AnyMatter, scope: Scope): boolean {
  const { viewer, unit, organ, branches, links } = standing;
  switch (scope) {
    case 'ALL':
      return true;
    case 'OWN':
      return [matter.handling, matter.received, matter.owner].includes(unit.pos);
    case 'ORGAN':
      return inOrgan(organ, matter.owner);
    case 'BRANCH':
      return branches.includes(matter.handling);
    case 'LINKED':
      return links.some(({ target }) => inSubtree(unitAt(world, target), matter.owner));
    case 'SUBTREE':
      return inSubtree(organ, matter.owner);
    case 'GRANTED':
      return grantedFacets(world, standing, matter).includes('LEDGER');
    case 'ASSIGNED':
      return matter.noun === 'clue' && matter.handler === viewer.post.id;
  }
}

function matches({ world, facets }: Sight, matter: AnyMatter, filter: Filter): boolean {
  const named = (id: string | undefined) => world.units.find((unit) => `unit_${unit.id}` === id);
  const isAt = (pos: number, id: string | undefined) => id === undefined || named(id)?.pos === pos;
  const isWithin = (pos: number | null, id: string | undefined) => {
    const unit = named(id);
    return id === undefined || (unit !== undefined && inSubtree(unit, pos));
  };
  const isAnyOf = (value: string | null, values: string[] | undefined) =>
    values === undefined || (value !== null && values.includes(value));
  const isTold = (value: boolean, told: boolean | undefined) => told === undefined || told === value;
  const common =
    isDuring(matter.dueAt, filter.due) &&
    isAnyOf(colourOf(matter, world), filter.colour) &&
    isTold(matter.closedAt === null, filter.open);
  switch (matter.noun) {
    case 'clue':
      return (
        common &&
        isAnyOf(matter.stage, filter.stage) &&
        isAnyOf(matter.source, filter.source) &&
        isAt(matter.handling, filter.handlingUnit) &&
        isWithin(matter.owner, filter.ownerWithin) &&
        isDuring(matter.beganAt, filter.received) &&
        isTold(matter.priority, filter.priority) &&
        containsText(matter, facets.get(matter.id), filter.text)
      );
    case 'supervisionItem':
      return common && isAnyOf(matter.state, filter.state) && isWithin(matter.received, filter.targetWithin);
    case 'jointCase':
      return (
        common &&
        isAnyOf(matter.state, filter.state) &&
        isAnyOf(matter.mode, filter.mode) &&
        isAt(matter.handling, filter.leadUnit)
      );
  }
}

function isDuring(time: number | null, window: Window | undefined): boolean {
  if (window?.from && (time === null || time < Date.parse(window.from))) return false;
  return !(window?.to && (time === null || time >= Date.parse(window.to)));
}

/** A text is looked for in what the viewer sees: the number, and the content where it is his to see. */
function containsText(clue: Clue, facets: ReadonlySet<Facet> | undefined, text: string | undefined): boolean {
  if (text === undefined) return true;
  const content = facets?.has('CONTENT') ? clue.content : null;
  const places = [clue.number, ...(content ? [content.subjectName, content.allegation] : [])];
  return places.some((place) => place.includes(text.trim()));
}

export function colourOf(matter: AnyMatter, { now }: World): 'BLUE' | 'YELLOW' | 'RED' | null {
  if (matter.closedAt !== null) return null;
  if (matter.redAt !== null && matter.redAt <= now) return 'RED';
  return matter.yellowAt !== null && matter.yellowAt <= now ? 'YELLOW' : 'BLUE';
}

export interface Count {
  count: number;
  tier: string | null;
  unit: { id: string } | null;
  stage: string | null;
  source: string | null;
  colour: string | null;
  month: string | null;
}

/** Counts of a list's clues by the dimensions, in no order; none asked for: only the total. */
export function statistics({ world }: Sight, clues: readonly Clue[], groupBy: readonly Dimension[]): Count[] {
  if (groupBy.length === 0) return [];
  const counts = new Map<string, Count>();
  for (const clue of clues) {
    const owner = unitAt(world, clue.owner);
    const asked = (dimension: Dimension, value: string | null) => (groupBy.includes(dimension) ? value : null);
    const count: Count = {
      count: 0,
      tier: asked('TIER', owner.tier),
      unit: groupBy.includes('UNIT') ? { id: `unit_${owner.id}` } : null,
      stage: asked('STAGE', clue.stage),
      source: asked('SOURCE', clue.source),
      colour: asked('COLOUR', colourOf(clue, world)),
      month: asked('MONTH', monthInChina(clue.beganAt)),
    };
    const key = JSON.stringify(count);
    const known = counts.get(key) ?? count;
    known.count += 1;
    counts.set(key, known);
  }
  return [...counts.values()];
}

function monthInChina(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().slice(0, 7);
}
