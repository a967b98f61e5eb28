import type { RecusalDecideInput, RecusalEndInput, RecusalRequestInput } from './recusal.input.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { named } from '../../graphql/act/namedId.js';
import { written } from '../../graphql/act/performAct.js';
import { newId } from '../../shared/ids.js';

/** 监察法 art. 67, and who decides: 监察法实施条例 2021 art. 264. */
export const CITATIONS = { NOT_ALLOWED: '监察法实施条例（2021）第二百六十四条', STATE_CONFLICT: '监察法第六十七条' };

export function request(input: RecusalRequestInput): (acting: Acting) => Promise<Outcome> {
  const [clue, post] = [named('clue', input.clue, 'clue'), named('post', input.post, 'post')];
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    const id = newId();
    await acting.query('select recusal_request($1, $2, $3, $4, $5)', [id, clue, post, input.ground, reason]);
    return { object: 'clue', ids: [clue], details: { recusal: id, ground: input.ground }, done: { id } };
  };
}

export function decide(input: RecusalDecideInput): (acting: Acting) => Promise<Outcome> {
  const id = named('recusal', input.id, 'id');
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    await acting.query('select recusal_decide($1, $2, $3, $4)', [id, input.expectedVersion, input.approve, reason]);
    return { object: 'recusal', ids: [id], details: { approved: input.approve }, done: { id } };
  };
}

export function end(input: RecusalEndInput): (acting: Acting) => Promise<Outcome> {
  const id = named('recusal', input.id, 'id');
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    await acting.query('select recusal_end($1, $2, $3)', [id, input.expectedVersion, reason]);
    return { object: 'recusal', ids: [id], done: { id } };
  };
}
