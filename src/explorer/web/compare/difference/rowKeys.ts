import { isObject, type Json, type JsonObject } from './answer.js';

/** How the rows of one list are recognised from one answer to the next. */
export interface RowKeys {
  /** A key for every row of every list; within a list no key comes twice. */
  keys: string[][];
  label: (row: JsonObject, key: string) => string;
  /** The fields that the label repeats. */
  told: readonly string[];
}

const IDENTITY = ['id', 'node.id', 'number', 'node.number'];
const NAME = ['number', 'node.number', 'title', 'name', 'node.name', 'personName'];

export function rowKeys(lists: readonly JsonObject[][]): RowKeys {
  const rows = lists.flat();
  const identity = IDENTITY.find((path) => lists.every((list) => areDistinctNames(list.map((row) => at(row, path)))));
  const describing = identity ? [] : describingPaths(rows);
  const describe = (row: JsonObject) => describing.map((path) => text(at(row, path)));
  const keyed = (list: JsonObject[]) =>
    identity ? list.map((row) => text(at(row, identity))) : numbered(list.map((row) => describe(row).join(' · ')));
  const name = NAME.find((path) => rows.every((row) => typeof at(row, path) === 'string'));
  return {
    keys: lists.map(keyed),
    label: (row, key) => (name ? text(at(row, name)) : identity ? key : describe(row).join(' · ') || key),
    told: name ? [name] : identity ? [identity] : describing,
  };
}

function areDistinctNames(names: (Json | undefined)[]): boolean {
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
}

/**
 * The leaves that say which row it is where nothing identifies it, as TIER and COLOUR do for a count. Numbers are what
 * is counted, and a part that is null in one row may be withheld in another answer: neither can say it.
 */
function describingPaths(rows: JsonObject[], prefix = ''): string[] {
  return Object.keys(rows[0] ?? {}).flatMap((field) => {
    const values = rows.map((row) => row[field]);
    if (values.every(isObject)) return describingPaths(values, `${prefix}${field}.`);
    const names = values.every((value) => value === null || typeof value === 'string' || typeof value === 'boolean');
    return names ? [prefix + field] : [];
  });
}

/** Rows that nothing tells apart are told apart by their turn. */
function numbered(keys: string[]): string[] {
  const met = new Map<string, number>();
  return keys.map((key) => {
    const turn = (met.get(key) ?? 0) + 1;
    met.set(key, turn);
    return turn === 1 && key ? key : `${key}#${turn}`;
  });
}

function at(row: JsonObject, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, field) => (isObject(value) ? value[field] : undefined), row);
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
