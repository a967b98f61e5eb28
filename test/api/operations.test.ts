import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { print } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import {
  ClueDetailQueryDocument,
  CluesByMonthQueryDocument,
  CluesByTierAndColourQueryDocument,
  MyTasksQueryDocument,
  WorkListQueryDocument,
} from '../support/operations/graphql.js';

describe('the operations of the three users, as schema/operations has them', () => {
  let db: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    api = await startApi(db);
  });
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  async function run<Result, Variables>(
    document: TypedDocumentNode<Result, Variables>,
    as: PersonSlug,
    variables: Variables,
  ): Promise<Result> {
    const { data, errors } = await api.run(print(document), as, variables as object);
    expect(errors).toBeUndefined();
    return data as Result;
  }

  it('a frontend pages through its work list, with what each tier may know', async () => {
    const pages = [];
    let after: string | null | undefined;
    do {
      const { clues }: Awaited<ReturnType<typeof workList>> = await workList('haishu-anguan', after);
      pages.push(...clues.nodes);
      after = clues.pageInfo.hasNextPage ? clues.pageInfo.endCursor : null;
      expect(clues.effectiveScope.words).toContain('海曙区纪委监委');
    } while (after);
    const whole = await run(WorkListQueryDocument, 'haishu-anguan', { first: 100, scope: 'ALL', filter: null });
    expect(pages).toEqual(whole.clues.nodes);
    expect(whole.clues.totalCount).toBe(pages.length);
    expect(pages.every(({ content }) => content)).toBe(false); // the township's content is the township's
    expect(pages.some(({ content }) => content)).toBe(true);
  });
  const workList = (as: PersonSlug, after?: string | null) =>
    run(WorkListQueryDocument, as, { first: 2, after: after ?? null, scope: 'ALL', filter: null });

  it('the same clue, seen by three tiers', async () => {
    const id = `clue_${NINGBO.clue.haishu}`;
    const facets = async (as: PersonSlug) => {
      const { clue } = await run(ClueDetailQueryDocument, as, { id });
      return clue && { ledger: clue.number !== '', petition: clue.petition !== null, content: clue.content !== null };
    };
    expect(await facets('haishu-anguan')).toEqual({ ledger: true, petition: true, content: true });
    expect(await facets('ningbo-anguan')).toEqual({ ledger: true, petition: false, content: false });
    expect(await facets('zhejiang-anguan')).toEqual({ ledger: true, petition: false, content: false });
    expect(await facets('jiangbei-anguan')).toBeNull();
    expect(await facets('haishu-handler')).toEqual({ ledger: true, petition: true, content: true });
  });

  it('an analyst’s figures add up, tier by tier', async () => {
    const { clueStatistics } = await run(CluesByTierAndColourQueryDocument, 'nation-anguan', {
      scope: 'ALL',
      received: null,
    });
    const { clues } = await run(WorkListQueryDocument, 'nation-anguan', { first: 1, scope: 'ALL', filter: null });
    expect(clueStatistics.total).toBe(clues.totalCount);
    expect(clueStatistics.rows.reduce((sum, { count }) => sum + count, 0)).toBe(clueStatistics.total);
    const months = await run(CluesByMonthQueryDocument, 'nation-anguan', { scope: 'ALL', stage: null });
    expect(months.clueStatistics.total).toBe(clueStatistics.total);
  });

  it('a phone fetches what its officer handles and was called to', async () => {
    const { me, clues, jointCases } = await run(MyTasksQueryDocument, 'haishu-handler', { first: 20 });
    expect(me.post.duty).toBe('OFFICER');
    expect(clues.nodes.map(({ id }) => id)).toEqual([`clue_${NINGBO.clue.haishu}`]);
    expect(jointCases.nodes.map(({ id }) => id)).toEqual([`jointCase_${NINGBO.jointCase.joint}`]);
    const other = await run(MyTasksQueryDocument, 'haishu-office-head', { first: 20 });
    expect([other.clues.nodes, other.jointCases.nodes]).toEqual([[], []]);
  });
});
