import { Int, ObjectType } from 'type-graphql';
import type { Relation } from 'typeorm';
import './jointCase.enums.js';
import { pageOf } from '../../graphql/connection.js';
import { DateTime } from '../../graphql/dateTime.js';
import { EffectiveScope } from '../../graphql/effectiveScope.js';
import { Node } from '../../graphql/node.js';
import { facet, withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { WarningColour } from '../../workflow/colours.js';
import { JointCaseState, JointMode, StaffForce } from '../../workflow/jointModes.js';
import { Clue } from '../clue/clue.type.js';
import { Unit } from '../unit/unit.type.js';
import { MatterViewer } from '../viewer/matterViewer.type.js';

@ObjectType({ description: 'A person’s place and tasks in a joint case (联合办案人员安排).' })
export class JointCaseAssignment {
  @RuledField(withObject, () => String, { description: 'Who (姓名).' })
  personName: string;

  @RuledField(withObject, () => Unit, { description: 'From which unit (所在单位).' })
  unit: number;

  @RuledField(withObject, () => StaffForce, { description: 'From which of the four forces (力量来源).' })
  force: number;

  @RuledField(withObject, () => String, { description: 'What for (任务).', nullable: true })
  tasks: string | null;

  @RuledField(withObject, () => DateTime, { description: 'Since when (起).' })
  from: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when; access ends with it (止).', nullable: true })
  until: string | null;
}

@ObjectType({ description: 'What a joint case is about, and who works on it (联合办案内容).' })
export class JointCaseContent {
  @RuledField(withObject, () => String, { description: 'Its title (名称).' })
  title: string;

  @RuledField(withObject, () => String, { description: 'Which launch criteria were met (启动依据).', nullable: true })
  criteria: string | null;

  @RuledField(withObject, () => [JointCaseAssignment], { description: 'Who works on it, at most 100 (人员安排).' })
  assignments: JointCaseAssignment[];
}

@ObjectType({
  implements: Node,
  description:
    'A joint case: office, group and local organ on one matter (室组地联合办案). Its own fields are the LEDGER facet.',
})
export class JointCase extends Node {
  @RuledField(withObject, () => String, { description: 'Its number (编号).' })
  number: string;

  @RuledField(withObject, () => JointMode, { description: 'How the parties work together (方式).' })
  mode: number;

  @RuledField(withObject, () => JointCaseState, { description: 'Where it stands (状态).' })
  state: number;

  @RuledField(withObject, () => Unit, { description: 'The organ that launched it (启动机关).' })
  owner: number;

  @RuledField(withObject, () => Unit, { description: 'The office or group that leads it (牵头部门).' })
  leadUnit: number;

  @RuledField(withObject, () => DateTime, { description: 'When it began (启动时间).' })
  startedAt: string;

  @RuledField(withObject, () => Int, { description: 'Planned duration in calendar days (计划天数).', nullable: true })
  plannedDays: number | null;

  @RuledField(withObject, () => DateTime, { description: 'Until when it is due (期限).', nullable: true })
  dueAt: string | null;

  @RuledField(withObject, () => WarningColour, {
    description: 'How timely it is; null once concluded (三色预警).',
    nullable: true,
  })
  colour: number | null;

  @RuledField(withObject, () => Boolean, { description: 'Whether it is still open (未结束).' })
  open: boolean;

  @RuledField(withObject, () => DateTime, { description: 'When it ended (结束时间).', nullable: true })
  endedAt: string | null;

  @RuledField(withObject, () => Int, { description: 'Version of the ledger, for acts to name (版本).' })
  version: number;

  @RuledField(facet('CONTENT'), () => JointCaseContent, { description: 'CONTENT facet (内容).', nullable: true })
  content: JointCaseContent | null;

  @RuledField(withObject, () => [Clue], {
    cost: { length: 5 },
    description: 'The clues worked on that you may see, newest first, at most 100 (问题线索).',
  })
  clues: Relation<Clue>[];

  @RuledField(withObject, () => MatterViewer, {
    description:
      'What you may know of it, by what, until when, and what you may try on it now (当前用户权限). Audited.',
    cost: { points: 1 },
  })
  viewer: MatterViewer;
}

@ObjectType({ description: 'A page of joint cases.' })
export class JointCaseConnection extends pageOf(JointCase, 'JointCase') {
  @RuledField(withObject, () => EffectiveScope, {
    description: 'What was asked for, and through what your post reaches it.',
  })
  effectiveScope: EffectiveScope;
}
