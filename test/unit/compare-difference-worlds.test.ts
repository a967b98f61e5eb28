import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject, type Json, type JsonObject } from '../../src/explorer/web/compare/difference/answer.js';
import { compare, type Line } from '../../src/explorer/web/compare/difference/difference.js';

/** What each of several people sees of one list: of each row nothing, the row, or the row with its facet. */
const worlds = fc.integer({ min: 1, max: 6 }).chain((people) =>
  fc.record({
    people: fc.constant(people),
    rows: fc.array(
      fc.record({
        sees: fc.array(fc.constantFrom('nothing', 'row', 'facet'), { minLength: people, maxLength: people }),
        facetIsThere: fc.boolean(),
      }),
      { maxLength: 12 },
    ),
  }),
);

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function answersOf({ people, rows }: World): JsonObject[] {
  return Array.from({ length: people }, (_, person) => {
    const nodes = rows.flatMap(({ sees, facetIsThere }, turn): JsonObject[] =>
      sees[person] === 'nothing'
        ? []
        : [
            {
              id: `c${turn}`,
              stage: 1,
              content: sees[person] === 'facet' && facetIsThere ? { name: `n${turn}` } : null,
            },
          ],
    );
    return { clues: { totalCount: nodes.length, nodes } };
  });
}

function marked(lines: readonly Line[], kind: string): string[] {
  return lines.flatMap(({ path, difference, children }) => [
    ...(difference === kind ? [path] : []),
    ...marked(children, kind),
  ]);
}

/** An answer as the tree has it, to see that the tree lost and invented nothing. */
function answerIn(lines: readonly Line[], person: number): JsonObject {
  return Object.fromEntries(
    lines.flatMap(({ label, shape, cells, children }): [string, Json][] => {
      const cell = cells[person]!;
      if (cell.state === 'nothing' || cell.state === 'absent') return [];
      if (cell.state === 'null') return [[label, null]];
      if (shape === 'leaf') return [[label, cell.value]];
      if (shape === 'object') return [[label, answerIn(children, person)]];
      const rows = children.filter((row) => row.cells[person]!.state === 'value');
      return [[label, rows.map((row) => answerIn(row.children, person))]];
    }),
  );
}

const anyAnswer = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  object: fc.dictionary(fc.constantFrom('id', 'number', 'name', 'node', 'nodes', 'count', 'content'), tie('value'), {
    maxKeys: 4,
  }),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, 0, 1, 'a', 'b', ''),
    fc.array(fc.constantFrom<Json>('a', 2, null), { maxLength: 3 }),
    fc.array(tie('object'), { maxLength: 4 }),
    tie('object'),
  ),
})).object;

/** Rows that the lists order differently have no common order. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return value.some(isObject) ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((field) => [field, sorted(value[field]!)]),
  );
}

describe('the tree of several answers', () => {
  it('marks the rows that some have and some have not, the facets likewise, and the counts – no others', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const lines = compare(answersOf(world));
        const rows: string[] = [];
        const facets: string[] = [];
        world.rows.forEach(({ sees, facetIsThere }, turn) => {
          const those = sees.filter((each) => each !== 'nothing');
          if (those.length > 0 && those.length < world.people) rows.push(`clues.nodes[c${turn}]`);
          if (facetIsThere && new Set(those).size === 2) facets.push(`clues.nodes[c${turn}].content`);
        });
        const lengths = Array.from(
          { length: world.people },
          (_, person) => world.rows.filter(({ sees }) => sees[person] !== 'nothing').length,
        );
        expect(marked(lines, 'row').sort()).toEqual(rows.sort());
        expect(marked(lines, 'facet').sort()).toEqual(facets.sort());
        expect(marked(lines, 'count')).toEqual(new Set(lengths).size > 1 ? ['clues.totalCount'] : []);
      }),
      { numRuns: 300 },
    );
  });

  it('has every answer in it, in its order', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const answers = answersOf(world);
        const lines = compare(answers);
        answers.forEach((answer, person) => expect(answerIn(lines, person)).toEqual(answer));
      }),
      { numRuns: 300 },
    );
  });

  it('has every answer in it, whatever the answers are', () => {
    fc.assert(
      fc.property(fc.array(anyAnswer, { minLength: 1, maxLength: 4 }), (answers) => {
        const lines = compare(answers);
        answers.forEach((answer, person) => expect(sorted(answerIn(lines, person))).toEqual(sorted(answer)));
      }),
      { numRuns: 500 },
    );
  });

  it('marks the same, in whatever order the people stand', () => {
    fc.assert(
      fc.property(fc.array(anyAnswer, { minLength: 2, maxLength: 4 }), (answers) => {
        const all = (those: JsonObject[]) =>
          ['row', 'facet', 'count', 'value'].map((kind) => marked(compare(those), kind).sort());
        expect(all(answers.toReversed())).toEqual(all(answers));
      }),
      { numRuns: 300 },
    );
  });
});
