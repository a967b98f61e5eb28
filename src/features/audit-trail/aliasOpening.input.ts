import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AuditAliasOpening } from './aliasOpening.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';

@InputType({ description: 'Which alias to open, and why (申请开启审计代号).' })
export class AuditAliasOpenRequestInput extends ActInput {
  @Field(() => String, { description: 'An alias as the trail showed it to you.' })
  alias: string;

  @Field(() => String, { description: 'In your words, up to 2,000 characters.' })
  reason: string;
}

@InputType({ description: 'The decision on the opening of an alias (决定开启审计代号).' })
export class AuditAliasOpenDecideInput extends ActInput {
  @Field(() => ID, { description: 'The opening.' })
  id: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;

  @Field(() => Boolean, { description: 'Whether it may be opened.' })
  approve: boolean;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What came of an act on the opening of an alias.' })
export class AuditAliasOpeningPayload extends ActPayload {
  @RuledField(withObject, () => AuditAliasOpening, {
    description: 'The opening as you see it after the act; null if you do not.',
    nullable: true,
  })
  opening: AuditAliasOpening | null;
}
