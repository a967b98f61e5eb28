import { Field, ID, InputType } from 'type-graphql';
import './clue.enums.js';
import {
  anyOf,
  atUnit,
  inColours,
  isOpen,
  isTrueOrFalse,
  likePattern,
  TimeWindow,
  underUnit,
  within,
} from '../../graphql/filterInputs.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import type { Filter } from '../../graphql/read/list.js';
import type { Parameters } from '../../graphql/read/parameters.js';
import { DIVISION_WIDTH } from '../../jurisdiction/units.js';
import { ClueSource, ClueStage } from '../../workflow/clueStages.js';
import { WarningColour } from '../../workflow/colours.js';

@InputType({
  description: 'Which clues; conditions add up. A condition on a facet matches only rows whose facet you may see.',
})
export class ClueFilter {
  @Field(() => [ClueStage], { nullable: true, description: 'At any of these stages.' })
  stage?: number[] | null;

  @Field(() => [ClueSource], { nullable: true, description: 'From any of these sources.' })
  source?: number[] | null;

  @Field(() => ID, { nullable: true, description: 'Handled by this office or group.' })
  handlingUnit?: string | null;

  @Field(() => ID, { nullable: true, description: 'Owned by this unit or anything below it.' })
  ownerWithin?: string | null;

  @Field(() => TimeWindow, { nullable: true, description: 'Due in this window.' })
  due?: TimeWindow | null;

  @Field(() => TimeWindow, { nullable: true, description: 'Received in this window.' })
  received?: TimeWindow | null;

  @Field(() => [WarningColour], { nullable: true, description: 'Open and of any of these colours.' })
  colour?: number[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Open, or concluded.' })
  open?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Going first, or not.' })
  priority?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text in the number, or in subject and allegation where you see the content; 1 to 60 characters.',
  })
  text?: string | null;
}

/** The conditions of a filter; where every row would have to be looked at for a text, the matches are found first. */
export async function clueFilter(
  asked: ClueFilter | null | undefined,
  context: RequestContext,
  operation: string,
): Promise<Filter> {
  if (!asked) return () => [];
  const { text } = asked;
  const pattern = text === undefined || text === null ? null : likePattern(text, 'filter.text');
  const found = pattern === null ? null : await cluesFound(text!, context, operation);
  return (c, parameters) => [
    ...anyOf(`${c}.stage`, asked.stage, 'filter.stage', parameters),
    ...anyOf(`${c}.source`, asked.source, 'filter.source', parameters),
    ...atUnit(`${c}.handling_pos`, asked.handlingUnit, context, parameters),
    ...underUnit(`${c}.owner_pos`, asked.ownerWithin, context, parameters),
    ...within(`${c}.due_at`, asked.due, parameters),
    ...within(`${c}.received_at`, asked.received, parameters),
    ...inColours(c, asked.colour),
    ...isOpen(c, asked.open),
    ...isTrueOrFalse(`${c}.priority`, asked.priority),
    ...(pattern === null ? [] : [withText(c, pattern, found, parameters)]),
  ];
}

/** Text in the number, or in the content of those whose content the caller sees. */
function withText(c: string, pattern: string, found: string[] | null, parameters: Parameters): string {
  if (found) return `${c}.id = any (${parameters.add(found)}::uuid[])`;
  const p = parameters.add(pattern);
  return `(${c}.number like ${p} or exists (select from clue_content t where t.clue_id = ${c}.id
    and (t.subject_name like ${p} or t.allegation like ${p})))`;
}

/** Null: the list is to be gone through. Only who has more than a city is worth the question. */
async function cluesFound(text: string, context: RequestContext, operation: string): Promise<string[] | null> {
  const { principal, transaction, trail } = sessionOf(context);
  if (principal.reach.clue.owned.every(([lo, hi]) => hi - lo < DIVISION_WIDTH.city)) return null;
  // Also of a search that fails.
  trail.search(operation, 'clue');
  const sql = 'select clues_found($1) as found';
  const [row] = await transaction.query<{ found: string[] | null }>(sql, [text.normalize('NFC').trim()]);
  return row!.found;
}
