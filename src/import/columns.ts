import { Wrong } from './faults.js';
import type { Given } from './given.js';
import { LIMITS } from './limits.js';

/** A kind of value: what a cell that is not blank comes to, or what is wrong with it. */
export interface Kind<T> {
  read(text: string): T;
  /** A count of days is a day here. */
  readonly date?: true;
  /** Digits mean themselves here, so that lost zeros and rounded numbers are told as such. */
  readonly digits?: true;
  /** Of a blank cell; null where nothing else is said. */
  readonly blank?: T;
}

export interface Column<T> {
  readonly zh: string;
  readonly en: string;
  /** Whether a file must have it. */
  readonly required: boolean;
  read(given: Given | undefined): T;
}

export function required<T>(zh: string, en: string, kind: Kind<T>): Column<T> {
  const read = (given: Given | undefined): T => {
    const value = valueOf(kind, given);
    // A cell of nothing but separators is blank too.
    if (value === null || (Array.isArray(value) && value.length === 0)) throw new Wrong('CELL_REQUIRED');
    return value;
  };
  return { zh, en, required: true, read };
}

export function optional<T>(zh: string, en: string, kind: Kind<T> & { readonly blank: T }): Column<T>;
export function optional<T>(zh: string, en: string, kind: Kind<T>): Column<T | null>;
export function optional<T>(zh: string, en: string, kind: Kind<T>): Column<T | null> {
  return { zh, en, required: false, read: (given) => valueOf(kind, given) ?? kind.blank ?? null };
}

/** The heading must be there, the cell may be blank: other columns of the row decide. */
export function headed<T>(zh: string, en: string, kind: Kind<T>): Column<T | null> {
  return { ...optional(zh, en, kind), required: true };
}

/** A number that was rounded on its way, in either writing: 1.1E+11, 330203.5. */
const ROUNDED = /^-?\d+(?:\.\d+)?e[+-]?\d+$|^-?\d+\.\d+$/i;
/** A spreadsheet keeps so many digits. */
const KEPT_DIGITS = 15;

function valueOf<T>(kind: Kind<T>, given: Given | undefined): T | null {
  if (!given || given.text.trim() === '') return null;
  const { text, number } = given;
  if (text.length > LIMITS.cell) throw new Wrong('CELL_TOO_LONG', { limit: LIMITS.cell });
  if (number === 'DATE' && !kind.date) throw new Wrong('CELL_IS_DATE');
  if (kind.digits) {
    if (number === 'ZEROS') throw new Wrong('ZEROS_LOST');
    if (ROUNDED.test(text.trim()) || (number && text.length > KEPT_DIGITS)) throw new Wrong('NUMBER_INEXACT');
  }
  return kind.read(text);
}
