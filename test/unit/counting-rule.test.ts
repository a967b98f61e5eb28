import { describe, expect, it } from 'vitest';
import { NATIONAL_DAYS } from '../../migrations/data/national-days.js';
import { deadlineEnd, isWeekday, type PeriodUnit } from '../../src/workflow/countingRule.js';

const KINDS = new Map(
  NATIONAL_DAYS.trim()
    .split('\n')
    .map((line) => [line.slice(0, 10), line.includes('WORKDAY')]),
);
const works = (day: string) => KINDS.get(day) ?? isWeekday(day);
/** The last day of a period that began on a day, at its first or last moment in China. */
const last = (day: string, length: number, unit: PeriodUnit, moves = true) =>
  ['00:00:00.000', '23:59:59.999'].map((time) => {
    const end = deadlineEnd(works, new Date(`${day}T${time}+08:00`), length, unit, moves);
    return new Date(end.getTime() - 1 + 8 * 3_600_000).toISOString();
  });

/* 监察法实施条例 2021 arts. 284, 285: DOMAIN B3. */
describe('a period', () => {
  it.each([
    ['does not count the day it begins', '2026-03-02', 1, 'DAY', true, '2026-03-03'],
    ['of days ends on whatever day it may', '2026-03-02', 3, 'DAY', true, '2026-03-05'],
    ['moves from a Saturday to the Monday', '2026-03-02', 5, 'DAY', true, '2026-03-09'],
    ['of retention never moves', '2026-03-02', 5, 'DAY', false, '2026-03-07'],
    ['stays on a Saturday that is worked', '2026-02-13', 1, 'DAY', true, '2026-02-14'],
    ['moves past a whole holiday', '2026-02-13', 2, 'DAY', true, '2026-02-24'],
    ['counts no holiday as a working day', '2026-02-14', 1, 'WORKING_DAY', true, '2026-02-24'],
    ['counts the days worked for one', '2026-02-27', 1, 'WORKING_DAY', true, '2026-02-28'],
    ['of working days goes over the year’s end', '2025-12-31', 1, 'WORKING_DAY', true, '2026-01-04'],
    ['of months ends on the same date', '2026-03-10', 1, 'MONTH', true, '2026-04-10'],
    ['of months ends on the last of a shorter month', '2025-01-31', 1, 'MONTH', true, '2025-02-28'],
    ['of months ends on the 29th of February', '2024-01-30', 1, 'MONTH', true, '2024-02-29'],
    ['of months keeps the date after a short month', '2026-01-31', 2, 'MONTH', true, '2026-03-31'],
    ['of months goes over the year’s end', '2025-11-30', 3, 'MONTH', false, '2026-02-28'],
    ['of months moves out of the holiday it ends in', '2025-11-20', 3, 'MONTH', true, '2026-02-24'],
    ['of a year begun on the 29th of February', '2024-02-29', 1, 'YEAR', true, '2025-02-28'],
    ['of four years begun on the 29th of February', '2024-02-29', 4, 'YEAR', true, '2028-02-29'],
    ['of a year not announced knows its weekends', '2027-02-05', 1, 'WORKING_DAY', true, '2027-02-08'],
  ] as const)('%s', (_, from, length, unit, moves, end) => {
    expect(last(from, length, unit, moves)).toEqual([`${end}T23:59:59.999Z`, `${end}T23:59:59.999Z`]);
  });

  it('begins on the day that it is in China', () => {
    const end = deadlineEnd(works, new Date('2026-03-02T16:00:00Z'), 1, 'DAY', true);
    expect(end).toEqual(new Date('2026-03-04T16:00:00Z'));
  });
});

describe('the list of the country', () => {
  it('has every announced year with its seven holidays, and no day worked that would be anyway', () => {
    for (let year = 2018; year <= 2026; year++) {
      const own = NATIONAL_DAYS.split('\n').filter((line) => line.startsWith(String(year)));
      const names = new Set(own.filter((line) => line.includes('HOLIDAY')).map((line) => line.split(' ')[2]));
      // The two fell on one day.
      if (year === 2020) names.add('中秋');
      expect([year, names]).toEqual([year, new Set(['元旦', '春节', '清明', '劳动节', '端午', '中秋', '国庆节'])]);
    }
    const worked = [...KINDS].flatMap(([day, is]) => (is && isWeekday(day) ? [day] : []));
    expect(worked).toEqual([]);
  });
});
