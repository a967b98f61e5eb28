import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { UserError } from './userError.type.js';
import { withObject } from '../rule.js';
import { RuledField } from '../ruled.js';

const ActResult = { APPLIED: 'APPLIED', REPLAYED: 'REPLAYED' } as const;
registerEnumType(ActResult, {
  name: 'ActResult',
  description: 'What came of an act.',
  valuesConfig: {
    APPLIED: { description: 'It happened now (已办理).' },
    REPLAYED: { description: 'It had happened before, by the same key (此前已办理).' },
  },
});

@InputType()
export abstract class ActInput {
  @Field(() => String, {
    description:
      'Of the caller’s making, 8 to 100 characters; the same act with the same key happens once. Kept for seven days.',
  })
  idempotencyKey: string;
}

@ObjectType()
export abstract class ActPayload {
  @RuledField(withObject, () => ActResult, { description: 'Null if it did not happen.', nullable: true })
  result: keyof typeof ActResult | null;

  @RuledField(withObject, () => [UserError], { description: 'Why it did not happen; empty if it did.' })
  userErrors: UserError[];
}
