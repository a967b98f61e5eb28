import { idNumberOf } from '../shared/idNumber.js';
import type { Kind } from './columns.js';
import { dayOf, type Day } from './days.js';
import { Wrong } from './faults.js';
import { normalCode, normalName, normalText } from './normal.js';

/** Without zeros to fill it up: 3302 is a city, 330200 nothing. */
const DIVISION = /^(?:[1-9]\d|[1-9]\d(?!00)\d{2}|[1-9]\d{3}(?!00)\d{2}|[1-9]\d{5}(?!000)\d{3})$/;
const OWN = /^[A-Z][0-9A-Z]{0,7}$/;
const STAFF_NUMBER = /^[0-9A-Z][0-9A-Z._-]{0,31}$/;
const BETWEEN_VALUES = /[;；\n\r]/;

export const divisionCode: Kind<string> = {
  digits: true,
  read: (given) => {
    const text = normalCode(given);
    return DIVISION.test(text) ? text : refuse(new Wrong('DIVISION_CODE', { text }));
  },
};

/** The code of a unit that belongs to an organ: 330203-B01. */
export const ownedCode: Kind<string> = { digits: true, read: (given) => codeOf(given, isOwned) };

/** Any unit's code: 330203 or 330203-B01. */
export const unitCode: Kind<string> = {
  digits: true,
  read: (given) => codeOf(given, (code) => DIVISION.test(code) || isOwned(code)),
};

export const staffNumber: Kind<string> = {
  digits: true,
  read: (given) => {
    const text = normalCode(given).toUpperCase();
    // First of all, so that no fault shows one.
    if (idNumberOf(text)) throw new Wrong('ID_NUMBER_REFUSED');
    return STAFF_NUMBER.test(text) ? text : refuse(new Wrong('STAFF_NUMBER', { text }));
  },
};

/** What the identity provider calls somebody (sub); kept to the letter. */
export const subject: Kind<string> = {
  digits: true,
  read: (given) => {
    const text = given.trim();
    if (idNumberOf(text)) throw new Wrong('ID_NUMBER_REFUSED');
    if (text !== normalText(text) || / /.test(text) || text.length > 200) throw new Wrong('SUBJECT');
    return text;
  },
};

export const freeText = (longest: number): Kind<string> => ({ read: (given) => within(longest, normalText(given)) });

/** Of a person. */
export const personName = (longest: number): Kind<string> => ({ read: (given) => within(longest, normalName(given)) });

export const day: Kind<Day> = { date: true, read: (given) => dayOf(normalCode(given)) };

export const wholeNumber = (low: number, high: number): Kind<number> => ({
  digits: true,
  read: (given) => {
    const text = normalCode(given);
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return number >= low && number <= high ? number : refuse(new Wrong('NUMBER_RANGE', { text, low, high }));
  },
});

/** One of an enum's values, by the word that the API's description has for it, another usual one, or its name. */
export function word<T extends string>(words: Readonly<Record<T, readonly [string, ...string[]]>>): Kind<T> {
  const names = Object.keys(words) as T[];
  const byWord = new Map(names.flatMap((each) => [each, ...words[each]].map((spelt) => [spelt.toUpperCase(), each])));
  return {
    read: (given) => {
      const text = normalText(given);
      const found = byWord.get(text.replaceAll(/[ -]/g, '_').toUpperCase());
      return (
        found ?? refuse(new Wrong('WORD_UNKNOWN', { text, words: { zh: listed(names, 0), en: names.join(', ') } }))
      );
    },
  };
  function listed(all: readonly T[], nth: number): string {
    return all.map((each) => words[each][nth]).join('、');
  }
}

const YES_OR_NO = word({ YES: ['是', 'Y', 'TRUE', '1'], NO: ['否', 'N', 'FALSE', '0'] });
export const yesNo: Kind<boolean> = { read: (given) => YES_OR_NO.read(given) === 'YES' };

/** Several values in one cell, with ；, ; or a line break between them. */
export function several<T extends string>(kind: Kind<T>): Kind<readonly T[]> & { readonly blank: readonly T[] } {
  return {
    digits: kind.digits,
    blank: [],
    read: (given) => {
      const values = given
        .split(BETWEEN_VALUES)
        .filter((part) => part.trim() !== '')
        .map((part) => kind.read(part));
      const twice = values.find((value, i) => values.indexOf(value) < i);
      return twice === undefined ? values : refuse(new Wrong('VALUE_TWICE', { text: twice }));
    },
  };
}

/** The organ that a unit's code names before its own. */
export const organOf = (code: string): string => code.split('-')[0]!;

function isOwned(code: string): boolean {
  const [division = '', own = '', ...more] = code.split('-');
  return DIVISION.test(division) && OWN.test(own) && more.length === 0;
}

function codeOf(given: string, fits: (code: string) => boolean): string {
  const code = normalCode(given).replaceAll(' ', '').toUpperCase();
  return fits(code) ? code : refuse(new Wrong('UNIT_CODE', { text: code }));
}

function within(longest: number, value: string): string {
  if (Array.from(value).length > longest) throw new Wrong('CELL_TOO_LONG', { limit: longest });
  return value === '' ? refuse(new Wrong('CELL_REQUIRED')) : value;
}

function refuse(wrong: Wrong): never {
  throw wrong;
}
