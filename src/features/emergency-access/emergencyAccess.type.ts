import { ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { Node } from '../../graphql/node.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { WarningColour } from '../../workflow/colours.js';
import { EmergencyFacet, EmergencyState } from '../../workflow/emergencyAccesses.js';
import { ORGAN_RULES } from '../../workflow/organRules.js';
import { Unit } from '../unit/unit.type.js';

const { EMERGENCY_REVIEW_LIMIT } = ORGAN_RULES;

registerEnumType(EmergencyFacet, {
  name: 'EmergencyFacet',
  description: 'What can be opened in an emergency; never the reporter (可紧急访问的内容).',
  valuesConfig: {
    PETITION: { description: 'What was received, as it was received (信访).' },
    CONTENT: { description: 'Subject, allegation, priority reason (内容).' },
  },
});
registerEnumType(EmergencyState, {
  name: 'EmergencyState',
  description: 'How far an emergency access is (紧急访问状态).',
  valuesConfig: {
    OPEN: { description: 'In force, not reviewed (进行中).' },
    AWAITING_REVIEW: { description: 'Over, not reviewed (待复核).' },
    JUSTIFIED: { description: 'Reviewed: justified (复核认定必要).' },
    UNJUSTIFIED: { description: 'Reviewed: not justified; what was still open ended then (复核认定不当).' },
  },
});

@ObjectType({
  implements: Node,
  description:
    'A facet of a clue opened in an emergency, for hours (紧急访问). Known to who opened it, to his organ’s principal, and to the principal and the head of 案管 of the organ above that reviews it.',
})
export class EmergencyAccess extends Node {
  @RuledField(withObject, () => ID, { description: 'The clue’s id, whether or not you see the clue.' })
  clueId: string;

  @RuledField(withObject, () => [EmergencyFacet], { description: 'What was opened (访问范围).' })
  facets: string[];

  @RuledField(withObject, () => String, { description: 'Why, in the opener’s words (理由).' })
  reason: string;

  @RuledField(withObject, () => String, { description: 'Who opened it, by name (访问人).' })
  openerName: string;

  @RuledField(withObject, () => Unit, { description: 'In which unit he acts (访问人所在单位).' })
  openerUnit: number;

  @RuledField(withObject, () => Unit, {
    description: 'The organ whose principal or head of 案管 reviews it, if you are of it; else null (复核机关).',
    nullable: true,
  })
  reviewer: number | null;

  @RuledField(withObject, () => DateTime, { description: 'When (访问时间).' })
  openedAt: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when it is open (有效期至).' })
  until: string;

  @RuledField(withObject, () => DateTime, {
    description: `By when it must be reviewed: within ${EMERGENCY_REVIEW_LIMIT.byDefault} working days, or fewer if the organ above has ruled so, by that organ’s calendar (复核期限，按上级机关日历的工作日计).`,
  })
  reviewDueAt: string;

  @RuledField(withObject, () => WarningColour, {
    description: 'By the review’s due date; null once it is reviewed (三色预警).',
    nullable: true,
  })
  colour: number | null;

  @RuledField(withObject, () => EmergencyState, { description: 'How far it is (状态).' })
  state: number;

  @RuledField(withObject, () => DateTime, { description: 'When it was reviewed (复核时间).', nullable: true })
  reviewedAt: string | null;

  @RuledField(withObject, () => String, { description: 'The reviewer’s words (复核意见).', nullable: true })
  reviewReason: string | null;

  @RuledField(withObject, () => Int, { description: 'Version, for acts to name (版本).' })
  version: number;
}
