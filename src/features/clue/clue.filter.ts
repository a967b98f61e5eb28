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
import type { RequestContext } from '../../graphql/context.js';
import type { Filter } from '../../graphql/read/list.js';
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

export function clueFilter(asked: ClueFilter | null | undefined, context: RequestContext): Filter {
  const pattern = asked?.text === undefined || asked.text === null ? null : likePattern(asked.text, 'filter.text');
  return (c, parameters) => {
    if (!asked) return [];
    const text = () => {
      if (!pattern) return [];
      const p = parameters.add(pattern);
      return [
        `(${c}.number like ${p} or exists (select from clue_content t where t.clue_id = ${c}.id
          and (t.subject_name like ${p} or t.allegation like ${p})))`,
      ];
    };
    return [
      ...anyOf(`${c}.stage`, asked.stage, 'filter.stage', parameters),
      ...anyOf(`${c}.source`, asked.source, 'filter.source', parameters),
      ...atUnit(`${c}.handling_pos`, asked.handlingUnit, context, parameters),
      ...underUnit(`${c}.owner_pos`, asked.ownerWithin, context, parameters),
      ...within(`${c}.due_at`, asked.due, parameters),
      ...within(`${c}.received_at`, asked.received, parameters),
      ...inColours(c, asked.colour),
      ...isOpen(c, asked.open),
      ...isTrueOrFalse(`${c}.priority`, asked.priority),
      ...text(),
    ];
  };
}
