import { NATIONAL_DAYS } from './national-days.js';

type Run = (sql: string) => Promise<unknown>;

/**
 * Whatever the list has and the table has not, and the years it is of; called by whichever migration follows a longer
 * list. What the first list has counts as known from the beginning, so that what lies back is counted as it was; what
 * comes later is known when it comes, and what is still to be done in time is counted anew.
 */
export async function storeNationalDays(run: Run, list = NATIONAL_DAYS): Promise<void> {
  const rows = list.trim().split('\n').map((line) => {
    const [, day, kind, name] = /^(\d{4}-\d{2}-\d{2}) (HOLIDAY|WORKDAY) (\p{Script=Han}+)$/u.exec(line) ?? [];
    if (!day) throw new Error(`national days: cannot read "${line}"`);
    return `('${day}'::date, ${kind === 'HOLIDAY' ? 1 : 2}, '${name}')`;
  }); // prettier-ignore
  const notice = (year: string) => `'国务院办公厅关于' || ${year} || '年部分节假日安排的通知'`;
  await run(`
    with listed (day, kind, name) as (values ${rows.join(', ')}),
      known (since) as (
        select case when exists (select from calendar_year where organ_pos is null) then app_now() else '-infinity' end),
      added as (
        insert into calendar_day (id, day, kind, name, source, valid_from)
          select gen_random_uuid(), l.day, l.kind, l.name, ${notice('extract(year from l.day)')}, since from known, listed l
          where not exists (select from calendar_day d where d.organ_pos is null and d.day = l.day))
    insert into calendar_year (id, year, source, valid_from)
      select gen_random_uuid(), l.year, ${notice('l.year')}, since
      from known, (select distinct extract(year from day)::smallint as year from listed) l
      where not exists (select from calendar_year y where y.organ_pos is null and y.year = l.year)`);
  await run(`select emergency_reviews_counted_anew(null)`);
}
