import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, Kind, parse, validate, visit } from 'graphql';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const documentOf = (name: string) => parse(readFileSync(resolve(ROOT, `test/bench/documents/${name}.graphql`), 'utf8'));

/** What the benchmark's servers are asked for; that they answer alike it checks itself. */
describe('the documents of the benchmark', () => {
  it('are valid against the schema, as far as they are ours', () => {
    const schema = buildSchema(readFileSync(resolve(ROOT, 'schema/schema.graphql'), 'utf8'));
    expect(validate(schema, documentOf('ours')).map(({ message }) => message)).toEqual([]);
  });

  it('ask PostGraphile for as many values as ours', () => {
    expect(valuesOf('postgraphile')).toBe(valuesOf('ours'));
  });
});

function valuesOf(name: string): number {
  const fragment = documentOf(name).definitions.find(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)!;
  let values = 0;
  visit(fragment, { Field: ({ selectionSet }) => void (values += selectionSet ? 0 : 1) });
  return values;
}
