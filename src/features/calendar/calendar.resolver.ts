import { Arg, Ctx, ID, Int, Resolver } from 'type-graphql';
import { calendarOf, deadlineEndOf, placeAsked } from './calendar.queries.js';
import { Calendar } from './calendar.type.js';
import type { RequestContext } from '../../graphql/context.js';
import { DateTime } from '../../graphql/dateTime.js';
import { anyPost } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';
import { PeriodUnit } from '../../workflow/countingRule.js';

@Resolver(() => Calendar)
export class CalendarResolver {
  @RuledQuery(anyPost, () => Calendar, {
    description: 'The working days of a year at a unit; null if there is no such unit (工作日历).',
    nullable: true,
    cost: { points: 20 },
  })
  async calendar(
    @Arg('year', () => Int, { description: 'Which year.' }) year: number,
    @Arg('organ', () => ID, { nullable: true, description: 'At which organ, or another unit; none: at one’s own.' })
    organ: string | null,
    @Arg('at', () => DateTime, { nullable: true, description: 'As it was known then; none: now.' }) at: Date | null,
    @Ctx() context: RequestContext,
  ): Promise<Calendar | null> {
    const place = placeAsked(context, organ);
    return place === null ? null : calendarOf(context, place, year, at);
  }

  @RuledQuery(anyPost, () => DateTime, {
    description:
      'When a period is over: the midnight in China after its last day; null if there is no such unit (期间届满). 监察法实施条例 2021 arts. 284, 285.',
    nullable: true,
    cost: { points: 100 },
  })
  async deadlineEnd(
    @Arg('from', () => DateTime, { description: 'When it begins; the day itself is not counted.' }) from: Date,
    @Arg('length', () => Int, { description: 'How long: 3,660 days, 366 working days, 600 months or 50 years at most.' })
    length: number,
    @Arg('unit', () => PeriodUnit, { description: 'What it is counted in.' }) unit: number,
    @Arg('moves', () => Boolean, { defaultValue: true, description: 'Whether an end on a day that is not worked moves to the next that is; of retention (留置) it never does.' })
    moves: boolean,
    @Arg('organ', () => ID, { nullable: true, description: 'By whose calendar; none: one’s own.' }) organ: string | null,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    const place = placeAsked(context, organ);
    return place === null ? null : deadlineEndOf(context, place, { from, length, unit, moves });
  } // prettier-ignore
}
