import { Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { Node } from '../../graphql/node.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { Unit } from '../unit/unit.type.js';

@ObjectType({
  implements: Node,
  description:
    'A supervision office looks after an organ or a group (联系). The links of an organ as its principal and its 案管 keep them; that there is one, everybody may know: Unit.contactTargets.',
})
export class ContactLink extends Node {
  @RuledField(withObject, () => Unit, { description: 'The office that looks after it (联系室).' })
  office: number;

  @RuledField(withObject, () => Unit, { description: 'The organ or group that is looked after (联系单位).' })
  target: number;

  @RuledField(withObject, () => DateTime, { description: 'Since when (起).' })
  from: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when (止).', nullable: true })
  until: string | null;

  @RuledField(withObject, () => Int, {
    description:
      'Whole years since the target last came to another office; the more, the closer the acquaintance (熟人监督). Null: not yet in force.',
    nullable: true,
  })
  yearsSinceLastRedivision: number | null;
}
