import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { RequestContext } from './context.js';
import { localised } from './formatError.js';
import { makeLoaders } from './loaders.js';
import type { ScopedDatabase } from '../database/scoped.js';
import type { UnitDirectory } from '../database/unitDirectory.js';

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
        async didResolveOperation({ contextValue }) {
          const entered = await database.enter(contextValue.identity);
          try {
            const units = await directory.for(entered);
            contextValue.session = { ...entered, units, loaders: makeLoaders(entered) };
          } catch (error) {
            await entered.transaction.end();
            throw error;
          }
        },
        async willSendResponse({ contextValue, response }) {
          await contextValue.session?.transaction.end();
          if (contextValue.session) onStatements?.(contextValue.session.transaction.statements);
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          const { language, correlationId } = contextValue;
          if (singleResult.errors) {
            singleResult.errors = singleResult.errors.map((error) => localised(error, language, correlationId));
          }
          // Nothing here is for a cache that others share, nor for the disk of a phone that is lost.
          response.http.headers.set('cache-control', 'no-store');
        },
      }),
  } satisfies ApolloServerPlugin<RequestContext & BaseContext>;
}
