import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Recusal } from './recusal.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { RecusalGround } from '../../workflow/recusals.js';

@InputType({ description: 'Who should keep out of which clue, and why (申请回避).' })
export class RecusalRequestInput extends ActInput {
  @Field(() => ID, { description: 'The clue.' })
  clue: string;

  @Field(() => ID, { description: 'A post of the person; the recusal holds for all of them.' })
  post: string;

  @Field(() => RecusalGround, { description: 'On what ground.' })
  ground: number;

  @Field(() => String, { description: 'In your words, up to 2,000 characters.' })
  reason: string;
}

@InputType({ description: 'The decision on a recusal (决定回避).' })
export class RecusalDecideInput extends ActInput {
  @Field(() => ID, { description: 'The recusal.' })
  id: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;

  @Field(() => Boolean, { description: 'Whether the person must keep out.' })
  approve: boolean;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@InputType({ description: 'The end of a recusal (解除回避).' })
export class RecusalEndInput extends ActInput {
  @Field(() => ID, { description: 'The recusal.' })
  id: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What came of an act on a recusal.' })
export class RecusalPayload extends ActPayload {
  @RuledField(withObject, () => Recusal, {
    description: 'The recusal as you see it after the act; null if you do not.',
    nullable: true,
  })
  recusal: Recusal | null;
}
