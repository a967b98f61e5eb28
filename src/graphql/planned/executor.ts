import type { GatewayInterface } from '@apollo/server-gateway-interface';
import {
  execute,
  getVariableValues,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { planOf, type Plan } from './plan.js';
import { Run } from './run.js';
import type { RequestContext } from '../context.js';

type Variables = Record<string, unknown>;
type Planned = Plan | 'plain';

/** So many fields of plans are kept, and so many operations. */
const FIELDS = 50_000;
const KEPT = 500;

/**
 * How operations are executed: a query that is asked again is worked out once, and then only gone through. Everything
 * else goes the plain way of graphql-js – what is asked for the first time, what has no plan, variables that are wrong –
 * and both give the same answers.
 */
export class PlannedExecutor {
  private readonly once = new WeakSet<OperationDefinitionNode>();
  private readonly plans = new LRUCache<OperationDefinitionNode, Planned>({
    max: KEPT,
    maxSize: FIELDS,
    sizeCalculation: (planned) => (planned === 'plain' ? 1 : planned.size),
  });

  constructor(private readonly schema: GraphQLSchema) {}

  execute(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    context: RequestContext,
  ): Promise<ExecutionResult> | ExecutionResult {
    const plan = this.planOf(document, operation);
    const { schema } = this;
    if (plan) {
      const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
      if (coerced) return new Run(plan, { schema, operation, context, variables: coerced }).execute();
    }
    const operationName = operation.name?.value;
    return execute({ schema, document, operationName, variableValues: variables, contextValue: context });
  }

  private planOf(document: DocumentNode, operation: OperationDefinitionNode): Plan | null {
    const known = this.plans.get(operation);
    if (known) return known === 'plain' ? null : known;
    if (!this.once.has(operation)) {
      this.once.add(operation);
      return null;
    }
    const plan = planOf(this.schema, document, operation);
    this.plans.set(operation, plan ?? 'plain');
    return plan;
  }
}

/** As Apollo takes an executor of one's own. */
export function executing(schema: GraphQLSchema): GatewayInterface {
  const executor = new PlannedExecutor(schema);
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: () =>
      Promise.resolve({
        executor: async ({ document, operation, request, context }) =>
          executor.execute(document, operation, request.variables ?? {}, context as RequestContext),
      }),
    stop: () => Promise.resolve(),
  };
}
