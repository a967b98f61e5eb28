import { GraphQLError, GraphQLScalarType, type ValueNode } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';

/**
 * The database writes times as ISO 8601 already; they pass through as text. What comes in is checked by the
 * library's own scalar.
 */
const ISO = GraphQLDateTimeISO.toConfig();
/** Moments that both the database and people can write. */
const [FIRST, LAST] = [Date.UTC(1000, 0, 1), Date.UTC(9999, 11, 31)];

function within<Input>(parse: (input: Input) => Date): (input: Input) => Date {
  return (input) => {
    const moment = parse(input);
    if (moment.getTime() < FIRST || moment.getTime() > LAST)
      throw new GraphQLError('A moment lies between the years 1000 and 9999.');
    return moment;
  };
}

export const DateTime = new GraphQLScalarType({
  ...ISO,
  name: 'DateTime',
  description: 'A moment in ISO 8601 with its offset from UTC, such as 2026-03-01T09:00:00+08:00.',
  parseValue: within((value: unknown) => ISO.parseValue(value)),
  parseLiteral: within((node: ValueNode) => ISO.parseLiteral(node)),
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
});
