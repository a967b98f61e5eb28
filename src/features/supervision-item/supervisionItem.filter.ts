import { Field, ID, InputType } from 'type-graphql';
import { anyOf, inColours, isOpen, TimeWindow, underUnit, within } from '../../graphql/filterInputs.js';
import type { RequestContext } from '../../graphql/context.js';
import type { Filter } from '../../graphql/read/list.js';
import { WarningColour } from '../../workflow/colours.js';
import { SupervisionState } from '../../workflow/supervisionStates.js';

@InputType({ description: 'Which supervision items; conditions add up.' })
export class SupervisionItemFilter {
  @Field(() => [SupervisionState], { nullable: true, description: 'In any of these states.' })
  state?: number[] | null;

  @Field(() => ID, { nullable: true, description: 'Addressed to this unit or anything below it.' })
  targetWithin?: string | null;

  @Field(() => TimeWindow, { nullable: true, description: 'Due in this window.' })
  due?: TimeWindow | null;

  @Field(() => [WarningColour], { nullable: true, description: 'Open and of any of these colours.' })
  colour?: number[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Open, or concluded.' })
  open?: boolean | null;
}

export function supervisionItemFilter(
  asked: SupervisionItemFilter | null | undefined,
  context: RequestContext,
): Filter {
  return (i, parameters) => [
    ...anyOf(`${i}.state`, asked?.state, 'filter.state', parameters),
    ...underUnit(`${i}.received_pos`, asked?.targetWithin, context, parameters),
    ...within(`${i}.due_at`, asked?.due, parameters),
    ...inColours(i, asked?.colour),
    ...isOpen(i, asked?.open),
  ];
}
