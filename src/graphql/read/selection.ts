import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';

/** What a client asks of an object, by field name; aliases, fragments, @skip and @include are already settled. */
export type Selection = ReadonlyMap<string, Selection>;

/**
 * A planned query comes with the same nodes each time, and what it selects depends on no variable: it is worked out once.
 * Any other execution has nodes of its own.
 */
const known = new WeakMap<readonly FieldNode[], Selection>();

/**
 * The selection below a path of fields, such as edges → node, all of a connection's ways together. `of`: the type that is
 * read where the field may be of several; what is asked of the others is not told.
 */
export function selectionAt(info: GraphQLResolveInfo, paths: string[][], of?: string): Selection {
  const selection = known.get(info.fieldNodes) ?? selectionOf(info, info.returnType, info.fieldNodes, of);
  // Where it may be of several types, the next to ask may read another.
  if (!isAbstractType(getNamedType(info.returnType))) known.set(info.fieldNodes, selection);
  const found = paths.map((path) => path.reduce<Selection | undefined>((at, field) => at?.get(field), selection));
  return union(found.filter((at) => at !== undefined));
}

/** As graphql-js itself collects fields, whatever they are called in the answer: nothing is answered that is not in here. */
function selectionOf(
  info: GraphQLResolveInfo,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  of?: string,
): Selection {
  const { schema, fragments, variableValues } = info;
  const found = new Map<string, Selection[]>();
  for (const object of objectTypes(info, getNamedType(type), of)) {
    for (const asked of collectSubfields(schema, fragments, variableValues, object, nodes).values()) {
      const field = object.getFields()[asked[0]!.name.value];
      if (!field) continue; // __typename
      found.set(field.name, [...(found.get(field.name) ?? []), selectionOf(info, field.type, asked)]);
    }
  }
  return new Map([...found].map(([name, selections]) => [name, union(selections)]));
}

function objectTypes(
  { schema }: GraphQLResolveInfo,
  type: GraphQLNamedType,
  of: string | undefined,
): readonly GraphQLObjectType[] {
  if (!isCompositeType(type)) return [];
  if (!isAbstractType(type)) return [type];
  const possible = schema.getPossibleTypes(type);
  const read = possible.find(({ name }) => name === of);
  return read ? [read] : possible;
}

function union(selections: Selection[]): Selection {
  const [first, ...rest] = selections;
  if (!first) return new Map();
  if (rest.length === 0) return first;
  const names = new Set(selections.flatMap((selection) => [...selection.keys()]));
  return new Map(
    [...names].map((name) => [name, union(selections.map((s) => s.get(name)).filter((s) => s !== undefined))]),
  );
}
