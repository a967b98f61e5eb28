import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Grant } from './grant.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { DateTime } from '../../graphql/dateTime.js';
import { Facet } from '../../graphql/facet.enum.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import type { Facet as FacetName } from '../../jurisdiction/facets.js';
import { GrantBasis } from '../../jurisdiction/grants.js';

@InputType({ description: 'Whom to open which facets of which matter, on what basis and for how long (授权).' })
export class GrantIssueInput extends ActInput {
  @Field(() => ID, { description: 'A clue, supervision item or joint case.' })
  matter: string;

  @Field(() => [Facet], { description: 'Which facets; each must be one that you see yourself.' })
  facets: FacetName[];

  @Field(() => ID, { description: 'A unit, a post or a person, in force now.' })
  grantee: string;

  @Field(() => GrantBasis, { description: 'On what basis; it says whether an end must be named.' })
  basis: number;

  @Field(() => DateTime, { nullable: true, description: 'From when, not before now; none: from now on.' })
  from?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when; none: until it is ended, where the basis allows it; what is reported has no end.',
  })
  until?: Date | null;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@InputType({ description: 'The end of a grant (终止授权).' })
export class GrantEndInput extends ActInput {
  @Field(() => ID, { description: 'The grant.' })
  id: string;

  @Field(() => Int, { nullable: true, description: 'Its version as you read it; none: whatever it is.' })
  expectedVersion?: number | null;

  @Field(() => String, { description: 'Why, up to 2,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What came of an act on a grant.' })
export class GrantPayload extends ActPayload {
  @RuledField(withObject, () => Grant, {
    description: 'The grant as you see it after the act; null if you do not.',
    nullable: true,
  })
  grant: Grant | null;
}
