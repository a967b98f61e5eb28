import {
  getVariableValues,
  GraphQLError,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { costOf } from './cost.js';
import { LiandongError } from '../shared/errors.js';

/** Faults told of one variable's value; a thousand wrong ones are told no further. */
const FAULTS = { maxErrors: 3 };

/** The cost of an operation with the variables that came with it; values that do not fit are refused here already. */
export function checkedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, FAULTS);
  if (!coerced) throw unacceptable(errors?.[0]);
  try {
    return costOf(schema, document, operation, coerced);
  } catch (error) {
    if (error instanceof GraphQLError) throw unacceptable(error);
    throw error;
  }
}

function unacceptable(error: GraphQLError | undefined): LiandongError {
  return new LiandongError('BAD_USER_INPUT', { reason: (error?.message ?? '').slice(0, 300) });
}
