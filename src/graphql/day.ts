import { GraphQLScalarType } from 'graphql';
import { GraphQLLocalDate } from 'graphql-scalars';

/** As the database writes a date; what comes in is checked by the library's own scalar. */
export const Day = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  name: 'Date',
  description: 'A day of the calendar in China, such as 2026-03-01.',
  serialize: String,
});
