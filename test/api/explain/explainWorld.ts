import { insertNingbo, NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { startApi, type TestApi } from '../../support/api.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { insertRows } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';

const ADMINISTRATORS = {
  'ningbo-security': ['ningbo', 6],
  'ningbo-audit': ['ningbo', 7],
  'ningbo-audit-2': ['ningbo', 7],
  'zhejiang-audit': ['zhejiang', 7],
  'haishu-security': ['haishu', 6],
  'haishu-audit': ['haishu', 7],
} as const;
export type Administrator = keyof typeof ADMINISTRATORS;

export interface ExplainWorld {
  db: TestDatabase;
  api: TestApi;
  /** Persons and posts of the administrators. */
  person: Record<Administrator, string>;
  post: Record<Administrator, string>;
  end(): Promise<void>;
}

/** 宁波, with the administrators that explanations and the trail are for. */
export async function explainWorld(): Promise<ExplainWorld> {
  const db = await cloneDatabase();
  await insertNingbo(db.owner);
  const ids = () => Object.fromEntries(Object.keys(ADMINISTRATORS).map((slug) => [slug, newId()])) as Record<Administrator, string>; // prettier-ignore
  const [person, post] = [ids(), ids()];
  for (const [slug, [unit, duty]] of Object.entries(ADMINISTRATORS)) {
    const id = person[slug as Administrator];
    await insertRows(db.owner, 'person', [{ id, name: `管理员${slug}`, issuer: 'test', subject: slug }]);
    await insertRows(db.owner, 'post', [
      { id: post[slug as Administrator], person_id: id, unit_pos: NINGBO.unit[unit], duty, valid_from: '2020-01-01' },
    ]);
  }
  const api = await startApi(db);
  return {
    db,
    api,
    person,
    post,
    async end() {
      await api.stop();
      await db.drop();
    },
  };
}

export const MATTERS = [
  ...Object.values(NINGBO.clue).map((id) => `clue_${id}`),
  ...Object.values(NINGBO.supervisionItem).map((id) => `supervisionItem_${id}`),
  ...Object.values(NINGBO.jointCase).map((id) => `jointCase_${id}`),
];
/** In service, through a post in force, and no administrator. */
export const OFFICERS = (Object.keys(NINGBO.as) as PersonSlug[]).filter(
  (slug) => !['has-left', 'post-ended', 'ningbo-administrator'].includes(slug),
);

const FACETS: Record<string, string> = {
  clue: 'petition { text } content { allegation } reporter { name }',
  supervisionItem: 'content { requirement }',
  jointCase: 'content { title }',
};
const TYPES: Record<string, string> = { clue: 'Clue', supervisionItem: 'SupervisionItem', jointCase: 'JointCase' };

/** All matters at once, each with its facets and whatever else is asked of it. */
export const everyMatter = (more = '') =>
  `{ ${MATTERS.map((id, n) => {
    const kind = id.split('_')[0]!;
    return `m${n}: node(id: "${id}") { ... on ${TYPES[kind]} { id ${FACETS[kind]} ${more} } }`;
  }).join('\n')} }`;

/** What an answer to that shows, by matter: the facets that are there. */
export function shownFacets(data: Record<string, Record<string, unknown> | null>): Map<string, string[]> {
  const shown = new Map<string, string[]>();
  for (const node of Object.values(data)) {
    if (!node) continue;
    const facets = ['petition', 'content', 'reporter'].filter((name) => node[name]).map((name) => name.toUpperCase());
    shown.set(String(node['id']), ['LEDGER', ...facets].sort());
  }
  return shown;
}
