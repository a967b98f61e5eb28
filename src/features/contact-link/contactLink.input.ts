import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ContactLink } from './contactLink.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';

@InputType({ description: 'A contact link to begin.' })
export class ContactLinkBeginInput {
  @Field(() => ID, { description: 'A supervision office of your organ (监督检查室、纪检监察室).' })
  office: string;

  @Field(() => ID, { description: 'An organ directly below yours, or a dispatched group of yours.' })
  target: string;
}

@InputType({ description: 'Which contact links end, and which begin at that moment (重新划分联系范围).' })
export class ContactLinkRedivideInput extends ActInput {
  @Field(() => [ID], {
    description: 'The links that end, at most 200; one that would begin at that moment or later is taken back.',
  })
  end: string[];

  @Field(() => [ContactLinkBeginInput], {
    description: 'The links that begin, at most 200; no target has two at once.',
  })
  begin: ContactLinkBeginInput[];

  @Field(() => DateTime, { nullable: true, description: 'When, not before now; none: now.' })
  at?: Date | null;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What came of a re-division of contact links.' })
export class ContactLinkRedividePayload extends ActPayload {
  @RuledField(withObject, () => [ContactLink], {
    description: 'Your organ’s links in force or to come, after the act; empty if it did not happen.',
  })
  contactLinks: ContactLink[];
}
