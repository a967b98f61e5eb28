import { stableId } from '../../shared/ids.js';
import type { Ledger } from '../clues/ledger.js';
import { dated } from '../deadlines.js';
import { daysLater } from '../moments.js';
import type { World } from '../world.js';
import { assignment } from './assignment.js';
import { drawnOperations } from './drawnOperations.js';
import type { JointCase } from './jointCase.js';
import { numbered } from './numbered.js';
import { OPERATIONS, type Operation } from './operations.js';

export function jointCases(world: World, ledger: Ledger): JointCase[] {
  const stories = OPERATIONS.map((operation) => told(world, ledger, operation));
  const taken = new Set(stories.flatMap(({ clues }) => clues));
  return numbered('LH', [...stories, ...drawnOperations(world, ledger, taken)]);
}

function told({ organisation, staff, now }: World, ledger: Ledger, operation: Operation): JointCase {
  const moment = (at: number | Date) => (typeof at === 'number' ? daysLater(now, -at) : at);
  const startedAt = moment(operation.started);
  const closedAt = operation.closed === undefined ? null : moment(operation.closed);
  return {
    id: stableId(startedAt, `operation:${operation.key}`),
    number: '',
    ...operation,
    ...dated(daysLater(startedAt, operation.plannedDays)),
    owner: organisation.at(operation.organ).pos,
    leadOffice: organisation.at(operation.lead).pos,
    issuer: staff.post(`${operation.organ}-principal`).id,
    startedAt,
    closedAt,
    clues: operation.clues.map((key) => ledger.clue(key)),
    assignments: operation.members.map(([key, tasks]) => assignment(staff.post(key), tasks, startedAt, closedAt)),
  };
}
