import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { OrganRuleName } from '../../workflow/organRules.js';
import { AdministrativeInput } from '../administration/administrativeChange.type.js';

@InputType({ description: 'What an organ rules for itself and its tree (设定机关规则).' })
export class OrganRuleSetInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The organ.' })
  organ: string;

  @Field(() => OrganRuleName, { description: 'Which rule.' })
  rule: number;

  @Field(() => Int, { description: 'Its value, within the rule’s bounds.' })
  value: number;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether organs below may only be stricter; of a choice: have to keep it.',
  })
  binding: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'From when on, within five years; none: when it is confirmed. What the organ ruled from then on gives way.',
  })
  from?: Date | null;
}

@InputType({ description: 'A rule of which an organ says nothing any more (终止机关规则).' })
export class OrganRuleEndInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The organ.' })
  organ: string;

  @Field(() => OrganRuleName, { description: 'Which rule; what an organ above says of it holds again.' })
  rule: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when on, within five years; none: when it is confirmed.',
  })
  from?: Date | null;
}
