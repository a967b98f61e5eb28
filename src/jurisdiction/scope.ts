import { LAST_OFFICE_NUMBER } from './units.js';
import type { Interval, Principal, Reach } from './principal.js';

/** What a list is asked for: a region around the caller's post, or everything he may see. */
export const SCOPES = ['OWN', 'ORGAN', 'BRANCH', 'LINKED', 'SUBTREE', 'GRANTED', 'ASSIGNED', 'ALL'] as const;
export type ScopeName = (typeof SCOPES)[number];
export type ObjectReach = keyof Principal['reach'];

/** One way to reach rows, as a condition that an index can serve. */
export type Path =
  | { by: 'place'; place: 'owner' | 'handling' | 'received'; interval: Interval }
  | { by: 'handler' }
  | { by: 'entrusted' }
  | { by: 'granted' };

/** A branch of a list: rows that satisfy all of `paths`, the first by an index. The list is the union of its branches. */
export interface Branch {
  scope: ScopeName;
  paths: Path[];
}

export interface ScopePlan {
  asked: ScopeName;
  /** Through what the caller's post reaches rows there, for the answer to say. */
  effective: ScopeName[];
  branches: Branch[];
}

/**
 * A list steers, the policies guard: every row the caller may see in the region lies in at least one branch.
 * Where one held path covers the region, the region alone is the branch; otherwise each held path is, inside it.
 */
export function planScope(principal: Principal, object: ObjectReach, asked: ScopeName): ScopePlan {
  const held = heldBranches(principal, object);
  if (asked === 'ALL') return { asked, effective: names(held), branches: held };
  const paths = region(principal, object, asked);
  const whole = paths.filter((path) => held.some((branch) => covers(branch.paths[0]!, path)));
  const branches: Branch[] = whole.map((path) => ({ scope: asked, paths: [path] }));
  for (const path of paths.filter((one) => !whole.includes(one))) {
    for (const {
      scope,
      paths: [way],
    } of held) {
      // What lies in a branch already, or can lie nowhere, needs none of its own.
      if (whole.some((wide) => covers(wide, way!)) || disjoint(way!, path)) continue;
      branches.push({ scope, paths: covers(path, way!) ? [way!] : narrowestFirst([way!, path]) });
    }
  }
  return { asked, effective: names(branches), branches };
}

/** The first path of a branch is the one an index is to serve. */
function narrowestFirst(paths: Path[]): Path[] {
  const width = (path: Path) => (path.by === 'place' ? 1 + path.interval[1] - path.interval[0] : 0);
  return paths.toSorted((a, b) => width(a) - width(b));
}

function names(branches: Branch[]): ScopeName[] {
  return SCOPES.filter((name) => branches.some(({ scope }) => scope === name));
}

function heldBranches(principal: Principal, object: ObjectReach): Branch[] {
  const reach = principal.reach[object];
  const at = (place: 'owner' | 'handling' | 'received', intervals: Interval[], scope: (i: Interval) => ScopeName) =>
    intervals
      .flatMap(singly)
      .map((interval): Branch => ({ scope: scope(interval), paths: [{ by: 'place', place, interval }] }));
  const handled = at('handling', reach.handled, (interval) => (interval[0] === principal.unit ? 'OWN' : 'BRANCH'));
  return [
    ...at('owner', owned(reach), (interval) => ownedScope(principal, interval)),
    ...handled,
    ...at('received', reach.received, (interval) => receivedScope(principal, interval)),
    ...at('owner', reach.linked, () => 'LINKED'),
    ...(object === 'clue'
      ? [
          { scope: 'ASSIGNED', paths: [{ by: 'handler' }] } satisfies Branch,
          { scope: 'ASSIGNED', paths: [{ by: 'entrusted' }] } satisfies Branch,
        ]
      : []),
    { scope: 'GRANTED', paths: [{ by: 'granted' }] },
  ];
}

function owned(reach: Reach): Interval[] {
  return [...reach.owned, ...reach.cadreOwned.filter((i) => !reach.owned.some((wide) => contains(wide, i)))];
}

function ownedScope({ organ, unit }: Principal, [lo, hi]: Interval): ScopeName {
  if (lo === organ[0] && hi === organ[1]) return 'SUBTREE';
  return lo === hi && lo === unit ? 'OWN' : 'ORGAN';
}

function receivedScope({ unit, branches }: Principal, interval: Interval): ScopeName {
  if (interval[0] === unit && interval[1] === unit) return 'OWN';
  return branches.some((branch) => contains(branch, interval)) ? 'BRANCH' : 'ORGAN';
}

/** The region a scope names, whatever the caller may see of it. */
function region(principal: Principal, object: ObjectReach, asked: Exclude<ScopeName, 'ALL'>): Path[] {
  const { unit, organ } = principal;
  const at = (place: 'owner' | 'handling' | 'received', interval: Interval): Path => ({ by: 'place', place, interval });
  switch (asked) {
    case 'OWN':
      return [
        at('handling', [unit, unit]),
        at('owner', [unit, unit]),
        // A joint case is received nowhere.
        ...(object === 'jointCase' ? [] : [at('received', [unit, unit])]),
      ];
    case 'ORGAN':
      return [at('owner', [organ[0], organ[0] + LAST_OFFICE_NUMBER])];
    case 'SUBTREE':
      return [at('owner', organ)];
    case 'BRANCH':
      return principal.branches.flatMap(singly).map((interval) => at('handling', interval));
    case 'LINKED':
      return principal.links.map(([lo, hi]) => at('owner', [lo, hi]));
    case 'GRANTED':
      return [{ by: 'granted' }];
    case 'ASSIGNED':
      return object === 'clue' ? [{ by: 'handler' }] : [];
  }
}

/** Offices side by side merge into one interval in the database; a list reads them one by one, each in order. */
function singly(interval: Interval): Interval[] {
  const [lo, hi] = interval;
  if (hi - lo > 50) return [interval];
  return Array.from({ length: hi - lo + 1 }, (_, n) => [lo + n, lo + n] as const);
}

function contains(wide: Interval, narrow: Interval): boolean {
  return wide[0] <= narrow[0] && narrow[1] <= wide[1];
}

function covers(wide: Path, narrow: Path): boolean {
  if (wide.by !== 'place' || narrow.by !== 'place') return wide.by === narrow.by;
  return wide.place === narrow.place && contains(wide.interval, narrow.interval);
}

function disjoint(a: Path, b: Path): boolean {
  if (a.by !== 'place' || b.by !== 'place' || a.place !== b.place) return false;
  return a.interval[1] < b.interval[0] || b.interval[1] < a.interval[0];
}
