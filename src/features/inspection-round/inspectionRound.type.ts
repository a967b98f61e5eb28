import { ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { Node } from '../../graphql/node.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { Unit } from '../unit/unit.type.js';

@ObjectType({
  implements: Node,
  description:
    'One round of an inspection body at one organ (巡察轮次). Known to the body, and to the principals and 案管 of the organ it belongs to and of the inspected one.',
})
export class InspectionRound extends Node {
  @RuledField(withObject, () => Unit, { description: 'The body that inspects (巡察机构).' })
  body: number;

  @RuledField(withObject, () => Unit, { description: 'The organ that is inspected (被巡察机关).' })
  inspected: number;

  @RuledField(withObject, () => String, { description: 'What the round is called (轮次).' })
  name: string;

  @RuledField(withObject, () => String, { description: 'In the words of who began it (事由).' })
  reason: string;

  @RuledField(withObject, () => DateTime, { description: 'Since when (起).' })
  from: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when; with it ends whatever was supplied (止).' })
  until: string;

  @RuledField(withObject, () => DateTime, { description: 'When it was ended by an act (结束时间).', nullable: true })
  endedAt: string | null;

  @RuledField(withObject, () => [ID], {
    description: 'The clues supplied for it, as far as you see their ledger (协作配合目录).',
  })
  clueIds: string[];

  @RuledField(withObject, () => Int, { description: 'Version, for acts to name (版本).' })
  version: number;
}
