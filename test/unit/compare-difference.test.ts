import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/explorer/web/compare/difference/answer.js';
import { compare, type Line } from '../../src/explorer/web/compare/difference/difference.js';
import { tally } from '../../src/explorer/web/compare/difference/tally.js';

function marked(lines: readonly Line[]): string[] {
  return lines.flatMap(({ path, difference, children }) => [
    ...(difference ? [`${difference} ${path}`] : []),
    ...marked(children),
  ]);
}

function lineAt(lines: readonly Line[], path: string): Line {
  for (const line of lines) {
    if (line.path === path) return line;
    if (path.startsWith(line.path)) {
      const found = line.children.some((child) => path.startsWith(child.path)) && lineAt(line.children, path);
      if (found) return found;
    }
  }
  throw new Error(`no line at ${path}`);
}

const states = (line: Line) => line.cells.map(({ state }) => state);
const clue = (id: string, content: JsonObject | null = { subjectName: '甲' }) => ({ id, stage: 'RECEIVED', content });

describe('what differs between answers', () => {
  it('is nothing, if they are the same', () => {
    const answer = { clues: { totalCount: 1, nodes: [clue('a')] } };
    expect(marked(compare([answer, structuredClone(answer)]))).toEqual([]);
  });

  it('is a row that one has not got, and not once more what stands in it', () => {
    const lines = compare([{ clues: { nodes: [clue('a'), clue('b')] } }, { clues: { nodes: [clue('b')] } }]);
    expect(marked(lines)).toEqual(['row clues.nodes[a]']);
    expect(states(lineAt(lines, 'clues.nodes[a]'))).toEqual(['value', 'absent']);
    expect(states(lineAt(lines, 'clues.nodes[a].content'))).toEqual(['value', 'nothing']);
  });

  it('is a facet that one has not got in a row that both have', () => {
    const lines = compare([{ clues: { nodes: [clue('a')] } }, { clues: { nodes: [clue('a', null)] } }]);
    expect(marked(lines)).toEqual(['facet clues.nodes[a].content']);
    expect(states(lineAt(lines, 'clues.nodes[a].content'))).toEqual(['value', 'null']);
    expect(states(lineAt(lines, 'clues.nodes[a].content.subjectName'))).toEqual(['value', 'nothing']);
  });

  it('is a row, if one object was asked for and is null for some', () => {
    expect(marked(compare([{ clue: clue('a') }, { clue: null }]))).toEqual(['row clue']);
    expect(marked(compare([{ clue: null }, { clue: null }]))).toEqual([]);
  });

  it('is a count or another value; a count that was not made differs from one that was', () => {
    const lines = compare([
      { clues: { totalCount: 3, effectiveScope: { words: '本级' } } },
      { clues: { totalCount: null, effectiveScope: { words: '本部门' } } },
    ]);
    expect(marked(lines)).toEqual(['count clues.totalCount', 'value clues.effectiveScope.words']);
  });

  it('is not a cursor nor the moment of the answer, which are always of their own', () => {
    const answer = (own: string) => ({ clueStatistics: { asOf: own }, clues: { pageInfo: { endCursor: own } } });
    expect(marked(compare([answer('one'), answer('two')]))).toEqual([]);
  });

  it('is nothing for an answer that was refused; the others are compared all the same', () => {
    const lines = compare([null, { clues: { totalCount: 1 } }, { clues: { totalCount: 2 } }]);
    expect(marked(lines)).toEqual(['count clues.totalCount']);
    expect(states(lines[0]!)).toEqual(['nothing', 'value', 'value']);
  });

  it('is tallied by kind', () => {
    const one = { clues: { totalCount: 2, nodes: [clue('a'), clue('b')] } };
    const other = { clues: { totalCount: 1, nodes: [clue('a', null)] } };
    expect(tally(compare([one, other]))).toEqual({ row: 1, facet: 1, count: 1, value: 0 });
  });
});

describe('rows are the same row', () => {
  const rowsOf = (...lists: JsonObject[][]) => {
    const [list] = compare(lists.map((rows) => ({ list: rows })));
    return list!.children.map(({ path, cells }) => [path, cells.map(({ state }) => state === 'value')]);
  };

  it('by id, wherever they stand', () => {
    expect(rowsOf([clue('a'), clue('b')], [clue('b')])).toEqual([
      ['list[a]', [true, false]],
      ['list[b]', [true, true]],
    ]);
  });

  it('by the id of their node, in edges', () => {
    expect(rowsOf([{ cursor: 'x', node: { id: 'a' } }], [{ cursor: 'y', node: { id: 'a' } }])).toEqual([
      ['list[a]', [true, true]],
    ]);
  });

  it('by number, if no id was asked for', () => {
    expect(rowsOf([{ number: '1' }, { number: '2' }], [{ number: '2' }])).toHaveLength(2);
  });

  it('by what a count is of, so that the counts can be compared', () => {
    const lines = compare([
      { rows: [{ tier: 'CITY', unit: { name: '甲' }, count: 3 }] },
      { rows: [{ tier: 'CITY', unit: { name: '甲' }, count: 1 }] },
    ]);
    expect(marked(lines)).toEqual(['count rows[CITY · 甲].count']);
  });

  it('by content without the parts that may be withheld, and by turn where nothing tells them apart', () => {
    const row = { tasks: '调取书证', content: { title: '题' } };
    const lines = compare([{ rows: [row, row] }, { rows: [{ ...row, content: null }] }]);
    expect(marked(lines)).toEqual(['facet rows[调取书证].content', 'row rows[调取书证#2]']);
  });
});

describe('a row that is not there', () => {
  const page = (hasNextPage: boolean, ...ids: string[]) => ({
    clues: { pageInfo: { hasNextPage }, nodes: ids.map((id) => ({ id })) },
  });
  const elsewhere = (lines: Line[], id: string) =>
    lineAt(lines, `clues.nodes[${id}]`).cells.map((cell) => cell.state === 'absent' && cell.elsewhere);

  it('may be on another page, if the page goes on and had not come so far', () => {
    const lines = compare([page(true, 'a', 'c'), page(true, 'b', 'c', 'd')]);
    expect(elsewhere(lines, 'd')).toEqual([true, false]);
    // b stands before c, which is on the page: it would be there.
    expect(elsewhere(lines, 'b')).toEqual([false, false]);
  });

  it('is not on another page, if there is none', () => {
    expect(elsewhere(compare([page(false, 'a'), page(false, 'a', 'b')]), 'b')).toEqual([false, false]);
  });

  it('is judged by the length of the pages, if the query did not ask', () => {
    const rows = (...ids: string[]) => ({ clues: { nodes: ids.map((id) => ({ id })) } });
    const lines = compare([rows('a', 'b'), rows('a', 'c'), rows('a')]);
    expect(elsewhere(lines, 'c')).toEqual([true, false, false]);
  });
});
