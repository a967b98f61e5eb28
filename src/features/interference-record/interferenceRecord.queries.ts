import type { GraphQLResolveInfo } from 'graphql';
import type { InterferenceRecord } from './interferenceRecord.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql } from '../../graphql/ids.js';
import { withNowhere } from '../../graphql/read/nowhere.js';
import { wordsTold } from '../../graphql/read/wordsTold.js';
import { InterferenceState } from '../../workflow/interferences.js';

/** Newest first, at most so many; row-level security says which. */
const MOST = 100;

/** What was corrected, by what, is told as far as both are there for the reader: either may be about him. */
const STATE = `case when exists (select from interference_record n where n.corrects = r.id) then ${InterferenceState.CORRECTED}
  when exists (select from interference_handling h where h.interference_record_id = r.id) then ${InterferenceState.HANDLED}
  else ${InterferenceState.RECORDED} end`;
const HANDLINGS = `select coalesce(json_agg(json_build_object('outcome', h.outcome, 'reason', h.reason, 'unit', h.handler_pos,
    'handledAt', h.handled_at) order by h.id), '[]') from interference_handling h where h.interference_record_id = r.id`;
const ROW = `json_build_object('id', ${idSql('interferenceRecord', 'r.id')}, 'clueId', ${idSql('clue', 'r.clue_id')},
  'personName', r.person_name, 'personUnit', r.person_pos, 'manner', r.manner, 'matter', r.matter, 'at', r.at,
  'recordedAt', r.recorded_at, 'recorderName', r.recorder_name, 'recorderUnit', r.recorder_pos,
  'recorderHandles', r.recorder_handles, 'reportedTo', r.told,
  'corrects', (select ${idSql('interferenceRecord', 'o.id')} from interference_record o where o.id = r.corrects),
  'state', ${STATE}, 'handlings', (${HANDLINGS}),
  'version', 1 + (select count(*) from interference_handling h where h.interference_record_id = r.id))`;

/** What was said of a clue, and what was made of it, may be about its content: who reads either is in the audit trail. */
const told = wordsTold<InterferenceRecord>(
  'interferenceRecord',
  (selected) => selected.has('matter') || (selected.get('handlings')?.has('reason') ?? false),
);

/** `path`: where in the operation's field the record is selected. */
export async function interferenceRecordById(
  context: RequestContext,
  id: string,
  info: GraphQLResolveInfo,
  path: string[] = [],
): Promise<InterferenceRecord | null> {
  const rows = await sessionOf(context).transaction.query<{ node: InterferenceRecord }>(
    `select ${ROW} as node from interference_record r where r.id = any ${withNowhere('$1')}`,
    [id],
  );
  return told(context, info, path, rows)[0] ?? null;
}

export async function interferenceRecordsInState(
  context: RequestContext,
  info: GraphQLResolveInfo,
  states: (typeof InterferenceState)[keyof typeof InterferenceState][] | null,
): Promise<InterferenceRecord[]> {
  const rows = await sessionOf(context).transaction.query<{ node: InterferenceRecord }>(
    `select ${ROW} as node from interference_record r where $1::smallint[] is null or ${STATE} = any ($1) order by r.id desc limit ${MOST}`,
    [states],
  );
  return told(context, info, [], rows);
}
