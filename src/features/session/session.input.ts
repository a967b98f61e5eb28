import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Session } from './session.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';

@InputType({ description: 'Which session of one’s own ends (结束本人会话).' })
export class SessionEndInput extends ActInput {
  @Field(() => ID, { description: 'The session.' })
  id: string;
}

@InputType({ description: 'All other sessions of one’s own end (结束本人其他会话).' })
export class SessionsEndInput extends ActInput {}

@InputType({ description: 'Whose sessions end, and why (终止他人会话).' })
export class PersonSessionsEndInput extends ActInput {
  @Field(() => ID, { description: 'The person.' })
  person: string;

  @Field(() => String, { description: 'Why, up to 2,000 characters; for the audit trail.' })
  reason: string;
}

@ObjectType({ description: 'What came of the end of a session.' })
export class SessionPayload extends ActPayload {
  @RuledField(withObject, () => Session, {
    description: 'The session after the act; null if it was this one, or did not end.',
    nullable: true,
  })
  session: Session | null;
}

@ObjectType({ description: 'What came of the end of several sessions.' })
export class SessionsPayload extends ActPayload {
  @RuledField(withObject, () => [Session], {
    description: 'The person’s sessions after the act; empty if it did not happen.',
  })
  sessions: Session[];
}
