import { GraphQLError } from 'graphql';
import { DatabaseError } from 'pg';

interface PlainError {
  type: string;
  message: string;
  code?: string;
  /** Where in the code; without the message, which a stack repeats. */
  at: string[];
  cause?: PlainError;
}

const DEEPEST_CAUSE = 5;

/**
 * An error as the log may keep it. Messages of PostgreSQL, GraphQL and the language quote the value they stumbled
 * over – a name, a line of a petition –, and PostgreSQL's details are whole rows: quotations and details stay out.
 */
export function plainError(error: unknown, depth = 0): PlainError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something that is no error was thrown', at: [] };
  const { code } = error as { code?: unknown };
  const cause = error instanceof GraphQLError ? (error.originalError ?? error.cause) : error.cause;
  return {
    type: error.constructor.name,
    message: quotesValues(error) ? withoutValues(error) : error.message,
    ...(typeof code === 'string' ? { code } : {}),
    at: placesOf(error),
    ...(cause !== undefined && cause !== null && depth < DEEPEST_CAUSE ? { cause: plainError(cause, depth + 1) } : {}),
  };
}

function placesOf({ stack = '', message }: Error): string[] {
  const said = stack.indexOf(message);
  const places = said < 0 ? stack : stack.slice(said + message.length);
  return places.split('\n').flatMap((line) => (/^ {4}at .*:\d+:\d+\)?$/.test(line) ? line.trim() : []));
}

/** Only what this project throws itself, and what the operating system answers, is known to quote nothing. */
function quotesValues(error: Error): boolean {
  return error.constructor !== Error && !('syscall' in error);
}

/** What a PostgreSQL quotes in errors of class 42 are names out of our own statements. */
function withoutValues(error: Error): string {
  if (error instanceof DatabaseError && error.code?.startsWith('42')) return error.message;
  return error.message.replace(/: .*$/s, '').replaceAll(/(["'`]).*\1/gs, '$1…$1');
}
