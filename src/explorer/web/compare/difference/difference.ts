// The answers of several people to one query, laid over each other: one tree, and in it what differs.
// A part that one of them has not got – a row, a facet – is one difference; what would have been in it is none.
// Nothing here knows why something is not there: hidden and missing are the same answer.
import { isObject, isRows, sameJson, type Json, type JsonObject } from './answer.js';
import { mayGoOn } from './mayGoOn.js';
import { mergeOrders } from './mergeOrders.js';
import { rowKeys } from './rowKeys.js';

export const DIFFERENCE_KINDS = ['row', 'facet', 'count', 'value'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export type Cell =
  | { state: 'value'; value: Json }
  | { state: 'null' }
  /** Not among the rows of this answer; `elsewhere`: it may be on another page. */
  | { state: 'absent'; elsewhere: boolean }
  /** Inside a part that is null or absent here, or of no answer at all. */
  | { state: 'nothing' };

export interface Line {
  path: string;
  label: string;
  shape: 'object' | 'list' | 'row' | 'leaf';
  /** Of a row: the fields that its label repeats. */
  told?: readonly string[];
  /** One for each answer. */
  cells: Cell[];
  difference: DifferenceKind | null;
  children: Line[];
}

/** Sealed for each post, or the moment of the answer: they differ always and say nothing. */
const OF_EACH_ANSWER = new Set(['cursor', 'startCursor', 'endCursor', 'asOf']);

type Values = (Json | undefined)[];

/** The fields of the data of n answers; an answer without data – refused – is compared with nothing. */
export function compare(answers: readonly (JsonObject | null)[]): Line[] {
  return fieldsOf(
    answers.map((data) => data ?? undefined),
    '',
  );
}

function fieldsOf(objects: (JsonObject | undefined)[], parent: string): Line[] {
  const { order } = mergeOrders(objects.map((object) => Object.keys(object ?? {})));
  return order.map((field) => {
    const values = objects.map((object) => object?.[field]);
    const path = parent ? `${parent}.${field}` : field;
    const there = values.filter((value) => value !== undefined && value !== null);
    const line = { path, label: field, cells: values.map(cellOf) };
    if (there.length > 0 && there.every(isObject)) {
      const difference = isPartial(values) ? (parent ? 'facet' : 'row') : null;
      return { ...line, shape: 'object', difference, children: fieldsOf(values.map(objectOrNothing), path) };
    }
    if (there.some((value) => isRows(value) && value.length > 0) && there.every(isRows)) {
      const difference = isPartial(values) ? 'facet' : null;
      return { ...line, shape: 'list', difference, children: rowsOf(field, values, objects, path) };
    }
    return { ...line, shape: 'leaf', difference: OF_EACH_ANSWER.has(field) ? null : ofLeaf(values), children: [] };
  });
}

function rowsOf(field: string, values: Values, parents: (JsonObject | undefined)[], path: string): Line[] {
  const lists = values.map((value) => (isRows(value) ? value : []));
  const { keys, label, told } = rowKeys(lists);
  const { order, before } = mergeOrders(keys);
  const goesOn = mayGoOn(field, parents, lists);
  // On a page that goes on, what stands before its last row would be on it, if it were in the list.
  const passed = keys.map((own) => before(own.at(-1) ?? ''));
  const rows = lists.map((list, index) => new Map(list.map((row, turn) => [keys[index]![turn]!, row])));
  return order.map((key) => {
    const found = rows.map((own) => own.get(key));
    const cells = found.map((row, index): Cell => {
      if (row) return { state: 'value', value: row };
      if (!isRows(values[index])) return { state: 'nothing' };
      return { state: 'absent', elsewhere: goesOn[index]! && !passed[index]!.has(key) };
    });
    const difference = cells.some(({ state }) => state === 'absent') ? 'row' : null;
    const own = `${path}[${key}]`;
    const name = label(found.find(isObject)!, key);
    return { path: own, label: name, told, shape: 'row', cells, difference, children: fieldsOf(found, own) };
  });
}

function cellOf(value: Json | undefined): Cell {
  if (value === undefined) return { state: 'nothing' };
  return value === null ? { state: 'null' } : { state: 'value', value };
}

function objectOrNothing(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** Null for some and there for others, of those who have the part around it. */
function isPartial(values: Values): boolean {
  return values.includes(null) && values.some((value) => value !== null && value !== undefined);
}

function ofLeaf(values: Values): DifferenceKind | null {
  const given = values.filter((value) => value !== undefined);
  if (given.every((value) => sameJson(value, given[0]!))) return null;
  return given.every((value) => value === null || Number.isInteger(value)) ? 'count' : 'value';
}
