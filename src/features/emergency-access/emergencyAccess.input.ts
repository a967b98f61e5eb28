import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { EmergencyAccess } from './emergencyAccess.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { EmergencyFacet } from '../../workflow/emergencyAccesses.js';

@InputType({ description: 'What of which clue is opened in an emergency, and why (紧急访问).' })
export class EmergencyAccessOpenInput extends ActInput {
  @Field(() => ID, { description: 'The clue.' })
  clue: string;

  @Field(() => [EmergencyFacet], { description: 'What one does not see of it and needs now.' })
  facets: ('petition' | 'content')[];

  @Field(() => String, { description: 'Why it cannot wait, up to 2,000 characters.' })
  reason: string;
}

@InputType({ description: 'The review of an emergency access (复核紧急访问).' })
export class EmergencyAccessReviewInput extends ActInput {
  @Field(() => ID, { description: 'The emergency access.' })
  id: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;

  @Field(() => Boolean, { description: 'Whether it was justified.' })
  justified: boolean;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What came of an act on an emergency access.' })
export class EmergencyAccessPayload extends ActPayload {
  @RuledField(withObject, () => EmergencyAccess, {
    description: 'The emergency access as you see it after the act; null if you do not.',
    nullable: true,
  })
  emergencyAccess: EmergencyAccess | null;
}
