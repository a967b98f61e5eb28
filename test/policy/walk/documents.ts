import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  parse,
  Kind,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { costOf } from '../../../src/graphql/cost.js';
import { LIMITS } from '../../../src/graphql/limits.js';

// Everything that can be asked, as the schema itself says: each query with all that lies behind it as deep as the
// limits let it, and each query again with every value of every argument that there is to try.

/** What to put where a schema only says ID or String. */
export interface Samples {
  /** Of a kind of node, or as KINDS has it; filters ask for units. */
  ids: (kind: string) => readonly string[];
  texts: readonly string[];
  codes: readonly string[];
  window: { from: string; to: string };
  /** A closed month, as YYYY-MM. */
  month: string;
}

/** Of one type inside itself: a clue of an item of a clue tells no more than a clue of an item. */
const REPEATS = 1;
const DEEPEST = 6;
/** As many variants as a request may well have. */
const TOGETHER = 40;
/** What an argument of such a name is an id of; others are of units. */
const KINDS: Record<string, readonly string[]> = {
  clue: ['clue'],
  matter: ['clue', 'supervisionItem', 'jointCase'],
  object: ['clue', 'supervisionItem', 'jointCase'],
  whom: ['post', 'person'],
  post: ['post'],
};
/** The example of GB 11643 itself. */
const ID_NUMBER = '11010519491231002X';
/** Of the values of a list in a filter, so many alone; then all together. */
const ALONE = 5;

export function everyQuery(schema: GraphQLSchema, samples: Samples): string[] {
  const queries = Object.values(schema.getQueryType()!.getFields());
  return queries.flatMap((field) => [
    ...kindsOf(schema, field).flatMap((kind) =>
      required(field, samples).map((given) => deepest(schema, field, kind, given)),
    ),
    ...variants(field, samples),
  ]);
}

/** What a query may answer with; of an interface one kind at a time, since they have fields of one name and other types. */
function kindsOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): readonly GraphQLNamedType[] {
  const type = getNamedType(field.type);
  return isInterfaceType(type) ? schema.getPossibleTypes(type) : [type];
}

/** One query with all that lies behind it. */
function deepest(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  kind: GraphQLNamedType,
  given: string[],
): string {
  const page = field.args.some(({ name }) => name === 'first') ? ['first: 5'] : [];
  for (let depth = DEEPEST; depth > 0; depth -= 1) {
    const below = selection(schema, kind, depth, []);
    const chosen = kind === getNamedType(field.type) ? below : ` { __typename ... on ${kind.name}${below} }`;
    const document = `{ ${field.name}${inBrackets([...given, ...page])}${chosen} }`;
    const parsed = parse(document);
    const operation = parsed.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
    const cost = costOf(schema, parsed, operation as OperationDefinitionNode, {});
    if (cost <= LIMITS.cost && document.length < 12_000) return document;
  }
  throw new Error(`${field.name} is too dear however little is asked of it`);
}

function selection(schema: GraphQLSchema, type: GraphQLNamedType, depth: number, above: readonly string[]): string {
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    const again = [...above, type.name].filter((name) => name === inner.name).length;
    if (depth <= 1 || again > REPEATS - 1) return [];
    const below = selection(schema, inner, depth - 1, [...above, type.name]);
    return [`${field.name}${below}`];
  });
  return fields.length > 0 ? ` { ${fields.join(' ')} }` : ' { __typename }';
}

/** The same query with each value of each argument, many of them in one request. */
function variants(field: GraphQLField<unknown, unknown>, samples: Samples): string[] {
  const base = required(field, samples)[0] ?? [];
  const asked = field.args
    .filter((argument) => !isRequiredArgument(argument) && !['after', 'first'].includes(argument.name))
    .flatMap((argument) =>
      values(argument.type, argument.name, kindOf(field), samples).map((value) => [
        ...base,
        `${argument.name}: ${value}`,
      ]),
    );
  const documents: string[] = [];
  for (let from = 0; from < asked.length; from += TOGETHER) {
    const some = asked.slice(from, from + TOGETHER);
    documents.push(
      `{ ${some.map((given, n) => `v${n}: ${field.name}${inBrackets(given)}${shallow(field)}`).join('\n')} }`,
    );
  }
  return documents;
}

/** Numbers and ids are enough to tell whether something is there. */
function shallow(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type) as GraphQLObjectType | GraphQLLeafType;
  if (isLeafType(type)) return '';
  const fields = type.getFields();
  if ('totalCount' in fields) return ' { totalCount nodes { id } pageInfo { hasNextPage } }';
  return leaves(type, 2);
}

function leaves(type: GraphQLNamedType, depth: number): string {
  if (!isObjectType(type)) return ' { __typename }';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (field.args.some(isRequiredArgument)) return [];
    if (isLeafType(inner)) return [field.name];
    return depth > 1 && isListType(getNullableType(field.type)) ? [`${field.name}${leaves(inner, depth - 1)}`] : [];
  });
  return fields.length > 0 ? ` { ${fields.join(' ')} }` : ' { __typename }';
}

/** Every way to give what must be given. */
function required(field: GraphQLField<unknown, unknown>, samples: Samples): string[][] {
  const must = field.args.filter(isRequiredArgument);
  return must.reduce<string[][]>(
    (ways, argument) =>
      ways.flatMap((way) =>
        values(argument.type, argument.name, kindOf(field), samples).map((value) => [
          ...way,
          `${argument.name}: ${value}`,
        ]),
      ),
    [[]],
  );
}

/** What there is to try for an argument, as it is written in a document. */
export function values(type: GraphQLInputType, name: string, kind: string, samples: Samples): string[] {
  if (isNonNullType(type)) return values(type.ofType, name, kind, samples);
  if (isListType(type)) {
    const each = values(type.ofType, name, kind, samples);
    return each.length <= ALONE
      ? each.map((value) => `[${value}]`)
      : [...each.slice(0, ALONE), each.join(' ')].map((some) => `[${some}]`);
  }
  if (isEnumType(type)) return type.getValues().map((value) => value.name);
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    if (type.name === 'TimeWindow') return [`{ from: "${samples.window.from}", to: "${samples.window.to}" }`];
    return fields.flatMap((field) =>
      values(field.type, field.name, kind, samples).map((value) => `{ ${field.name}: ${value} }`),
    );
  }
  switch (type.name) {
    case 'ID':
      return (KINDS[name] ?? [name === 'id' ? kind : 'unit']).flatMap(samples.ids).map((id) => JSON.stringify(id));
    case 'String':
      if (name === 'idNumber') return [JSON.stringify(ID_NUMBER)];
      if (name === 'from' || name === 'to') return [JSON.stringify(samples.month)];
      return (name === 'code' ? samples.codes : samples.texts).map((text) => JSON.stringify(text));
    case 'Boolean':
      return ['true', 'false'];
    case 'Int':
      return [name === 'year' ? samples.window.from.slice(0, 4) : '1'];
    case 'DateTime':
      return [JSON.stringify(samples.window.from)];
    default:
      throw new Error(`nothing to try for ${name}: ${type.name}`);
  }
}

export function kindOf({ type }: GraphQLField<unknown, unknown>): string {
  const { name } = getNamedType(type);
  return name[0]!.toLowerCase() + name.slice(1);
}

function inBrackets(given: readonly string[]): string {
  return given.length > 0 ? `(${given.join(', ')})` : '';
}
