import { lexicographicSortSchema, printSchema, type GraphQLInterfaceType, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { DateTime } from './dateTime.js';
import { typeOfNode } from './node.js';
import { shielded } from './shield.js';
import { resolveUnitsByLabel } from './unitsByLabel.js';

export type ResolverClass = new () => object;

/** The executable schema: every field ruled, the rules enforced, units resolved from the tree in memory. */
export function buildRuledSchema(resolvers: NonEmptyArray<ResolverClass>): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    validate: false,
  });
  resolveUnitsByLabel(schema);
  // type-graphql makes a promise of it, and a compiled query waits for none there.
  (schema.getType('Node') as GraphQLInterfaceType).resolveType = typeOfNode;
  return shielded(schema);
}

/** The SDL as it is committed: sorted, each description ending with its rule. */
export function sdl(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
