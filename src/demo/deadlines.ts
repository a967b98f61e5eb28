import type { Stage } from './clues/course.js';
import { daysLater, monthsLater } from './moments.js';

export interface Dates {
  dueAt: Date;
  yellowAt: Date;
  redAt: Date;
}

/** Months a stage may last once there is a proposal; only the proposal itself and assigned matters are timed by law. */
const MONTHS: Partial<Record<Stage, number>> = {
  TALK_INQUIRY: 2,
  PRELIM_VERIFICATION: 3,
  HELD: 6,
  TRANSFERRED_TO_INVESTIGATION: 3,
  UPGRADED: 3,
  DESIGNATED_AWAY: 3,
};

const WITHOUT_PROPOSAL: ReadonlySet<Stage> = new Set([
  'RECEIVED',
  'NOT_ACCEPTED',
  'FORWARDED',
  'DUPLICATE_RETAINED',
  'PENDING_DISPATCH',
  'ASSIGNED',
  'RETURNED_TO_INTAKE',
]);

/** A 10: yellow a month after receipt without a proposal, red after two; what has a date of its own, like the rest. */
export function clueDates(receivedAt: Date, stage: Stage, since: Date, assignedBySuperior: boolean): Dates {
  if (WITHOUT_PROPOSAL.has(stage)) {
    const dueAt = monthsLater(receivedAt, 1);
    return { dueAt, yellowAt: dueAt, redAt: monthsLater(receivedAt, 2) };
  }
  return dated(assignedBySuperior ? monthsLater(receivedAt, 3) : monthsLater(since, MONTHS[stage] ?? 1));
}

/** Yellow in the last three days, red when past. */
export function dated(dueAt: Date): Dates {
  return { dueAt, yellowAt: daysLater(dueAt, -3), redAt: dueAt };
}
