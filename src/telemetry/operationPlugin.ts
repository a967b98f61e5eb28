import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import { underWay, type RequestRecord } from './requestRecord.js';
import { beginPhase } from './spans.js';
import type { RequestContext } from '../graphql/context.js';
import { idOf } from '../graphql/ids.js';

const LONGEST_NAME = 64;

/** Writes down what only Apollo knows of a request, and times its phases. */
export function operationPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart() {
      const record = underWay.getStore();
      if (!record) return Promise.resolve();
      return Promise.resolve({
        parsingDidStart() {
          const end = beginPhase(record, 'parse');
          return Promise.resolve(async (error?: Error) => end(error && 'GRAPHQL_PARSE_FAILED'));
        },
        validationDidStart() {
          const end = beginPhase(record, 'validate');
          return Promise.resolve(async (errors?: readonly Error[]) => end(codesOf(errors)));
        },
        executionDidStart() {
          const end = beginPhase(record, 'execute');
          return Promise.resolve({ executionDidEnd: async (error?: Error) => end(error && 'INTERNAL') });
        },
        willSendResponse: (context) => Promise.resolve(describe(record, context)),
      });
    },
  };
}

function describe(record: RequestRecord, { contextValue, ...of }: GraphQLRequestContext<RequestContext>): void {
  // A document that did not get as far as having an operation was still called something by its caller.
  const name = (of.operationName ?? of.request.operationName ?? '').replaceAll(/\W/g, '');
  record.operationName = name.slice(0, LONGEST_NAME) || null;
  record.operationType = of.operation?.operation ?? null;
  record.post = contextValue.session && idOf('post', contextValue.session.principal.post);
  record.cost = contextValue.cost?.asked ?? null;
}

function codesOf(errors: readonly Error[] = []): string {
  const codes = errors.map((error) => (error as GraphQLError).extensions?.['code'] ?? 'GRAPHQL_VALIDATION_FAILED');
  return [...new Set(codes.map(String))].join(' ');
}
