import type { FastifyInstance } from 'fastify';
import { pino, type Logger } from 'pino';
import { KEYS, type TestDatabase } from './database.js';
import { UnitDirectory } from '../../src/database/unitDirectory.js';
import { makeApollo } from '../../src/graphql/apollo.js';
import { CursorSealer } from '../../src/graphql/cursor.js';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { metricsRoute } from '../../src/host/metricsRoute.js';
import { makeHost } from '../../src/host/server.js';
import type { TokenVerifier } from '../../src/identity/bearer.js';
import { developmentIssuer, type DevelopmentIssuer } from '../../src/identity/development.js';
import { RESOLVERS } from '../../src/resolvers.js';
import { firstKey } from '../../src/shared/keys.js';
import { makeTelemetry } from '../../src/telemetry/telemetry.js';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  data: any; // eslint-disable-line -- what a test asks for is its own business
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; correlationId: string } }[];
}

export interface TestApi {
  url: string;
  host: FastifyInstance;
  issuer: DevelopmentIssuer;
  /** Statements of each operation so far, entering included. */
  statements: number[];
  /** Runs a document over real HTTP as the person with this subject. */
  run(document: string, as: string | null, variables?: object, headers?: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

export const TEST_ISSUER = 'test';

/** The real server on a port of its own, over the test's database. */
export async function startApi(
  db: TestDatabase,
  options: {
    issuer?: string;
    max?: number;
    perMinute?: number;
    origins?: readonly string[];
    /** How often a session that goes on is written down. */
    sessionsEveryMs?: number;
    /** Instead of the development issuer's. */
    tokens?: TokenVerifier;
    timeouts?: { headers: number; request: number; idle: number; checkEvery: number };
    log?: Logger;
    host?: string;
    metricsToken?: string;
    /** Told of every statement of the API's transactions, as it is sent. */
    onStatement?: (text: string) => void;
    extend?: (host: FastifyInstance, issuer: DevelopmentIssuer) => void;
  } = {},
): Promise<TestApi> {
  const issuer = await developmentIssuer(options.issuer ?? TEST_ISSUER);
  const log = options.log ?? pino({ level: 'silent' });
  const listensOn = options.host ?? '127.0.0.1';
  const telemetry = makeTelemetry(log, () => database.connections);
  const onStatement = (text: string) => {
    options.onStatement?.(text);
    return telemetry.onStatement(text);
  };
  const database = db.scoped({ max: options.max ?? 4, onStatement });
  const allowance = db.allowance(options.perMinute);
  const statements: number[] = [];
  const apollo = makeApollo({
    onStatements: (count) => statements.push(count),
    schema: buildRuledSchema([...RESOLVERS]),
    database,
    acts: db.acting(),
    allowance,
    audit: db.audit(),
    idNumberKey: firstKey(KEYS, 'idNumber'),
    directory: new UnitDirectory(),
    onUnexpected: (cause) =>
      options.log ? log.error({ err: cause }, 'unexpected') : console.error('unexpected:', cause),
    onError: telemetry.onError,
    plugins: [telemetry.plugin],
  });
  await apollo.start();
  const host = makeHost({
    apollo,
    tokens: options.tokens ?? issuer,
    cursors: new CursorSealer(KEYS),
    allowance,
    sessions: db.sessions(options.sessionsEveryMs === undefined ? {} : { everyMs: options.sessionsEveryMs }),
    ...(options.origins ? { origins: options.origins } : {}),
    ...(options.timeouts ? { timeouts: options.timeouts } : {}),
    ready: () => database.ping(),
    log,
    telemetry,
  });
  metricsRoute(host, telemetry.metrics, { token: options.metricsToken ?? null, listensOn });
  options.extend?.(host, issuer);
  const url = await host.listen({ host: listensOn, port: 0 });
  const tokens = new Map<string, string>();
  return {
    url,
    host,
    issuer,
    statements,
    async run(document, as, variables, headers = {}) {
      if (as && !tokens.has(as)) tokens.set(as, await issuer.token(as));
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(as ? { authorization: `Bearer ${tokens.get(as)}` } : {}),
          ...headers,
        },
        body: JSON.stringify({ query: document, variables }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text,
        ...(JSON.parse(text) as Pick<Answer, 'data' | 'errors'>),
      };
    },
    async stop() {
      await host.close();
      await apollo.stop();
    },
  };
}
