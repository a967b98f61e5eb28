import type { UnitFilter } from './unit.resolver.js';
import type { Connection } from '../../graphql/connection.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { SEARCH_COST } from '../../graphql/limits.js';
import { LIMITS } from '../../graphql/limits.js';
import { inForceAt, type UnitNode, type UnitTree } from '../../jurisdiction/unitTree.js';
import { LiandongError } from '../../shared/errors.js';

const LONGEST_NAME = 60;

interface Asked {
  first: number;
  after?: string | null;
  filter?: UnitFilter | null;
}

/** From the tree in memory: units are known to every principal, so nothing here depends on who asks. */
export function findUnits(context: RequestContext, { first, after, filter }: Asked): Connection<UnitNode> {
  if (first < 1 || first > LIMITS.page) throw new LiandongError('PAGE_TOO_LARGE', { limit: LIMITS.page });
  const { units, principal, unitBudget } = sessionOf(context);
  unitBudget.spend(SEARCH_COST + first);
  const use = { post: principal.post, list: 'unit', asked: filter ?? {} };
  const start = after ? Number(context.cursors.open(use, after).id) : -1;
  const matching = matches(units, filter ?? {});
  const rows = matching.filter(({ pos }) => pos > start);
  const page = rows.slice(0, first);
  const edges = page.map((node) => ({ node, cursor: context.cursors.seal(use, { id: String(node.pos), due: null }) }));
  return {
    edges,
    nodes: page,
    pageInfo: {
      hasNextPage: rows.length > page.length,
      hasPreviousPage: start >= 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: matching.length,
  };
}

function matches(units: UnitTree, filter: UnitFilter): UnitNode[] {
  const { childrenOf, ancestorsOf, within, name, code, kind, tier, officeKind, asOf } = filter;
  if (name && name.length > LONGEST_NAME) {
    const limit = { zh: `不超过${LONGEST_NAME}个字符`, en: `at most ${LONGEST_NAME} characters` };
    throw new LiandongError('ARGUMENT_INVALID', { argument: 'filter.name', reason: limit });
  }
  const named = (id: string) => units.withId(uuidOf('unit', id));
  let found: readonly UnitNode[] = code && !asOf ? units.withCode(code) : units.all;
  if (childrenOf) {
    const parent = named(childrenOf);
    found = found.filter(({ parentPos }) => parent && parentPos === parent.pos);
  }
  if (ancestorsOf) {
    const below = named(ancestorsOf);
    const above = new Set(below ? units.ancestors(below) : []);
    found = found.filter((unit) => above.has(unit));
  }
  if (within) {
    const top = named(within);
    found = found.filter(({ pos }) => top && pos >= top.pos && pos <= top.hi);
  }
  // Last, because what was called otherwise is another object.
  if (asOf) found = found.filter((unit) => inForceAt(unit, asOf)).map((unit) => units.calledAt(unit, asOf));
  return found.filter(
    (unit) =>
      (!code || unit.code === code) &&
      (!name || unit.name.includes(name)) &&
      (!kind || kind.includes(unit.kind)) &&
      (!tier || tier.includes(unit.tier)) &&
      (!officeKind || (unit.officeKind !== null && officeKind.includes(unit.officeKind))),
  );
}
