import { registerEnumType } from 'type-graphql';
import { AuditKind } from '../audit/kinds.js';

registerEnumType(AuditKind, {
  name: 'AuditKind',
  description: 'What an entry of the audit trail tells of (审计类别).',
  valuesConfig: {
    ACT: { description: 'An act (办理).' },
    READ: { description: 'A facet, or a reason, was read (查阅).' },
    SEARCH: { description: 'A text was looked for (检索).' },
    EXPLAIN: { description: 'Access was explained, or the trail read (权限说明、审计查阅).' },
    REFUSAL: { description: 'Something was refused (拒绝).' },
    EMERGENCY: { description: 'Emergency access (应急查阅).' },
  },
});
export { AuditKind };
