import type { TestApi } from '../../support/api.js';
import { EVERYTHING, LISTS, NEXT_PAGE, type ListName } from './documents.js';
import type { AnyMatter, Noun, Viewer } from './world.js';
import type { Count, Dimension, ListAsk } from '../oracleLists.js';
import { idOf } from '../oracleRows.js';

/** A region, order and filter of each list, and the size of a page. */
export interface Narrowing {
  lists: Record<ListName, ListAsk>;
  groupBy: Dimension[];
  first: number;
}

/** What of a world to ask. */
export interface Turn {
  list: ListName;
  /** Also what lies behind the matters that are seen. */
  more: boolean;
  /** To look up through `node`. */
  node: AnyMatter;
  /** To look up through the fields of their own nouns. */
  clue: AnyMatter | undefined;
  item: AnyMatter | undefined;
  case: AnyMatter | undefined;
}

export interface Page {
  nodes: { id: string }[];
  totalCount: number | null;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

/** What was not asked for is not there. */
export interface Everything {
  all: { nodes: object[]; totalCount: number | null };
  page: Page;
  statistics?: { total: number; rows: Count[] };
  node: object | null;
  own: Partial<Record<Noun, object | null>>;
}

/** Ids of nothing. */
const NOTHING = '018f0000-0000-7000-8000-00000000dead';

/** One viewer's requests over HTTP. */
export class Asking {
  constructor(
    private readonly api: TestApi,
    private readonly viewer: Viewer,
  ) {}

  async everything({ lists, groupBy, first }: Narrowing, turn: Turn): Promise<Everything> {
    const { scope, order } = lists.clues;
    const filters = Object.fromEntries(LISTS.map((list) => [list, lists[list].filter]));
    const data = await this.data<Record<string, never>>(EVERYTHING, {
      ...filters,
      scope,
      order,
      first,
      groupBy,
      more: turn.more,
      ofClues: turn.list === 'clues',
      ofItems: turn.list === 'supervisionItems',
      ofCases: turn.list === 'jointCases',
      node: idOf(turn.node),
      clue: idOrNothing(turn.clue, 'clue'),
      item: idOrNothing(turn.item, 'supervisionItem'),
      case: idOrNothing(turn.case, 'jointCase'),
    });
    return {
      all: data[`all${turn.list[0]!.toUpperCase()}${turn.list.slice(1)}`]!,
      page: data[turn.list]!,
      statistics: data['clueStatistics'],
      node: data['node']!,
      own: { clue: data['clue'], supervisionItem: data['supervisionItem'], jointCase: data['jointCase'] },
    };
  }

  /** The pages after the first, along their cursors; never more than `most`. */
  async pagesAfter(page: Page, list: ListName, { lists, first }: Narrowing, most: number): Promise<Page[]> {
    const pages: Page[] = [];
    const { scope, order, filter } = lists[list];
    for (let last = page; last.pageInfo.hasNextPage && pages.length < most; last = pages.at(-1)!) {
      const variables = { scope, order, filter, first, after: last.pageInfo.endCursor };
      pages.push((await this.data<Record<ListName, Page>>(NEXT_PAGE[list], variables))[list]);
    }
    return pages;
  }

  /** What a document is answered that ought to be refused. */
  async refused(document: string): Promise<{ code: string | undefined; data: unknown }> {
    const { data, errors } = await this.run(document, {});
    return { code: errors?.[0]?.extensions.code, data: data as unknown };
  }

  private run(document: string, variables: object) {
    const { person, post, chosen } = this.viewer;
    const headers: Record<string, string> = chosen ? { 'x-liandong-post': `post_${post.id}` } : {};
    return this.api.run(document, person.subject, variables, headers);
  }

  private async data<Data>(document: string, variables: object): Promise<Data> {
    const { data, errors } = await this.run(document, variables);
    if (errors) throw new Error(`refused ${JSON.stringify(variables)}: ${JSON.stringify(errors)}`);
    return data as Data;
  }
}

function idOrNothing(matter: AnyMatter | undefined, noun: Noun): string {
  return matter ? idOf(matter) : `${noun}_${NOTHING}`;
}
