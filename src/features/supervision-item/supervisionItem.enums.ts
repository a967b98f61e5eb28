import { registerEnumType } from 'type-graphql';
import { SupervisionReason, SupervisionState } from '../../workflow/supervisionStates.js';

registerEnumType(SupervisionState, {
  name: 'SupervisionState',
  description: 'State of a supervision item (督办状态).',
  valuesConfig: {
    ISSUED: { description: 'Issued, not yet received (已签发).' },
    RECEIVED: { description: 'Received by its target (已签收).' },
    IN_PROGRESS: { description: 'Being worked on (办理中).' },
    REPORTED: { description: 'The result is reported, awaiting conclusion (已报送).' },
    CONCLUDED: { description: 'Concluded (已办结).' },
    RETURNED: { description: 'Returned: the report does not suffice (已退回).' },
  },
});
registerEnumType(SupervisionReason, {
  name: 'SupervisionReason',
  description: 'Why a superior urges (督办事由).',
  valuesConfig: {
    LONG_PENDING: { description: 'Not concluded for long (长期未办结).' },
    SPECIFIC_VERIFIABLE: { description: 'Specific and verifiable (具体、可查性较强).' },
    NEAR_OR_OVER_DUE: { description: 'Near its limit or past it (临期或超期).' },
    SUPERIOR_ASSIGNED: { description: 'Assigned by a superior (上级交办).' },
    KEY_CLUE: { description: 'An important clue (重要问题线索).' },
  },
});
