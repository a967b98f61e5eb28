import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../graphql/connection.js';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { Duty } from '../../jurisdiction/duties.js';
import { Unit } from '../unit/unit.type.js';

@ObjectType({ description: 'An office or a group that a leader is in charge of (分管).' })
export class StaffBranch {
  @RuledField(withObject, () => ID, { description: 'Its id.' })
  id: string;

  @RuledField(withObject, () => Unit, { description: 'The office or group.' })
  office: number;

  @RuledField(withObject, () => DateTime, { description: 'Since when (起).' })
  from: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when (止).', nullable: true })
  until: string | null;
}

@ObjectType({ description: 'A post of a registered person, in force, to come or over (任职).' })
export class StaffPost {
  @RuledField(withObject, () => ID, { description: 'Its id.' })
  id: string;

  @RuledField(withObject, () => Duty, { description: 'Its duty.' })
  duty: number;

  @RuledField(withObject, () => Unit, { description: 'Where it is.' })
  unit: number;

  @RuledField(withObject, () => Boolean, { description: 'Whether it is a main one.' })
  main: boolean;

  @RuledField(withObject, () => DateTime, { description: 'Since when (起).' })
  from: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when (止).', nullable: true })
  until: string | null;

  @RuledField(withObject, () => [StaffBranch], { description: 'Of a leader: what he is in charge of (分管).' })
  branches: StaffBranch[];
}

@ObjectType({
  description: 'A person as the administrators of his organ keep him (人员登记). Says nothing of matters.',
})
export class StaffRecord {
  @RuledField(withObject, () => ID, { description: 'The person’s id.' })
  id: string;

  @RuledField(withObject, () => String, { description: 'The name.' })
  name: string;

  @RuledField(withObject, () => String, {
    description: 'The organisation’s own number; tells persons of one name apart (人员编号).',
    nullable: true,
  })
  staffNumber: string | null;

  @RuledField(withObject, () => String, {
    description: 'What the identity provider calls the person; null: not bound yet (统一身份标识).',
    nullable: true,
  })
  subject: string | null;

  @RuledField(withObject, () => Int, {
    description: 'Up to which classification the person is cleared, 0 to 3 (涉密等级).',
  })
  clearance: number;

  @RuledField(withObject, () => DateTime, { description: 'When the person left (离任时间).', nullable: true })
  leftAt: string | null;

  @RuledField(withObject, () => Unit, { description: 'The organ of the main post (所在机关).' })
  organ: number;

  @RuledField(withObject, () => [StaffPost], { description: 'All posts in your tree, the first first (任职情况).' })
  posts: StaffPost[];
}

@ObjectType({ description: 'A page of registered persons.' })
export class StaffPage {
  @RuledField(withObject, () => [StaffRecord], { description: 'By name.', cost: { page: true } })
  records: StaffRecord[];

  @RuledField(withObject, () => PageInfo, { description: 'Where the page stands.' })
  pageInfo: PageInfo;
}

@InputType({ description: 'Which persons; conditions add up.' })
export class StaffFilter {
  @Field(() => ID, { nullable: true, description: 'Of this organ and below.' })
  within?: string | null;

  @Field(() => String, { nullable: true, description: 'How the name begins, up to 60 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The staff number, exactly.' })
  staffNumber?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Also those who have left; else not.' })
  withLeft?: boolean | null;
}
