/** What a period is counted in (期间单位). The number is what the database takes. */
export const PeriodUnit = { DAY: 1, WORKING_DAY: 2, MONTH: 3, YEAR: 4 } as const;
export type PeriodUnit = keyof typeof PeriodUnit;

/** The longest period of each unit that anybody may ask for. */
export const LONGEST_PERIOD: Record<PeriodUnit, number> = { DAY: 3660, WORKING_DAY: 366, MONTH: 600, YEAR: 50 };

/** A day of the calendar in China: 2026-02-28. */
export type Day = string;

const DAY_MS = 86_400_000;
/** Without the summer times of 1986 to 1991: nothing here is that old. */
const SHANGHAI_MS = 8 * 3_600_000;

/**
 * When a period that began at `start` is over: the midnight in China after its last day (监察法实施条例 2021 arts. 284, 285). The
 * day it begins is not counted; months and years end on the same date, or on the last of a month that has none such;
 * whose last day is not worked moves to the next that is, unless the period `moves` never (留置). The function
 * deadline_end of the database is the same; a test holds both to one another.
 */
export function deadlineEnd(
  isWorkingDay: (day: Day) => boolean,
  start: Date,
  length: number,
  unit: PeriodUnit,
  moves: boolean,
): Date {
  let last = lastDay(isWorkingDay, new Date(start.getTime() + SHANGHAI_MS), length, unit);
  if (moves) while (!isWorkingDay(dayOf(last))) last = daysLater(last, 1);
  return new Date(midnight(daysLater(last, 1)).getTime() - SHANGHAI_MS);
}

export const isWeekday = (day: Day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

function lastDay(isWorkingDay: (day: Day) => boolean, start: Date, length: number, unit: PeriodUnit): Date {
  switch (unit) {
    case 'DAY':
      return daysLater(start, length);
    case 'WORKING_DAY': {
      let [last, counted] = [start, 0];
      while (counted < length) {
        last = daysLater(last, 1);
        if (isWorkingDay(dayOf(last))) counted += 1;
      }
      return last;
    }
    case 'MONTH':
      return monthsLater(start, length);
    case 'YEAR':
      return monthsLater(start, 12 * length);
  }
}

/** Dates in China are told by the UTC fields of moments that are eight hours on. */
const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);
const daysLater = (date: Date, days: number) => new Date(date.getTime() + days * DAY_MS);
const midnight = (date: Date) => new Date(`${dayOf(date)}T00:00:00Z`);

function monthsLater(date: Date, months: number): Date {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)));
}
