import { isDeepStrictEqual } from 'node:util';

export function same(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}\n  answered: ${JSON.stringify(actual)}\n  oracle:   ${JSON.stringify(expected)}`);
}

export function unordered(rows: object[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
