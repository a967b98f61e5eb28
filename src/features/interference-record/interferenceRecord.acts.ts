import type { InterferenceHandleInput, InterferenceRecordInput } from './interferenceRecord.input.js';
import { ActFault } from '../../database/actFault.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { named } from '../../graphql/act/namedId.js';
import { written } from '../../graphql/act/performAct.js';
import { newId } from '../../shared/ids.js';

export const CITATIONS = { NOT_ALLOWED: '监察法第六十六条' };

export function record(input: InterferenceRecordInput): (acting: Acting) => Promise<Outcome> {
  const clue = named('clue', input.clue, 'clue');
  const post = input.post ? named('post', input.post, 'post') : null;
  const name = input.name ? written(input.name, 'name', 60) : null;
  if ((post === null) === (name === null)) throw new ActFault('INPUT_INVALID', 'post');
  const matter = written(input.matter, 'matter');
  const corrects = input.corrects ? named('interferenceRecord', input.corrects, 'corrects') : null;
  const { manner, at } = input;
  return async (acting) => {
    const [moment] = await acting.query<{ past: boolean }>('select $1::timestamptz <= app_now() as past', [at]);
    if (!moment?.past) throw new ActFault('INPUT_INVALID', 'at');
    const id = newId();
    const values = [id, clue, post, name, manner, matter, at, corrects];
    await acting.query('select interference_add($1, $2, $3, $4, $5, $6, $7, $8)', values);
    return { object: 'clue', ids: [clue], details: { interferenceRecord: id, manner }, done: { id } };
  };
}

export function handle(input: InterferenceHandleInput): (acting: Acting) => Promise<Outcome> {
  const id = named('interferenceRecord', input.id, 'id');
  const reason = written(input.reason, 'reason');
  const { expectedVersion, outcome } = input;
  return async (acting) => {
    const values = [newId(), id, expectedVersion, outcome, reason];
    await acting.query('select interference_handle($1, $2, $3, $4, $5)', values);
    return { object: 'interference_record', ids: [id], details: { outcome }, done: { id } };
  };
}
