import type { InspectionRound } from './inspectionRound.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql } from '../../graphql/ids.js';

/** Newest first, at most so many; row-level security says which. */
const MOST = 50;

/** A row that nobody sees, asked for along: a hidden one takes the time of a missing one. */
const NOWHERE = '00000000-0000-0000-0000-000000000000';

const ROW = `json_build_object('id', ${idSql('inspectionRound', 'r.id')}, 'body', r.body_pos, 'inspected', r.inspected_pos,
  'name', r.name, 'reason', r.reason, 'from', r.valid_from, 'until', r.valid_to, 'endedAt', r.ended_at, 'version', r.version,
  'clueIds', (select coalesce(json_agg(${idSql('clue', 'c')} order by c), '[]') from unnest(inspection_catalogue(r.id)) c))`;

export async function inspectionRoundById(context: RequestContext, id: string): Promise<InspectionRound | null> {
  const rows = await sessionOf(context).transaction.query<{ node: InspectionRound }>(
    `select ${ROW} as node from inspection_round r where r.id = any (array[$1, '${NOWHERE}']::uuid[])`,
    [id],
  );
  return rows[0]?.node ?? null;
}

export async function knownInspectionRounds(context: RequestContext): Promise<InspectionRound[]> {
  const rows = await sessionOf(context).transaction.query<{ node: InspectionRound }>(
    `select ${ROW} as node from (
       select id, body_pos, inspected_pos, name, reason, valid_from, valid_to, ended_at, version from inspection_round
       order by id desc limit ${MOST}) r order by r.id desc`,
  );
  return rows.map(({ node }) => node);
}
