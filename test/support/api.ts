import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { KEYS, type TestDatabase } from './database.js';
import { UnitDirectory } from '../../src/database/unitDirectory.js';
import { makeApollo } from '../../src/graphql/apollo.js';
import { CursorSealer } from '../../src/graphql/cursor.js';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { makeHost } from '../../src/host/server.js';
import { developmentIssuer, type DevelopmentIssuer } from '../../src/identity/development.js';
import { RESOLVERS } from '../../src/resolvers.js';

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
export async function startApi(db: TestDatabase, options: { issuer?: string; max?: number } = {}): Promise<TestApi> {
  const issuer = await developmentIssuer(options.issuer ?? TEST_ISSUER);
  const database = db.scoped({ max: options.max ?? 4 });
  const statements: number[] = [];
  const apollo = makeApollo({
    onStatements: (count) => statements.push(count),
    schema: buildRuledSchema([...RESOLVERS]),
    database,
    directory: new UnitDirectory(),
    onUnexpected: (cause) => console.error('unexpected:', cause),
  });
  await apollo.start();
  const host = makeHost({
    apollo,
    tokens: issuer,
    cursors: new CursorSealer(KEYS),
    ready: () => database.ping(),
    log: pino({ level: 'silent' }),
  });
  const url = await host.listen({ host: '127.0.0.1', port: 0 });
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
