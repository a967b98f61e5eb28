import { ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { Node } from '../../graphql/node.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { InterferenceManner, InterferenceOutcome, InterferenceState } from '../../workflow/interferences.js';
import { Unit } from '../unit/unit.type.js';

registerEnumType(InterferenceManner, {
  name: 'InterferenceManner',
  description: 'What somebody did (打听、过问、干预的方式). 监察法 art. 66; 监督执纪工作规则 art. 64.',
  valuesConfig: {
    ASKED_ABOUT: { description: 'Asked about a case that is not his (打听案情).' },
    INQUIRED_INTO: { description: 'Inquired into the handling of it (过问案件).' },
    PLEADED: { description: 'Pleaded for somebody, or interfered (说情干预).' },
    CONTACTED: { description: 'Met parties to it without approval (未经批准接触涉案人员).' },
  },
});
registerEnumType(InterferenceOutcome, {
  name: 'InterferenceOutcome',
  description: 'What cadre supervision made of it (处理结果).',
  valuesConfig: {
    ADMONITION: { description: 'Criticised or admonished (批评教育、诫勉).' },
    ACCOUNTABILITY: { description: 'Held accountable (追究责任).' },
    NO_VIOLATION: { description: 'No violation found (未发现违规).' },
    TRANSFERRED: { description: 'Passed on as a clue (作为问题线索移送).' },
  },
});
registerEnumType(InterferenceState, {
  name: 'InterferenceState',
  description: 'How far an interference record is, by what was added since (登记状态).',
  valuesConfig: {
    RECORDED: { description: 'Nothing was added (待处理).' },
    HANDLED: { description: 'Cadre supervision has handled it (已处理).' },
    CORRECTED: { description: 'A later record names it as corrected (已更正).' },
  },
});

@ObjectType({ description: 'What cadre supervision made of an interference record (处理情况).' })
export class InterferenceHandling {
  @RuledField(withObject, () => InterferenceOutcome, { description: 'With what outcome (处理结果).' })
  outcome: number;

  @RuledField(withObject, () => String, { description: 'In whose words (理由).' })
  reason: string;

  @RuledField(withObject, () => Unit, { description: 'Which unit (处理单位).' })
  unit: number;

  @RuledField(withObject, () => DateTime, { description: 'When (处理时间).' })
  handledAt: string;
}

@ObjectType({
  implements: Node,
  description:
    'Who asked about a clue, inquired into it or pleaded (打听、过问、干预登记); only ever added to. Known to who recorded it, to cadre supervision and the principal of the clue’s organ, and to cadre supervision above – if nobody is left of these, to the principal above; never to the person, nor to those he leads or led then. 监察法 art. 66.',
})
export class InterferenceRecord extends Node {
  @RuledField(withObject, () => ID, { description: 'The clue’s id, whether or not you see the clue.' })
  clueId: string;

  @RuledField(withObject, () => String, { description: 'Who asked, by name (打听、过问、干预人).' })
  personName: string;

  @RuledField(withObject, () => Unit, {
    description: 'The unit of the post named; null of somebody outside (其所在单位).',
    nullable: true,
  })
  personUnit: number | null;

  @RuledField(withObject, () => InterferenceManner, { description: 'What he did (方式).' })
  manner: number;

  @RuledField(withObject, () => String, { description: 'What it was about, in the recorder’s words (事项).' })
  matter: string;

  @RuledField(withObject, () => DateTime, { description: 'When it happened (发生时间).' })
  at: string;

  @RuledField(withObject, () => DateTime, { description: 'When it was recorded (登记时间).' })
  recordedAt: string;

  @RuledField(withObject, () => String, { description: 'Who recorded it, by name (登记人).' })
  recorderName: string;

  @RuledField(withObject, () => Unit, { description: 'In which unit he acts (登记人所在单位).' })
  recorderUnit: number;

  @RuledField(withObject, () => Boolean, {
    description: 'Whether he handled the clue then; else he was asked about it (登记人是否承办).',
  })
  recorderHandles: boolean;

  @RuledField(withObject, () => [Unit], {
    description:
      'The organs that it was told to: the clue’s own, unless nobody is left there to be told, and the one above (报告对象).',
  })
  reportedTo: number[];

  @RuledField(withObject, () => ID, { description: 'The record that this one corrects (更正的登记).', nullable: true })
  corrects: string | null;

  @RuledField(withObject, () => InterferenceState, { description: 'How far it is (状态).' })
  state: number;

  @RuledField(withObject, () => [InterferenceHandling], {
    description: 'What was made of it, oldest first (处理情况).',
  })
  handlings: InterferenceHandling[];

  @RuledField(withObject, () => Int, { description: 'Version, for acts to name (版本).' })
  version: number;
}
