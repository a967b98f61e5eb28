import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf, ENTERING } from '../../src/graphql/cost.js';

/** A value. */
const V = 0.05;
const schema = buildSchema(`
  input Filter { text: String }
  type Query { clue: Clue clues(first: Int! = 20, filter: Filter): Clues counts: Counts }
  type Clues { nodes: [Clue!]! edges: [Edge!]! totalCount: Int info: Info }
  type Edge { node: Clue! }
  type Info { end: String }
  type Counts { rows: [Info!]! }
  type Clue { id: ID! owner: Info items: [Item!]! }
  type Item { id: ID! clue: Clue others: [Item!]! }
`);
const price = (type: string, field: string, extensions: object) => {
  (schema.getType(type) as unknown as { getFields(): Record<string, { extensions: object }> }).getFields()[
    field
  ]!.extensions = extensions;
};
price('Query', 'clues', { cost: { points: 20, search: 200 } });
price('Clues', 'nodes', { cost: { page: true } });
price('Clues', 'edges', { cost: { page: true } });
price('Clues', 'totalCount', { cost: { points: 100 } });
price('Clue', 'items', { cost: { length: 3 } });

function cost(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  return costOf(schema, document, document.definitions[0] as OperationDefinitionNode, variables) - ENTERING;
}

describe('the cost of an operation', () => {
  it.each([
    ['leaves', '{ __typename }', V],
    ['an object', '{ clue { id } }', 1 + V],
    ['an object in it', '{ clue { owner { end } } }', 2 + V],
    ['a list of a usual length', '{ clue { items { id } } }', 1 + 3 * (1 + V)],
    ['a list of unknown length', '{ clue { items { others { id } } } }', 1 + 3 * (1 + 10 * (1 + V))],
    ['a connection of 20', '{ clues { nodes { id } } }', 20 + 1 + 20 * (1 + V)],
    ['a connection of 5', '{ clues(first: 5) { nodes { owner { end } } } }', 20 + 1 + 5 * (2 + V)],
    ['by edges', '{ clues(first: 5) { edges { node { id } } } }', 20 + 1 + 5 * (2 + V)],
    ['a page is counted once, not its page info', '{ clues(first: 5) { info { end } } }', 20 + 1 + 1 + V],
    ['a total, however small the page', '{ clues(first: 1) { totalCount } }', 20 + 1 + 100 + V],
    ['a page that is too large counts as the largest', '{ clues(first: 1000000000) { nodes { id } } }', 20 + 1 + 100 * (1 + V)],
    ['and one of less than nothing as one', '{ clues(first: -5) { nodes { id } } }', 20 + 1 + 1 + V],
    ['a search', '{ clues(first: 1, filter: { text: "x" }) { nodes { id } } }', 20 + 200 + 1 + 1 + V],
    ['what is skipped', '{ clue @skip(if: true) { id } }', 0],
    ['what is not included', '{ clue @include(if: false) { id } }', 0],
    ['the same twice', '{ clue { id } again: clue { id } }', 2 * (1 + V)],
    ['a fragment where it stands', '{ clue { ...f } } fragment f on Clue { owner { end } }', 2 + V],
    ['a fragment of a page', '{ clues(first: 7) { ...f } } fragment f on Clues { nodes { id } }', 20 + 1 + 7 * (1 + V)],
    ['one fragment, two pages', '{ clues(first: 7) { ...f } more: clues(first: 9) { ...f } } fragment f on Clues { nodes { id } }', 2 * 21 + 16 * (1 + V)],
    ['an inline fragment', '{ clues(first: 7) { ... { nodes { id } } } }', 20 + 1 + 7 * (1 + V)],
  ])('%s', (_name, text, expected) => {
    expect(cost(text)).toBe(Math.ceil(expected));
  }); // prettier-ignore

  it('knows what variables say', () => {
    const text = 'query ($n: Int!, $no: Boolean!) { clues(first: $n) { nodes @skip(if: $no) { id } } }';
    expect(cost(text, { n: 50, no: false })).toBe(Math.ceil(20 + 1 + 50 * (1 + V)));
    expect(cost(text, { n: 50, no: true })).toBe(20 + 1);
  });

  it('is told at once of a fragment that is 4 to the 500th', () => {
    const chain = Array.from({ length: 500 }, (_, n) => `fragment f${n} on Item { ${`...f${n + 1} `.repeat(4)} }`);
    const started = performance.now();
    expect(cost(`{ clue { items { ...f0 } } } ${chain.join(' ')} fragment f500 on Item { clue { id } }`)).toBe(
      1 + 3 * (1 + 4 ** 500 * (1 + V)),
    );
    expect(performance.now() - started).toBeLessThan(200);
  });

  it('counts introspection a tenth', () => {
    expect(cost('{ __schema { types { fields { name } } } }')).toBe(Math.ceil(0.1 + 10 * (0.1 + 10 * (0.1 + V))));
  });

  it('never falls when more is asked for', () => {
    const selection: fc.Memo<string> = fc.memo((depth) =>
      depth <= 1
        ? fc.constant('id')
        : fc.oneof(
            fc.constant('id'),
            selection(depth - 1).map((inside) => `items { clue { ${inside} } }`),
            fc.tuple(selection(depth - 1), selection(depth - 1)).map(([a, b]) => `${a} ... { ${b} }`),
          ),
    );
    fc.assert(
      fc.property(selection(4), selection(3), (some, more) => {
        expect(cost(`{ clue { ${some} ... { ${more} } } }`)).toBeGreaterThanOrEqual(cost(`{ clue { ${some} } }`));
      }),
    );
  });
});
