import { ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { Node } from '../../graphql/node.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { UnmaskingState } from '../../workflow/unmaskings.js';
import { Unit } from '../unit/unit.type.js';

registerEnumType(UnmaskingState, {
  name: 'UnmaskingState',
  description: 'How far an unmasking is (查阅反映人身份的状态).',
  valuesConfig: {
    REQUESTED: { description: 'Asked for, not decided (待审批).' },
    APPROVED: { description: 'Approved, and in force until its time is over (已批准).' },
    REFUSED: { description: 'Refused (不予批准).' },
    ENDED: { description: 'Withdrawn or ended before its time, or with the clue or its handling (已终止).' },
    EXPIRED: { description: 'Its time is over (已到期).' },
  },
});

@ObjectType({
  implements: Node,
  description:
    'A handler’s request to know who reported a clue (查阅反映人身份). Known to who asked and to who decides. 处理检举控告工作规则 arts. 29, 47.',
})
export class Unmasking extends Node {
  @RuledField(withObject, () => ID, { description: 'The clue’s id, whether or not you see the clue.' })
  clueId: string;

  @RuledField(withObject, () => String, { description: 'Who asks, by name (申请人).' })
  requesterName: string;

  @RuledField(withObject, () => Unit, { description: 'In which unit he acts (申请人所在单位).' })
  requesterUnit: number;

  @RuledField(withObject, () => String, { description: 'Why, in his words (理由).' })
  reason: string;

  @RuledField(withObject, () => Int, { description: 'For how many days from the decision on (天数).' })
  days: number;

  @RuledField(withObject, () => UnmaskingState, { description: 'How far it is (状态).' })
  state: number;

  @RuledField(withObject, () => Boolean, {
    description: 'Whether it waits for the decision of your post (是否待您审批). Who else decides is not told.',
  })
  yoursToDecide: boolean;

  @RuledField(withObject, () => DateTime, { description: 'When it was asked for (申请时间).' })
  requestedAt: string;

  @RuledField(withObject, () => DateTime, { description: 'When it was decided (审批时间).', nullable: true })
  decidedAt: string | null;

  @RuledField(withObject, () => String, { description: 'The decider’s words (审批意见).', nullable: true })
  decisionReason: string | null;

  @RuledField(withObject, () => DateTime, {
    description: 'Until when the reporter is open to who asked, as approved (有效期至).',
    nullable: true,
  })
  until: string | null;

  @RuledField(withObject, () => DateTime, { description: 'When it ended before its time (终止时间).', nullable: true })
  endedAt: string | null;

  @RuledField(withObject, () => String, {
    description: 'Why it was ended, by whoever ended it; null if it ended with the clue or its handling (终止理由).',
    nullable: true,
  })
  endReason: string | null;

  @RuledField(withObject, () => Int, { description: 'Version, for acts to name (版本).' })
  version: number;
}
