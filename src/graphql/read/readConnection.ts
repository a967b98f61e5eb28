import type { GraphQLResolveInfo } from 'graphql';
import { countSql, keptCountSql, pageSql, type Filter } from './list.js';
import type { Source } from './branches.js';
import { looksForText } from './looksForText.js';
import { withNowhere } from './nowhere.js';
import type { ListOrder } from './order.js';
import { objectSql, PLACES, type Projection } from './projection.js';
import { ReadyRows, type ReadyRow } from './readyRows.js';
import { selectionAt } from './selection.js';
import { FacetTracer } from './traceFacets.js';
import { sessionOf, type RequestContext } from '../context.js';
import { typeNamed } from '../ids.js';
import { plannedOf } from '../planned/plan.js';
import { ReadyJson } from '../planned/readyJson.js';
import type { Places } from '../../database/ways.js';
import { effectiveScope } from '../effectiveScope.js';
import type { Edge, ScopedConnection } from '../connection.js';
import { LIMITS } from '../limits.js';
import { planScope, type ObjectReach, type ScopeName, type ScopePlan } from '../../jurisdiction/scope.js';
import { LiandongError } from '../../shared/errors.js';

const COUNT_MS = 2000;

/** A noun as the read layer knows it. */
export interface Readable {
  object: ObjectReach;
  source: Source;
  projection: Projection;
}

export interface ListArguments {
  first: number;
  after?: string | null;
  orderBy: ListOrder;
  scope: ScopeName;
}

interface Row<Node> {
  id: string;
  due: string;
  node: Node;
  [column: string]: unknown;
}

/** A list of a noun within the caller's jurisdiction: one statement for the page, and one more for a count if asked. */
export async function readConnection<Node>(
  context: RequestContext,
  info: GraphQLResolveInfo,
  noun: Readable,
  args: ListArguments,
  filter: Filter,
  asked: unknown,
): Promise<ScopedConnection<Node>> {
  if (args.first < 1 || args.first > LIMITS.page) throw new LiandongError('PAGE_TOO_LARGE', { limit: LIMITS.page });
  const { principal, transaction, trail } = sessionOf(context);
  const plan = planScope(principal, noun.object, args.scope);
  const use = { post: principal.post, list: noun.object, asked: [args.orderBy, args.scope, asked] };
  const after = args.after ? context.cursors.open(use, args.after) : null;
  const selection = selectionAt(info, [['nodes'], ['edges', 'node']]);
  // Also of a search that fails.
  if (looksForText(asked)) trail.search(info.fieldName, noun.source.object);
  const ready = ReadyRows.of(plannedOf(info)?.field, noun.projection);
  let rows: Row<Node>[] = [];
  if (plan.branches.length > 0) {
    const statement = pageSql({
      source: noun.source,
      branches: plan.branches,
      filter,
      order: args.orderBy,
      after,
      first: args.first,
      columns: (alias) => ready?.columns(alias) ?? `${objectSql(noun.projection, selection, alias)} as node`,
    });
    rows = await transaction.query<Row<Node>>(statement.text, statement.values);
  }
  const page = rows.slice(0, args.first);
  const tracer = new FacetTracer(sessionOf(context), info.fieldName);
  for (const row of page) {
    if (!ready) tracer.trace(noun.projection, selection, row.node);
    for (const [facet, column] of ready?.facets ?? [])
      if (row[column] !== null) tracer.read(noun.source.object, row.id, facet, row[PLACES] as Places);
  }
  const ids = page.map(({ id }) => id);
  if (looksForText(asked)) trail.search(info.fieldName, noun.source.object, ids);
  const edges = page.map(({ id, due, node }): Edge<Node> => {
    let sealed: string | undefined;
    return {
      get cursor() {
        return (sealed ??= context.cursors.seal(use, { id, due }));
      },
      node,
    };
  });
  const wantsCount = selectionAt(info, [[]]).has('totalCount');
  return {
    edges,
    nodes: ready ? readyNodes(ready, page, context, info) : page.map(({ node }) => node),
    pageInfo: {
      hasNextPage: rows.length > page.length,
      hasPreviousPage: after !== null,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    effectiveScope: effectiveScope(plan, principal, sessionOf(context).units, context.language),
    ...(wantsCount ? { totalCount: await readCount(context, noun, plan, filter, asked) } : {}),
  };
}

/** As good as the nodes themselves, to whoever answers them. */
function readyNodes<Node>(
  ready: ReadyRows,
  page: readonly object[],
  context: RequestContext,
  info: GraphQLResolveInfo,
): Node[] {
  const { units } = sessionOf(context);
  return new ReadyJson(ready.json(page as ReadyRow[], (pos) => units.find(pos), info)) as unknown as Node[];
}

/** Exact or null: a count that passes its time gives the transaction back as it was. */
async function readCount(
  context: RequestContext,
  noun: Readable,
  plan: ScopePlan,
  filter: Filter,
  asked: unknown,
): Promise<number | null> {
  if (plan.branches.length === 0) return 0;
  const { principal, transaction } = sessionOf(context);
  const open = onlyOpen(asked);
  const owned = principal.reach[noun.object].owned;
  const kept = open === undefined ? null : keptCountSql(noun.source, plan.branches, filter, open, owned);
  if (kept) {
    const told = kept.quick
      ? await transaction.query<{ total: number | null }>(kept.text, kept.values)
      : await transaction.within<{ total: number | null }>(COUNT_MS, kept.text, kept.values);
    // What took too long by its sums will not be faster row by row.
    if (!told || told[0]!.total !== null) return told?.[0]!.total ?? null;
  }
  const { text, values } = countSql(noun.source, plan.branches, filter);
  const rows = await transaction.within<{ total: number }>(COUNT_MS, text, values);
  return rows?.[0]?.total ?? null;
}

/** Whether open ones are asked for, where nothing else is; undefined: something is. */
function onlyOpen(asked: unknown): boolean | null | undefined {
  const { open, ...rest } = (asked ?? {}) as Record<string, unknown>;
  if (Object.values(rest).some((value) => value !== null && value !== undefined)) return undefined;
  return typeof open === 'boolean' ? open : null;
}

/**
 * One object by id, or null: hidden and missing are one answer. The matter that nobody may see is always asked for
 * along with it, so that the policies do the same work either way. `below`: where in the answer it stands, if not at its top.
 */
export async function readOne<Node>(
  context: RequestContext,
  info: GraphQLResolveInfo,
  noun: Readable,
  uuid: string,
  below: string[] = [],
): Promise<Node | null> {
  const session = sessionOf(context);
  const selection = selectionAt(info, [below], typeNamed(noun.object));
  const object = objectSql(noun.projection, selection, 'c');
  const rows = await session.transaction.query<{ node: Node }>(
    `select ${object} as node from ${noun.source.table} c where c.id = any ${withNowhere('$1')}`,
    [uuid],
  );
  const node = rows[0]?.node ?? null;
  if (node) new FacetTracer(session, info.fieldName).trace(noun.projection, selection, node);
  return node;
}
