import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AdministrativeInput } from '../administration/administrativeChange.type.js';
import { Unit } from '../unit/unit.type.js';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';

export const ReorganisationState = { RUNNING: 1, DONE: 2 } as const;
registerEnumType(ReorganisationState, {
  name: 'ReorganisationState',
  description: 'How far a reorganisation is (机构改革状态).',
  valuesConfig: {
    RUNNING: { description: 'What is at the ending units goes to their successors; nothing new comes there (进行中).' },
    DONE: { description: 'Nothing was left, and the units have ended (已完成).' },
  },
});

export const ReorganisedPosts = { MOVE: 'MOVE', END: 'END' } as const;
registerEnumType(ReorganisedPosts, {
  name: 'ReorganisedPosts',
  description: 'What becomes of the posts at the units that end (原有岗位).',
  valuesConfig: {
    MOVE: {
      description:
        'Leaders in charge, heads of offices and officers have the same duty at the successor, with what is open in their hands – unless it has a head of that office. Heads of organs and administrators are not moved (随机构转隶).',
    },
    END: { description: 'They end; people are appointed anew (免去).' },
  },
});

@ObjectType({ description: 'A unit that ends and the one that comes after it (撤并承接).' })
export class ReorganisationPair {
  @RuledField(withObject, () => Unit, { description: 'The unit that ends.' })
  from: number;

  @RuledField(withObject, () => Unit, { description: 'The unit that comes after it.' })
  to: number;
}

@ObjectType({
  description:
    'Units end and others come after them (机构改革). What takes it back before it is confirmed is administrativeChangeWithdraw, after that another reorganisation.',
})
export class Reorganisation {
  @RuledField(withObject, () => ID, { description: 'Its id.' })
  id: string;

  @RuledField(withObject, () => Unit, { description: 'The organ that all of them are below (所属机关).' })
  organ: number;

  @RuledField(withObject, () => ReorganisationState, { description: 'How far it is (状态).' })
  state: number;

  @RuledField(withObject, () => Int, {
    description:
      'Of the units that end, how many have nothing left, in tens of percent; 100 when they have ended. How much they had it does not tell (进度).',
  })
  progress: number;

  @RuledField(withObject, () => ReorganisedPosts, { description: 'What becomes of their posts (原有岗位).' })
  posts: string;

  @RuledField(withObject, () => [ReorganisationPair], { description: 'Which units (撤并承接).' })
  pairs: ReorganisationPair[];

  @RuledField(withObject, () => DateTime, { description: 'When it was confirmed (开始时间).' })
  begunAt: string;

  @RuledField(withObject, () => DateTime, { description: 'When the units ended (完成时间).', nullable: true })
  doneAt: string | null;
}

@InputType({ description: 'A unit that ends and the one that comes after it (撤并承接).' })
export class ReorganisationPairInput {
  @Field(() => ID, { description: 'The unit that ends.' })
  from: string;

  @Field(() => ID, {
    description: 'The unit that comes after it: made before, in force, of the same kind or an organ.',
  })
  to: string;
}

@InputType({ description: 'Units end and others come after them (机构改革).' })
export class ReorganiseInput extends AdministrativeInput {
  @Field(() => [ReorganisationPairInput], {
    description: 'Each unit that ends, once, with all that is below it; at most 1,000.',
  })
  pairs: ReorganisationPairInput[];

  @Field(() => ReorganisedPosts, { description: 'What becomes of the posts at these units.' })
  posts: string;
}
