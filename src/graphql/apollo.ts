import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from './context.js';
import { errorFormatter } from './formatError.js';
import { LIMIT_RULES, LIMITS } from './limits.js';
import { requestPlugin } from './requestPlugin.js';
import type { ScopedDatabase } from '../database/scoped.js';
import type { UnitDirectory } from '../database/unitDirectory.js';

export function makeApollo(options: {
  schema: GraphQLSchema;
  database: ScopedDatabase;
  directory: UnitDirectory;
  onUnexpected: (cause: unknown) => void;
  /** Told how many statements each operation took, entering included. */
  onStatements?: (count: number) => void;
}): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema: options.schema,
    introspection: true, // by principals only: see requestPlugin
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    parseOptions: { maxTokens: LIMITS.tokens },
    validationRules: LIMIT_RULES,
    formatError: errorFormatter(options.onUnexpected),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      requestPlugin(options.database, options.directory, options.onStatements),
    ],
  });
}
