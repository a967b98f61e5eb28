import { STATISTICS_TABLES, type StatisticsTableName } from './statisticsTables.js';
import type { ColourCount, StatisticsCell, StatisticsRow, StatisticsTable } from './statistics.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import type { UnitNode } from '../../jurisdiction/unitTree.js';
import { LAST_OFFICE_NUMBER } from '../../jurisdiction/units.js';
import { LiandongError } from '../../shared/errors.js';

const MOST_MONTHS = 12;
const MONTH = /^(19|20)\d\d-(0[1-9]|1[0-2])$/;

interface Asked {
  name: StatisticsTableName;
  unit?: string | null;
  from: string;
  to: string;
}
/** As the database answers: an interval of places, a month, and what is told of it. */
interface Figure {
  lo: number;
  hi: number;
  month: string;
  code: number;
  value: number | null;
  suppressed: boolean;
  rounded: boolean;
}

/** The figures are protected before they leave the database; here they only take their places. */
export async function statisticsTable(context: RequestContext, asked: Asked): Promise<StatisticsTable> {
  const { name, from, to } = asked;
  for (const [argument, month] of Object.entries({ from, to })) if (!MONTH.test(month)) throw refused(argument, FORM);
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  if (number(to) < number(from) || number(to) - number(from) >= MOST_MONTHS) throw refused('to', SPAN);
  const { measure, dimension } = STATISTICS_TABLES[name];
  const unit = unitAsked(context, asked.unit);
  const { transaction } = sessionOf(context);
  const [row] = await transaction.query<{ asOf: string; closedThrough: string; figures: Figure[] }>(
    `select to_json(app_now()) as "asOf", to_char(statistics_closed(), 'YYYY-MM') as "closedThrough",
       (select coalesce(json_agg(json_build_object('lo', lo, 'hi', hi, 'month', to_char(month, 'YYYY-MM'), 'code', code,
          'value', value, 'suppressed', suppressed, 'rounded', rounded)), '[]')
        from statistics_figures($1, $2, $3, $4, $5)) as figures`,
    [measure, dimension, unit?.pos ?? null, `${from}-01`, `${to}-01`],
  );
  const { asOf, closedThrough, figures } = row!;
  if (to > closedThrough) throw refused('to', OPEN);
  return {
    name,
    scopeOrgan: unit?.pos ?? sessionOf(context).principal.organ[0],
    unit: 'ITEM',
    asOf,
    closedThrough,
    rows: rowsOf(figures, dimension),
  };
}

export async function colourCounts(context: RequestContext, unit: string | null | undefined): Promise<ColourCount[]> {
  const rows = await sessionOf(context).transaction.query<{ unit: number; colour: number; count: number | null }>(
    'select owner::float8 as unit, colour, count from colour_counts($1)',
    [unitAsked(context, unit)?.pos ?? null],
  );
  return rows.map(({ count, ...row }) => ({
    ...row,
    count,
    band: count === null ? 'FEW' : count === 0 ? 'NONE' : 'EXACT',
  }));
}

/** A unit that there is not has no figures, as one whose figures are not the caller's. */
function unitAsked(context: RequestContext, id: string | null | undefined): UnitNode | null {
  const { units, principal } = sessionOf(context);
  return id ? units.withId(uuidOf('unit', id)) : units.find(principal.organ[0]);
}

function rowsOf(figures: Figure[], dimension: string): StatisticsRow[] {
  const rows = new Map<string, StatisticsRow>();
  for (const { lo, hi, month, code, value, suppressed, rounded } of figures) {
    const of = (name: string) => (dimension === name && code > 0 ? code : null);
    const cell: StatisticsCell = { value, suppressed, rounded, source: of('SOURCE'), tier: of('TIER'), method: of('METHOD'), outcome: of('OUTCOME') }; // prettier-ignore
    const key = `${month} ${lo} ${hi}`;
    // The total comes before its cells.
    if (code < 0) rows.set(key, { unit: lo, extent: extentOf(lo, hi), month, total: cell, cells: [] });
    else rows.get(key)!.cells.push(cell);
  }
  return [...rows.values()];
}

function extentOf(lo: number, hi: number): StatisticsRow['extent'] {
  if (hi === lo) return 'UNIT';
  return hi === lo + LAST_OFFICE_NUMBER ? 'ORGAN' : 'SUBTREE';
}

const FORM = { zh: '须为 YYYY-MM', en: 'must be YYYY-MM' };
const SPAN = { zh: `须为连续的 1 至 ${MOST_MONTHS} 个月`, en: `must be 1 to ${MOST_MONTHS} months from \`from\` on` };
const OPEN = { zh: '该月尚未结束', en: 'names a month that is not over' };
const refused = (argument: string, reason: { zh: string; en: string }) =>
  new LiandongError('ARGUMENT_INVALID', { argument, reason });
