import { Int, ObjectType } from 'type-graphql';
import type { Relation } from 'typeorm';
import './supervisionItem.enums.js';
import { pageOf } from '../../graphql/connection.js';
import { DateTime } from '../../graphql/dateTime.js';
import { EffectiveScope } from '../../graphql/effectiveScope.js';
import { Node } from '../../graphql/node.js';
import { facet, withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { WarningColour } from '../../workflow/colours.js';
import { SupervisionReason, SupervisionState } from '../../workflow/supervisionStates.js';
import { Clue } from '../clue/clue.type.js';
import { Unit } from '../unit/unit.type.js';
import { MatterViewer } from '../viewer/matterViewer.type.js';

@ObjectType({ description: 'What is required and what was reported (督办内容).' })
export class SupervisionItemContent {
  @RuledField(withObject, () => String, { description: 'What is required (督办要求).' })
  requirement: string;

  @RuledField(withObject, () => String, { description: 'What was reported (办理结果报告).', nullable: true })
  result: string | null;
}

@ObjectType({
  implements: Node,
  description:
    'A supervision item: a superior urges progress on a clue or case (督办). Its own fields are the LEDGER facet.',
})
export class SupervisionItem extends Node {
  @RuledField(withObject, () => String, { description: 'Number of the notice (督办通知书编号).' })
  number: string;

  @RuledField(withObject, () => SupervisionState, { description: 'Where it stands (状态).' })
  state: number;

  @RuledField(withObject, () => [SupervisionReason], { description: 'Why it was issued (事由).' })
  reasons: number[];

  @RuledField(withObject, () => Unit, { description: 'The organ that issued it (督办机关).' })
  owner: number;

  @RuledField(withObject, () => Unit, { description: 'The office that issued it (签发部门).' })
  issuingOffice: number;

  @RuledField(withObject, () => Unit, { description: 'The organ, office or group it is addressed to (被督办单位).' })
  target: number;

  @RuledField(withObject, () => Unit, { description: 'Where the result is to be reported (报送部门).', nullable: true })
  reportTo: number | null;

  @RuledField(withObject, () => [Unit], { description: 'Who has a copy of the notice (抄送).' })
  cc: number[];

  @RuledField(withObject, () => DateTime, { description: 'When it was issued (签发时间).' })
  issuedAt: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when to report (报送期限).', nullable: true })
  dueAt: string | null;

  @RuledField(withObject, () => WarningColour, {
    description: 'How timely it is; null once concluded (三色预警).',
    nullable: true,
  })
  colour: number | null;

  @RuledField(withObject, () => Boolean, { description: 'Whether it is still open (未办结).' })
  open: boolean;

  @RuledField(withObject, () => DateTime, { description: 'When it was concluded (办结时间).', nullable: true })
  concludedAt: string | null;

  @RuledField(withObject, () => Int, { description: 'Version of the ledger, for acts to name (版本).' })
  version: number;

  @RuledField(facet('CONTENT'), () => SupervisionItemContent, { description: 'CONTENT facet (内容).', nullable: true })
  content: SupervisionItemContent | null;

  @RuledField(withObject, () => Clue, {
    description: 'The clue it urges, if you may see it (督办线索).',
    nullable: true,
  })
  clue: Relation<Clue> | null;

  @RuledField(withObject, () => MatterViewer, {
    description:
      'What you may know of it, by what, until when, and what you may try on it now (当前用户权限). Audited.',
    cost: { points: 1 },
  })
  viewer: MatterViewer;
}

@ObjectType({ description: 'A page of supervision items.' })
export class SupervisionItemConnection extends pageOf(SupervisionItem, 'SupervisionItem') {
  @RuledField(withObject, () => EffectiveScope, {
    description: 'What was asked for, and through what your post reaches it.',
  })
  effectiveScope: EffectiveScope;
}
