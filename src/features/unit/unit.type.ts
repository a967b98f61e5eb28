import { Int, ObjectType } from 'type-graphql';
import { pageOf } from '../../graphql/connection.js';
import { DateTime } from '../../graphql/dateTime.js';
import { Node } from '../../graphql/node.js';
import { anyPost, withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { OfficeKind, OrganTier, UnitKind, ZoneKind } from '../../jurisdiction/units.js';
import './unit.enums.js';

@ObjectType({ description: 'A body that a dispatched group is stationed at (驻在单位).' })
export class ResidentUnit {
  @RuledField(withObject, () => String, { description: 'Its name.' })
  name: string;

  @RuledField(withObject, () => DateTime, { description: 'Since when (起).' })
  from: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when (止).', nullable: true })
  until: string | null;
}

@ObjectType({ description: 'One end of a dated relation between units, as the other end sees it.' })
export class LinkedUnit {
  @RuledField(withObject, () => Unit, { description: 'The other unit.' })
  unit: number;

  @RuledField(withObject, () => DateTime, { description: 'Since when (起).' })
  from: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when (止).', nullable: true })
  until: string | null;
}

@ObjectType({ description: 'A unit that came before or after another (沿革).' })
export class UnitSuccession {
  @RuledField(withObject, () => Unit, { description: 'The other unit.' })
  unit: number;

  @RuledField(withObject, () => DateTime, { description: 'When the one came after the other (起).' })
  at: string;
}

@ObjectType({ description: 'A standing group of small organs (协作区). Membership opens no matter to anyone.' })
export class CooperationZone {
  @RuledField(withObject, () => String, { description: 'Its name.' })
  name: string;

  @RuledField(withObject, () => ZoneKind, { description: 'Its kind.' })
  kind: number;

  @RuledField(withObject, () => OrganTier, { description: 'At which level it stands.' })
  level: number;

  @RuledField(withObject, () => String, { description: 'On what principle it was formed (组建原则).', nullable: true })
  principle: string | null;

  @RuledField(withObject, () => Unit, { description: 'The organ it belongs to.' })
  owner: number;

  @RuledField(withObject, () => Unit, { description: 'The unit that leads it.', nullable: true })
  lead: number | null;

  @RuledField(withObject, () => [Unit], { description: 'Its members in force.' })
  members: number[];
}

@ObjectType({
  implements: Node,
  description:
    'An organ, office, dispatched group or body (机关、内设机构、派驻机构). Reference data, known to every principal.',
})
export class Unit extends Node {
  @RuledField(withObject, () => String, { description: 'Its name.' })
  name: string;

  @RuledField(withObject, () => UnitKind, { description: 'What it is.' })
  kind: number;

  @RuledField(withObject, () => OrganTier, { description: 'Level of the organ it is or belongs to.' })
  tier: number;

  @RuledField(withObject, () => OfficeKind, { description: 'What the office does.', nullable: true })
  officeKind: number | null;

  @RuledField(withObject, () => Int, {
    description: 'Its ordinal among its like, as in 第六监督检查室.',
    nullable: true,
  })
  ordinal: number | null;

  @RuledField(withObject, () => Boolean, { description: 'Whether a group is stationed at several bodies (综合派驻).' })
  comprehensive: boolean;

  @RuledField(withObject, () => String, {
    description:
      'Division code of an organ: 2, 4, 6 or 9 digits (行政区划代码, GB/T 2260 and its statistical extension).',
    nullable: true,
  })
  code: string | null;

  @RuledField(withObject, () => DateTime, { description: 'Since when it exists.' })
  from: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when it existed.', nullable: true })
  until: string | null;

  @RuledField(withObject, () => Unit, { description: 'The unit above it.', nullable: true })
  parent: Unit | null;

  @RuledField(withObject, () => Unit, { description: 'The organ it is or belongs to.' })
  organ: Unit;

  @RuledField(withObject, () => [Unit], { description: 'The units directly below it.' })
  children: Unit[];

  @RuledField(withObject, () => [Unit], {
    description: 'The units above it, from the root down.',
    cost: { length: 4 },
  })
  ancestors: Unit[];

  @RuledField(withObject, () => [UnitSuccession], {
    description: 'What came after it as it ended (承接机构).',
    cost: { length: 2 },
  })
  successors: UnitSuccession[];

  @RuledField(withObject, () => [UnitSuccession], {
    description: 'What it came after (前身机构).',
    cost: { length: 4 },
  })
  predecessors: UnitSuccession[];

  @RuledField(anyPost, () => [ResidentUnit], { description: 'Bodies a dispatched group is stationed at (驻在单位).' })
  residentUnits: ResidentUnit[];

  @RuledField(anyPost, () => [LinkedUnit], { description: 'A dispatched group’s counterparts elsewhere (对口派驻组).' })
  counterparts: LinkedUnit[];

  @RuledField(anyPost, () => [LinkedUnit], {
    description: 'Organs and groups that a supervision office looks after (联系).',
  })
  contactTargets: LinkedUnit[];

  @RuledField(anyPost, () => [CooperationZone], { description: 'Zones in force that it is a member of (协作区).' })
  zones: CooperationZone[];
}

@ObjectType({ description: 'A page of units.' })
export class UnitConnection extends pageOf(Unit, 'Unit') {}
