import type { ApolloClient, OperationVariables } from '@apollo/client';
import { loadDevMessages } from '@apollo/client/dev';
import { print } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { clueDetail, frontend } from './frontend.js';
import * as granted from './grantedClue.js';
import { NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { ClueDetailQueryDocument, WorkListQueryDocument } from '../support/operations/graphql.js';

// Before the library is loaded: it complains in development only.
vi.hoisted(() => Object.assign(globalThis, { __DEV__: true }));
loadDevMessages();

const { CLUE, CONTENT, NUMBER, READER } = granted;
const LIST = { first: 50, scope: 'ALL' } as const;

describe('the frontend of the README', () => {
  const world = granted.grantedClue();
  granted.complaints();

  async function frontendOf(subject: PersonSlug, post?: string): Promise<ApolloClient> {
    const token = await world.token(subject);
    return frontend(world.url, () => token, post);
  }
  async function workList(client: ApolloClient, filter?: { open: boolean }) {
    const { data } = await client.query({ query: WorkListQueryDocument, variables: { ...LIST, filter } });
    return data!.clues;
  }
  const contentOf = async (client: ApolloClient) => (await clueDetail(client, CLUE)).data!.clue?.content;
  const kept = (client: ApolloClient) => JSON.stringify(client.extract());
  /** A view that stays open, and the last that it was given. */
  function open<Data, Variables extends OperationVariables>(
    client: ApolloClient,
    query: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ) {
    const view = { text: '', close: () => subscription.unsubscribe() };
    const watched = client.watchQuery({ query, variables });
    const subscription = watched.subscribe(({ data }) => (view.text = JSON.stringify(data ?? null)));
    return view;
  }

  it('answers what the API answers', async () => {
    const [client, id] = [await frontendOf('haishu-handler'), `clue_${NINGBO.clue.haishu}`];
    const list = await world.api.run(print(WorkListQueryDocument), 'haishu-handler', LIST);
    list.data.clues.pageInfo.endCursor = expect.any(String);
    expect({ clues: await workList(client) }).toMatchObject(list.data);
    const detail = await world.api.run(print(ClueDetailQueryDocument), 'haishu-handler', { id });
    expect((await clueDetail(client, id)).data).toMatchObject(detail.data);
    expect(detail.data.clue).toMatchObject({ content: { subjectName: '某甲-haishu' }, jointCases: [{}] });
  });

  it('shows each viewer his own facets of one clue', async () => {
    const [handler, city] = [await frontendOf('haishu-handler'), await frontendOf('ningbo-anguan')];
    const id = `clue_${NINGBO.clue.haishu}`;
    const [his, theirs] = [await clueDetail(handler, id), await clueDetail(city, id)];
    expect(his.data?.clue).toMatchObject({ petition: { text: '来信全文-haishu' }, reporter: null });
    expect(theirs.data?.clue).toMatchObject({ number: his.data!.clue!.number, petition: null, content: null });
    expect(kept(handler)).toContain('某甲-haishu');
    expect(kept(city)).not.toContain('某甲-haishu');
  });

  it('joins the parts of a facet that two queries read', async () => {
    const [client, variables] = [await frontendOf(READER), { id: CLUE }];
    await client.query({ query: granted.SUBJECT, variables });
    await client.query({ query: granted.ALLEGATION, variables });
    const held = client.readQuery({ query: granted.SUBJECT, variables });
    expect(held?.clue?.content).toMatchObject({ subjectName: CONTENT });
  });

  describe('a facet that is withdrawn', () => {
    it('is gone with the next read, from the answer, the store and open views, and comes back with the grant', async () => {
      const client = await frontendOf(READER);
      const list = open(client, WorkListQueryDocument, LIST);
      expect(await contentOf(client)).toMatchObject({ subjectName: CONTENT });
      await vi.waitFor(() => expect(list.text).toContain(CONTENT));

      await world.withdrawContent();
      expect(await contentOf(client)).toBeNull();
      expect(kept(client)).not.toContain(CONTENT);
      await vi.waitFor(() => expect(list.text).not.toContain(CONTENT));
      expect(list.text).toContain(NUMBER);

      await world.restore();
      expect(await contentOf(client)).toMatchObject({ subjectName: CONTENT });
      list.close();
    });

    it('and was read as null first: the null does not stay either', async () => {
      const client = await frontendOf(READER);
      await world.withdrawContent();
      expect(await contentOf(client)).toBeNull();
      await world.restore();
      const { nodes } = await workList(client);
      expect(nodes.find(({ id }) => id === CLUE)?.content).toMatchObject({ subjectName: CONTENT });
    });
  });

  describe('a matter that is withdrawn', () => {
    it('is gone from the store once its own page says so, and from the lists that are open', async () => {
      const client = await frontendOf(READER);
      const list = open(client, WorkListQueryDocument, LIST);
      const { totalCount } = await workList(client);
      await world.withdraw();
      expect((await clueDetail(client, CLUE)).data).toMatchObject({ clue: null });
      expect(kept(client)).not.toContain(NUMBER);
      await vi.waitFor(() => expect(list.text).toContain(`"totalCount":${totalCount! - 1}`));
      expect(list.text).not.toContain(NUMBER);
      list.close();
    });

    it('is gone from the list and its count, from the store and from an open page of its own', async () => {
      const client = await frontendOf(READER);
      const { totalCount, nodes } = await workList(client);
      const page = open(client, ClueDetailQueryDocument, { id: CLUE });
      await vi.waitFor(() => expect(page.text).toContain(CONTENT));
      await world.withdraw();
      const now = await workList(client);
      expect(now.totalCount).toBe(totalCount! - 1);
      expect(now.nodes.map(({ id }) => id)).toEqual(nodes.map(({ id }) => id).filter((id) => id !== CLUE));
      expect(kept(client)).not.toContain(NUMBER);
      await vi.waitFor(() => expect(page.text).toContain('"clue":null'));
      page.close();

      await world.restore();
      expect(await contentOf(client)).toMatchObject({ subjectName: CONTENT });
      expect((await workList(client)).totalCount).toBe(totalCount);
    });

    it('leaves no earlier count beside a page that was read without one', async () => {
      const client = await frontendOf(READER);
      await workList(client);
      expect(kept(client)).toContain('totalCount');
      await world.withdraw();
      const { data } = await client.query({ query: granted.PAGE, variables: LIST });
      expect(data?.clues.nodes.map(({ id }) => id)).not.toContain(CLUE);
      expect(kept(client)).not.toContain('totalCount');
    });

    it('is gone from inside another one', async () => {
      const client = await frontendOf(READER);
      expect(JSON.stringify(await workList(client))).toContain('-to-haishu');
      await world.withdrawSupervisionItem();
      await workList(client);
      expect(kept(client)).toContain('-haishu');
      expect(kept(client)).not.toContain('-to-haishu');
    });

    it('but one that only leaves a list stays in the others that are open', async () => {
      const client = await frontendOf(READER);
      const all = open(client, WorkListQueryDocument, LIST);
      await workList(client, { open: true });
      await vi.waitFor(() => expect(all.text).toContain(NUMBER));
      await world.conclude();
      const left = await workList(client, { open: true });
      expect(JSON.stringify(left)).not.toContain(NUMBER);
      // Asked again, as the colour of what is concluded shows.
      await vi.waitFor(() => expect(all.text).toMatch(new RegExp(`${NUMBER}","stage":"ASSIGNED","colour":null`)));
      all.close();
    });
  });

  describe('who may not enter any more is refused, and the store is empty', () => {
    it('since the post has ended', async () => {
      const client = await frontendOf(READER);
      await contentOf(client);
      await world.endPost();
      await expect(clueDetail(client, CLUE)).rejects.toThrow('没有生效中的职务');
      expect(client.extract()).toEqual({});
    });

    it('since the token has expired', async () => {
      let token = await world.token(READER);
      const client = frontend(world.url, () => token);
      await contentOf(client);
      token = await world.token(READER, -60);
      await expect(clueDetail(client, CLUE)).rejects.toBeInstanceOf(Error);
      expect(client.extract()).toEqual({});
    });
  });

  it('has one store for each post, emptied when the post changes', async () => {
    const client = await frontendOf('two-posts');
    expect(JSON.stringify(await workList(client))).toContain('某甲-haishu');
    await client.clearStore();
    expect(client.extract()).toEqual({});
    const other = await frontendOf('two-posts', `post_${NINGBO.post['two-posts-jiangbei']}`);
    expect(JSON.stringify(await workList(other))).toContain('某甲-jiangbei');
    expect(kept(other)).not.toContain('haishu');
  });

  it('keeps nothing of an answer that failed in part', async () => {
    const client = await frontendOf(READER);
    const half = client.query({ query: granted.HALF_REFUSED, variables: { id: CLUE } });
    await expect(half).rejects.toThrow('编号格式不正确');
    expect(kept(client)).not.toContain('clue_');
  });

  it('forgets nothing because of an answer that failed in part', async () => {
    const client = await frontendOf(READER);
    await workList(client);
    const half = client.query({ query: granted.HALF_REFUSED, variables: { id: CLUE } });
    await expect(half).rejects.toThrow('编号格式不正确');
    expect(kept(client)).toContain(CONTENT);
  });
});
