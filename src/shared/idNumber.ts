import { createHmac } from 'node:crypto';

/** GB 11643: seventeen digits, the birthday among them, and a check character by ISO 7064 MOD 11-2. */
const FORM = /^[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/;
const CHECKS = '10X98765432';

/** The number as it is digested; null if it cannot be one (公民身份号码). */
export function idNumberOf(text: string): string | null {
  const number = text.trim().toUpperCase();
  const [, year, month, day] = FORM.exec(number)?.map(Number) ?? [];
  if (year === undefined || !isDay(year, month!, day!)) return null;
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += Number(number[i]) * (2 ** (17 - i) % 11);
  return CHECKS[sum % 11] === number[17] ? number : null;
}

function isDay(year: number, month: number, day: number): boolean {
  const at = new Date(Date.UTC(year, month - 1, day));
  return year >= 1800 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}

/**
 * What the database holds of a number. Numbers are so few that a plain hash of one is the number itself; under a key
 * that never reaches the database, whoever has all its rows cannot try them.
 */
export function idNumberDigest(key: Buffer, number: string): string {
  return createHmac('sha256', key).update(number, 'utf8').digest('hex');
}

/** What tells people of one name apart. */
export const idNumberEnd = (number: string): string => number.slice(-4);
