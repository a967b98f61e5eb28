import type { Parameters } from './parameters.js';
import type { ObjectKind } from '../../jurisdiction/facets.js';
import type { Interval } from '../../jurisdiction/principal.js';
import type { Branch, Path } from '../../jurisdiction/scope.js';
import { DIVISION_WIDTH, FIRST_GROUP_NUMBER, LAST_OFFICE_NUMBER } from '../../jurisdiction/units.js';

/** Columns of the owner's division. */
const TIERS: [column: string, width: number][] = Object.entries(DIVISION_WIDTH);
const EVERYWHERE = 1e12;
/** So wide are the places whose matters are counted as they change (matter_count). */
const COUNTED = [1, 1e3, ...TIERS.map(([, width]) => width).toReversed(), EVERYWHERE];

/** A place of which the database knows the number: the matters of one owner, or of all owners in a division. */
export interface CountedPlace {
  width: number;
  bucket: number;
}

/** The branch that is such a place, if there is one and the principal's reach covers it. */
export function countedPlace(path: Path, owned: readonly Interval[]): CountedPlace | null {
  if (path.by !== 'place' || path.place !== 'owner') return null;
  const [lo, hi] = path.interval;
  if (!owned.some(([from, to]) => from <= lo && hi <= to)) return null;
  // Of an organ with its offices only the organ itself owns anything.
  const width = lo % 1000 === 0 && hi === lo + LAST_OFFICE_NUMBER ? 1 : hi - lo + 1;
  return COUNTED.includes(width) && lo % width === 0 ? { width, bucket: lo / width } : null;
}

/** Its table carries the owner's province, city and county, on which newest first and due first are index scans. */
export interface Source {
  table: string;
  /** As the policies and granted() know it. */
  object: ObjectKind;
}

/**
 * A branch as a condition on `alias`: equalities where there is an index for them, intervals otherwise. Of two places in
 * different organs few rows have both, and an index of both finds them.
 */
export function branchSql(source: Source, branch: Branch, alias: string, parameters: Parameters): string[] {
  const [first, second] = branch.paths;
  if (first?.by === 'place' && second?.by === 'place') {
    if (isElsewhere(branch)) return [first, second].flatMap((path) => elsewhereSql(path, alias, parameters));
    const bothIndexed = isOneUnit(first) && isOneUnit(second) && second.place === 'received';
    if (bothIndexed) return [first, second].flatMap((path) => placeSql(path, alias, parameters));
  }
  return branch.paths.flatMap((path, n) => {
    const conditions = pathSql(source, path, alias, parameters);
    // Places go together, which the planner does not know: it would think two conditions leave almost nothing, and
    // read everything to sort it. Behind coalesce a condition only filters.
    return n === 0 ? conditions : conditions.map((condition) => `coalesce(${condition}, false)`);
  });
}

/** Whether its rows are in two places, of different organs: so few that they are sorted when all are read. */
export function isElsewhere({ paths }: Branch): boolean {
  const [first, second] = paths;
  if (first?.by !== 'place' || second?.by !== 'place' || first.place === second.place) return false;
  return half(first.interval[1]) < half(second.interval[0]) || half(second.interval[1]) < half(first.interval[0]);
}

/** An organ with its offices is one such, its dispatched groups are another. */
const half = (pos: number) => Math.floor(pos / FIRST_GROUP_NUMBER) * FIRST_GROUP_NUMBER;
const isOneUnit = ({ interval: [lo, hi] }: Place) => lo === hi;

type Place = Path & { by: 'place' };

function pathSql(source: Source, path: Path, alias: string, parameters: Parameters): string[] {
  if (path.by === 'handler') return [`${alias}.handler_post = (select (me()).post)`];
  if (path.by === 'entrusted') return [`${alias}.id = any ((select entrusted())::uuid[])`];
  if (path.by === 'granted') return [`${alias}.id = any ((select granted('${source.object}', 'ledger'))::uuid[])`];
  return placeSql(path, alias, parameters);
}

function placeSql({ place, interval: [lo, hi] }: Place, alias: string, parameters: Parameters): string[] {
  const column = `${alias}.${place}_pos`;
  if (lo === 0 && hi === EVERYWHERE - 1) return [];
  if (lo === hi) return [`${column} = ${parameters.add(lo)}`];
  const isOrgan = half(lo) === lo && hi === lo + LAST_OFFICE_NUMBER;
  // Owners are organs and groups: of an organ with its offices only the organ itself can be one.
  if (place === 'owner' && isOrgan) return [`${column} = ${parameters.add(lo)}`];
  if (place === 'received' && isOrgan) return [`${alias}.received_organ = ${parameters.add(lo)}`];
  const tier = TIERS.find(([, width]) => lo % width === 0 && hi === lo + width - 1);
  if (place === 'owner' && tier) return [`${alias}.${tier[0]} = ${parameters.add(lo / tier[1])}`];
  return [`${column} between ${parameters.add(lo)} and ${parameters.add(hi)}`];
}

/** As the indexes of two places have it: no tiers. */
function elsewhereSql(path: Place, alias: string, parameters: Parameters): string[] {
  const [lo, hi] = path.interval;
  if (path.place !== 'owner' || lo === hi) return placeSql(path, alias, parameters);
  return [`${alias}.owner_pos between ${parameters.add(lo)} and ${parameters.add(hi)}`];
}
