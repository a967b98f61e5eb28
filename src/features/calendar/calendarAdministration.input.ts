import { Field, ID, InputType, Int } from 'type-graphql';
import { CalendarDayKind } from './calendar.type.js';
import { Day } from '../../graphql/day.js';
import { AdministrativeInput } from '../administration/administrativeChange.type.js';

@InputType({ description: 'A day that is not as its day of the week is (节假日、调休上班日).' })
export class CalendarDayInput {
  @Field(() => Day, { description: 'Which day, after today.' })
  day: string;

  @Field(() => CalendarDayKind, { description: 'Whether it is worked.' })
  kind: number;

  @Field(() => String, { description: 'Of what holiday, up to 40 characters (名称).' })
  name: string;
}

@InputType({ description: 'Days that an organ declares for its tree (公布节假日).' })
export class HolidayDeclareInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The organ.' })
  organ: string;

  @Field(() => [CalendarDayInput], { description: 'At most 100; what it declared of these days before ends.' })
  days: CalendarDayInput[];

  @Field(() => Int, { nullable: true, description: 'The year that is announced with them, this one or later.' })
  announces?: number | null;

  @Field(() => String, { description: 'What announced them, up to 200 characters (依据).' })
  source: string;
}

@InputType({ description: 'Days of which an organ says nothing any more (撤回节假日).' })
export class HolidayWithdrawInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The organ that declared them.' })
  organ: string;

  @Field(() => [Day], { description: 'At most 100 days, after today; what an organ above says of them counts again.' })
  days: string[];

  @Field(() => Int, { nullable: true, description: 'The year that it announced.' })
  announces?: number | null;
}
