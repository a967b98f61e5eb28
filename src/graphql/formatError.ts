import { AsyncLocalStorage } from 'node:async_hooks';
import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { LIMITS } from './limits.js';
import { ERRORS, LiandongError, textOf, type ErrorCode, type Language } from '../shared/errors.js';

/** Whom an answer is for, from the moment its token was accepted; errors are made on many ways, and all speak to him. */
export interface Reader {
  language: Language;
  correlationId: string;
}
export const reader = new AsyncLocalStorage<Reader>();

/** Apollo's own refusals, whose messages speak of the request and the schema only; some under a code of ours. */
const OF_THE_REQUEST: Record<string, ErrorCode> = {
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'OPERATION_RESOLUTION_FAILURE',
  BAD_REQUEST: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_SUPPORTED: 'OPERATION_NOT_OFFERED',
  PERSISTED_QUERY_NOT_FOUND: 'OPERATION_NOT_OFFERED',
};

/**
 * The one place where errors are masked: what is expected keeps its code, the rest becomes INTERNAL. What is no fault
 * of the asker's goes to the log with its cause. Every error names the id under which the log knows its request.
 */
export type ErrorFormatter = ReturnType<typeof errorFormatter>;
export function errorFormatter(onUnexpected: (cause: unknown) => void, onError?: (code: ErrorCode) => void) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const known = asKnown(formatted, unwrapResolverError(error));
    if (statusOf(known.code) >= 500) onUnexpected(unwrapResolverError(error));
    onError?.(known.code);
    const { language, correlationId } = reader.getStore() ?? { language: 'zh', correlationId: '' };
    const { path, locations } = formatted;
    return {
      message: textOf(known.code, language, known.details),
      ...(locations ? { locations } : {}),
      ...(path ? { path } : {}),
      extensions: { code: known.code, correlationId, ...limitOf(known) },
    };
  };
}

/** The limit that was passed and the wait that helps, or why a session ended, for programs. */
export function limitOf({ details: { limit, seconds, ended } }: LiandongError): {
  limit?: number;
  seconds?: number;
  ended?: string;
} {
  return {
    ...(typeof ended === 'string' ? { ended } : {}),
    ...(typeof limit === 'number' ? { limit } : {}),
    ...(typeof seconds === 'number' ? { seconds } : {}),
  };
}

/** What the libraries tell by words alone. */
const TOO_MANY_TOKENS = /contains more that \d+ tokens/;
const TOO_MANY_FAULTS = /^Too many validation errors/;
const NOT_ACCEPTABLE = /^An 'accept' header was provided/;

function asKnown(formatted: GraphQLFormattedError, error: unknown): LiandongError {
  if (error instanceof LiandongError) return error;
  const { originalError } = error as { originalError?: unknown };
  if (originalError instanceof LiandongError) return originalError;
  if (TOO_MANY_TOKENS.test(formatted.message)) return new LiandongError('TOO_MANY_TOKENS', { limit: LIMITS.tokens });
  if (TOO_MANY_FAULTS.test(formatted.message)) return new LiandongError('TOO_MANY_FAULTS', { limit: LIMITS.faults });
  if (NOT_ACCEPTABLE.test(formatted.message)) return new LiandongError('NOT_ACCEPTABLE');
  const code = formatted.extensions?.['code'];
  const ours = typeof code === 'string' ? OF_THE_REQUEST[code] : undefined;
  return ours ? new LiandongError(ours, { reason: formatted.message.slice(0, 300) }) : new LiandongError('INTERNAL');
}

export function statusOf(code: ErrorCode): number {
  return (ERRORS[code] as { status?: number }).status ?? 400;
}
