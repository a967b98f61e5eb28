import type { GraphQLResolveInfo } from 'graphql';
import { parseResolveInfo, type ResolveTree } from 'graphql-parse-resolve-info';

/** What a client asks of an object, by field name; aliases, fragments, @skip and @include are already settled. */
export type Selection = ReadonlyMap<string, Selection>;

/** The selection below a path of fields, such as edges → node, all of a connection's ways together. */
export function selectionAt(info: GraphQLResolveInfo, ...paths: string[][]): Selection {
  const root = parseResolveInfo(info) as ResolveTree | null;
  const selection = root ? merged([root]) : new Map<string, Selection>();
  const found = paths.map((path) => path.reduce<Selection | undefined>((at, field) => at?.get(field), selection));
  return union(found.filter((at) => at !== undefined));
}

function merged(trees: ResolveTree[]): Map<string, Selection> {
  const byName = new Map<string, ResolveTree[]>();
  for (const tree of trees) {
    for (const fields of Object.values(tree.fieldsByTypeName)) {
      for (const field of Object.values(fields)) {
        byName.set(field.name, [...(byName.get(field.name) ?? []), field]);
      }
    }
  }
  return new Map([...byName].map(([name, fields]) => [name, merged(fields)]));
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
