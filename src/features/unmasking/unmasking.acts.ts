import type { UnmaskingDecideInput, UnmaskingEndInput, UnmaskingRequestInput } from './unmasking.input.js';
import { ActFault } from '../../database/actFault.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { named } from '../../graphql/act/namedId.js';
import { written } from '../../graphql/act/performAct.js';
import { newId } from '../../shared/ids.js';
import { UNMASKING_DAYS } from '../../workflow/unmaskings.js';

export const CITATIONS = { NOT_ALLOWED: '纪检监察机关处理检举控告工作规则第四十七条' };

export function request(input: UnmaskingRequestInput): (acting: Acting) => Promise<Outcome> {
  const clue = named('clue', input.clue, 'clue');
  const reason = written(input.reason, 'reason');
  const days = input.days ?? UNMASKING_DAYS.usual;
  if (days < 1 || days > UNMASKING_DAYS.most) throw new ActFault('INPUT_INVALID', 'days');
  return async (acting) => {
    const id = newId();
    await acting.query('select unmasking_request($1, $2, $3, $4)', [id, clue, reason, days]);
    return { object: 'clue', ids: [clue], details: { unmasking: id, days }, done: { id } };
  };
}

export function decide(input: UnmaskingDecideInput): (acting: Acting) => Promise<Outcome> {
  const id = named('unmasking', input.id, 'id');
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    await acting.query('select unmasking_decide($1, $2, $3, $4)', [id, input.expectedVersion, input.approve, reason]);
    return { object: 'unmasking', ids: [id], details: { approved: input.approve }, done: { id } };
  };
}

export function end(input: UnmaskingEndInput): (acting: Acting) => Promise<Outcome> {
  const id = named('unmasking', input.id, 'id');
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    await acting.query('select unmasking_end($1, $2, $3)', [id, input.expectedVersion, reason]);
    return { object: 'unmasking', ids: [id], done: { id } };
  };
}
