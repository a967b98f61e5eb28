import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Unmasking } from './unmasking.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { UNMASKING_DAYS } from '../../workflow/unmaskings.js';

@InputType({ description: 'Of which clue one needs to know the reporter, and why (申请查阅反映人身份).' })
export class UnmaskingRequestInput extends ActInput {
  @Field(() => ID, { description: 'The clue.' })
  clue: string;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;

  @Field(() => Int, {
    description: `For how many days from the decision on, 1 to ${UNMASKING_DAYS.most}; none: ${UNMASKING_DAYS.usual}.`,
    nullable: true,
  })
  days?: number | null;
}

@InputType({ description: 'The decision on an unmasking (审批查阅反映人身份).' })
export class UnmaskingDecideInput extends ActInput {
  @Field(() => ID, { description: 'The unmasking.' })
  id: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;

  @Field(() => Boolean, { description: 'Whether the reporter is opened to who asked.' })
  approve: boolean;

  @Field(() => String, { description: 'Why, up to 2,000 characters; who asked will read it.' })
  reason: string;
}

@InputType({ description: 'The end of an unmasking before its time, or of a request (终止查阅).' })
export class UnmaskingEndInput extends ActInput {
  @Field(() => ID, { description: 'The unmasking.' })
  id: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What came of an act on an unmasking.' })
export class UnmaskingPayload extends ActPayload {
  @RuledField(withObject, () => Unmasking, {
    description: 'The unmasking as you see it after the act; null if you do not.',
    nullable: true,
  })
  unmasking: Unmasking | null;
}
