import 'reflect-metadata';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { applyMiddleware } from 'graphql-middleware';
import { rule, shield } from 'graphql-shield';
import type pg from 'pg';
import { buildSchema } from 'type-graphql';
import { DataSource } from 'typeorm';
import { Clue } from './clue.js';
import { ClueContent, CluePetition, ClueReporter, SupervisionItem, Unit } from './entities.js';
import { makeLoaders } from './loaders.js';
import { ClueResolver, type Context } from './resolver.js';
import { CONNECTION, enter, identityOf, ready } from '../door.js';
import { SCHEMA } from '../../../../src/database/roles.js';

const { connectionString, max, ...extra } = CONNECTION;
const source = await new DataSource({
  type: 'postgres',
  url: connectionString,
  schema: SCHEMA,
  poolSize: max,
  extra,
  entities: [Clue, CluePetition, ClueContent, ClueReporter, SupervisionItem, Unit],
  installExtensions: false,
}).initialize();

const signedIn = rule({ cache: 'contextual' })((_parent, _args, { identity }: Context) => Boolean(identity));
const schema = applyMiddleware(
  await buildSchema({ resolvers: [ClueResolver], validate: false }),
  shield({}, { fallbackRule: signedIn, allowExternalErrors: true }),
);

/** The request's transaction ends before its answer leaves. */
const ends: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      async willSendResponse({ contextValue: { runner } }) {
        await runner.query('commit');
        await runner.release();
      },
    }),
};

const server = new ApolloServer<Context>({ schema, plugins: [ends], introspection: false });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  async context({ req }) {
    const identity = await identityOf(req);
    const runner = source.createQueryRunner();
    await enter((await runner.connect()) as pg.PoolClient, identity);
    return { identity, runner, loaders: makeLoaders(runner.manager) };
  },
});
ready(Number(new URL(url).port));
