import { ObjectType } from 'type-graphql';
import { CooperationZone, ResidentUnit, Unit } from './unit.type.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';

@ObjectType({ description: 'A unit under the name that it had then (当时名称).' })
export class NamedUnit {
  @RuledField(withObject, () => Unit, { description: 'The unit, as it is called now.' })
  unit: number;

  @RuledField(withObject, () => String, { description: 'What it was called then.' })
  name: string;
}

@ObjectType({ description: 'Who stood for a unit on a day: it itself, or what came before or after it (当日管辖).' })
export class Jurisdiction {
  @RuledField(withObject, () => NamedUnit, { description: 'The unit that stood for it then.' })
  unit: NamedUnit;

  @RuledField(withObject, () => String, { description: 'Its division code then.', nullable: true })
  code: string | null;

  @RuledField(withObject, () => NamedUnit, { description: 'The organ accountable then (责任机关).' })
  organ: NamedUnit;

  @RuledField(withObject, () => [NamedUnit], { description: 'The units above it then, from the root down.' })
  ancestors: NamedUnit[];

  @RuledField(withObject, () => [NamedUnit], { description: 'The offices that looked after it then (联系室).' })
  contactOffices: NamedUnit[];

  @RuledField(withObject, () => [CooperationZone], { description: 'The zones it was a member of then (协作区).' })
  zones: CooperationZone[];

  @RuledField(withObject, () => [ResidentUnit], { description: 'Of a group: where it was stationed then (驻在单位).' })
  residentUnits: ResidentUnit[];
}
