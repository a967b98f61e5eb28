import type { EmergencyAccessOpenInput, EmergencyAccessReviewInput } from './emergencyAccess.input.js';
import { ActFault } from '../../database/actFault.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { named } from '../../graphql/act/namedId.js';
import { written } from '../../graphql/act/performAct.js';
import { newId } from '../../shared/ids.js';

/** Where the request came from, for the entry of its own kind in the audit trail. */
interface From {
  source: string;
  correlationId: string;
}

export function open(
  input: EmergencyAccessOpenInput,
  { source, correlationId }: From,
): (acting: Acting) => Promise<Outcome> {
  const clue = named('clue', input.clue, 'clue');
  const reason = written(input.reason, 'reason');
  const facets = [...new Set(input.facets)].sort();
  if (facets.length === 0) throw new ActFault('INPUT_INVALID', 'facets');
  return async (acting) => {
    const id = newId();
    await acting.query('select emergency_access_open($1, $2, $3, $4, $5, $6)', [
      id,
      clue,
      facets,
      reason,
      source,
      correlationId,
    ]);
    return { object: 'clue', ids: [clue], details: { emergencyAccess: id }, done: { id } };
  };
}

export function review(input: EmergencyAccessReviewInput): (acting: Acting) => Promise<Outcome> {
  const id = named('emergencyAccess', input.id, 'id');
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    await acting.query('select emergency_access_review($1, $2, $3, $4)', [
      id,
      input.expectedVersion,
      input.justified,
      reason,
    ]);
    return { object: 'emergency_access', ids: [id], details: { justified: input.justified }, done: { id } };
  };
}
