import type { Unmasking } from './unmasking.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql } from '../../graphql/ids.js';
import { withNowhere } from '../../graphql/read/nowhere.js';
import { UnmaskingState } from '../../workflow/unmaskings.js';

/** Newest first, at most so many; row-level security says which. */
const MOST = 100;

const STATE = `case when u.state = ${UnmaskingState.APPROVED} and u.until <= app_now() then ${UnmaskingState.EXPIRED} else u.state end`;
const ROW = `json_build_object('id', ${idSql('unmasking', 'u.id')}, 'clueId', ${idSql('clue', 'u.clue_id')},
  'requesterName', u.requester_name, 'requesterUnit', u.requester_pos, 'reason', u.reason, 'days', u.days, 'state', ${STATE},
  'yoursToDecide', u.state = ${UnmaskingState.REQUESTED} and u.id = any ((select unmaskings_to_decide())::uuid[]), 'requestedAt', u.requested_at,
  'decidedAt', u.decided_at, 'decisionReason', u.decision_reason, 'until', u.until, 'endedAt', u.ended_at,
  'endReason', u.end_reason, 'version', u.version)`;

export async function unmaskingById(context: RequestContext, id: string): Promise<Unmasking | null> {
  const rows = await sessionOf(context).transaction.query<{ node: Unmasking }>(
    `select ${ROW} as node from unmasking u where u.id = any ${withNowhere('$1')}`,
    [id],
  );
  return rows[0]?.node ?? null;
}

export async function unmaskingsInState(
  context: RequestContext,
  states: (typeof UnmaskingState)[keyof typeof UnmaskingState][] | null,
): Promise<Unmasking[]> {
  const rows = await sessionOf(context).transaction.query<{ node: Unmasking }>(
    `select ${ROW} as node from unmasking u where $1::smallint[] is null or ${STATE} = any ($1) order by u.id desc limit ${MOST}`,
    [states],
  );
  return rows.map(({ node }) => node);
}
