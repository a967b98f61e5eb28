import type { AuditAliasOpening, OpenedAlias } from './aliasOpening.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql, uuidOf } from '../../graphql/ids.js';

/** Newest first, at most so many; row-level security says which. */
const MOST = 100;
const ROW = `json_build_object('id', ${idSql('auditAliasOpening', 'o.id')}, 'alias', o.alias, 'object', o.object,
  'requesterName', o.requester_name, 'reason', o.reason, 'state', o.state, 'requestedAt', o.requested_at,
  'decidedAt', o.decided_at, 'decisionReason', o.decision_reason, 'openUntil', o.open_until, 'version', o.version)`;
type Row = Omit<AuditAliasOpening, 'opened'>;

export async function aliasOpenings(
  context: RequestContext,
  asked: { id?: string; states?: readonly number[] | null },
): Promise<Row[]> {
  const rows = await sessionOf(context).transaction.query<{ node: Row }>(
    `select ${ROW} as node from alias_opening o where ($1::uuid is null or o.id = $1)
       and ($2::smallint[] is null or o.state = any ($2)) order by o.id desc limit ${MOST}`,
    [asked.id ?? null, asked.states ?? null],
  );
  return rows.map(({ node }) => node);
}

/** Reasons are shown to who decides: that they were read is in the trail. */
export async function openingsRead(
  context: RequestContext,
  operation: string,
  asked: { id?: string; states?: readonly number[] | null },
): Promise<Row[]> {
  const openings = await aliasOpenings(context, asked);
  sessionOf(context).trail.explained(
    operation,
    'alias_opening',
    ...openings.map(({ id }) => uuidOf('auditAliasOpening', id)),
  );
  return openings;
}

/** What was opened is told, and that it was read is in the trail by what it is, not by its alias. */
export async function openedBy(context: RequestContext, id: string): Promise<OpenedAlias | null> {
  const { loaders, trail } = sessionOf(context);
  const opened = await loaders.openedAliases.load(id);
  if (!opened) return null;
  trail.explained('opened', opened.object, opened.objectId);
  return { name: opened.name ?? null, unit: opened.unit ?? null, number: opened.number ?? null };
}
