import { registerEnumType } from 'type-graphql';
import { OBJECT_FACETS } from '../jurisdiction/facets.js';

export const MatterKind = Object.fromEntries(
  Object.keys(OBJECT_FACETS).map((object) => [object.toUpperCase(), object]),
) as { [Kind in Uppercase<keyof typeof OBJECT_FACETS>]: Lowercase<Kind> };
registerEnumType(MatterKind, {
  name: 'MatterKind',
  description: 'The kinds of matter (事项类别).',
  valuesConfig: {
    CLUE: { description: 'Clue (问题线索).' },
    SUPERVISION_ITEM: { description: 'Supervision item (督办事项).' },
    JOINT_CASE: { description: 'Joint case (联合办案).' },
  },
});

/** By what a facet reaches a post. */
export const AccessPath = {
  HANDLER: 'HANDLER',
  OWN: 'OWN',
  BRANCH: 'BRANCH',
  ORGAN: 'ORGAN',
  LINKED: 'LINKED',
  SUBTREE: 'SUBTREE',
  REGISTRAR: 'REGISTRAR',
  CUSTODIAN: 'CUSTODIAN',
  GRANT: 'GRANT',
  OTHER: 'OTHER',
} as const;
export type AccessPath = keyof typeof AccessPath;
registerEnumType(AccessPath, {
  name: 'AccessPath',
  description: 'By what a facet reaches a post (知悉途径).',
  valuesConfig: {
    HANDLER: { description: 'The post is named as handler (承办人).' },
    OWN: { description: 'The duty in the unit that handles it, owns it or received it (本部门).' },
    BRANCH: { description: 'The duty of a leader in charge of the unit (分管).' },
    ORGAN: { description: 'The duty in the organ (本机关).' },
    LINKED: { description: 'A contact link with the organ or group (联系).' },
    SUBTREE: { description: 'The duty of a superior organ (上级机关).' },
    REGISTRAR: { description: 'The post registered it (登记人).' },
    CUSTODIAN: { description: 'The post keeps it until its subject is resolved (指定保管人).' },
    GRANT: { description: 'A grant (授权).' },
    OTHER: { description: 'By another rule (其他规定).' },
  },
});
