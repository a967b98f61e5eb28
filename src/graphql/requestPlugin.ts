import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { RequestContext } from './context.js';
import { UnitBudget } from './limits.js';
import { makeLoaders } from './loaders.js';
import type { ScopedDatabase } from '../database/scoped.js';
import type { UnitDirectory } from '../database/unitDirectory.js';
import { LiandongError } from '../shared/errors.js';

/**
 * The request's transaction: entered once the operation is known to be a valid one – introspection is no exception –
 * and ended before the answer leaves. What a resolver began is finished by then, or fails.
 */
export function requestPlugin(
  database: ScopedDatabase,
  directory: UnitDirectory,
  onStatements?: (count: number) => void,
): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async didResolveOperation({ contextValue, operation }) {
          if (operation?.operation !== OperationTypeNode.QUERY) throw new LiandongError('OPERATION_NOT_OFFERED');
          const entered = await database.enter(contextValue.identity);
          try {
            const units = await directory.for(entered);
            contextValue.session = { ...entered, units, unitBudget: new UnitBudget(), loaders: makeLoaders(entered) };
          } catch (error) {
            await entered.transaction.end();
            throw error;
          }
        },
        async willSendResponse({ contextValue, response }) {
          await contextValue.session?.transaction.end();
          if (contextValue.session) onStatements?.(contextValue.session.transaction.statements);
          // Nothing here is for a cache that others share, nor for the disk of a phone that is lost.
          response.http.headers.set('cache-control', 'no-store');
        },
      }),
  } satisfies ApolloServerPlugin<RequestContext & BaseContext>;
}
