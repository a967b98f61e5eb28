import type { TestApi } from '../../support/api.js';
import { isAdministrator } from '../oracle.js';
import { listed, SCOPES, sightOf, statistics, type Sight } from '../oracleLists.js';
import { idOf, node, row } from '../oracleRows.js';
import type { Trial } from '../worlds.js';
import { Asking, type Narrowing, type Page, type Turn } from './asking.js';
import type { ListName } from './documents.js';
import { inScope, withoutFilter } from './narrowings.js';
import { compareAdministrator, comparePosts } from './refusals.js';
import { same, unordered } from './same.js';
import type { PolicyTables } from './policyTables.js';
import type { Shares } from './shares.js';
import { mattersOf, type AnyMatter, type Viewer, type World } from './world.js';

/** What one viewer was answered is not what the oracle says. */
export class Disagreement extends Error {
  constructor(
    readonly viewer: Viewer,
    cause: Error,
  ) {
    super(`${viewer.identity} ${cause.message}`, { cause });
  }
}

/** All viewers are held against the policies; one of them also asks the API, somebody with nothing to see only so often. */
const SEES_NOTHING = 8;
/** So often a request is as the dice have it, even if nothing answers to it. */
const ANY_REQUEST = 4;
const LINKS_TOO = 3;
const ANOTHERS_POST = 6;

/** What each viewer of a world is shown, against the oracle; or only one identity's viewers. */
export async function compareTrial(
  api: TestApi,
  tables: PolicyTables[],
  { world, narrowings, turn }: Trial,
  shares: Shares,
  only?: string,
): Promise<void> {
  const viewers = world.viewers.filter(({ identity }) => !only || identity === only);
  const sights = viewers.map((viewer) => sightOf(world, viewer, mattersOf(world)));
  const asks = askerOf(sights, turn);
  const left = [...viewers.entries()];
  const work = async (policies: PolicyTables) => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [n, viewer] = next;
      const sight = sights[n]!;
      const asking = new Asking(api, viewer);
      shares.addSight(sight, mattersOf(world), world.clues);
      try {
        await policies.compare(world, viewer, (n + turn) % LINKS_TOO === 0);
        if (n !== asks) continue;
        if (isAdministrator(viewer)) await compareAdministrator(asking, world, turn);
        else
          await compareViewer(
            asking,
            sight,
            narrowingFor(sight, turnOf(world, turn).list, narrowings, turn),
            turn,
            shares,
          );
        if (turn % ANOTHERS_POST === 0) {
          await comparePosts((post) => new Asking(api, { ...viewer, post, chosen: true }), world, viewer);
        }
      } catch (error) {
        throw new Disagreement(viewer, error as Error);
      }
    }
  };
  // Two at a time: while the database answers one, the server makes the other's answer.
  const outcomes = await Promise.allSettled(tables.map(work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Whose turn it is with the API: beginning with any, the first who sees something. */
function askerOf(sights: readonly Sight[], turn: number): number {
  const order = sights.map((_, n) => (n + turn) % sights.length);
  if (turn % SEES_NOTHING === 0) return order[0]!;
  return order.find((n) => sights[n]!.facets.size > 0) ?? order[0]!;
}

/** Of all regions, each first in its turn, one that has a row for him; by the world's conditions if those leave one. */
function narrowingFor(sight: Sight, list: ListName, narrowings: readonly Narrowing[], turn: number): Narrowing {
  const asked = narrowings[turn % narrowings.length]!;
  if (turn % ANY_REQUEST === 0) return asked;
  const found = SCOPES.flatMap((_, n) => {
    const scope = SCOPES[(n + Math.floor(turn / ANY_REQUEST)) % SCOPES.length]!;
    return [inScope(asked, scope), withoutFilter(inScope(asked, scope))];
  });
  return found.find(({ lists }) => listed<AnyMatter>(sight, sight.world[list], lists[list]).length > 0) ?? asked;
}

async function compareViewer(asking: Asking, sight: Sight, asked: Narrowing, n: number, shares: Shares): Promise<void> {
  const { world } = sight;
  const turn = turnOf(world, n);
  const { list } = turn;
  const rows = listed<AnyMatter>(sight, world[list], asked.lists[list]);
  const first = rows.length > FEW ? 3 : asked.first;
  const answer = await asking.everything({ ...asked, first }, turn);

  const all = listed<AnyMatter>(sight, world[list], { scope: 'ALL', order: 'NEWEST_FIRST', filter: null });
  const nodes = all.map((matter) => row(sight, matter, turn.more));
  same(answer.all, { nodes, totalCount: nodes.length }, `lists all ${list}`);
  compareLookUps(answer, sight, turn);
  const after = await asking.pagesAfter(answer.page, list, { ...asked, first }, rows.length);
  comparePages([answer.page, ...after], rows.map(idOf), first, `lists ${list} by ${JSON.stringify(asked.lists[list])}`);
  shares.addScope(asked.lists[list].scope, rows.length);
  if (!answer.statistics) return;
  const clues = listed(sight, world.clues, asked.lists.clues);
  const counts = statistics(sight, clues, asked.groupBy);
  const { total, rows: groups } = answer.statistics;
  const what = `counts clues by ${asked.groupBy.join()} of ${JSON.stringify(asked.lists.clues)}`;
  same([total, unordered(groups)], [clues.length, unordered(counts)], what);
}

/** A longer list is read three a page. */
const FEW = 6;

/** Each viewer of each world looks at other matters. */
function turnOf(world: World, n: number): Turn {
  const matters = mattersOf(world);
  const one = <M>(of: M[]) => of[n % of.length];
  return {
    list: (['clues', 'supervisionItems', 'clues', 'jointCases', 'clues'] as const)[n % 5]!,
    more: n % 2 === 0,
    node: one(matters)!,
    clue: one(world.clues),
    item: one(world.supervisionItems),
    case: one(world.jointCases),
  };
}

function compareLookUps(answer: Awaited<ReturnType<Asking['everything']>>, sight: Sight, turn: Turn): void {
  same(answer.node, node(sight, turn.node), `looks up ${idOf(turn.node)}`);
  const one = (matter: AnyMatter | undefined) => (matter && sight.facets.has(matter.id) ? { id: idOf(matter) } : null);
  const expected = {
    clue: turn.list === 'clues' ? one(turn.clue) : undefined,
    supervisionItem: turn.list === 'supervisionItems' ? one(turn.item) : undefined,
    jointCase: turn.list === 'jointCases' ? one(turn.case) : undefined,
  };
  same(answer.own, expected, 'looks up its like');
}

function comparePages(pages: Page[], rows: string[], first: number, what: string): void {
  const chunks: string[][] = [];
  for (let from = 0; from === 0 || from < rows.length; from += first) chunks.push(rows.slice(from, from + first));
  const ids = pages.map(({ nodes }) => nodes.map(({ id }) => id));
  same(ids, chunks, `${what}, ${first} a page`);
  pages.forEach(({ pageInfo, totalCount }, n) => {
    const facts = { totalCount, next: pageInfo.hasNextPage, previous: pageInfo.hasPreviousPage };
    const expected = { totalCount: rows.length, next: n < chunks.length - 1, previous: n > 0 };
    same(facts, expected, `${what}, page ${n + 1}`);
  });
}
