import type { GraphQLResolveInfo } from 'graphql';
import type { Recusal } from './recusal.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql } from '../../graphql/ids.js';
import { withNowhere } from '../../graphql/read/nowhere.js';
import { wordsTold } from '../../graphql/read/wordsTold.js';
import type { RecusalState } from '../../workflow/recusals.js';

/** Newest first, at most so many; row-level security says which. */
const MOST = 100;

/** Who decides is told to himself alone: that it is another may tell of whom the clue is. */
const ROW = `json_build_object('id', ${idSql('recusal', 'r.id')}, 'clueId', ${idSql('clue', 'r.clue_id')},
  'personName', r.person_name, 'ground', r.ground, 'reason', r.reason, 'state', r.state,
  'decider', case when r.id = any ((select recusals_to_decide())::uuid[]) then $2::bigint end,
  'requestedAt', r.requested_at, 'decidedAt', r.decided_at,
  'decisionReason', (select d.reason from recusal_decision d where d.recusal_id = r.id), 'endedAt', r.ended_at, 'version', r.version)`;

/** Why somebody keeps out may be about the clue's content: who reads a reason is in the audit trail. */
const told = wordsTold<Recusal>('recusal', (selected) => selected.has('reason') || selected.has('decisionReason'));

/** `path`: where in the operation's field the recusal is selected. */
export async function recusalById(
  context: RequestContext,
  id: string,
  info: GraphQLResolveInfo,
  path: string[] = [],
): Promise<Recusal | null> {
  const rows = await sessionOf(context).transaction.query<{ node: Recusal }>(
    `select ${ROW} as node from recusal r where r.id = any ${withNowhere('$1')}`,
    [id, sessionOf(context).principal.unit],
  );
  return told(context, info, path, rows)[0] ?? null;
}

export async function recusalsInState(
  context: RequestContext,
  info: GraphQLResolveInfo,
  states: (typeof RecusalState)[keyof typeof RecusalState][] | null,
): Promise<Recusal[]> {
  const rows = await sessionOf(context).transaction.query<{ node: Recusal }>(
    `select ${ROW} as node from recusal r where $1::smallint[] is null or r.state = any ($1) order by r.id desc limit ${MOST}`,
    [states, sessionOf(context).principal.unit],
  );
  return told(context, info, [], rows);
}
