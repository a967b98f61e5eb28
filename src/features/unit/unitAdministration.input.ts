import { Field, ID, InputType, Int } from 'type-graphql';
import { AdministrativeInput } from '../administration/administrativeChange.type.js';
import { DateTime } from '../../graphql/dateTime.js';
import { OfficeKind, UnitKind } from '../../jurisdiction/units.js';

@InputType({ description: 'A new unit (新设机构).' })
export class UnitCreateInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The organ it comes under.' })
  parent: string;

  @Field(() => UnitKind, { description: 'What it is.' })
  kind: number;

  @Field(() => String, { description: 'Its name, up to 120 characters; of its siblings none has it.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Of an organ: its division code, 2, 4, 6 or 9 digits.' })
  code?: string | null;

  @Field(() => OfficeKind, { nullable: true, description: 'Of an office or a command centre: what it does.' })
  officeKind?: number | null;

  @Field(() => Int, { nullable: true, description: 'Its ordinal among its like, 1 to 99.' })
  ordinal?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Of a group: whether it is stationed at several bodies.' })
  comprehensive?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'From when on; none: now.' })
  from?: Date | null;
}

@InputType({ description: 'What a unit is called from now on (更名). What is left out stays.' })
export class UnitRenameInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The unit.' })
  unit: string;

  @Field(() => String, { nullable: true, description: 'Its name, up to 120 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Of an organ: its division code.' })
  code?: string | null;

  @Field(() => Int, { nullable: true, description: 'Its ordinal, 1 to 99.' })
  ordinal?: number | null;
}

@InputType({ description: 'A unit that was made by mistake (撤回误设机构).' })
export class UnitRemoveInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The unit; nobody ever had a post there.' })
  unit: string;
}

@InputType({ description: 'The bodies that a group is stationed at from now on (驻在单位).' })
export class ResidentUnitsSetInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The group.' })
  group: string;

  @Field(() => [String], {
    description: 'All of them by name, at most 50; more than one of a comprehensive group only.',
  })
  names: string[];
}

@InputType({ description: 'The counterparts of a group from now on (对口派驻组).' })
export class CounterpartsSetInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The group.' })
  group: string;

  @Field(() => [ID], { description: 'All of them, at most 50 groups elsewhere.' })
  counterparts: string[];
}
