import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { DateTime } from './dateTime.js';
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
  return shielded(schema);
}

/** The SDL as it is committed: sorted, each description ending with its rule. */
export function sdl(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
