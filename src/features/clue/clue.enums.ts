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
});
registerEnumType(DisposalMethod, {
  name: 'DisposalMethod',
  description: 'One of the four methods of disposal (处置方式). 监督执纪工作规则 art. 21.',
});
registerEnumType(ClueOutcome, { name: 'ClueOutcome', description: 'What became of a clue (办理结果).' });
registerEnumType(PetitionClass, { name: 'PetitionClass', description: 'What a petition is about (信访举报类别).' });
registerEnumType(PetitionChannel, {
  name: 'PetitionChannel',
  description: 'How a petition came (来信、来访、来电、网络).',
});
registerEnumType(ReporterKind, { name: 'ReporterKind', description: 'Whether the reporter gave a name (实名、匿名).' });
registerEnumType(RankClass, { name: 'RankClass', description: 'The six rank classes of the statistics (职级).' });
registerEnumType(PriorityReason, { name: 'PriorityReason', description: 'Why a clue goes first (优先办理事由).' });
registerEnumType(WarningColour, {
  name: 'WarningColour',
  description: 'How timely an open matter is (三色预警): blue in time, yellow near its limit, red past it.',
});
