import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';

/**
 * The database writes times as ISO 8601 already; they pass through as text. What comes in is checked by the
 * library's own scalar.
 */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'A moment in ISO 8601 with its offset from UTC, such as 2026-03-01T09:00:00+08:00.',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
});
