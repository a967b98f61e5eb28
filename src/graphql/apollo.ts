import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { executing } from './planned/executor.js';
import { asJson } from './planned/readyJson.js';
import type { RequestContext } from './context.js';
import { keptDocuments } from './documents.js';
import { errorFormatter } from './formatError.js';
import { LIMIT_RULES, LIMITS } from './limits.js';
import { requestPlugin, type RequestParts } from './requestPlugin.js';
import { statusPlugin } from './statusPlugin.js';
import type { ErrorCode } from '../shared/errors.js';

export interface ApolloParts extends RequestParts {
  onUnexpected: (cause: unknown) => void;
  /** Told the code of every error that is answered. */
  onError?: (code: ErrorCode) => void;
  plugins?: ApolloServerPlugin<RequestContext>[];
}

export function makeApollo(parts: ApolloParts): ApolloServer<RequestContext> {
  const formatError = errorFormatter(parts.onUnexpected, parts.onError);
  return new ApolloServer<RequestContext>({
    gateway: executing(parts.schema),
    documentStore: keptDocuments(),
    introspection: true, // by principals only: see requestPlugin
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    // A browser sends Authorization to another site only if that site has said that it may.
    csrfPrevention: { requestHeaders: ['authorization'] },
    parseOptions: { maxTokens: LIMITS.tokens },
    validationRules: LIMIT_RULES,
    validationOptions: { maxErrors: LIMITS.faults },
    formatError,
    stringifyResult: asJson,
    plugins: [
      ...(parts.plugins ?? []),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      requestPlugin({ ...parts, formatError }),
      statusPlugin(),
    ],
  });
}
