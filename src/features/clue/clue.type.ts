import { Int, ObjectType } from 'type-graphql';
import './clue.enums.js';
import { pageOf } from '../../graphql/connection.js';
import { DateTime } from '../../graphql/dateTime.js';
import { EffectiveScope } from '../../graphql/effectiveScope.js';
import { Node } from '../../graphql/node.js';
import { facet, withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import {
  ClueOutcome,
  ClueSource,
  ClueStage,
  DisposalMethod,
  PetitionChannel,
  PetitionClass,
  PriorityReason,
  RankClass,
  ReporterKind,
} from '../../workflow/clueStages.js';
import { WarningColour } from '../../workflow/colours.js';
import { JointCase } from '../joint-case/jointCase.type.js';
import { SupervisionItem } from '../supervision-item/supervisionItem.type.js';
import { Unit } from '../unit/unit.type.js';
import { MatterViewer } from '../viewer/matterViewer.type.js';

@ObjectType({ description: 'The petition as it was received (信访举报).' })
export class CluePetition {
  @RuledField(withObject, () => PetitionClass, { description: 'What it is about (类别).' })
  class: number;

  @RuledField(withObject, () => PetitionChannel, { description: 'How it came (渠道).' })
  channel: number;

  @RuledField(withObject, () => String, { description: 'Its text, unchanged (原文).' })
  text: string;
}

@ObjectType({ description: 'Subject, allegation and what concerns them (线索内容).' })
export class ClueContent {
  @RuledField(withObject, () => String, { description: 'Who is reported (被反映人).' })
  subjectName: string;

  @RuledField(withObject, () => String, { description: 'The post of the reported person (职务).', nullable: true })
  subjectPosition: string | null;

  @RuledField(withObject, () => RankClass, { description: 'Rank class of the reported person (职级).', nullable: true })
  subjectRank: number | null;

  @RuledField(withObject, () => Boolean, {
    description: 'Whether he heads a body or is one of its leaders (关键少数).',
  })
  keyMinority: boolean;

  @RuledField(withObject, () => String, { description: 'What is alleged (反映问题).' })
  allegation: string;

  @RuledField(withObject, () => PriorityReason, { description: 'Why it goes first (优先事由).', nullable: true })
  priorityReason: number | null;

  @RuledField(withObject, () => String, { description: 'Who handles it (承办人).', nullable: true })
  handlerName: string | null;
}

@ObjectType({ description: 'Who reported, strictly confidential (反映人). 处理检举控告工作规则 art. 47.' })
export class ClueReporter {
  @RuledField(withObject, () => ReporterKind, { description: 'By name or anonymous.' })
  kind: number;

  @RuledField(withObject, () => String, { description: 'Name, if given.', nullable: true })
  name: string | null;

  @RuledField(withObject, () => String, { description: 'How to reach the reporter.', nullable: true })
  contact: string | null;

  @RuledField(withObject, () => DateTime, {
    description: 'Until when to tell a named reporter about acceptance: 15 working days. 处理检举控告工作规则 art. 26.',
    nullable: true,
  })
  acceptanceNoticeDueAt: string | null;

  @RuledField(withObject, () => DateTime, {
    description: 'Until when to tell a named reporter the result: 15 working days. 处理检举控告工作规则 art. 27.',
    nullable: true,
  })
  resultNoticeDueAt: string | null;

  @RuledField(withObject, () => Boolean, { description: 'Whether protection was asked for (保护申请).' })
  protectionRequested: boolean;
}

@ObjectType({
  implements: Node,
  description:
    'A clue: report of a possible violation, before a case is filed (问题线索). Its own fields are the LEDGER facet.',
})
export class Clue extends Node {
  @RuledField(withObject, () => String, { description: 'Number in its organ’s series (线索编号).' })
  number: string;

  @RuledField(withObject, () => ClueStage, { description: 'Where it stands (阶段).' })
  stage: number;

  @RuledField(withObject, () => ClueSource, { description: 'Where it came from (来源).' })
  source: number;

  @RuledField(withObject, () => DisposalMethod, {
    description: 'Method of disposal, once decided (处置方式).',
    nullable: true,
  })
  method: number | null;

  @RuledField(withObject, () => ClueOutcome, { description: 'Outcome, once decided (办理结果).', nullable: true })
  outcome: number | null;

  @RuledField(withObject, () => Boolean, { description: 'Whether it goes first; why is content (优先).' })
  priority: boolean;

  @RuledField(withObject, () => Boolean, { description: 'Whether it is expedited (快查快处快结).' })
  expedited: boolean;

  @RuledField(withObject, () => Unit, { description: 'The organ or group that is accountable now (责任机关).' })
  owner: number;

  @RuledField(withObject, () => Unit, { description: 'The office or group that handles it (承办部门).' })
  handlingUnit: number;

  @RuledField(withObject, () => Unit, { description: 'Where it came in (登记部门).', nullable: true })
  receivedBy: number | null;

  @RuledField(withObject, () => DateTime, { description: 'When it came in (接收时间).' })
  receivedAt: string;

  @RuledField(withObject, () => DateTime, {
    description: 'Until when the present step is due (到期时间).',
    nullable: true,
  })
  dueAt: string | null;

  @RuledField(withObject, () => WarningColour, {
    description: 'How timely it is; null once closed (三色预警).',
    nullable: true,
  })
  colour: number | null;

  @RuledField(withObject, () => Boolean, { description: 'Whether it is still open (未办结).' })
  open: boolean;

  @RuledField(withObject, () => DateTime, { description: 'When it was concluded (办结时间).', nullable: true })
  closedAt: string | null;

  @RuledField(withObject, () => Int, { description: 'Version of the ledger, for acts to name (版本).' })
  version: number;

  @RuledField(facet('PETITION'), () => CluePetition, { description: 'PETITION facet (信访).', nullable: true })
  petition: CluePetition | null;

  @RuledField(facet('CONTENT'), () => ClueContent, { description: 'CONTENT facet (内容).', nullable: true })
  content: ClueContent | null;

  @RuledField(facet('REPORTER'), () => ClueReporter, { description: 'REPORTER facet (反映人).', nullable: true })
  reporter: ClueReporter | null;

  @RuledField(withObject, () => [SupervisionItem], {
    description: 'Supervision items on it that you may see, newest first, at most 100 (督办事项).',
    cost: { length: 3 },
  })
  supervisionItems: SupervisionItem[];

  @RuledField(withObject, () => [JointCase], {
    description: 'Joint cases it is worked on in, those you may see, newest first, at most 100 (联合办案).',
    cost: { length: 3 },
  })
  jointCases: JointCase[];

  @RuledField(withObject, () => MatterViewer, {
    description:
      'What you may know of it, by what, until when, and what you may try on it now (当前用户权限). Audited.',
    cost: { points: 1 },
  })
  viewer: MatterViewer;
}

@ObjectType({ description: 'A page of clues.' })
export class ClueConnection extends pageOf(Clue, 'Clue') {
  @RuledField(withObject, () => EffectiveScope, {
    description: 'What was asked for, and through what your post reaches it.',
  })
  effectiveScope: EffectiveScope;
}
