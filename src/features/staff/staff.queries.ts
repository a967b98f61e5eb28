import type { StaffFilter, StaffPage, StaffRecord } from './staff.type.js';
import type { PageArgs } from '../../graphql/connection.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { LIMITS } from '../../graphql/limits.js';
import { LiandongError } from '../../shared/errors.js';

const LONGEST_NAME = 60;
const PAGE = 'select name, id, record from staff_registered($1, $2, $3, $4, $5, $6, $7, $8)';
type Row = { name: string; id: string; record: StaffRecord };

/** By name. Who looked at whom is in the trail. */
export async function staff(context: RequestContext, args: PageArgs, filter: StaffFilter | null): Promise<StaffPage> {
  if (args.first < 1 || args.first > LIMITS.page) throw new LiandongError('PAGE_TOO_LARGE', { limit: LIMITS.page });
  const { principal, transaction, trail } = sessionOf(context);
  const { name = null, staffNumber = null, withLeft = false } = filter ?? {};
  if (name && name.length > LONGEST_NAME) {
    const reason = { zh: `不超过${LONGEST_NAME}个字`, en: `at most ${LONGEST_NAME} characters` };
    throw new LiandongError('ARGUMENT_INVALID', { argument: 'filter.name', reason });
  }
  const within = filter?.within ? uuidOf('unit', filter.within) : null;
  const use = { post: principal.post, list: 'staff', asked: [name, staffNumber, withLeft, within] };
  const after = args.after ? context.cursors.open(use, args.after) : null;
  const values = [
    args.first + 1,
    after?.due ?? null,
    after?.id ?? null,
    null,
    within,
    name,
    staffNumber,
    withLeft ?? false,
  ];
  const rows = await transaction.query<Row>(PAGE, values);
  const page = rows.slice(0, args.first);
  trail.explained('staff', 'person', ...page.map(({ id }) => id));
  const cursorOf = (row: Row | undefined) => (row ? context.cursors.seal(use, { id: row.id, due: row.name }) : null);
  return {
    records: page.map(({ record }) => record),
    pageInfo: {
      hasNextPage: rows.length > page.length,
      hasPreviousPage: after !== null,
      startCursor: cursorOf(page[0]),
      endCursor: cursorOf(page.at(-1)),
    },
  };
}

export async function staffRecord(context: RequestContext, id: string): Promise<StaffRecord | null> {
  const { transaction, trail } = sessionOf(context);
  const [row] = await transaction.query<Row>(PAGE, [1, null, null, [id], null, null, null, true]);
  if (!row) return null;
  trail.explained('staffRecord', 'person', row.id);
  return row.record;
}
