/** What a GraphQL answer is made of. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [field: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of objects, which is aligned row by row; any other list is one value. */
export function isRows(value: Json | undefined): value is JsonObject[] {
  return Array.isArray(value) && value.every(isObject);
}

export function sameJson(left: Json, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
