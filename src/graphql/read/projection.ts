import type { Selection } from './selection.js';
import { LiandongError } from '../../shared/errors.js';

type Column = (alias: string) => string;

/** A facet: a table of its own under policies of its own. What RLS hides is null here, whatever the reason. */
interface FacetTable {
  table: string;
  key: string;
  projection: Projection;
}

/** Rows of another object that belong to this one: `from` names the table, `where` joins it to the parent's alias. */
export interface Relation {
  many: boolean;
  projection: () => Projection;
  table: string;
  where: (alias: string, parent: string) => string;
  /** Rows at most, for a list; newest first. */
  orderBy?: (alias: string) => string;
}

/** How an object's GraphQL fields come out of the database, each by its name in the SDL. */
export interface Projection {
  columns: Record<string, Column>;
  /** What resolvers of this type need although no field bears its name. */
  always?: Record<string, Column>;
  facets?: Record<string, FacetTable>;
  /** Columns of the places and posts by which its facets are reached, in the order of Places; asked for along with a facet. */
  places?: readonly string[];
  relations?: Record<string, Relation>;
}

/** No field of the schema can be called that. */
export const PLACES = '.places';
const DEEPEST = 4;
const LIST_LIMIT = 100;

/** One JSON object a row, with exactly what was asked for: relations inside it, so that they cost no statement. */
export function objectSql(projection: Projection, selection: Selection, alias: string, depth = 0): string {
  if (depth > DEEPEST) throw new LiandongError('QUERY_TOO_DEEP', { limit: DEEPEST });
  const entries: [string, string][] = Object.entries(projection.always ?? {}).map(([name, column]) => [
    name,
    column(alias),
  ]);
  if (projection.places && [...selection.keys()].some((name) => projection.facets?.[name]))
    entries.push([PLACES, placesSql(projection, alias)]);
  for (const [name, below] of selection) {
    const column = projection.columns[name];
    const facet = projection.facets?.[name];
    const relation = projection.relations?.[name];
    const inner = `${alias}_${entries.length}`;
    if (column) entries.push([name, column(alias)]);
    else if (facet) {
      const object = objectSql(facet.projection, below, inner, depth);
      entries.push([name, `(select ${object} from ${facet.table} ${inner} where ${inner}.${facet.key} = ${alias}.id)`]);
    } else if (relation) entries.push([name, relationSql(relation, below, inner, alias, depth)]);
  }
  return `json_build_object(${entries.map(([name, sql]) => `'${name}', ${sql}`).join(', ')})`;
}

function relationSql(relation: Relation, selection: Selection, alias: string, parent: string, depth: number): string {
  const object = objectSql(relation.projection(), selection, alias, depth + 1);
  const rows = `select ${object} as o ${rowsOf(relation, alias, parent)}`;
  if (!relation.many) return `(${rows})`;
  return `(select coalesce(json_agg(${alias}_o.o), '[]') from (
    ${rows}) ${alias}_o)`;
}

/** By which a facet is reached, in the order of Places. */
export function placesSql({ places }: Projection, alias: string): string {
  return `json_build_array(${places!.map((name) => `${alias}.${name}`).join(', ')})`;
}

/** The rows that belong to a parent: all of a statement but what it selects of them. */
export function rowsOf({ many, table, where, orderBy }: Relation, alias: string, parent: string): string {
  const found = `from ${table} ${alias} where ${where(alias, parent)}`;
  return many ? `${found} order by ${orderBy?.(alias) ?? `${alias}.id desc`} limit ${LIST_LIMIT}` : found;
}
