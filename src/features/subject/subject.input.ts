import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import './subject.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { SubjectFinding } from '../../workflow/subjects.js';
import { Clue } from '../clue/clue.type.js';

@InputType({ description: 'By what to look for somebody: at least one of these, and whoever has either is found.' })
export class SubjectLookupInput {
  @Field(() => String, { nullable: true, description: 'The name, exactly.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The id number: 18 characters (公民身份号码). GB 11643.' })
  idNumber?: string | null;
}

@InputType({ description: 'Who the subject of a clue is found to be (核定被反映人).' })
export class ClueSubjectLinkInput extends ActInput {
  @Field(() => ID, { description: 'The clue.' })
  clue: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;

  @Field(() => SubjectFinding, { description: 'Whether he is a discipline official.' })
  state: number;

  @Field(() => [ID], {
    nullable: true,
    description: 'For STAFF who he is, as the candidates name him; several, up to 10, if several are meant.',
  })
  persons?: string[] | null;

  @Field(() => String, { description: 'How you know, up to 2,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What came of finding the subject of a clue.' })
export class ClueSubjectPayload extends ActPayload {
  @RuledField(withObject, () => Clue, {
    description: 'The clue as you see it after the act; null if you do not – by this very act, perhaps.',
    nullable: true,
  })
  clue: Clue | null;
}
