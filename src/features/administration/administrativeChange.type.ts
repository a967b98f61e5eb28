import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { Unit } from '../unit/unit.type.js';

export const ChangeState = { PROPOSED: 1, DONE: 2, REFUSED: 3, WITHDRAWN: 4 } as const;
registerEnumType(ChangeState, {
  name: 'AdministrativeChangeState',
  description: 'How far a change of the organisation is (管理变更状态).',
  valuesConfig: {
    PROPOSED: { description: 'Proposed; another person has to confirm it, within 30 days (待确认).' },
    DONE: { description: 'Done (已生效).' },
    REFUSED: { description: 'Refused by who had to confirm it (不同意).' },
    WITHDRAWN: { description: 'Withdrawn by who proposed it (已撤回).' },
  },
});

@ObjectType({ description: 'One thing that a change changes (变更内容).' })
export class AdministrativeLine {
  @RuledField(withObject, () => String, { description: 'What: name, code, post, clearance … (事项).' })
  field: string;

  @RuledField(withObject, () => String, { description: 'As it was; null: there was nothing (变更前).', nullable: true })
  before: string | null;

  @RuledField(withObject, () => String, { description: 'As it becomes; null: nothing (变更后).', nullable: true })
  after: string | null;
}

@ObjectType({
  description:
    'A change of the organisation: done at once, or proposed by one and confirmed by another where it gives somebody something (管理变更). What takes it back says `undo`.',
})
export class AdministrativeChange {
  @RuledField(withObject, () => ID, { description: 'Its id.' })
  id: string;

  @RuledField(withObject, () => String, { description: 'The mutation it was made by.' })
  act: string;

  @RuledField(withObject, () => Unit, { description: 'Whose it is (所属机关).' })
  organ: number;

  @RuledField(withObject, () => ID, {
    description: 'The unit, zone, person, post or branch it changes, or the reorganisation.',
  })
  object: string;

  @RuledField(withObject, () => String, {
    description: 'Whom or what it is about, in words, as it was proposed (变更对象).',
  })
  about: string;

  @RuledField(withObject, () => [AdministrativeLine], { description: 'The difference it makes (变更内容).' })
  lines: AdministrativeLine[];

  @RuledField(withObject, () => String, { description: 'Why, in the words of who asked (理由).' })
  reason: string;

  @RuledField(withObject, () => ChangeState, { description: 'How far it is (状态).' })
  state: number;

  @RuledField(withObject, () => String, { description: 'Who asked, by name (提出人).' })
  proposerName: string;

  @RuledField(withObject, () => DateTime, { description: 'When it was asked (提出时间).' })
  proposedAt: string;

  @RuledField(withObject, () => String, {
    description: 'Who confirmed or refused it, by name (确认人).',
    nullable: true,
  })
  deciderName: string | null;

  @RuledField(withObject, () => DateTime, { description: 'When it was done, refused or withdrawn.', nullable: true })
  decidedAt: string | null;

  @RuledField(withObject, () => String, { description: 'The decider’s words (确认意见).', nullable: true })
  decisionReason: string | null;

  @RuledField(withObject, () => String, { description: 'The mutation that takes such a change back (撤销方式).' })
  undo: string;

  @RuledField(withObject, () => Int, { description: 'Version, for acts to name (版本).' })
  version: number;
}

@InputType()
export abstract class AdministrativeInput extends ActInput {
  @Field(() => String, { description: 'Why, up to 2,000 characters (理由).' })
  reason: string;
}

@InputType({ description: 'The decision on a proposed change (确认管理变更).' })
export class AdministrativeChangeDecideInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The change.' })
  id: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;

  @Field(() => Boolean, { description: 'Whether it is to be done.' })
  approve: boolean;
}

@InputType({ description: 'Which proposal is taken back (撤回管理变更).' })
export class AdministrativeChangeWithdrawInput extends ActInput {
  @Field(() => ID, { description: 'The change.' })
  id: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;
}

@ObjectType({ description: 'What came of an act on the organisation.' })
export class AdministrationPayload extends ActPayload {
  @RuledField(withObject, () => AdministrativeChange, {
    description: 'The change: done, or proposed and to be confirmed by another; null if there is none.',
    nullable: true,
  })
  change: AdministrativeChange | null;
}
