import { ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { Node } from '../../graphql/node.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { RecusalGround, RecusalState } from '../../workflow/recusals.js';
import { Unit } from '../unit/unit.type.js';

registerEnumType(RecusalGround, {
  name: 'RecusalGround',
  description: 'Why somebody must not take part (回避事由). 监察法 art. 67; 监督执纪工作规则 art. 65.',
  valuesConfig: {
    SELF_OR_RELATIVE: { description: 'The subject himself, or a near relative of the subject (本人或者近亲属).' },
    WITNESS: { description: 'A witness in the matter (证人).' },
    INTEREST: { description: 'Has an interest in it, or a near relative has (利害关系).' },
    OTHER: { description: 'Whatever else may impair fairness (其他可能影响公正的情形).' },
  },
});
registerEnumType(RecusalState, {
  name: 'RecusalState',
  description: 'How far a recusal is (回避状态).',
  valuesConfig: {
    REQUESTED: { description: 'Asked for, not decided (待决定).' },
    APPROVED: { description: 'Approved; the person is denied the clue, by all his posts (已决定回避).' },
    REFUSED: { description: 'Refused (驳回).' },
    ENDED: { description: 'Ended by a later decision (已解除).' },
  },
});

@ObjectType({
  implements: Node,
  description:
    'Recusal of a person from a clue (回避). Known to who decides, to who knows the content, and to who asked while the clue is not denied to him; to the person only if he asked himself.',
})
export class Recusal extends Node {
  @RuledField(withObject, () => ID, { description: 'The clue’s id, whether or not you see the clue.' })
  clueId: string;

  @RuledField(withObject, () => String, { description: 'Who is to keep out, by name (回避人员).' })
  personName: string;

  @RuledField(withObject, () => RecusalGround, { description: 'On what ground (事由).' })
  ground: number;

  @RuledField(withObject, () => String, { description: 'In whose words (理由).' })
  reason: string;

  @RuledField(withObject, () => RecusalState, { description: 'How far it is (状态).' })
  state: number;

  @RuledField(withObject, () => Unit, {
    description:
      'Your organ, while it is you who decides or may end it; else null (决定机关): the head of the accountable one, of its own head the superior’s, or the next above who may know of the clue. 监察法实施条例 2021 art. 264.',
    nullable: true,
  })
  decider: number | null;

  @RuledField(withObject, () => DateTime, { description: 'When it was asked for (提出时间).' })
  requestedAt: string;

  @RuledField(withObject, () => DateTime, { description: 'When it was decided (决定时间).', nullable: true })
  decidedAt: string | null;

  @RuledField(withObject, () => String, {
    description: 'The decider’s words; null while you are recused by it yourself (决定理由).',
    nullable: true,
  })
  decisionReason: string | null;

  @RuledField(withObject, () => DateTime, { description: 'When it ended (解除时间).', nullable: true })
  endedAt: string | null;

  @RuledField(withObject, () => Int, { description: 'Version, for acts to name (版本).' })
  version: number;
}
