import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { InterferenceRecord } from './interferenceRecord.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { InterferenceManner, InterferenceOutcome } from '../../workflow/interferences.js';

@InputType({ description: 'Who asked about which clue, inquired into it or pleaded (打听、过问、干预登记).' })
export class InterferenceRecordInput extends ActInput {
  @Field(() => ID, { description: 'The clue.' })
  clue: string;

  @Field(() => ID, { description: 'A post of the person; it is kept from all of them.', nullable: true })
  post?: string | null;

  @Field(() => String, {
    description: 'The person’s name, if he has no post here; up to 60 characters.',
    nullable: true,
  })
  name?: string | null;

  @Field(() => InterferenceManner, { description: 'What he did.' })
  manner: number;

  @Field(() => String, { description: 'What it was about, up to 2,000 characters.' })
  matter: string;

  @Field(() => DateTime, { description: 'When it happened; not in the future.' })
  at: Date;

  @Field(() => ID, { description: 'A record of one’s own on this clue that this one corrects.', nullable: true })
  corrects?: string | null;
}

@InputType({ description: 'What cadre supervision made of an interference record (处理打听、过问、干预).' })
export class InterferenceHandleInput extends ActInput {
  @Field(() => ID, { description: 'The record.' })
  id: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;

  @Field(() => InterferenceOutcome, { description: 'With what outcome.' })
  outcome: number;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What came of an act on an interference record.' })
export class InterferenceRecordPayload extends ActPayload {
  @RuledField(withObject, () => InterferenceRecord, {
    description: 'The record as you see it after the act; null if you do not.',
    nullable: true,
  })
  interferenceRecord: InterferenceRecord | null;
}
