import type { ClueSubjectLinkInput } from './subject.input.js';
import { ActFault } from '../../database/actFault.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { named } from '../../graphql/act/namedId.js';
import { written } from '../../graphql/act/performAct.js';
import { SubjectFinding } from '../../workflow/subjects.js';

/** 监督执纪工作规则 art. 20: clues on discipline officials go to 干部监督. */
export const CITATIONS = { NOT_ALLOWED: '监督执纪工作规则第二十条' };

const MOST_PERSONS = 10;

export function link(input: ClueSubjectLinkInput): (acting: Acting) => Promise<Outcome> {
  const clue = named('clue', input.clue, 'clue');
  const persons = [...new Set((input.persons ?? []).map((id) => named('person', id, 'persons')))];
  const isStaff = input.state === SubjectFinding.STAFF;
  if (isStaff !== persons.length > 0 || persons.length > MOST_PERSONS) throw new ActFault('INPUT_INVALID', 'persons');
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    await acting.query('select clue_subject_link($1, $2, $3, $4, $5)', [
      clue,
      input.expectedVersion,
      input.state,
      persons,
      reason,
    ]);
    // The reason may name somebody: it stands with the finding, not in the trail.
    return { object: 'clue', ids: [clue], details: { state: input.state, persons: persons.length }, done: { clue } };
  };
}
