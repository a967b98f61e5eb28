import type { GatewayInterface } from '@apollo/server-gateway-interface';
import {
  execute,
  getLocation,
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { RequestContext } from './context.js';
import { LIMITS } from './limits.js';

type Variables = Record<string, unknown>;
type Run = CompiledQuery['query'];

/** What asks about types is asked once by a person, and walks what no generated function is for. */
const ABOUT_TYPES = /\b__(schema|type)\b/;

/**
 * How operations are executed: a query that is asked again is compiled to a function of its own. Everything else –
 * what is asked for the first time, acts, introspection, variables that are wrong – goes the plain way of graphql-js, and
 * both give the same answers.
 */
export class CompiledExecutor {
  private readonly asked = new WeakMap<DocumentNode, Map<string, Run | 'once' | 'plain'>>();

  constructor(private readonly schema: GraphQLSchema) {}

  execute(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    context: RequestContext,
  ): Promise<ExecutionResult> | ExecutionResult {
    const run = this.runOf(document, operation);
    const options = { maxErrors: LIMITS.faults };
    if (!run || getVariableValues(this.schema, operation.variableDefinitions ?? [], variables, options).errors)
      return execute({
        schema: this.schema,
        document,
        operationName: operation.name?.value,
        variableValues: variables,
        contextValue: context,
      });
    return run(undefined, context, variables);
  }

  private runOf(document: DocumentNode, operation: OperationDefinitionNode): Run | undefined {
    const operations = this.asked.get(document) ?? new Map<string, Run | 'once' | 'plain'>();
    this.asked.set(document, operations);
    const name = operation.name?.value ?? '';
    const known = operations.get(name);
    if (known === 'once') operations.set(name, this.compiled(document, operation) ?? 'plain');
    else if (!known) operations.set(name, 'once');
    const run = operations.get(name);
    return typeof run === 'function' ? run : undefined;
  }

  private compiled(document: DocumentNode, operation: OperationDefinitionNode): Run | undefined {
    if (operation.operation !== OperationTypeNode.QUERY || ABOUT_TYPES.test(document.loc?.source.body ?? ''))
      return undefined;
    const compiled = compileQuery(this.schema, document, operation.name?.value, {
      useExperimentalPathBasedSkipInclude: true,
      disablingCapturingStackErrors: true,
    });
    if (!isCompiledQuery(compiled)) return undefined;
    return async (root, context, variables) => {
      const result = (await compiled.query(root, context, variables)) as ExecutionResult;
      return result.errors ? { ...result, errors: result.errors.map((error) => located(error, document)) } : result;
    };
  }
}

/** As graphql-js makes it: the compiled function tells where its field stands, and not which it is. */
function located({ message, locations, path, originalError }: GraphQLError, document: DocumentNode): GraphQLError {
  const places = new Set(locations?.map(({ line, column }) => `${line}:${column}`));
  const nodes: FieldNode[] = [];
  visit(document, {
    Field(node) {
      const { line, column } = getLocation(node.loc!.source, node.loc!.start);
      if (places.has(`${line}:${column}`)) nodes.push(node);
    },
  });
  return new GraphQLError(message, { nodes, path, originalError });
}

/** As Apollo takes an executor of one's own. */
export function executing(schema: GraphQLSchema): GatewayInterface {
  const executor = new CompiledExecutor(schema);
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
