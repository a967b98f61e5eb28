import type { Calendar, CalendarDay } from './calendar.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { LiandongError } from '../../shared/errors.js';
import { LONGEST_PERIOD, PeriodUnit } from '../../workflow/countingRule.js';

/** Between these there is no summer time, and no year without a table. */
const [FIRST_YEAR, LAST_YEAR] = [2000, 2200];

/** The label of the organ or other unit that is asked about, or of one's own; null: there is none. */
export function placeAsked(context: RequestContext, organ: string | null): number | null {
  const { units, principal } = sessionOf(context);
  return organ ? (units.withId(uuidOf('unit', organ))?.pos ?? null) : principal.unit;
}

export async function calendarOf(
  context: RequestContext,
  place: number,
  year: number,
  at: Date | null,
): Promise<Calendar> {
  if (year < FIRST_YEAR || year > LAST_YEAR) throw outOfRange('year', FIRST_YEAR, LAST_YEAR);
  const [row] = await sessionOf(context).transaction.query<{ days: CalendarDay[]; years: Announced[]; worked: number }>(
    `with moment as (select coalesce($3, app_now()) as at),
       special as (select d.* from moment, calendar_days($1, make_date($2, 1, 1), make_date($2, 12, 31), at) d),
       dates as (select make_date($2, 1, 1) + n as day from generate_series(0, 365) n)
     select (select coalesce(json_agg(json_build_object('day', day, 'kind', kind, 'name', name, 'source', source, 'organ', organ_pos) order by day), '[]')
         from special) as days,
       (select coalesce(json_agg(y order by y.year), '[]') from moment, calendar_years($1, at) y) as years,
       (select count(*)::int from dates left join special using (day)
         where extract(year from day) = $2 and coalesce(kind = 2, extract(isodow from day) < 6)) as worked`,
    [place, year, at],
  );
  const { days, years, worked } = row!;
  const own = years.find((announced) => announced.year === year);
  return {
    year,
    announced: own !== undefined,
    source: own?.source ?? null,
    announcedYears: years.map((announced) => announced.year),
    days,
    workingDays: worked,
  };
}

export async function deadlineEndOf(
  context: RequestContext,
  place: number,
  period: { from: Date; length: number; unit: number; moves: boolean },
): Promise<string> {
  const { from, length, unit, moves } = period;
  const longest = LONGEST_PERIOD[nameOf(unit)];
  if (length < 1 || length > longest) throw outOfRange('length', 1, longest);
  const year = from.getUTCFullYear();
  if (year < FIRST_YEAR || year > LAST_YEAR) throw outOfRange('from', FIRST_YEAR, LAST_YEAR);
  const [row] = await sessionOf(context).transaction.query<{ ends: string }>(
    'select to_json(deadline_end($1, $2, $3, $4::smallint, $5)) as ends',
    [place, from, length, unit, moves],
  );
  return row!.ends;
}

const UNITS = Object.keys(PeriodUnit) as PeriodUnit[];
const nameOf = (unit: number) => UNITS.find((name) => PeriodUnit[name] === unit)!;

interface Announced {
  year: number;
  source: string;
}

function outOfRange(argument: string, least: number, most: number): LiandongError {
  const reason = { zh: `须在 ${least} 与 ${most} 之间`, en: `between ${least} and ${most}` };
  return new LiandongError('ARGUMENT_INVALID', { argument, reason });
}
