import type { EmergencyAccess } from './emergencyAccess.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql } from '../../graphql/ids.js';
import { withNowhere } from '../../graphql/read/nowhere.js';
import { WarningColour } from '../../workflow/colours.js';
import { EmergencyState } from '../../workflow/emergencyAccesses.js';

/** Newest first, at most so many; row-level security says which. */
const MOST = 100;

const STATE = `case when e.justified then ${EmergencyState.JUSTIFIED} when not e.justified then ${EmergencyState.UNJUSTIFIED}
  when e.until > app_now() then ${EmergencyState.OPEN} else ${EmergencyState.AWAITING_REVIEW} end`;
const COLOUR = `case when e.reviewed_at is not null then null when e.review_due_at <= app_now() then ${WarningColour.RED}
  when e.yellow_at <= app_now() then ${WarningColour.YELLOW} else ${WarningColour.BLUE} end`;
/** Who reviews it is told to that organ alone: that it is not the next one may tell of whom the clue is. */
const ROW = `json_build_object('id', ${idSql('emergencyAccess', 'e.id')}, 'clueId', ${idSql('clue', 'e.clue_id')},
  'facets', e.facets, 'reason', e.reason, 'openerName', e.opener_name, 'openerUnit', e.opener_pos,
  'reviewer', case when e.reviewer_pos = $2 or e.id = any ((select emergency_accesses_to_review())::uuid[]) then $2::bigint end, 'openedAt', e.opened_at, 'until', e.until,
  'reviewDueAt', e.review_due_at, 'colour', ${COLOUR}, 'state', ${STATE}, 'reviewedAt', e.reviewed_at,
  'reviewReason', e.review_reason, 'version', e.version)`;

export async function emergencyAccessById(context: RequestContext, id: string): Promise<EmergencyAccess | null> {
  const { transaction, principal } = sessionOf(context);
  const rows = await transaction.query<{ node: EmergencyAccess }>(
    `select ${ROW} as node from emergency_access e where e.id = any ${withNowhere('$1')}`,
    [id, principal.organ[0]],
  );
  return rows[0]?.node ?? null;
}

export async function emergencyAccessesInState(
  context: RequestContext,
  states: (typeof EmergencyState)[keyof typeof EmergencyState][] | null,
): Promise<EmergencyAccess[]> {
  const { transaction, principal } = sessionOf(context);
  const rows = await transaction.query<{ node: EmergencyAccess }>(
    `select ${ROW} as node from emergency_access e where $1::smallint[] is null or ${STATE} = any ($1) order by e.id desc limit ${MOST}`,
    [states, principal.organ[0]],
  );
  return rows.map(({ node }) => node);
}
