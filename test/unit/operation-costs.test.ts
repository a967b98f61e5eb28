import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  getIntrospectionQuery,
  Kind,
  parse,
  specifiedRules,
  validate,
  type DefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { costOf } from '../../src/graphql/cost.js';
import { LIMIT_RULES, LIMITS } from '../../src/graphql/limits.js';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { RESOLVERS } from '../../src/resolvers.js';

const FOLDER = resolve(import.meta.dirname, '../../schema/operations');
const schema = buildRuledSchema([...RESOLVERS]);
const isOperation = (definition: DefinitionNode): definition is OperationDefinitionNode =>
  definition.kind === Kind.OPERATION_DEFINITION;

const documents = [
  ...readdirSync(FOLDER).map((file) => parse(readFileSync(join(FOLDER, file), 'utf8'))),
  parse(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, schemaDescription: true, specifiedByUrl: true })),
]; // prettier-ignore

describe('what the three users ask, and what their tools ask of the schema', () => {
  it('is within every limit, at the largest page', () => {
    const costs: Record<string, number> = {};
    for (const document of documents) {
      expect(validate(schema, document, [...specifiedRules, ...LIMIT_RULES])).toEqual([]);
      for (const operation of document.definitions.filter(isOperation))
        costs[operation.name!.value] = costOf(schema, document, operation, { first: LIMITS.page, id: 'clue_' });
    }
    expect(costs).toMatchInlineSnapshot(`
      {
        "ClueDetailQuery": 133,
        "CluesByMonthQuery": 263,
        "CluesByTierAndColourQuery": 264,
        "IntrospectionQuery": 3537,
        "MyTasksQuery": 447,
        "WorkListQuery": 999,
      }
    `);
    for (const cost of Object.values(costs)) expect(cost).toBeLessThan(LIMITS.cost / 4);
  });
});
