import type pg from 'pg';
import { copyRows, type Target } from '../../hierarchy/copyRows.js';
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

const CASES: Target = {
  table: 'joint_case',
  columns: [
    ...['id', 'number', 'mode', 'state', 'started_at', 'planned_days', 'due_at', 'yellow_at', 'red_at'],
    ...['owner_pos', 'handling_pos', 'closed_at', 'changed_at'],
  ],
};
const CONTENT: Target = { table: 'joint_case_content', columns: ['joint_case_id', 'title', 'criteria', 'changed_at'] };
const CLUES: Target = { table: 'joint_case_clue', columns: ['joint_case_id', 'clue_id'] };
const ASSIGNMENTS: Target = {
  table: 'joint_case_assignment',
  columns: ['id', 'joint_case_id', 'post_id', 'person_name', 'unit_pos', 'force', 'tasks', 'valid_from', 'valid_to'],
};

export async function writeJointCases(owner: pg.Client, cases: readonly JointCase[]): Promise<void> {
  const changedAt = ({ closedAt, startedAt }: JointCase) => closedAt ?? startedAt;
  await copyRows(
    owner,
    CASES,
    cases.map((each) => [
      ...[each.id, each.number, JointMode[each.mode], JointCaseState[each.state], each.startedAt, each.plannedDays],
      ...[each.dueAt, each.yellowAt, each.redAt, each.owner, each.leadOffice, each.closedAt, changedAt(each)],
    ]),
  );
  await copyRows(
    owner,
    CONTENT,
    cases.map((each) => [each.id, each.title, each.criteria, changedAt(each)]),
  );
  await copyRows(
    owner,
    CLUES,
    cases.flatMap(({ id, clues }) => clues.map((clue) => [id, clue.id])),
  );
  await copyRows(
    owner,
    ASSIGNMENTS,
    cases.flatMap(({ id, assignments }) =>
      assignments.map(({ post, force, tasks, from, until }) => [
        ...[stableId(from, `assignment:${id}:${post.id}`), id, post.id, post.person.name, post.unit.pos],
        ...[StaffForce[force], tasks, from, until],
      ]),
    ),
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
