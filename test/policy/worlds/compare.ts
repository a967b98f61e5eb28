import type { ScopedDatabase } from '../../../src/database/scoped.js';
import type { TestApi } from '../../support/api.js';
import { isAdministrator } from '../oracle.js';
import { listed, sightOf, statistics, type Sight } from '../oracleLists.js';
import { idOf, node, row } from '../oracleRows.js';
import type { Trial } from '../worlds.js';
import { Asking, type Narrowing, type Page, type Turn } from './asking.js';
import { LISTS, type ListName } from './documents.js';
import { aimed } from './narrowings.js';
import { compareAdministrator, comparePosts } from './refusals.js';
import { same, unordered } from './same.js';
import { compareTables } from './tables.js';
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

/** The identities that the product is promised for come first; of the others an eighth in each world. */
const ALWAYS_TRIED = 10;

/** What each viewer of a world is answered, against the oracle; or only one identity's viewers. */
export async function compareTrial(
  api: TestApi,
  database: ScopedDatabase,
  { world, narrowings, turn }: Trial,
  shares: Shares,
  only?: string,
): Promise<void> {
  const isTried = (n: number) => n < ALWAYS_TRIED || (n + turn) % 8 === 0;
  const viewers = [...world.viewers.entries()].filter(([n, { identity }]) => (only ? identity === only : isTried(n)));
  const work = async () => {
    for (let next = viewers.pop(); next; next = viewers.pop()) {
      const [n, viewer] = next;
      const asking = new Asking(api, viewer);
      const narrowing = narrowings[n]!;
      try {
        if (isAdministrator(viewer)) {
          await compareAdministrator(asking, database, world, viewer, turn);
          shares.add(viewer.identity, 0, mattersOf(world).length);
        } else {
          await compareTables(database, world, viewer);
          await compareViewer(asking, world, viewer, narrowing, n + turn, shares);
        }
        if ((n + turn) % world.viewers.length === 0) {
          await comparePosts((post) => new Asking(api, { ...viewer, post, chosen: true }), world, viewer);
        }
      } catch (error) {
        throw new Disagreement(viewer, error as Error);
      }
    }
  };
  // Two at a time: while the database answers one, the server makes the other's answer.
  const outcomes = await Promise.allSettled([work(), work()]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function compareViewer(
  asking: Asking,
  world: World,
  viewer: Viewer,
  narrowing: Narrowing,
  n: number,
  shares: Shares,
): Promise<void> {
  const matters = mattersOf(world);
  const sight = sightOf(world, viewer, matters);
  shares.add(viewer.identity, sight.facets.size, matters.length);
  shares.addFacets(sight, world.clues);
  const asked = n % 10 < 3 ? aimed(narrowing, viewer.identity) : narrowing;
  const expected = (list: ListName) => listed<AnyMatter>(sight, world[list], asked.lists[list]).map(idOf);
  const longest = Math.max(...LISTS.map((list) => expected(list).length));
  const first = longest > FEW ? 3 : narrowing.first;
  const turn = turnOf(world, n);
  const answer = await asking.everything({ ...asked, first }, turn);

  const lists = LISTS.filter((list) => turn.of[list]);
  for (const list of lists) {
    const all = listed<AnyMatter>(sight, world[list], { scope: 'ALL', order: 'NEWEST_FIRST', filter: null });
    const nodes = all.map((matter) => row(sight, matter, turn.more));
    same(answer.all[list], { nodes, ...(turn.more ? { totalCount: nodes.length } : {}) }, `lists all ${list}`);
  }
  compareLookUps(answer, sight, turn);
  for (const list of turn.more ? (['clues'] as const) : lists) {
    const page = answer.pages[list]!;
    const ids = expected(list);
    const after = await asking.pagesAfter(page, list, { ...asked, first }, ids.length);
    comparePages([page, ...after], ids, first, `lists ${list} by ${JSON.stringify(asked.lists[list])}`);
    shares.addScope(asked.lists[list].scope, ids.length);
  }
  const counts = statistics(sight, listed(sight, world.clues, asked.lists.clues), asked.groupBy);
  const { total, rows } = answer.statistics;
  const what = `counts clues by ${asked.groupBy.join()} of ${JSON.stringify(asked.lists.clues)}`;
  same([total, unordered(rows)], [expected('clues').length, unordered(counts)], what);
}

/** A longer list is read three a page. */
const FEW = 6;

/** Each viewer of each world looks at other matters. */
function turnOf(world: World, n: number): Turn {
  const matters = mattersOf(world);
  const one = <M>(of: M[]) => of[n % of.length];
  return {
    more: n % 3 === 0,
    of: { clues: true, supervisionItems: n % 3 !== 2, jointCases: n % 3 !== 1 },
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
    clue: one(turn.clue),
    supervisionItem: turn.of.supervisionItems ? one(turn.item) : undefined,
    jointCase: turn.of.jointCases ? one(turn.case) : undefined,
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
