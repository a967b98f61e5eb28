// Days and deadlines in Shanghai, which has been eight hours ahead all year since 1991.
const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const AHEAD = 8 * HOUR;

export function daysLater(at: Date, days: number): Date {
  return new Date(at.getTime() + Math.round(days * DAY));
}

export function yearOf(at: Date): number {
  return new Date(at.getTime() + AHEAD).getUTCFullYear();
}

/** The moment a period of calendar months is over: its last day is the corresponding one, else the month's last. */
export function monthsLater(at: Date, months: number): Date {
  const local = new Date(at.getTime() + AHEAD);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return endOfDay(Date.UTC(year, month, Math.min(local.getUTCDate(), lastOfMonth)) / DAY);
}

/** Working days as far as weekends tell; the day of the event itself is not counted. */
export function workingDaysLater(at: Date, days: number): Date {
  let day = dayOf(at);
  for (let left = days; left > 0; left -= isWeekend(day) ? 0 : 1) day += 1;
  return endOfDay(day);
}

/** The same share of a stretch of whole days ends in working hours, and a later share is a later moment. */
export function inWorkingHours(until: Date, days: number, share: number): Date {
  const passed = share * days;
  const day = dayOf(until) - days + Math.floor(passed);
  const hours = 8.5 + 9 * (passed - Math.floor(passed));
  return new Date(Math.floor(day * DAY - AHEAD + hours * HOUR));
}

function dayOf(at: Date): number {
  return Math.floor((at.getTime() + AHEAD) / DAY);
}

/** A period whose last day is no working day ends with the next one. */
function endOfDay(day: number): Date {
  let last = day;
  while (isWeekend(last)) last += 1;
  return new Date((last + 1) * DAY - AHEAD);
}

/** Day 0 was a Thursday. */
function isWeekend(day: number): boolean {
  return (day + 4) % 7 === 0 || (day + 4) % 7 === 6;
}
