import { ApolloClient } from '@apollo/client';
import { forgetful } from '../../schema/clients/apollo.js';
import { ClueDetailQueryDocument } from '../support/operations/graphql.js';

/** For one acting post: who changes the post or signs out awaits `clearStore()` and makes another. */
export const frontend = (url: string, token: () => string, post?: string) =>
  new ApolloClient(forgetful({ url, token, post }));

export const clueDetail = (client: ApolloClient, id: string) =>
  client.query({ query: ClueDetailQueryDocument, variables: { id } });
