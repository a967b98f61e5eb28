import type { Session } from './session.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql } from '../../graphql/ids.js';

const ROW = `json_build_object('id', ${idSql('session', 's.id')}, 'current', s.id = $2, 'begunAt', s.begun_at, 'seenAt', s.seen_at,
  'endsAt', s.ends_at, 'endedAt', s.ended_at, 'ended', s.reason, 'client', s.client, 'source', s.source)`;

/** The caller's own, or those of a person he administers: whose they are to tell is decided by the function. */
export async function sessions(context: RequestContext, person: string | null = null): Promise<Session[]> {
  const rows = await sessionOf(context).transaction.query<{ node: Session }>(
    `select ${ROW} as node from sessions_of($1) s`,
    [person, context.identity.session],
  );
  return rows.map(({ node }) => node);
}

/** That somebody looked at another's is in the trail; an id only where there was something to see: none that anybody made up. */
export async function sessionsOfPerson(context: RequestContext, person: string): Promise<Session[]> {
  const theirs = await sessions(context, person);
  sessionOf(context).trail.readOf('sessionsOf', 'person', theirs.length > 0 ? [person] : []);
  return theirs;
}
