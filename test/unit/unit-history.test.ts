import { expect, it } from 'vitest';
import { UnitTree, type UnitNode } from '../../src/jurisdiction/unitTree.js';

/* What stood where, and under which name, on which day. */
const day = (year: number) => `${year}-07-01T00:00:00.000000+00:00`;
const node = (pos: number, name: string, from: number, until: number | null = null): UnitNode => ({
  id: String(pos),
  pos,
  hi: pos,
  parentPos: null,
  organPos: pos,
  kind: 1,
  tier: 4,
  officeKind: null,
  ordinal: null,
  comprehensive: false,
  code: null,
  name,
  from: day(from),
  until: until === null ? null : day(until),
});
const succession = (endedPos: number, successorPos: number, year: number) => ({
  endedPos,
  successorPos,
  at: day(year),
});
const former = (pos: number, name: string, until: number) => ({
  pos,
  name,
  code: null,
  ordinal: null,
  until: day(until),
});

// 1 and 2 became 3 in 2010, 3 became 4 in 2020; 4 was called otherwise twice.
const nodes = [node(1, '甲', 2000, 2010), node(2, '乙', 2000, 2010), node(3, '丙', 2009, 2020), node(4, '丁', 2005)];
const tree = new UnitTree(1, nodes, {
  formerNames: [former(4, '丁县', 2015), former(4, '丁乡', 2007)],
  successions: [succession(1, 3, 2010), succession(2, 3, 2010), succession(3, 4, 2020)],
});
const stood = (pos: number, year: number) => tree.standingAt(tree.at(pos), new Date(day(year))).map(({ name }) => name);
const called = (pos: number, year: number) => tree.calledAt(tree.at(pos), new Date(day(year))).name;

it('whoever is in force stands for himself, else what came after or before, as often as it did', () => {
  expect([stood(1, 2005), stood(1, 2010), stood(1, 2015), stood(1, 2020)]).toEqual([['甲'], ['丙'], ['丙'], ['丁']]);
  expect([stood(3, 2008), stood(3, 2009), stood(3, 2019), stood(3, 2025)]).toEqual([
    ['甲', '乙'],
    ['丙'],
    ['丙'],
    ['丁'],
  ]);
  // 4 was there already; before that there was what came to it later.
  expect([stood(4, 2005), stood(4, 2004), stood(1, 1999)]).toEqual([['丁'], ['甲', '乙'], []]);
});

it('under the name of the day, to the instant of its change', () => {
  expect([called(4, 2006), called(4, 2007), called(4, 2014), called(4, 2015)]).toEqual(['丁乡', '丁县', '丁县', '丁']);
  expect(called(1, 2005)).toBe('甲');
});

it('what goes in a circle comes to an end', () => {
  const circle = new UnitTree(1, [node(1, '甲', 2000, 2001), node(2, '乙', 2010)], {
    formerNames: [],
    successions: [succession(1, 2, 2001)],
  });
  expect(circle.standingAt(circle.at(1), new Date(day(2005)))).toEqual([]);
});
