import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { InspectionRound } from './inspectionRound.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';

@InputType({ description: 'Which body inspects which organ, and when (巡察).' })
export class InspectionRoundBeginInput extends ActInput {
  @Field(() => ID, { description: 'An inspection body of your organ.' })
  body: string;

  @Field(() => ID, { description: 'An organ below yours.' })
  inspected: string;

  @Field(() => String, { description: 'What the round is called, up to 120 characters.' })
  name: string;

  @Field(() => DateTime, { nullable: true, description: 'From when, not before now; none: from now on.' })
  from?: Date | null;

  @Field(() => DateTime, { description: 'Until when, 366 days later at most.' })
  until: Date;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@InputType({ description: 'What the inspected organ supplies to a round (协作配合目录).' })
export class InspectionCatalogueAddInput extends ActInput {
  @Field(() => ID, { description: 'The round.' })
  round: string;

  @Field(() => [ID], { description: 'Clues of your organ, 1 to 100; all of them, or none.' })
  clues: string[];

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@InputType({ description: 'The end of a round (结束巡察).' })
export class InspectionRoundEndInput extends ActInput {
  @Field(() => ID, { description: 'The round.' })
  id: string;

  @Field(() => Int, { nullable: true, description: 'Its version as you read it; none: whatever it is.' })
  expectedVersion?: number | null;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What came of an act on an inspection round.' })
export class InspectionRoundPayload extends ActPayload {
  @RuledField(withObject, () => InspectionRound, {
    description: 'The round as you see it after the act; null if you do not.',
    nullable: true,
  })
  inspectionRound: InspectionRound | null;
}
