import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/explorer/web/compare/difference/answer.js';
import { compare } from '../../src/explorer/web/compare/difference/difference.js';
import { sameValues } from '../../src/explorer/web/compare/sameValues.js';
import { visibleLines, type Show } from '../../src/explorer/web/compare/visibleLines.js';

const ANSWERS: JsonObject[] = [
  {
    clues: {
      totalCount: 2,
      nodes: [
        { number: '1', owner: { name: '甲' }, content: { subjectName: '张', handlerName: '李' } },
        { number: '2', owner: { name: '甲' }, content: { subjectName: '王', handlerName: '李' } },
      ],
    },
  },
  { clues: { totalCount: 1, nodes: [{ number: '1', owner: { name: '甲' }, content: null }] } },
];

function shown(show: Show, closed: string[] = [], answers = ANSWERS): string[] {
  return visibleLines(compare(answers), show, new Set(closed)).map(({ line, leaf, depth }) =>
    [' '.repeat(depth), line.label, leaf ? ` › ${leaf.label}` : ''].join(''),
  );
}

describe('the lines that are shown', () => {
  it('are all: a single leaf on the line of its object, a number not again under the row that it names', () => {
    expect(shown('everything')).toEqual([
      'clues',
      ' totalCount',
      ' nodes',
      '  1',
      '   owner › name',
      '   content',
      '    subjectName',
      '    handlerName',
      '  2',
      '   owner › name',
      '   content',
      '    subjectName',
      '    handlerName',
    ]);
  });

  it('are those that differ, and what they stand in', () => {
    expect(shown('differences')).toEqual(['clues', ' totalCount', ' nodes', '  1', '   content', '  2']);
    expect(shown('row')).toEqual(['clues', ' nodes', '  2']);
    expect(shown('count')).toEqual(['clues', ' totalCount']);
    expect(shown('value')).toEqual([]);
  });

  it('are not those of a part that was folded', () => {
    expect(shown('everything', ['clues.nodes[1]', 'clues.nodes[2]'])).toEqual([
      'clues',
      ' totalCount',
      ' nodes',
      '  1',
      '  2',
    ]);
  });

  it('have the count on the line of what it counts, unless both differ', () => {
    const rows = (...counts: [string, number][]) => ({ rows: counts.map(([colour, count]) => ({ colour, count })) });
    const answers = [rows(['RED', 1], ['BLUE', 2]), rows(['RED', 5], ['BLUE', 2]), rows(['RED', 1])];
    expect(shown('everything', [], answers.slice(0, 2))).toEqual(['rows', ' RED › count', ' BLUE › count']);
    const both = [...answers, rows(['BLUE', 3])];
    expect(shown('everything', [], both)).toEqual(['rows', ' RED', '  count', ' BLUE', '  count']);
  });

  it('carry the difference and the path of the leaf that they show', () => {
    const answers = [{ me: { post: { duty: 'A' } } }, { me: { post: { duty: 'B' } } }];
    const marked = visibleLines(compare(answers), 'differences', new Set()).filter(({ difference }) => difference);
    expect(marked.map(({ path, difference }) => [path, difference])).toEqual([['me.post.duty', 'value']]);
  });
});

it('gives equal values the same letter', () => {
  const [line] = compare([{ a: 'x' }, { a: 'y' }, { a: 'x' }, null, { a: null }]);
  expect(sameValues(line!.cells)).toEqual(['a', 'b', 'a', undefined, 'c']);
});
