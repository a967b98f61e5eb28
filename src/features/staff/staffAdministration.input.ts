import { Field, ID, InputType, Int } from 'type-graphql';
import { AdministrativeInput } from '../administration/administrativeChange.type.js';
import { DateTime } from '../../graphql/dateTime.js';
import { Duty } from '../../jurisdiction/duties.js';

@InputType({ description: 'A new person (人员登记). Without a post and an identity it gives nothing.' })
export class PersonRegisterInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The organ.' })
  organ: string;

  @Field(() => String, { description: 'The name, up to 60 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'The staff number: up to 32 letters, digits and hyphens.' })
  staffNumber?: string | null;
}

@InputType({ description: 'What a person is called from now on (更正人员信息). What is left out stays.' })
export class PersonAmendInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The person.' })
  person: string;

  @Field(() => String, { nullable: true, description: 'The name, up to 60 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The staff number.' })
  staffNumber?: string | null;
}

@InputType()
abstract class PersonInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The person.' })
  person: string;
}

@InputType({ description: 'Who leaves (离任).' })
export class PersonLeaveInput extends PersonInput {}

@InputType({ description: 'Who comes back (返岗).' })
export class PersonReturnInput extends PersonInput {}

@InputType({ description: 'What the identity provider calls a person (绑定统一身份).' })
export class PersonBindInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The person.' })
  person: string;

  @Field(() => String, { description: 'The `sub` of his tokens, up to 255 characters.' })
  subject: string;
}

@InputType({ description: 'A new post (任职).' })
export class PostAppointInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The person.' })
  person: string;

  @Field(() => ID, { description: 'The unit.' })
  unit: string;

  @Field(() => Duty, {
    description: 'The duty: an organ has a head and leaders, an office or a group the head of an office.',
  })
  duty: number;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it is a main one, which says whose person it is.' })
  main: boolean;

  @Field(() => DateTime, { nullable: true, description: 'From when on; none, or before it is confirmed: then.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when; none: without end.' })
  until?: Date | null;
}

@InputType({ description: 'Which post ends (免职).' })
export class PostEndInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The post.' })
  post: string;
}

@InputType({ description: 'What a leader is to be in charge of (分管).' })
export class BranchAssignInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The leader’s post.' })
  post: string;

  @Field(() => ID, { description: 'An office, group or command centre of the same organ.' })
  office: string;

  @Field(() => DateTime, { nullable: true, description: 'From when on; none: as it is confirmed.' })
  from?: Date | null;
}

@InputType({ description: 'Which branch ends (不再分管).' })
export class BranchEndInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The branch.' })
  branch: string;
}

@InputType()
export abstract class ClearanceInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The person.' })
  person: string;

  @Field(() => Int, { description: 'Up to which classification, 0 to 3.' })
  clearance: number;
}

@InputType({ description: 'A higher clearance for a person (提高涉密等级).' })
export class ClearanceRaiseInput extends ClearanceInput {}

@InputType({ description: 'A lower clearance for a person (降低涉密等级).' })
export class ClearanceLowerInput extends ClearanceInput {}
