import { Field, InputType } from 'type-graphql';
import { DateTime } from './dateTime.js';
import { sessionOf, type RequestContext } from './context.js';
import { uuidOf } from './ids.js';
import type { Parameters } from './read/parameters.js';
import { LiandongError } from '../shared/errors.js';
import { WarningColour } from '../workflow/colours.js';

const MOST_VALUES = 50;

@InputType({ description: 'A window of time: from (included) to (excluded); either end may be open.' })
export class TimeWindow {
  @Field(() => DateTime, { nullable: true, description: 'From then on.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before then.' })
  to?: Date | null;
}

/** `column in values`; nothing if no values were given, and no more than a form would ever send. */
export function anyOf(
  column: string,
  values: readonly unknown[] | null | undefined,
  argument: string,
  parameters: Parameters,
): string[] {
  if (!values) return [];
  if (values.length > MOST_VALUES) {
    const reason = { zh: `不超过${MOST_VALUES}个值`, en: `at most ${MOST_VALUES} values` };
    throw new LiandongError('ARGUMENT_INVALID', { argument, reason });
  }
  return [`${column} = any (${parameters.add([...values])})`];
}

export function isTrueOrFalse(column: string, value: boolean | null | undefined): string[] {
  return value === null || value === undefined ? [] : [value ? column : `not ${column}`];
}

/** Said by the order of due dates, which an index can serve. */
export function isOpen(alias: string, open: boolean | null | undefined): string[] {
  return open === null || open === undefined ? [] : [`${alias}.due_order ${open ? '<' : '='} 'infinity'`];
}

export function within(column: string, window: TimeWindow | null | undefined, parameters: Parameters): string[] {
  return [
    ...(window?.from ? [`${column} >= ${parameters.add(window.from)}`] : []),
    ...(window?.to ? [`${column} < ${parameters.add(window.to)}`] : []),
  ];
}

/** By boundary instants, so that no job need have run. */
export function inColours(alias: string, colours: readonly number[] | null | undefined): string[] {
  if (!colours) return [];
  const conditions: Record<number, string> = {
    [WarningColour.BLUE]: `(${alias}.yellow_at is null or ${alias}.yellow_at > app_now()) and (${alias}.red_at is null or ${alias}.red_at > app_now())`,
    [WarningColour.YELLOW]: `${alias}.yellow_at <= app_now() and (${alias}.red_at is null or ${alias}.red_at > app_now())`,
    [WarningColour.RED]: `${alias}.red_at <= app_now()`,
  };
  const any = [...new Set(colours)].map((colour) => `(${conditions[colour]})`).join(' or ');
  return [...isOpen(alias, true), `(${any || 'false'})`];
}

/** A unit named by id, and, for an organ asked as a place, only itself. A unit that is not there matches nothing. */
export function atUnit(
  column: string,
  id: string | null | undefined,
  context: RequestContext,
  parameters: Parameters,
): string[] {
  if (!id) return [];
  const unit = sessionOf(context).units.withId(uuidOf('unit', id));
  return [unit ? `${column} = ${parameters.add(unit.pos)}` : 'false'];
}

export function underUnit(
  column: string,
  id: string | null | undefined,
  context: RequestContext,
  parameters: Parameters,
): string[] {
  if (!id) return [];
  const unit = sessionOf(context).units.withId(uuidOf('unit', id));
  return [unit ? `${column} between ${parameters.add(unit.pos)} and ${parameters.add(unit.hi)}` : 'false'];
}

const LONGEST_TEXT = 60;

/** Text to look for: trimmed, bounded, and with the pattern characters taken as themselves. */
export function likePattern(text: string, argument: string): string {
  const trimmed = text.normalize('NFC').trim();
  if (trimmed.length === 0 || trimmed.length > LONGEST_TEXT || trimmed.includes('\u0000')) {
    const reason = { zh: `须为1至${LONGEST_TEXT}个字符`, en: `must have 1 to ${LONGEST_TEXT} characters` };
    throw new LiandongError('ARGUMENT_INVALID', { argument, reason });
  }
  return `%${trimmed.replaceAll(/[\\%_]/g, '\\$&')}%`;
}
