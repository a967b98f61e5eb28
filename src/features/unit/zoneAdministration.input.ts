import { Field, ID, InputType } from 'type-graphql';
import { AdministrativeInput } from '../administration/administrativeChange.type.js';
import { ZoneKind } from '../../jurisdiction/units.js';

@InputType({ description: 'A new cooperation zone (组建协作区).' })
export class ZoneFormInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The organ it belongs to.' })
  owner: string;

  @Field(() => String, { description: 'Its name, up to 120 characters.' })
  name: string;

  @Field(() => ZoneKind, { description: 'Its kind.' })
  kind: number;

  @Field(() => [ID], { description: 'Its members, 2 to 200 units below the owner.' })
  members: string[];

  @Field(() => ID, { nullable: true, description: 'The unit that leads it, the owner or below.' })
  lead?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'On what principle it is formed (组建原则), up to 2,000 characters.',
  })
  principle?: string | null;
}

@InputType({ description: 'What a zone is from now on (调整协作区). What is left out stays.' })
export class ZoneChangeInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The zone.' })
  zone: string;

  @Field(() => String, { nullable: true, description: 'Its name, up to 120 characters.' })
  name?: string | null;

  @Field(() => [ID], { nullable: true, description: 'All of its members, 2 to 200 units below the owner.' })
  members?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The unit that leads it; null: none any more.' })
  lead?: string | null;

  @Field(() => String, { nullable: true, description: 'The principle (组建原则), up to 2,000 characters.' })
  principle?: string | null;
}

@InputType({ description: 'Which zone is dissolved (撤销协作区).' })
export class ZoneDissolveInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The zone.' })
  zone: string;
}
