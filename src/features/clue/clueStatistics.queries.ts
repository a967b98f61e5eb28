import type { ClueFilter } from './clue.filter.js';
import { clueFilter } from './clue.filter.js';
import { CLUES } from './clue.projection.js';
import type { ClueCount, ClueDimension, ClueStatistics } from './clueStatistics.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { effectiveScope } from '../../graphql/effectiveScope.js';
import { anyBranchSql } from '../../graphql/read/list.js';
import { Parameters } from '../../graphql/read/parameters.js';
import { looksForText } from '../../graphql/read/looksForText.js';
import { planScope, type ScopeName } from '../../jurisdiction/scope.js';
import { LiandongError } from '../../shared/errors.js';
import { colourSql } from '../../workflow/colours.js';

const MOST_ROWS = 5000;

const DIMENSIONS: Record<ClueDimension, { name: keyof ClueCount; sql: string }> = {
  // Units are known to everyone, so their tier is no secret of the clue's.
  TIER: { name: 'tier', sql: '(select u.tier from unit u where u.pos = c.owner_pos)' },
  UNIT: { name: 'unit', sql: 'c.owner_pos' },
  STAGE: { name: 'stage', sql: 'c.stage' },
  SOURCE: { name: 'source', sql: 'c.source' },
  COLOUR: { name: 'colour', sql: colourSql('c') },
  MONTH: { name: 'month', sql: "to_char(c.received_at at time zone 'Asia/Shanghai', 'YYYY-MM')" },
};

interface Asked {
  filter?: ClueFilter | null;
  groupBy: ClueDimension[];
  scope: ScopeName;
}

/** One statement, whatever is asked: the rows are those of the list with the same scope and filter. */
export async function clueStatistics(
  context: RequestContext,
  { filter, groupBy, scope }: Asked,
): Promise<ClueStatistics> {
  const { principal, transaction, trail } = sessionOf(context);
  if (looksForText(filter)) trail.search('clueStatistics', 'clue');
  const plan = planScope(principal, CLUES.object, scope);
  const parameters = new Parameters();
  const where = anyBranchSql(
    CLUES.source,
    plan.branches,
    await clueFilter(filter, context, 'clueStatistics'),
    'c',
    parameters,
  );
  const dimensions = [...new Set(groupBy)].map((name) => DIMENSIONS[name]);
  const columns = dimensions.map(({ name, sql }) => `, ${sql} as "${name}"`).join('');
  const ordinals = dimensions.map((_, n) => n + 2).join(', ');
  const groups = dimensions.length > 0 ? `group by ${ordinals} order by ${ordinals} limit ${MOST_ROWS + 1}` : '';
  const [row] = await transaction.query<{ asOf: string; rows: ClueCount[] }>(
    `select to_json(app_now()) as "asOf", (select coalesce(json_agg(g), '[]')
       from (select count(*)::int as count${columns} from clue c ${where} ${groups}) g) as rows`,
    parameters.values,
  );
  const { asOf, rows } = row!;
  if (rows.length > MOST_ROWS) {
    const reason = { zh: `分组超过${MOST_ROWS}行`, en: `yields more than ${MOST_ROWS} rows` };
    throw new LiandongError('ARGUMENT_INVALID', { argument: 'groupBy', reason });
  }
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    rows: dimensions.length > 0 ? rows : [],
    asOf,
    effectiveScope: effectiveScope(plan, principal, sessionOf(context).units, context.language),
  };
}
