import type { ClueOutcome, ClueStage, DisposalMethod } from '../../workflow/clueStages.js';
import { daysLater } from '../moments.js';
import type { Random } from '../random.js';

export type Stage = keyof typeof ClueStage;
export type Method = keyof typeof DisposalMethod;
export type Outcome = keyof typeof ClueOutcome;

/** How far a clue has come: its stage, whose desk that is, and what has been decided. */
export interface Step {
  stage: Stage;
  at: Date;
  desk: 'INTAKE' | 'REGISTER' | 'HANDLER' | 'INVESTIGATOR';
  method?: Method;
  outcome?: Outcome;
}

export const CLOSED_STAGES: ReadonlySet<Stage> = new Set([
  'NOT_ACCEPTED',
  'FORWARDED',
  'DUPLICATE_RETAINED',
  'CASE_FILED',
  'TRANSFERRED_TO_PARTY_ORG',
  'CLOSED',
]);

/** The last step a clue has taken by now, on a course drawn by lot (DOMAIN B2). */
export function courseOf(random: Random, receivedAt: Date, now: Date): Step {
  let step: Step = { stage: 'RECEIVED', at: receivedAt, desk: 'INTAKE' };
  for (const next of steps(random, receivedAt)) {
    if (next.at > now) break;
    step = next;
  }
  return step;
}

function* steps(random: Random, receivedAt: Date): Generator<Step> {
  // Most keep the pace, some lag, a few are forgotten: they colour the list.
  const pace = Number(random.weighted({ '1': 70, '2': 22, '4.5': 8 }));
  let at = receivedAt;
  const step: Make = ([least, most], rest) => {
    at = daysLater(at, random.between(least, most));
    return { at, ...rest };
  };
  const stage = random.weighted({ PENDING_DISPATCH: 86, NOT_ACCEPTED: 3, FORWARDED: 6, DUPLICATE_RETAINED: 5 });
  if (stage !== 'PENDING_DISPATCH') {
    yield step([2, 7], { stage, desk: 'INTAKE', outcome: stage === 'DUPLICATE_RETAINED' ? 'DUPLICATE' : stage });
    return;
  }
  yield step([0.5, 3], { stage, desk: 'REGISTER' });
  yield step([1, 5 * pace], { stage: 'ASSIGNED', desk: 'HANDLER' });
  const way = random.weighted({ PROPOSED: 94, RETURNED_TO_INTAKE: 2, TRANSFERRED_TO_INVESTIGATION: 4 });
  if (way === 'RETURNED_TO_INTAKE') {
    yield step([5, 15 * pace], { stage: way, desk: 'INTAKE' });
    yield step([5, 30], { stage: 'FORWARDED', desk: 'INTAKE', outcome: 'FORWARDED' });
  } else if (way === 'TRANSFERRED_TO_INVESTIGATION') {
    yield step([5, 15], { stage: way, desk: 'INVESTIGATOR' });
    yield step([40, 160 * pace], { stage: 'CASE_FILED', desk: 'INVESTIGATOR', outcome: 'CASE_FILED' });
  } else {
    yield step([8, 36 * pace], { stage: way, desk: 'HANDLER' });
    yield* disposal(random, pace, step);
  }
}

type Make = (after: [least: number, most: number], rest: Omit<Step, 'at'>) => Step;

const MINOR_MEASURES = { REMINDER_TALK: 22, CRITICISM: 12, ORDERED_SELF_EXAMINATION: 8, ADMONITION: 12 } as const;

function* disposal(random: Random, pace: number, step: Make): Generator<Step> {
  const desk = 'HANDLER';
  const method = random.weighted({ PRELIMINARY_VERIFICATION: 56, TALK_INQUIRY: 22, CLOSED: 17, HELD_PENDING: 5 });
  if (method === 'CLOSED') {
    yield step([2, 15], { stage: 'CLOSED', desk, method, outcome: 'DIRECT_CLOSURE' });
  } else if (method === 'HELD_PENDING') {
    yield step([3, 15], { stage: 'HELD', desk, method });
    yield step([200, 900], { stage: 'CLOSED', desk, method: 'CLOSED', outcome: 'DIRECT_CLOSURE' });
  } else if (method === 'TALK_INQUIRY') {
    yield step([2, 12], { stage: 'TALK_INQUIRY', desk, method });
    const outcome = random.weighted({ ACCEPTED_EXPLANATION: 46, ...MINOR_MEASURES });
    if (outcome !== 'ACCEPTED_EXPLANATION') {
      yield step([15, 55 * pace], { stage: 'MINOR_MEASURE', desk, method, outcome });
    }
    yield step([8, 50], { stage: 'CLOSED', desk, method, outcome });
  } else {
    yield step([2, 12], { stage: 'PRELIM_VERIFICATION', desk, method });
    const outcome = random.weighted({ CASE_FILED: 45, DISPROVED: 37, REMINDER_TALK: 11, TRANSFERRED_TO_PARTY_ORG: 7 });
    const stage = outcome === 'DISPROVED' || outcome === 'REMINDER_TALK' ? 'CLOSED' : outcome;
    yield step([25, 130 * pace], { stage, desk: stage === 'CASE_FILED' ? 'INVESTIGATOR' : desk, method, outcome });
  }
}
