import type { AuditTrailEntry, AuditTrailFilter, AuditTrailPage } from './auditTrail.type.js';
import type { PageArgs } from '../../graphql/connection.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { LIMITS } from '../../graphql/limits.js';
import { LiandongError } from '../../shared/errors.js';

const MOST_VALUES = 50;
const PAGE = 'select txid, id, entry from audit_trail($1, $2::xid8, $3, $4, $5, $6, $7)';

/** Newest first. That it was read, and what of it, is in the trail as well. */
export async function auditTrail(
  context: RequestContext,
  args: PageArgs,
  filter: AuditTrailFilter | null,
): Promise<AuditTrailPage> {
  if (args.first < 1 || args.first > LIMITS.page) throw new LiandongError('PAGE_TOO_LARGE', { limit: LIMITS.page });
  const { principal, transaction, trail } = sessionOf(context);
  const [kind, operation] = [few(filter?.kind, 'filter.kind'), few(filter?.operation, 'filter.operation')];
  const { from = null, to = null } = filter?.at ?? {};
  const use = { post: principal.post, list: 'auditTrail', asked: [kind, operation, from, to] };
  const after = args.after ? context.cursors.open(use, args.after) : null;
  const rows = await transaction.query<{ txid: string; id: string; entry: AuditTrailEntry }>(PAGE, [
    args.first,
    after?.due ?? null,
    after?.id ?? null,
    kind,
    operation,
    from,
    to,
  ]);
  const page = rows.slice(0, args.first);
  trail.explained('auditTrail', 'audit_entry', ...page.map(({ id }) => id));
  const cursorOf = (row: (typeof page)[number] | undefined) =>
    row ? context.cursors.seal(use, { id: row.id, due: row.txid }) : null;
  return {
    entries: page.map(({ entry }) => entry),
    pageInfo: {
      hasNextPage: rows.length > page.length,
      hasPreviousPage: after !== null,
      startCursor: cursorOf(page[0]),
      endCursor: cursorOf(page.at(-1)),
    },
  };
}

function few<T>(values: readonly T[] | null | undefined, argument: string): T[] | null {
  if (values && values.length > MOST_VALUES) {
    const reason = { zh: `不超过${MOST_VALUES}个值`, en: `at most ${MOST_VALUES} values` };
    throw new LiandongError('ARGUMENT_INVALID', { argument, reason });
  }
  return values ? [...values] : null;
}
