import {
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRACED_FACETS } from '../../src/audit/requestTrail.js';
import { ruleOf } from '../../src/graphql/rule.js';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { RESOLVERS } from '../../src/resolvers.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { trailOf } from './trailOf.js';

/*
 * Whatever way the schema has to a traced facet is walked here, found in the schema itself: what an answer shows and
 * what the trail holds must be the same, for everybody. A new way that does not tell the trail fails this.
 */

const schema = buildRuledSchema([...RESOLVERS]);
type Field = GraphQLField<unknown, unknown>;
const facetOf = (field: Field) => /^facet (\w+)$/.exec(ruleOf(field)?.name ?? '')?.[1];
const traced = (field: Field) => TRACED_FACETS.some((facet) => facet === facetOf(field));
const objectOf = (field: Field) => {
  const type = getNamedType(field.type);
  return isObjectType(type) ? type : null;
};
const fieldsOf = (type: GraphQLObjectType): Field[] =>
  Object.values(type.getFields()).filter(({ args }) => !args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)); // prettier-ignore

/** Types through which one comes to a traced facet, found from the facets backwards. */
const leading = new Set<GraphQLObjectType>();
const objects = Object.values(schema.getTypeMap()).filter(isObjectType).filter(({ name }) => !name.startsWith('__')); // prettier-ignore
for (let before = -1; before < leading.size;) {
  before = leading.size;
  for (const type of objects)
    if (fieldsOf(type).some((field) => traced(field) || leading.has(objectOf(field)!))) leading.add(type);
}

const DEEPEST = 3;

/** Everything below a type that is a traced facet, or leads to one; ids, so that one can tell whose it is. */
function below(type: GraphQLObjectType, depth = 0): string {
  const parts = ['__typename', ...(type.getFields()['id'] ? ['id'] : [])];
  for (const field of fieldsOf(type)) {
    const next = objectOf(field);
    if (traced(field)) parts.push(`${field.name} { __typename }`);
    else if (next && leading.has(next) && depth < DEEPEST) {
      const inner = below(next, depth + 1);
      if (/ \{/.test(inner)) parts.push(`${field.name} { ${inner} }`);
    }
  }
  return parts.join(' ');
}

/** Of each kind, matters that somebody sees. */
const IDS: Record<string, string[]> = {
  Clue: (['ningbo', 'group', 'haishu', 'fenghua-granted'] as const).map((slug) => `clue_${NINGBO.clue[slug]}`),
  SupervisionItem: [`supervisionItem_${NINGBO.supervisionItem['to-haishu']}`],
  JointCase: [`jointCase_${NINGBO.jointCase.joint}`],
};
const argument = (field: Field) => field.args.find(({ name }) => name === 'id');

const documents = Object.values(schema.getQueryType()!.getFields()).flatMap((field): [string, string][] => {
  const type = getNamedType(field.type);
  if (isInterfaceType(type)) {
    return schema.getPossibleTypes(type).filter((one) => leading.has(one)).flatMap((one) =>
      (IDS[one.name] ?? [`no id of a ${one.name}`]).map((id): [string, string] => [
        `${field.name} of ${one.name} ${id}`, `{ ${field.name}(id: "${id}") { ... on ${one.name} { ${below(one)} } } }`]));
  } // prettier-ignore
  if (!isObjectType(type) || !leading.has(type)) return [];
  if (argument(field)) {
    const ids = IDS[type.name] ?? [`no id of a ${type.name}`];
    return ids.map((id) => [`${field.name} ${id}`, `{ ${field.name}(id: "${id}") { ${below(type)} } }`]);
  }
  const first = field.args.some(({ name }) => name === 'first') ? '(first: 4)' : '';
  return [[field.name, `{ ${field.name}${first} { ${below(type)} } }`]];
});

/** What an answer shows, as "facet id". */
function shownIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(shownIn);
  if (typeof node !== 'object' || node === null) return [];
  const built = node as Record<string, unknown>;
  const type = objects.find(({ name }) => name === built['__typename']);
  const own = Object.entries(built).flatMap(([name, value]) => {
    const field = type?.getFields()[name];
    return field && value && traced(field) ? [`${facetOf(field)} ${String(built['id']).split('_')[1]}`] : [];
  });
  return [...own, ...Object.values(built).flatMap(shownIn)];
}

let db: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  api = await startApi(db);
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

const ASKERS: PersonSlug[] = ['ningbo-principal', 'ningbo-intake-head', 'haishu-handler', 'ningbo-investigator', 'ningbo-group-head', 'zhejiang-anguan']; // prettier-ignore
const seen = new Set<string>();

describe('every way to a facet tells the trail exactly what it shows', () => {
  it.each(documents)('%s', async (name, document) => {
    let shownToAnybody = 0;
    for (const as of ASKERS) {
      const answer = await api.run(document, as);
      expect([name, answer.errors]).toEqual([name, undefined]);
      const shown = [...new Set(shownIn(answer.data))].sort();
      const trail = await trailOf(db.owner, answer.headers.get('x-correlation-id')!);
      expect([as, [...new Set(trail.flatMap(({ facets, ids }) => ids.map((id) => `${facets.join()} ${id}`)))].sort()]).toEqual([
        as,
        shown,
      ]); // prettier-ignore
      shownToAnybody += shown.length;
      for (const { object, facets } of trail) seen.add(`${object} ${facets.join()}`);
    }
    expect(shownToAnybody).toBeGreaterThan(0);
  });

  it('and these were all there are', () => {
    const all = objects.flatMap((type) =>
      fieldsOf(type).filter(traced).map((field) => `${type.name.replaceAll(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase()} ${facetOf(field)}`)); // prettier-ignore
    expect([...seen].sort()).toEqual(all.sort());
    expect(documents.length).toBeGreaterThan(10);
  });
});

describe('every text that can be looked for', () => {
  /** Filters of what everybody knows. */
  const OPEN = ['UnitFilter.name', 'UnitFilter.code', 'AuditTrailFilter.operation'];
  /** Who looks at persons so is in the trail with whom he was shown, found or not (test/api/administration/staff). */
  const OF_PERSONS = ['StaffFilter.name', 'StaffFilter.staffNumber'];
  const inputs = Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .filter(({ name }) => name.endsWith('Filter'));
  const texts = inputs.flatMap((input) =>
    Object.values(input.getFields())
      .filter(({ type }) => getNamedType(type).name === 'String')
      .map((field) => `${input.name}.${field.name}`),
  );

  it('is called text, or is open to all', () => {
    expect(texts.filter((name) => !name.endsWith('.text')).sort()).toEqual([...OPEN, ...OF_PERSONS].sort());
    expect(texts.some((name) => name.endsWith('.text'))).toBe(true);
  });

  const searches = Object.values(schema.getQueryType()!.getFields()).filter(({ args }) =>
    args.some((arg) => texts.includes(`${getNamedType(arg.type).name}.text`)),
  );
  it.each(searches.map(({ name }) => name))('%s leaves a search in the trail', async (name) => {
    const answer = await api.run(`{ ${name}(filter: { text: "某" }) { __typename } }`, 'ningbo-anguan');
    expect(answer.errors).toBeUndefined();
    expect(await trailOf(db.owner, answer.headers.get('x-correlation-id')!)).toMatchObject([{ kind: 'SEARCH', operation: name }]); // prettier-ignore
  });
});
