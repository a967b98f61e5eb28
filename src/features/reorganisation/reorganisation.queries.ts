import type { Reorganisation } from './reorganisation.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql } from '../../graphql/ids.js';

const MOST = 100;
const ROW = `json_build_object('id', ${idSql('reorganisation', 'r.id')}, 'organ', r.organ_pos, 'state', r.state, 'progress', r.progress,
  'posts', case when r.moves_posts then 'MOVE' else 'END' end, 'begunAt', r.begun_at, 'doneAt', r.done_at, 'pairs', (
    select json_agg(json_build_object('from', p.from_pos, 'to', p.to_pos) order by p.from_pos) from reorganisation_pair p
    where p.reorganisation_id = r.id))`;

/** Newest first, at most so many; row-level security says which. */
export async function reorganisations(
  context: RequestContext,
  asked: { id?: string; states?: readonly number[] | null },
): Promise<Reorganisation[]> {
  const rows = await sessionOf(context).transaction.query<{ node: Reorganisation }>(
    `select ${ROW} as node from reorganisation r
     where ($1::uuid is null or r.id = $1) and ($2::smallint[] is null or r.state = any ($2)) order by r.id desc limit ${MOST}`,
    [asked.id ?? null, asked.states ?? null],
  );
  return rows.map(({ node }) => node);
}
