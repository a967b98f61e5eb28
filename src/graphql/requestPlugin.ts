import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { RequestContext } from './context.js';
import { checkedCost } from './checkedCost.js';
import { LIMITS, UnitBudget } from './limits.js';
import { makeLoaders } from './loaders.js';
import type { ErrorFormatter } from './formatError.js';
import { leaveTrail, refusalsOf } from './leaveTrail.js';
import { RequestTrail } from '../audit/requestTrail.js';
import type { AuditWriter } from '../audit/writer.js';
import type { ActDatabase } from '../database/acting.js';
import type { Allowance } from '../database/allowance.js';
import type { ScopedDatabase } from '../database/scoped.js';
import type { UnitDirectory } from '../database/unitDirectory.js';
import { LiandongError } from '../shared/errors.js';

export interface RequestParts {
  schema: GraphQLSchema;
  database: ScopedDatabase;
  acts: ActDatabase;
  allowance: Allowance;
  directory: UnitDirectory;
  audit: AuditWriter;
  idNumberKey: Buffer;
  /** Told how many statements each operation took, entering included. */
  onStatements?: (count: number) => void;
}

/**
 * The request's transaction: entered once the operation is known to be a valid one, while its price is taken – introspection
 * is no exception – and ended before the answer leaves. What a resolver began is finished by then, or fails.
 */
export function requestPlugin(
  parts: RequestParts & { formatError: ErrorFormatter },
): ApolloServerPlugin<RequestContext> {
  const { schema, database, acts, allowance, directory, audit, formatError, onStatements } = parts;
  return {
    requestDidStart: () => {
      const trail = new RequestTrail();
      return Promise.resolve({
        async didResolveOperation({ contextValue, document, operation, request }) {
          if (!operation) throw new LiandongError('OPERATION_RESOLUTION_FAILURE');
          if (operation.operation === OperationTypeNode.SUBSCRIPTION) throw new LiandongError('OPERATION_NOT_OFFERED');
          const asked = checkedCost(schema, document, operation, request.variables ?? {});
          contextValue.cost.asked = asked;
          if (asked > LIMITS.cost) throw new LiandongError('TOO_COSTLY', { asked, limit: LIMITS.cost });
          const enter = async () => {
            const entered = await database.enter(contextValue.identity);
            try {
              const units = await directory.for(entered);
              const [unitBudget, loaders] = [new UnitBudget(), makeLoaders(entered)];
              contextValue.session = { ...entered, units, unitBudget, loaders, trail };
            } catch (error) {
              await entered.transaction.end();
              throw error;
            }
          };
          contextValue.acting = { acts, enterAgain: enter };
          contextValue.idNumberKey = parts.idNumberKey;
          // At once: neither needs the other, and whoever has spent everything was mostly refused before.
          const [taken, entered] = await Promise.allSettled([allowance.take(contextValue.identity, asked), enter()]);
          if (taken.status === 'rejected') {
            await contextValue.session?.transaction.end();
            contextValue.session = null;
            throw taken.reason;
          }
          contextValue.cost.left = taken.value;
          if (entered.status === 'rejected') throw entered.reason;
        },
        didEncounterErrors({ errors }) {
          for (const [field, code] of refusalsOf(errors)) trail.refused(field, code);
          return Promise.resolve();
        },
        async willSendResponse({ contextValue, response }) {
          const written = leaveTrail(audit, contextValue, trail);
          await contextValue.session?.transaction.end();
          const failed = await written;
          if (failed) {
            // No trace, no answer.
            response.body = { kind: 'single', singleResult: { errors: [formatError(failed.toJSON(), failed)] } };
            response.http.status = 503;
          }
          if (contextValue.session) onStatements?.(contextValue.session.transaction.statements);
          if (contextValue.cost.asked !== null && response.body.kind === 'single')
            response.body.singleResult.extensions = {
              ...response.body.singleResult.extensions,
              cost: contextValue.cost,
            };
        },
      });
    },
  } satisfies ApolloServerPlugin<RequestContext & BaseContext>;
}
