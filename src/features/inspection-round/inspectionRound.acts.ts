import type {
  InspectionCatalogueAddInput,
  InspectionRoundBeginInput,
  InspectionRoundEndInput,
} from './inspectionRound.input.js';
import { ActFault } from '../../database/actFault.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { named, namedIds } from '../../graphql/act/namedId.js';
import { written } from '../../graphql/act/performAct.js';
import { newId } from '../../shared/ids.js';

const OBJECT = 'inspection_round';
const MOST = 100;

export function begin(input: InspectionRoundBeginInput): (acting: Acting) => Promise<Outcome> {
  const body = named('unit', input.body, 'body');
  const inspected = named('unit', input.inspected, 'inspected');
  const name = written(input.name, 'name', 120);
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    const id = newId();
    const values = [id, body, inspected, name, input.from ?? null, input.until, reason];
    await acting.query('select inspection_round_begin($1, $2, $3, $4, $5, $6, $7)', values);
    return { object: OBJECT, ids: [id], done: { id } };
  };
}

export function supply(input: InspectionCatalogueAddInput): (acting: Acting) => Promise<Outcome> {
  const round = named('inspectionRound', input.round, 'round');
  const clues = namedIds('clue', input.clues, 'clues', MOST);
  if (clues.length === 0) throw new ActFault('INPUT_INVALID', 'clues');
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    const grants = clues.map(() => newId());
    await acting.query('select inspection_catalogue_add($1, $2, $3, $4)', [round, clues, grants, reason]);
    return { object: 'clue', ids: clues, details: { inspectionRound: round }, done: { id: round } };
  };
}

export function end(input: InspectionRoundEndInput): (acting: Acting) => Promise<Outcome> {
  const id = named('inspectionRound', input.id, 'id');
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    await acting.query('select inspection_round_end($1, $2, $3)', [id, input.expectedVersion ?? null, reason]);
    return { object: OBJECT, ids: [id], done: { id } };
  };
}
