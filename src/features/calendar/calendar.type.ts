import { Int, ObjectType, registerEnumType } from 'type-graphql';
import { Day } from '../../graphql/day.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { PeriodUnit } from '../../workflow/countingRule.js';
import { Unit } from '../unit/unit.type.js';

export const CalendarDayKind = { HOLIDAY: 1, WORKDAY: 2 } as const;
registerEnumType(CalendarDayKind, {
  name: 'CalendarDayKind',
  description: 'What a day is besides its day of the week (日历日类别).',
  valuesConfig: {
    HOLIDAY: { description: 'Not worked (节假日).' },
    WORKDAY: { description: 'Worked, for a holiday (调休上班).' },
  },
});
registerEnumType(PeriodUnit, {
  name: 'PeriodUnit',
  description: 'What a period is counted in (期间单位).',
  valuesConfig: {
    DAY: { description: 'Days of the calendar (日).' },
    WORKING_DAY: { description: 'Working days (工作日).' },
    MONTH: { description: 'Months: to the same date, or the last of the month (月).' },
    YEAR: { description: 'Years (年).' },
  },
});

@ObjectType({ description: 'A holiday, or a day worked for one (节假日、调休上班日).' })
export class CalendarDay {
  @RuledField(withObject, () => Day, { description: 'Which day.' })
  day: string;

  @RuledField(withObject, () => CalendarDayKind, { description: 'Whether it is worked.' })
  kind: number;

  @RuledField(withObject, () => String, { description: 'Of what holiday (名称).' })
  name: string;

  @RuledField(withObject, () => String, { description: 'What announced it (依据).' })
  source: string;

  @RuledField(withObject, () => Unit, {
    description: 'The organ that declared it for its tree; null: the State Council, for the whole country.',
    nullable: true,
  })
  organ: number | null;
}

@ObjectType({ description: 'A year’s holidays and make-up working days, as they count at a unit (工作日历).' })
export class Calendar {
  @RuledField(withObject, () => Int, { description: 'The year.' })
  year: number;

  @RuledField(withObject, () => Boolean, {
    description: 'Whether its holidays are announced; until then its weekends are counted, and what organs declared.',
  })
  announced: boolean;

  @RuledField(withObject, () => String, { description: 'What announced it (依据); null: nothing yet.', nullable: true })
  source: string | null;

  @RuledField(withObject, () => [Int], { description: 'All years that are announced (已公布年份).' })
  announcedYears: number[];

  @RuledField(withObject, () => [CalendarDay], {
    description: 'Days that are not as their day of the week is, in their order.',
    cost: { length: 40 },
  })
  days: CalendarDay[];

  @RuledField(withObject, () => Int, { description: 'How many working days it has (工作日总数).' })
  workingDays: number;
}
