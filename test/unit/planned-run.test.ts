import fc from 'fast-check';
import {
  execute,
  getOperationAST,
  GraphQLID,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  parse,
  type GraphQLFieldConfigMap,
  type GraphQLOutputType,
} from 'graphql';
import { expect, it } from 'vitest';
import type { RequestContext } from '../../src/graphql/context.js';
import { planOf } from '../../src/graphql/planned/plan.js';
import { Run } from '../../src/graphql/planned/run.js';

/*
 * Against graphql-js itself, over objects whose fields are there or not, come at once or later, fail, are errors, functions or of
 * another type – so that nulls go up, and errors are told once and where they were made.
 */

/** What a field does, by where it stands: the same each time. */
type Behaviour = (path: string) => number;
const behaviourOf =
  (seed: number): Behaviour =>
  (path) => {
    let hash = seed;
    for (const sign of path) hash = Math.imul(hash ^ sign.codePointAt(0)!, 0x5bd1e995) >>> 0;
    return hash % 100;
  };

type Source = Record<string, unknown>;
interface Way {
  behaviour: Behaviour;
  /** Whether what fails does so at once; a list of graphql-js itself leaves what it began when an item throws. */
  throws: boolean;
}

const thing: GraphQLObjectType = new GraphQLObjectType({
  name: 'Thing',
  fields: () => {
    const types: Record<string, GraphQLOutputType> = {
      text: GraphQLString,
      number: GraphQLInt,
      id: new GraphQLNonNull(GraphQLID),
      texts: new GraphQLList(new GraphQLNonNull(GraphQLString)),
      thing,
      must: new GraphQLNonNull(thing),
      things: new GraphQLList(thing),
      every: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(thing))),
    };
    const config: GraphQLFieldConfigMap<Source, Way> = {};
    for (const [name, type] of Object.entries(types)) {
      config[name] = { type }; // read as it is
      config[`${name}Asked`] = {
        type,
        args: { by: { type: GraphQLInt }, of: { type: new GraphQLNonNull(GraphQLInt), defaultValue: 3 } },
        resolve: (source, args, way, info) => {
          const said = `${JSON.stringify(args)} ${info.fieldName} ${info.parentType.name} ${info.fieldNodes.length} ${String(info.path.key)}`;
          return valueOf(way, `${source['at'] as string}/${name}Asked`, name, said);
        },
      };
    }
    return config;
  },
});
const query = new GraphQLObjectType<unknown, Way>({
  name: 'Query',
  fields: {
    thing: { type: thing, resolve: (_source, _args, way) => newThing(way, '') },
    must: { type: new GraphQLNonNull(thing), resolve: (_source, _args, way) => Promise.resolve(newThing(way, 'must')) },
  },
});
const schema = new GraphQLSchema({ query });

function newThing(way: Way, at: string): Source {
  const source: Source = { at };
  for (const name of Object.keys(thing.getFields()).filter((field) => !field.endsWith('Asked')))
    Object.defineProperty(source, name, { get: () => valueOf(way, `${at}/${name}`, name, 'read'), enumerable: true });
  return source;
}

function valueOf(way: Way, at: string, name: string, said: string): unknown {
  const what = way.behaviour(at);
  const fail = (error: Error): unknown => {
    if (!way.throws) return Promise.reject(error);
    throw error;
  };
  if (what < 8) return null;
  if (what < 11) return undefined;
  if (what < 17) return fail(new Error(`failed at ${at}`));
  if (what < 20 && way.throws) return new Error(`an error at ${at}`);
  if (what < 23 && way.throws) return { not: 'what was promised' };
  const value = (): unknown => {
    if (/^(things|every)/.test(name))
      return [0, 1, 2].map((n) => {
        const item = way.behaviour(`${at}${n}`);
        if (item < 8) return null;
        return item < 40 && !way.throws ? Promise.resolve(newThing(way, `${at}${n}`)) : newThing(way, `${at}${n}`);
      });
    if (name === 'texts') return way.behaviour(`${at}t`) < 20 ? ['a', null] : ['a', said];
    if (name === 'number') return what;
    if (/^(thing|must)/.test(name)) return newThing(way, at);
    return said;
  };
  if (what < 40 && !way.throws) return Promise.resolve().then(value);
  return what < 45 ? () => value() : value();
}

/** Any selection of a thing. */
const selection: (depth: number) => fc.Arbitrary<string> = fc.memo((depth) => {
  const leaves = ['text', 'number', 'id', 'texts', '__typename'];
  const leaf = fc.tuple(fc.constantFrom('', 'a: ', 'text: '), fc.constantFrom(...leaves), fc.constantFrom('', 'Asked', 'Asked(by: 1)', 'Asked(by: $n, of: $n)'));
  const leafText = leaf.map(([alias, name, asked]) => (name === '__typename' ? `${alias}${name}` : `${alias}${name}${asked}`));
  if (depth === 0) return fc.array(leafText, { minLength: 1, maxLength: 4 }).map((some) => `{ ${some.join(' ')} }`);
  const below = fc
    .tuple(fc.constantFrom('thing', 'must', 'things', 'every', '... on Thing', '...'), fc.constantFrom('', 'Asked', 'Asked(of: 2)'), selection(depth - 1))
    .map(([name, asked, inside]) => (name.startsWith('.') ? `${name} ${inside}` : `${name}${asked} ${inside}`));
  return fc.array(fc.oneof(leafText, below, below), { minLength: 1, maxLength: 4 }).map((some) => `{ ${some.join(' ')} }`);
}); // prettier-ignore

/** What fails and is heard by nobody while something is done; otherwise it would be a fault of the test's. */
async function unheardIn(work: () => Promise<void>): Promise<unknown[]> {
  const unheard: unknown[] = [];
  const before = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (cause) => unheard.push(cause));
  try {
    await work();
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of before) process.on('unhandledRejection', listener);
  }
  return unheard;
}

const anyAsked = fc.tuple(
  fc.tuple(fc.constantFrom('thing', 'must'), selection(3)).map(([root, selected]) => `query ($n: Int) { ${root} ${selected} }`),
  fc.tuple(fc.nat(), fc.boolean()).map(([seed, throws]): Way => ({ behaviour: behaviourOf(seed), throws })),
  fc.constantFrom({}, { n: 4 }, { n: null }),
); // prettier-ignore

function run(query_: string, way: Way, given: object) {
  const document = parse(query_);
  const operation = getOperationAST(document)!;
  const plan = planOf(schema, document, operation)!;
  const variables = Object.assign(Object.create(null), given) as Record<string, unknown>;
  return new Run(plan, { schema, operation, context: way as unknown as RequestContext, variables }).execute();
}

const plainly = (answer: unknown) => JSON.parse(JSON.stringify(answer)) as unknown;

it('answers what graphql-js answers, whatever its fields do', async () => {
  const seen = { errors: 0, data: 0, nothing: 0 };
  // graphql-js itself leaves what it began in a list when an item fails at once.
  await unheardIn(() =>
    fc.assert(
      fc.asyncProperty(anyAsked, async ([text, way, variableValues]) => {
        const expected = await execute({ schema, document: parse(text), contextValue: way, variableValues });
        const answer = await run(text, way, variableValues);
        expect(plainly(answer)).toEqual(plainly(expected));
        seen.errors += answer.errors?.length ?? 0;
        seen[answer.data ? 'data' : 'nothing'] += 1;
      }),
      { numRuns: 1000 },
    ),
  );
  expect(seen.errors).toBeGreaterThan(700);
  expect(seen.data).toBeGreaterThan(300);
  expect(seen.nothing).toBeGreaterThan(30);
});

it('leaves no failure unheard', async () => {
  const unheard = await unheardIn(() =>
    fc.assert(
      fc.asyncProperty(anyAsked, async ([text, way, given]) => {
        await run(text, way, given);
      }),
      { numRuns: 1000 },
    ),
  );
  expect(unheard).toEqual([]);
});

it('hears of what fails in a list that has been given up', async () => {
  const item = new GraphQLObjectType<number>({
    name: 'Item',
    fields: {
      later: { type: new GraphQLNonNull(GraphQLString), resolve: () => new Promise((_, fail) => setTimeout(() => fail(new Error('late')), 5)) },
      now: {
        type: new GraphQLNonNull(GraphQLString),
        resolve: (n) => {
          if (n < 3) return 'here';
          throw new Error('no more');
        },
      },
    },
  });
  const items = { type: new GraphQLList(new GraphQLNonNull(item)), resolve: () => [1, 2, 3] };
  const some = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { items } }) });
  const document = parse('{ items { now later } }');
  const operation = getOperationAST(document)!;
  const plan = planOf(some, document, operation)!;
  let answer: unknown;
  const unheard = await unheardIn(async () => {
    answer = await new Run(plan, { schema: some, operation, context: {} as RequestContext, variables: {} }).execute();
  });
  expect(plainly(answer)).toMatchObject({ data: { items: null }, errors: [{ message: 'no more', path: ['items', 2, 'now'] }] });
  expect(unheard).toEqual([]);
}); // prettier-ignore
