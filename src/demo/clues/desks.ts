import { Duty } from '../../jurisdiction/duties.js';
import type { Post, Staff } from '../people/staff.js';
import type { Random } from '../random.js';
import type { Step } from './course.js';
import type { Place } from './places.js';

/** The unit whose desk a clue is on: where it came in, the register, or the office that works on it. */
export function deskOf(random: Random, place: Place, step: Step, received: number, compartment: boolean): number {
  if (step.desk === 'INTAKE') return received;
  if (step.desk === 'REGISTER') return place.register;
  if (compartment && place.cadre !== null) return place.cadre;
  return random.pick(step.desk === 'HANDLER' ? place.handlers : place.investigators);
}

/** Before a clue is assigned nobody handles it by name. */
export function handlerOf(random: Random, staff: Staff, step: Step, handling: number): Post | null {
  return step.desk === 'INTAKE' || step.desk === 'REGISTER' ? null : inCharge(random, staff.at(handling));
}

/** One of those who are given work: an officer rather than the head; no leader, and no administrator. */
export function inCharge(random: Random, posts: readonly Post[]): Post | null {
  const officers = posts.filter(({ duty }) => duty === Duty.OFFICER);
  const heads = posts.filter(({ duty }) => duty === Duty.OFFICE_HEAD || duty === Duty.PRINCIPAL);
  const from = officers.length > 0 && (heads.length === 0 || random.chance(0.75)) ? officers : heads;
  return from.length > 0 ? random.pick(from) : null;
}
