import { branchSql, countedPlace, isElsewhere, type Source } from './branches.js';
import { ORDERS, type ListOrder, type Position } from './order.js';
import { Parameters } from './parameters.js';
import type { Interval } from '../../jurisdiction/principal.js';
import type { Branch } from '../../jurisdiction/scope.js';

/** Conditions a filter adds, each on the alias it is given. */
export type Filter = (alias: string, parameters: Parameters) => string[];

export interface ListRequest {
  source: Source;
  branches: readonly Branch[];
  filter: Filter;
  order: ListOrder;
  after: Position | null;
  first: number;
  /** What is selected of a row besides its place, on the alias it is given. */
  columns: (alias: string) => string;
}

export interface Statement {
  text: string;
  values: unknown[];
}

/**
 * A page by branches: each branch reads its own index in order and stops after a page, their union is cut again,
 * and only then are rows fetched and built. One row more than asked for tells whether there is a next page.
 */
export function pageSql({
  source,
  branches: all,
  filter,
  order,
  after,
  first,
  columns: selected,
}: ListRequest): Statement {
  const everywhere = all.find((branch) => reachesAll(source, branch));
  const branches = everywhere ? [everywhere] : all;
  const parameters = new Parameters();
  const { by, after: beyond } = ORDERS[order];
  const position = after && {
    id: parameters.add(after.id),
    due: order === 'DUE_FIRST' ? parameters.add(after.due) : '',
  };
  const limit = first + 1;
  const part = (columns: string, branch: Branch) => {
    const where = [
      ...branchSql(source, branch, 'c', parameters),
      ...filter('c', parameters),
      ...(position ? [beyond('c', position.id, position.due)] : []),
    ];
    const rows = `${source.table} c ${whereSql(where)}`;
    // The planner would go along an order and look for the few.
    const found = isElsewhere(branch) ? `(select ${columns} from ${rows} offset 0) c` : rows;
    return `select ${columns} from ${found} order by ${by('c')} limit ${limit}`;
  };
  const row = `c.id, c.due_order::text as due, ${selected('c')}`;
  if (branches.length === 1 && !isElsewhere(branches[0]!))
    return { text: part(row, branches[0]!), values: parameters.values };
  const union = branches.map((branch) => `(${part('c.id, c.due_order', branch)})`).join(' union ');
  return {
    text: `select ${row} from (select * from (${union}) u order by ${by('u')} limit ${limit}) p
      join ${source.table} c on c.id = p.id order by ${by('p')}`,
    values: parameters.values,
  };
}

/** Rows that any of the branches reaches, each once. */
export function anyBranchSql(
  source: Source,
  branches: readonly Branch[],
  filter: Filter,
  alias: string,
  parameters: Parameters,
): string {
  // Then no other may leave a parameter behind.
  const everywhere = branches.some((branch) => reachesAll(source, branch));
  const reached = everywhere ? [] : branches.map((branch) => branchSql(source, branch, alias, parameters));
  const any = everywhere
    ? []
    : [`(${reached.map((conditions) => `(${conditions.join(' and ')})`).join(' or ') || 'false'})`];
  return whereSql([...any, ...filter(alias, parameters)]);
}

export function countSql(source: Source, branches: readonly Branch[], filter: Filter): Statement {
  const parameters = new Parameters();
  const where = anyBranchSql(source, branches, filter, 'c', parameters);
  return { text: `select count(*)::int as total from ${source.table} c ${where}`, values: parameters.values };
}

/** A branch without a condition reaches everything, so that any other beside it is for nothing. */
function reachesAll(source: Source, branch: Branch): boolean {
  return branchSql(source, branch, 'c', new Parameters()).length === 0;
}

/**
 * The same from the sums that are kept of places, if the list is such a place, or one and little beside it. Null: it is not.
 * `quick`: nothing is counted row by row.
 */
export function keptCountSql(
  source: Source,
  branches: readonly Branch[],
  filter: Filter,
  open: boolean | null,
  owned: readonly Interval[],
): (Statement & { quick: boolean }) | null {
  const places = branches.map(({ paths }) => (paths.length === 1 ? countedPlace(paths[0]!, owned) : null));
  const n = places.reduce((best, place, at) => ((place?.width ?? 0) > (places[best]?.width ?? 0) ? at : best), 0);
  const place = places[n];
  if (!place) return null;
  const parameters = new Parameters();
  const kept = [source.object, place.width, place.bucket, open].map((value) => parameters.add(value));
  const total = `matter_total(${kept.join(', ')})`;
  const others = branches.filter((_, at) => at !== n);
  if (others.length === 0 || reachesAll(source, branches[n]!))
    return { text: `select ${total}::int as total`, values: parameters.values, quick: true };
  const here = branchSql(source, branches[n]!, 'c', parameters);
  const beyond = (alias: string, rest: Parameters) => [...filter(alias, rest), `not (${here.join(' and ')})`];
  const where = anyBranchSql(source, others, beyond, 'c', parameters);
  return {
    text: `select (${total} + (select count(*) from ${source.table} c ${where}))::int as total`,
    values: parameters.values,
    quick: false,
  };
}

function whereSql(conditions: string[]): string {
  return conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
}
