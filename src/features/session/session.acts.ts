import type { PersonSessionsEndInput, SessionEndInput } from './session.input.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { named } from '../../graphql/act/namedId.js';
import { written } from '../../graphql/act/performAct.js';

export function end(input: SessionEndInput): (acting: Acting) => Promise<Outcome> {
  const id = named('session', input.id, 'id');
  return async (acting) => {
    await acting.query('select session_end($1)', [id]);
    return { object: 'session', ids: [id], done: { id } };
  };
}

/** All of the caller's but the one that he acts in. */
export function endOthers(current: string): (acting: Acting) => Promise<Outcome> {
  return async (acting) => {
    const [row] = await acting.query<{ ended: string[] }>('select sessions_end($1) as ended', [current]);
    return { object: 'session', ids: row!.ended, done: { ended: 'OTHERS' } };
  };
}

export function endOf(input: PersonSessionsEndInput): (acting: Acting) => Promise<Outcome> {
  const person = named('person', input.person, 'person');
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    const [row] = await acting.query<{ ended: string[] }>('select person_sessions_end($1) as ended', [person]);
    return { object: 'session', ids: row!.ended, reason, details: { person }, done: { person } };
  };
}
