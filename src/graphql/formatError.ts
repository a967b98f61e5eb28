import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { ERRORS, LiandongError, textOf, type ErrorCode, type Language } from '../shared/errors.js';

/** Apollo's own refusals, whose messages speak of the request and the schema only. */
const OF_THE_REQUEST = new Set<string>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
] satisfies ErrorCode[]);

const sources = new WeakMap<GraphQLFormattedError, LiandongError>();

/**
 * The one place where errors are masked: what is expected keeps its code, the rest becomes INTERNAL and goes to the
 * log. The text is chosen when the answer leaves, because only there the reader's language is known.
 */
export function errorFormatter(onUnexpected: (cause: unknown) => void) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const known = asKnown(formatted, unwrapResolverError(error));
    if (known.code === 'INTERNAL') onUnexpected(unwrapResolverError(error));
    const { path, locations } = formatted;
    const masked: GraphQLFormattedError = {
      message: known.message,
      ...(locations ? { locations } : {}),
      ...(path ? { path } : {}),
      extensions: { code: known.code },
    };
    sources.set(masked, known);
    return masked;
  };
}

function asKnown(formatted: GraphQLFormattedError, error: unknown): LiandongError {
  if (error instanceof LiandongError) return error;
  const { originalError } = error as { originalError?: unknown };
  if (originalError instanceof LiandongError) return originalError;
  const code = formatted.extensions?.['code'];
  return typeof code === 'string' && OF_THE_REQUEST.has(code)
    ? new LiandongError(code as ErrorCode, { reason: formatted.message.slice(0, 300) })
    : new LiandongError('INTERNAL');
}

/** The same error in the reader's language, with the id under which the log knows it. */
export function localised(
  error: GraphQLFormattedError,
  language: Language,
  correlationId: string,
): GraphQLFormattedError {
  const source = sources.get(error);
  const message = source ? textOf(source.code, language, source.details) : error.message;
  return { ...error, message, extensions: { ...error.extensions, correlationId } };
}

export function statusOf(code: ErrorCode): number {
  return (ERRORS[code] as { status?: number }).status ?? 400;
}
