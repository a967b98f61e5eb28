import { Arg, Ctx, Resolver } from 'type-graphql';
import { HolidayDeclareInput, HolidayWithdrawInput } from './calendarAdministration.input.js';
import { administer, PROPOSES } from '../administration/administration.acts.js';
import { AdministrationPayload } from '../administration/administrativeChange.type.js';
import { ActFault } from '../../database/actFault.js';
import { named } from '../../graphql/act/namedId.js';
import { written, writtenName } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { systemAdministrator } from '../../graphql/rule.js';
import { RuledMutation } from '../../graphql/ruled.js';

const MOST = 100;
const LONGEST = { name: 40, source: 200 };

const few = <Item>(days: readonly Item[]) => {
  if (days.length > MOST) throw new ActFault('INPUT_INVALID', 'days');
  return days;
};
/** No year that a column of years cannot hold. */
const yearOf = (year: number | null | undefined) => {
  if (typeof year === 'number' && (year < 2000 || year > 2200)) throw new ActFault('INPUT_INVALID', 'announces');
  return year ?? undefined;
};

/** What is known of a day is declared and withdrawn, while the day lies ahead; nothing that was counted changes. */
@Resolver()
export class CalendarAdministrationResolver {
  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: `Propose holidays and make-up working days for an organ of your tree and all below it: a year just announced, or days of your place (公布节假日). ${PROPOSES} Then what is still to be done in time is counted anew.`,
  })
  holidayDeclare(
    @Arg('input', () => HolidayDeclareInput, { description: 'The days.' }) input: HolidayDeclareInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'holidayDeclare', input, () => ({
      organ: named('unit', input.organ, 'organ'),
      days: few(input.days).map(({ day, kind, name }) => ({
        day,
        kind,
        name: writtenName(name, 'days', LONGEST.name),
      })),
      announces: yearOf(input.announces),
      source: written(input.source, 'source', LONGEST.source),
    }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: `Propose to withdraw days that an organ of your tree declared (撤回节假日). ${PROPOSES} What was known of them before is kept.`,
  })
  holidayWithdraw(
    @Arg('input', () => HolidayWithdrawInput, { description: 'Which.' }) input: HolidayWithdrawInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'holidayWithdraw', input, () => ({
      organ: named('unit', input.organ, 'organ'),
      days: few(input.days),
      announces: yearOf(input.announces),
    }));
  }
}
