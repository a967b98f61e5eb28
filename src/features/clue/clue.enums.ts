import { registerEnumType } from 'type-graphql';
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

registerEnumType(ClueStage, {
  name: 'ClueStage',
  description:
    'Where a clue stands (办理阶段). Sources: 监督执纪工作规则 arts. 21–35, 处理检举控告工作规则 arts. 13–17.',
  valuesConfig: {
    RECEIVED: { description: 'Registered, not yet accepted (已接收).' },
    NOT_ACCEPTED: { description: 'Outside the remit: litigation, another body’s matter (不予受理).' },
    FORWARDED: { description: 'Passed to the competent organ (已转送).' },
    DUPLICATE_RETAINED: { description: 'A repeat complaint, registered and kept (重复件留存).' },
    PENDING_DISPATCH: { description: 'Accepted, awaiting dispatch (待分办).' },
    ASSIGNED: { description: 'With its handling office (已分办).' },
    RETURNED_TO_INTAKE: { description: 'Returned: no substance or wrong organ (退回).' },
    PROPOSED: { description: 'Disposal proposed (已提出处置意见).' },
    TALK_INQUIRY: { description: 'Talk or written inquiry (谈话函询).' },
    PRELIM_VERIFICATION: { description: 'Preliminary verification (初步核实).' },
    HELD: { description: 'Kept for later; not concluded (暂存待查).' },
    MINOR_MEASURE: { description: 'First-form measure (第一种形态处理).' },
    CASE_FILED: { description: 'A case is filed (已立案).' },
    TRANSFERRED_TO_INVESTIGATION: { description: 'Handed to review and investigation (移交审查调查部门).' },
    TRANSFERRED_TO_PARTY_ORG: { description: 'Handed to the Party organisation (移交党组织处理).' },
    UPGRADED: { description: 'Taken over by the superior (提级办理).' },
    DESIGNATED_AWAY: { description: 'Designated to another organ (指定管辖).' },
    CLOSED: { description: 'Concluded (予以了结).' },
  },
});
registerEnumType(ClueSource, {
  name: 'ClueSource',
  description: 'Where a clue came from (线索来源).',
  valuesConfig: {
    PETITION: { description: 'A petition or report from the public (信访举报).' },
    SUPERIOR_ASSIGNED: { description: 'Assigned by a superior (上级交办).' },
    NATIONAL_PLATFORM: { description: 'The national platform of reports (检举举报平台).' },
    INSPECTION_TRANSFER: { description: 'Handed over by an inspection (巡视巡察移交).' },
    SUPERVISION_FINDING: { description: 'Found by supervision itself (监督检查发现).' },
    DISPATCHED_GROUP: { description: 'Brought up by a dispatched group (派驻机构报送).' },
    SUPPLEMENT: { description: 'Added to what was known already (补充线索).' },
  },
});
registerEnumType(DisposalMethod, {
  name: 'DisposalMethod',
  description: 'One of the four methods of disposal (处置方式). 监督执纪工作规则 art. 21.',
  valuesConfig: {
    TALK_INQUIRY: { description: 'Talk, or inquiry in writing (谈话函询).' },
    PRELIMINARY_VERIFICATION: { description: 'Verification of the facts before a case is filed (初步核实).' },
    HELD_PENDING: { description: 'Kept for later (暂存待查).' },
    CLOSED: { description: 'Concluded (予以了结).' },
  },
});
registerEnumType(ClueOutcome, {
  name: 'ClueOutcome',
  description: 'What became of a clue (办理结果).',
  valuesConfig: {
    DIRECT_CLOSURE: { description: 'Concluded as it came (直接了结).' },
    ACCEPTED_EXPLANATION: { description: 'Concluded on the explanation given (采信了结).' },
    DISPROVED: { description: 'Concluded as disproved (查否了结).' },
    REMINDER_TALK: { description: 'A reminding talk (谈话提醒).' },
    CRITICISM: { description: 'Criticism and education (批评教育).' },
    ORDERED_SELF_EXAMINATION: { description: 'Ordered to examine oneself (责令检查).' },
    ADMONITION: { description: 'Admonition (诫勉).' },
    CASE_FILED: { description: 'A case was filed (立案).' },
    TRANSFERRED_TO_PARTY_ORG: { description: 'Handed to the Party organisation (移交党组织处理).' },
    FORWARDED: { description: 'Passed to the competent organ (转送).' },
    NOT_ACCEPTED: { description: 'Outside the remit (不予受理).' },
    DUPLICATE: { description: 'A repeat complaint (重复件).' },
  },
});
registerEnumType(PetitionClass, {
  name: 'PetitionClass',
  description: 'What a petition is about (信访举报类别).',
  valuesConfig: {
    ACCUSATION: { description: 'A violation of discipline or law (检举控告类).' },
    APPEAL: { description: 'A decision taken against the petitioner (申诉类).' },
    SUGGESTION: { description: 'Criticism and suggestions (批评建议类).' },
    OTHER: { description: 'Anything else (其他).' },
  },
});
registerEnumType(PetitionChannel, {
  name: 'PetitionChannel',
  description: 'How a petition came (来信、来访、来电、网络).',
  valuesConfig: {
    LETTER: { description: 'By letter (来信).' },
    VISIT: { description: 'By a visit (来访).' },
    CALL: { description: 'By telephone (来电).' },
    ONLINE: { description: 'Online (网络).' },
    OTHER: { description: 'In another way (其他).' },
  },
});
registerEnumType(ReporterKind, {
  name: 'ReporterKind',
  description: 'Whether the reporter gave a name (实名、匿名).',
  valuesConfig: {
    REAL_NAME: { description: 'Gave a name (实名).' },
    ANONYMOUS: { description: 'Gave none (匿名).' },
  },
});
registerEnumType(RankClass, {
  name: 'RankClass',
  description: 'The six rank classes of the statistics (职级).',
  valuesConfig: {
    MINISTERIAL: { description: 'Provinces and ministries (省部级).' },
    BUREAU: { description: 'Departments and bureaus (厅局级).' },
    DIVISION: { description: 'Counties and divisions (县处级).' },
    SECTION: { description: 'Townships and sections (乡科级).' },
    GENERAL: { description: 'Cadres without such a rank (一般干部).' },
    OTHER: { description: 'Villages, enterprises and others (农村、企业等其他人员).' },
  },
});
registerEnumType(PriorityReason, {
  name: 'PriorityReason',
  description: 'Why a clue goes first (优先办理事由).',
  valuesConfig: {
    SAME_LEVEL_MANAGED_CADRE: {
      description: 'About a cadre managed by the Party committee of the same level (同级党委管理干部).',
    },
    KEY_POST: { description: 'About somebody in a key post (重要岗位).' },
    YOUNG_RESERVE_CADRE: { description: 'About a young reserve cadre (年轻后备干部).' },
    KEY_MINORITY: { description: 'About the head of a body or one of its leaders (关键少数).' },
  },
});
registerEnumType(WarningColour, {
  name: 'WarningColour',
  description: 'How timely an open matter is (三色预警): blue in time, yellow near its limit, red past it.',
  valuesConfig: {
    BLUE: { description: 'In time (蓝).' },
    YELLOW: { description: 'Near its limit (黄).' },
    RED: { description: 'Past its limit (红).' },
  },
});
