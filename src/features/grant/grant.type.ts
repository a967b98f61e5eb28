import { ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { Facet } from '../../graphql/facet.enum.js';
import { Node } from '../../graphql/node.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { Duty } from '../../jurisdiction/duties.js';
import type { Facet as FacetName } from '../../jurisdiction/facets.js';
import { GrantBasis } from '../../jurisdiction/grants.js';
import { Unit } from '../unit/unit.type.js';

registerEnumType(GrantBasis, {
  name: 'GrantBasis',
  description: 'On what a grant stands (授权依据). Who may issue which: schema/permissions.md.',
  valuesConfig: {
    ASSIGNED: { description: 'Dispatched within the organ, or assigned to a lower one (分办、交办). 监督执纪工作规则 art. 23; 处理检举控告工作规则 art. 21.' },
    CC: { description: 'Copied for information (抄送).' },
    JOINT_CASE: { description: 'A member of a joint case; by its own acts alone (联合办案).' },
    SECONDMENT: { description: 'Lent for one case, by post and for a time, one at a time, and once for one matter (借调). 监督执纪工作规则 art. 66.' },
    DESIGNATED: { description: 'Jurisdiction designated (指定管辖). 监察法实施条例 2021 art. 48.' },
    REPORTED: { description: 'Reported to the superior organ, at once and for good (报告、备案). 监督执纪工作规则 art. 22.' },
    UNMASKING: { description: 'The reporter unmasked on request; by its own acts alone (举报人身份核查).' },
    EMERGENCY: { description: 'Opened in an emergency; by its own acts alone (紧急知悉).' },
    CATALOGUE: { description: 'An item of an inspection round’s catalogue; by inspectionCatalogueAdd alone (协作配合目录).' },
    COMPARTMENT: { description: 'Exempt from the cadre compartment and from what is denied to units, by the superior’s 干部监督 (干部监督知悉范围).' },
    UPGRADED: { description: 'Taken up by the superior organ; by its own acts alone (提级管辖).' },
    LEAD: { description: 'Led by another office; by its own acts alone (领办).' },
    SUPERVISED: { description: 'Supervised by a notice; by its own acts alone (督办).' },
    RECUSAL: { description: 'Opened to decide on a recusal; by its own acts alone (回避决定).' },
    TRIAL: { description: 'At trial (案件审理). 监督执纪工作规则 art. 54.' },
    OTHER: { description: 'Whatever else the organ’s principal answers for, for 90 days at most, to begin within 30, and not again within 30 (其他).' },
  },
}); // prettier-ignore

@ObjectType({
  implements: Node,
  description:
    'Access to a matter outside the tree (授权). Known to who issued it, and to the principal and 案管 of the accountable organ as far as their organ issued it, to the principal also what another organ had issued by hand; not whether the grantee is denied the matter.',
})
export class Grant extends Node {
  @RuledField(withObject, () => ID, { description: 'The matter’s id (授权事项).' })
  matterId: string;

  @RuledField(withObject, () => [Facet], { description: 'Which facets it opens (授权内容).' })
  facets: FacetName[];

  @RuledField(withObject, () => GrantBasis, { description: 'On what it stands (授权依据).' })
  basis: number;

  @RuledField(withObject, () => Unit, {
    description: 'The unit it is for, or that of the post; null: for a person (被授权单位).',
    nullable: true,
  })
  toUnit: number | null;

  @RuledField(withObject, () => Duty, {
    description: 'The duty of the post it is for; null: for the unit or a person (被授权职务).',
    nullable: true,
  })
  toDuty: number | null;

  @RuledField(withObject, () => String, {
    description:
      'The person, where it is for a post or a person and you see the matter’s content; else null (被授权人).',
    nullable: true,
  })
  personName: string | null;

  @RuledField(withObject, () => Unit, {
    description: 'The unit of the post that issued it (授权单位).',
    nullable: true,
  })
  issuerUnit: number | null;

  @RuledField(withObject, () => Duty, {
    description: 'The duty of the post that issued it (授权职务).',
    nullable: true,
  })
  issuerDuty: number | null;

  @RuledField(withObject, () => String, {
    description:
      'In the issuer’s words, for the post that issued it and for whoever sees the matter’s content; else null (理由).',
    nullable: true,
  })
  reason: string | null;

  @RuledField(withObject, () => DateTime, { description: 'Since when (起).' })
  from: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when; null: no end is named (止).', nullable: true })
  until: string | null;

  @RuledField(withObject, () => DateTime, { description: 'When it was ended by an act (终止时间).', nullable: true })
  endedAt: string | null;

  @RuledField(withObject, () => Int, { description: 'Version, for acts to name (版本).' })
  version: number;

  /** Not a field: whether the reader sees the matter's content. */
  seesContent: boolean;
}
