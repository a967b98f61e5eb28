import { registerEnumType } from 'type-graphql';
import { JointCaseState, JointMode, StaffForce } from '../../workflow/jointModes.js';

registerEnumType(JointMode, {
  name: 'JointMode',
  description: 'How the parties work together (联动方式).',
  valuesConfig: {
    ZONE: { description: 'Members of a cooperation zone together (联组、协作区).' },
    SPECIAL_SUPERVISION_GROUP: { description: 'A group for one topic, led by the office concerned (专项监督组).' },
    TASK_FORCE: { description: 'A task force for one case, led by an investigating office (专案组).' },
    GRAND_ZONE: { description: 'All zones together, led by the leader in charge (大联组).' },
    VERTICAL_LINKAGE: { description: 'A city’s dispatched group with its counterparts in the districts (上下联动).' },
  },
});
registerEnumType(JointCaseState, {
  name: 'JointCaseState',
  description: 'State of a joint case (联合办案状态).',
  valuesConfig: {
    APPLIED: { description: 'Applied for, not yet decided (已申请).' },
    ACTIVE: { description: 'Launched and under way (进行中).' },
    CONCLUDED: { description: 'Ended (已结束).' },
    REFUSED: { description: 'Not launched (未批准).' },
  },
});
registerEnumType(StaffForce, {
  name: 'StaffForce',
  description:
    'Which of the four forces somebody comes from: leadership, offices, dispatched bodies, townships (四支力量).',
  valuesConfig: {
    LEADERSHIP: { description: 'The leading team (委班子成员).' },
    OFFICES: { description: 'The offices of the organ (机关各室).' },
    DISPATCHED: { description: 'Dispatched groups and organs (派驻、派出机构).' },
    TOWNSHIP: { description: 'The organs of townships and subdistricts (镇、街道纪检监察机构).' },
  },
});
