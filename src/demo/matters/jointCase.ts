import type pg from 'pg';
import { copyRows, type Columns } from '../../hierarchy/copyRows.js';
import { stableId } from '../../shared/ids.js';
import { JointCaseState, JointMode, StaffForce } from '../../workflow/jointModes.js';
import type { Clue } from '../clues/clue.js';
import type { Dates } from '../deadlines.js';
import type { Post } from '../people/staff.js';
import type { Grant } from './access.js';

export interface Assignment {
  post: Post;
  force: keyof typeof StaffForce;
  tasks: string;
  from: Date;
  until: Date | null;
}

/** A joint case (室组地联合办案) before it is written. */
export interface JointCase extends Dates {
  id: string;
  number: string;
  mode: keyof typeof JointMode;
  state: keyof typeof JointCaseState;
  owner: number;
  leadOffice: number;
  startedAt: Date;
  plannedDays: number;
  closedAt: Date | null;
  title: string;
  criteria: string;
  issuer: string | null;
  clues: readonly Clue[];
  assignments: readonly Assignment[];
}

const changedAt = ({ closedAt, startedAt }: JointCase) => closedAt ?? startedAt;

const LEDGER: Columns<JointCase> = {
  id: ({ id }) => id,
  number: ({ number }) => number,
  mode: ({ mode }) => JointMode[mode],
  state: ({ state }) => JointCaseState[state],
  started_at: ({ startedAt }) => startedAt,
  planned_days: ({ plannedDays }) => plannedDays,
  due_at: ({ dueAt }) => dueAt,
  yellow_at: ({ yellowAt }) => yellowAt,
  red_at: ({ redAt }) => redAt,
  owner_pos: ({ owner }) => owner,
  handling_pos: ({ leadOffice }) => leadOffice,
  closed_at: ({ closedAt }) => closedAt,
  changed_at: changedAt,
};

const CONTENT: Columns<JointCase> = {
  joint_case_id: ({ id }) => id,
  title: ({ title }) => title,
  criteria: ({ criteria }) => criteria,
  changed_at: changedAt,
};

const ASSIGNMENT: Columns<Assignment & { jointCase: string }> = {
  id: ({ jointCase, post, from }) => stableId(from, `assignment:${jointCase}:${post.id}`),
  joint_case_id: ({ jointCase }) => jointCase,
  post_id: ({ post }) => post.id,
  person_name: ({ post }) => post.person.name,
  unit_pos: ({ post }) => post.unit.pos,
  force: ({ force }) => StaffForce[force],
  tasks: ({ tasks }) => tasks,
  valid_from: ({ from }) => from,
  valid_to: ({ until }) => until,
};

export async function writeJointCases(owner: pg.Client, cases: readonly JointCase[]): Promise<void> {
  await copyRows(owner, 'joint_case', LEDGER, cases);
  await copyRows(owner, 'joint_case_content', CONTENT, cases);
  await copyRows(
    owner,
    'joint_case_clue',
    { joint_case_id: ({ id }) => id, clue_id: ({ clue }) => clue.id },
    cases.flatMap(({ id, clues }) => clues.map((clue) => ({ id, clue }))),
  );
  await copyRows(
    owner,
    'joint_case_assignment',
    ASSIGNMENT,
    cases.flatMap(({ id, assignments }) => assignments.map((each) => ({ ...each, jointCase: id }))),
  );
}

/** Who is assigned knows the case and its clues, for as long as he is assigned. */
export function grantsOfAssignments(cases: readonly JointCase[]): Grant[] {
  return cases.flatMap(({ id, clues, assignments, issuer }) =>
    assignments.flatMap(({ post, from, until }): Grant[] => {
      const grant = { to: { post: post.id }, basis: 'JOINT_CASE' as const, issuer, from, until };
      return [
        { ...grant, object: 'joint_case', id, facets: ['LEDGER', 'CONTENT'] },
        ...clues.map((clue): Grant => ({ ...grant, object: 'clue', id: clue.id, facets: ['LEDGER', 'CONTENT'] })),
      ];
    }),
  );
}
