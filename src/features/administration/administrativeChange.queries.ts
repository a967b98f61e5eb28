import type { AdministrativeChange } from './administrativeChange.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql, uuidOf } from '../../graphql/ids.js';

/** Newest first, at most so many; row-level security says which. */
const MOST = 100;
/** A zone's id and the others' name their kind. */
const OBJECT = `case object ${['unit', 'zone', 'person', 'post', 'branch', 'reorganisation'].map((kind) => `when '${kind}' then '${kind}_'`).join(' ')} when 'organisation_import' then 'organisationImport_' end || object_id`;
const ROW = `json_build_object('id', ${idSql('administrativeChange', 'c.id')}, 'act', c.act, 'organ', c.organ_pos, 'object', ${OBJECT},
  'about', c.about, 'lines', c.lines, 'reason', c.reason, 'state', c.state, 'proposerName', c.proposer_name, 'proposedAt', c.proposed_at,
  'deciderName', c.decider_name, 'decidedAt', c.decided_at, 'decisionReason', c.decision_reason, 'undo', a.undo, 'version', c.version)`;

export async function administrativeChanges(
  context: RequestContext,
  asked: { id?: string; object?: string | null; states?: readonly number[] | null; before?: string | null },
): Promise<AdministrativeChange[]> {
  const rows = await sessionOf(context).transaction.query<{ node: AdministrativeChange }>(
    `select ${ROW} as node from administrative_change c join administrative_act a on a.act = c.act
     where ($1::uuid is null or c.id = $1) and ($2::smallint[] is null or c.state = any ($2))
       and ($3::uuid is null or c.object_id = $3) and ($4::uuid is null or c.id < $4) order by c.id desc limit ${MOST}`,
    [asked.id ?? null, asked.states?.length ? asked.states : null, asked.object ?? null, asked.before ?? null],
  );
  return rows.map(({ node }) => node);
}

/** They name persons, and what they had and have: that they were read is in the trail. */
export async function changesRead(
  context: RequestContext,
  operation: string,
  asked: Parameters<typeof administrativeChanges>[1],
): Promise<AdministrativeChange[]> {
  const changes = await administrativeChanges(context, asked);
  sessionOf(context).trail.explained(
    operation,
    'administrative_change',
    ...changes.map(({ id }) => uuidOf('administrativeChange', id)),
  );
  return changes;
}
