import type { Recusal } from './recusal.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql } from '../../graphql/ids.js';
import type { RecusalState } from '../../workflow/recusals.js';

/** Newest first, at most so many; row-level security says which. */
const MOST = 100;

/** Who decides is told to his own organ alone: that it is another one may tell of whom the clue is. */
const ROW = `json_build_object('id', ${idSql('recusal', 'r.id')}, 'clueId', ${idSql('clue', 'r.clue_id')},
  'personName', r.person_name, 'ground', r.ground, 'reason', r.reason, 'state', r.state, 'decider', case when r.decider_pos = $2 then r.decider_pos end,
  'requestedAt', r.requested_at, 'decidedAt', r.decided_at, 'decisionReason', r.decision_reason, 'endedAt', r.ended_at,
  'version', r.version)`;

export async function recusalById(context: RequestContext, id: string): Promise<Recusal | null> {
  const rows = await sessionOf(context).transaction.query<{ node: Recusal }>(
    `select ${ROW} as node from recusal r where r.id = $1`,
    [id, sessionOf(context).principal.organ[0]],
  );
  return rows[0]?.node ?? null;
}

export async function recusalsInState(
  context: RequestContext,
  states: (typeof RecusalState)[keyof typeof RecusalState][] | null,
): Promise<Recusal[]> {
  const rows = await sessionOf(context).transaction.query<{ node: Recusal }>(
    `select ${ROW} as node from recusal r where $1::smallint[] is null or r.state = any ($1) order by r.id desc limit ${MOST}`,
    [states, sessionOf(context).principal.organ[0]],
  );
  return rows.map(({ node }) => node);
}
