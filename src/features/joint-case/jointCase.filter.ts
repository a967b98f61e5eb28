import { Field, ID, InputType } from 'type-graphql';
import { anyOf, atUnit, inColours, isOpen, TimeWindow, within } from '../../graphql/filterInputs.js';
import type { RequestContext } from '../../graphql/context.js';
import type { Filter } from '../../graphql/read/list.js';
import { WarningColour } from '../../workflow/colours.js';
import { JointCaseState, JointMode } from '../../workflow/jointModes.js';

@InputType({ description: 'Which joint cases; conditions add up.' })
export class JointCaseFilter {
  @Field(() => [JointCaseState], { nullable: true, description: 'In any of these states.' })
  state?: number[] | null;

  @Field(() => [JointMode], { nullable: true, description: 'In any of these modes.' })
  mode?: number[] | null;

  @Field(() => ID, { nullable: true, description: 'Led by this office or group.' })
  leadUnit?: string | null;

  @Field(() => TimeWindow, { nullable: true, description: 'Due in this window.' })
  due?: TimeWindow | null;

  @Field(() => [WarningColour], { nullable: true, description: 'Open and of any of these colours.' })
  colour?: number[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Open, or ended.' })
  open?: boolean | null;
}

export function jointCaseFilter(asked: JointCaseFilter | null | undefined, context: RequestContext): Filter {
  return (j, parameters) => [
    ...anyOf(`${j}.state`, asked?.state, 'filter.state', parameters),
    ...anyOf(`${j}.mode`, asked?.mode, 'filter.mode', parameters),
    ...atUnit(`${j}.handling_pos`, asked?.leadUnit, context, parameters),
    ...within(`${j}.due_at`, asked?.due, parameters),
    ...inColours(j, asked?.colour),
    ...isOpen(j, asked?.open),
  ];
}
