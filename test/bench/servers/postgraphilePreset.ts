import type { IncomingMessage } from 'node:http';
import 'postgraphile';
import 'postgraphile/grafserv/node';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { scopedAdaptor } from './postgraphileAdaptor.js';
import { pool } from './door.js';
import type { Identity } from '../../../src/jurisdiction/principal.js';

const SHOWN = ['clue', 'clue_petition', 'clue_content', 'clue_reporter', 'supervision_item', 'unit'];
/** Only the tables of the two queries, and those as lists. */
const ONLY_WHAT_IS_ASKED: GraphileConfig.Plugin = {
  name: 'OnlyWhatIsAskedPlugin',
  schema: {
    entityBehavior: {
      pgResource: {
        override: {
          provides: ['onlyWhatIsAsked'],
          callback: (behavior, { name }) =>
            SHOWN.includes(name) ? [behavior, '-connection', 'list'] : [behavior, '-*'],
        },
      },
      pgResourceUnique: {
        override: {
          provides: ['onlyWhatIsAsked'],
          callback: (behavior, [{ name }]) => (SHOWN.includes(name) ? behavior : [behavior, '-*']),
        },
      },
      pgCodecRelation: {
        override: {
          provides: ['onlyWhatIsAsked'],
          callback: (behavior) => [behavior, '-connection', 'list'],
        },
      },
    },
  },
};

/** Introspected by the owner, who alone may read the catalog; the grants that count are the API's. */
const GRANTS_OF_THE_API: GraphileConfig.Plugin = {
  name: 'GrantsOfTheApiPlugin',
  gather: {
    hooks: {
      pgIntrospection_introspection(_info, { introspection }) {
        const api = introspection.roles.find(({ rolname }) => rolname === 'liandong_api');
        introspection.getCurrentUser = () => api;
      },
    },
  },
};

export const preset: GraphileConfig.Preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [ONLY_WHAT_IS_ASKED, GRANTS_OF_THE_API],
  disablePlugins: [
    'NodePlugin',
    'PgProceduresPlugin',
    'PgMutationCreatePlugin',
    'PgMutationUpdateDeletePlugin',
    'MutationPlugin',
    'SubscriptionPlugin',
  ],
  pgServices: [{ ...makePgService({ pool, schemas: ['liandong'] }), adaptor: scopedAdaptor }],
  gather: { installWatchFixtures: false, muteWarnings: true },
  grafast: {
    explain: false,
    context: ({ node }) => {
      const { issuer, subject } = (node!.req as IncomingMessage & { identity: Identity }).identity;
      return { pgSettings: { issuer, subject } };
    },
  },
  grafserv: { graphiql: false, watch: false, graphqlOverGET: false, websockets: false },
};
