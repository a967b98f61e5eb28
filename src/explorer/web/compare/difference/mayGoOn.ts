import { isObject, type Json, type JsonObject } from './answer.js';

/**
 * For each answer, whether its list may have more rows than this page shows. It is known where the query asked for it;
 * otherwise a page as long as the longest may be full, and a shorter one is not: all were asked for the same length.
 */
export function mayGoOn(
  field: string,
  connections: readonly (JsonObject | undefined)[],
  lists: readonly JsonObject[][],
): boolean[] {
  if (field !== 'nodes' && field !== 'edges') return lists.map(() => false);
  const longest = Math.max(...lists.map((list) => list.length));
  return lists.map((list, index) => goesOn(connections[index], list.length) ?? list.length === longest);
}

function goesOn(connection: JsonObject | undefined, shown: number): boolean | undefined {
  const page: Json | undefined = connection?.['pageInfo'];
  if (isObject(page) && typeof page['hasNextPage'] === 'boolean') return page['hasNextPage'];
  const total = connection?.['totalCount'];
  const first = isObject(page) && page['hasPreviousPage'] === true ? undefined : total;
  return typeof first === 'number' ? first > shown : undefined;
}
