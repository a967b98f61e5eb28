import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { ERRORS, type ErrorCode } from '../shared/errors.js';

/**
 * The status of an answer without data. A document at fault is 400 – but 200 to a client that reads application/json
 * and not the newer media type: to it the status tells of HTTP alone (GraphQL over HTTP, 6.4.1). Errors with a status
 * of their own – who asks, how much, which kind of operation – keep it for both.
 */
export function statusPlugin<Context extends object>(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ request, response }) {
          if (response.body.kind === 'single' && !response.body.singleResult.data) {
            const { errors } = response.body.singleResult;
            const own = errors?.map(statusOf).find(Boolean);
            if (own) response.http.status = Math.max(own, response.http.status ?? 0);
            else if (errors?.every(({ path }) => !path))
              response.http.status = readsOlder(request.http?.headers.get('accept')) ? 200 : 400;
          }
          return Promise.resolve();
        },
      }),
  };
}

function readsOlder(accept = '*/*'): boolean {
  return /\bapplication\/json\b/i.test(accept) && !/\bapplication\/graphql-response\+json\b/i.test(accept);
}

function statusOf({ extensions, path }: GraphQLFormattedError): number | undefined {
  const { status } = (ERRORS[extensions?.['code'] as ErrorCode] ?? {}) as { status?: number };
  return path ? undefined : status;
}
