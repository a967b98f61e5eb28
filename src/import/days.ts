import { Wrong } from './faults.js';

/** A day in China, 2026-11-23. */
export type Day = string;

const WRITTEN =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/;
const DIGITS = /^(\d{4})(\d{2})(\d{2})$/;
const SERIAL = /^\d{5}(?:\.\d+)?$/;
/** What exports add to a day that has no time. */
const MIDNIGHT = /[ T]0?0:00(?::00(?:\.0+)?)?$/;
const TIME = /[ T]\d{1,2}:\d{2}/;

/** The people's republic began in the first of these years; a date beyond the last is a slip of the pen. */
const YEARS = { first: 1949, last: 2199 };
/** A spreadsheet counts days from here, for all after its 29 February 1900, which never was. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

export function dayOf(text: string): Day {
  const day = text.replace(MIDNIGHT, '');
  if (SERIAL.test(day)) return dayOfSerial(Number(day));
  const [year, month, date] = (WRITTEN.exec(day) ?? DIGITS.exec(day) ?? []).slice(1).filter(Boolean).map(Number);
  const at = new Date(Date.UTC(year ?? Number.NaN, (month ?? 0) - 1, date));
  if (at.getUTCMonth() + 1 === month && at.getUTCDate() === date && isLikely(at)) return at.toISOString().slice(0, 10);
  throw TIME.test(day) ? new Wrong('DATE_HAS_TIME') : new Wrong('DATE', { text });
}

function dayOfSerial(serial: number): Day {
  if (!Number.isInteger(serial)) throw new Wrong('DATE_HAS_TIME');
  const at = new Date(DAY_ZERO + serial * 86_400_000);
  if (isLikely(at)) return at.toISOString().slice(0, 10);
  throw new Wrong('DATE', { text: String(serial) });
}

/** When a day begins in China, which knows one time and no summer time. */
export function beginOf(day: Day): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

function isLikely(at: Date): boolean {
  return at.getUTCFullYear() >= YEARS.first && at.getUTCFullYear() <= YEARS.last;
}
