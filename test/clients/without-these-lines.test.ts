import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { loadDevMessages } from '@apollo/client/dev';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { describe, expect, it, vi } from 'vitest';
import * as granted from './grantedClue.js';
import { ClueDetailQueryDocument, WorkListQueryDocument } from '../support/operations/graphql.js';

vi.hoisted(() => Object.assign(globalThis, { __DEV__: true }));
loadDevMessages();

const { CLUE, CONTENT, READER } = granted;
const LIST = { first: 50, scope: 'ALL' } as const;
const DETAIL = { id: CLUE };

/** The controls: what the libraries keep as their manuals' first pages have them, so that each line is needed. */
describe('without these lines', () => {
  const world = granted.grantedClue();
  const complaints = granted.complaints();
  const headers = async () => ({ authorization: `Bearer ${await world.token(READER)}` });

  describe('Apollo Client', () => {
    async function plain(fetchPolicy: 'cache-first' | 'network-only') {
      const link = new HttpLink({ uri: world.url, headers: await headers() });
      return new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: { query: { fetchPolicy } } });
    }
    const detail = async (client: ApolloClient) =>
      (await client.query({ query: ClueDetailQueryDocument, variables: DETAIL })).data?.clue;
    const list = (client: ApolloClient) => client.query({ query: WorkListQueryDocument, variables: LIST });

    it('loses a part of a facet to another one, and says so once', async () => {
      const client = await plain('network-only');
      await client.query({ query: granted.SUBJECT, variables: DETAIL });
      await client.query({ query: granted.ALLEGATION, variables: DETAIL });
      expect(client.readQuery({ query: granted.SUBJECT, variables: DETAIL })).toBeNull();
      expect(complaints.take()).toContain('lost when replacing the content field of a Clue object');
    });

    it('shows a withdrawn facet and a withdrawn clue with the next read', async () => {
      const client = await plain('cache-first');
      await detail(client);
      await world.withdrawContent();
      expect(await detail(client)).toMatchObject({ content: { subjectName: CONTENT } });
      await world.withdraw();
      expect(await detail(client)).toMatchObject({ content: { subjectName: CONTENT } });
    });

    it('keeps a withdrawn clue, even where every read asks the server', async () => {
      const client = await plain('network-only');
      await list(client);
      await detail(client);
      await world.withdraw();
      await list(client);
      expect(JSON.stringify(client.extract())).toContain(CONTENT);
      const read = client.readQuery({ query: ClueDetailQueryDocument, variables: DETAIL });
      expect(read?.clue?.content).toMatchObject({ subjectName: CONTENT });
      await detail(client);
      expect(JSON.stringify(client.extract())).toContain(CONTENT);
    });

    it('keeps everything of a post that has ended', async () => {
      const client = await plain('network-only');
      await detail(client);
      await world.endPost();
      await expect(detail(client)).rejects.toThrow('没有生效中的职务');
      expect(JSON.stringify(client.extract())).toContain(CONTENT);
    });
  });

  describe('urql', () => {
    async function plain() {
      const sent = await headers();
      const exchanges = [cacheExchange({}), fetchExchange];
      return new Client({ url: world.url, preferGetMethod: false, fetchOptions: { headers: sent }, exchanges });
    }
    const detail = async (
      client: Client,
      requestPolicy: 'cache-first' | 'network-only' | 'cache-only' = 'cache-first',
    ) => (await client.query(ClueDetailQueryDocument, DETAIL, { requestPolicy })).data?.clue;

    it('complains of facets, and shows a withdrawn one with the next read', async () => {
      const client = await plain();
      await detail(client);
      expect(complaints.take()).toContain('Invalid key');
      await world.withdrawContent();
      expect(await detail(client)).toMatchObject({ content: { subjectName: CONTENT } });
      complaints.take();
    });

    it('keeps a clue that its list no longer has, and everything of a post that has ended', async () => {
      const client = await plain();
      await client.query(WorkListQueryDocument, LIST, { requestPolicy: 'network-only' });
      await detail(client, 'network-only');
      await world.withdraw();
      await client.query(WorkListQueryDocument, LIST, { requestPolicy: 'network-only' });
      expect(await detail(client, 'cache-only')).toMatchObject({ content: { subjectName: CONTENT } });
      await world.endPost();
      expect(await detail(client, 'network-only')).toBeUndefined();
      expect(await detail(client, 'cache-only')).toMatchObject({ content: { subjectName: CONTENT } });
      complaints.take();
    });
  });
});
