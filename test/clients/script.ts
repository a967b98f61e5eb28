import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { WorkListQueryDocument } from '../support/operations/graphql.js';

type Answer<D> = { data?: D; errors?: { message: string; extensions: { code: string; correlationId: string } }[] };
export async function ask<D, V>(url: string, token: string, document: TypedDocumentNode<D, V>, variables: V) {
  const headers = { 'content-type': 'application/json', 'accept-language': 'en', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query: print(document), variables });
  const { data, errors } = (await (await fetch(url, { method: 'POST', headers, body })).json()) as Answer<D>;
  if (data && !errors) return data;
  throw new Error(errors?.map(({ message, extensions: e }) => `${e.code}: ${message} (${e.correlationId})`).join('\n'));
}

export async function* workList(url: string, token: string, first = 100) {
  for (let after: string | null | undefined; after !== null;) {
    const { clues } = await ask(url, token, WorkListQueryDocument, { scope: 'ALL', first, after });
    yield* clues.nodes;
    after = clues.pageInfo.hasNextPage ? clues.pageInfo.endCursor : null;
  }
}
