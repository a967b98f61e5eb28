import { Duty } from '../../jurisdiction/duties.js';
import { OrganTier, UnitKind } from '../../jurisdiction/units.js';
import type { Post } from '../people/staff.js';
import type { Assignment } from './jointCase.js';

export function assignment(post: Post, tasks: string, from: Date, until: Date | null): Assignment {
  return { post, force: forceOf(post), tasks, from, until };
}

/** 四支力量 (A 9): leadership, offices, dispatched groups, townships. */
function forceOf({ unit, duty }: Post): Assignment['force'] {
  if (unit.kind === UnitKind.DISPATCHED_GROUP) return 'DISPATCHED';
  if (unit.tier === OrganTier.TOWNSHIP) return 'TOWNSHIP';
  return duty === Duty.PRINCIPAL || duty === Duty.LEADER_IN_CHARGE ? 'LEADERSHIP' : 'OFFICES';
}
