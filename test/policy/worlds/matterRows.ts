import {
  ClueOutcome,
  ClueSource,
  ClueStage,
  DisposalMethod,
  PetitionChannel,
  PetitionClass,
  PriorityReason,
  RankClass,
  ReporterKind,
} from '../../../src/workflow/clueStages.js';
import { JointCaseState, JointMode, StaffForce } from '../../../src/workflow/jointModes.js';
import { SupervisionReason, SupervisionState } from '../../../src/workflow/supervisionStates.js';
import type { Row } from '../../support/world.js';
import { mattersOf, type JointCase, type Matter, type SupervisionItem, type World } from './world.js';
import { moment, numberOf, period, rowId, type Table } from './organisationRows.js';

const OBJECT = { clue: 'clue', supervisionItem: 'supervision_item', jointCase: 'joint_case' };
const SUBJECT = { UNRESOLVED: 0, NOT_STAFF: 1, STAFF: 2 };

/** Matters with their facets, and what opens and shuts them. */
export function matterRows(world: World): Table[] {
  return [...clueTables(world), ...itemTables(world), ...caseTables(world), ...accessTables(world)];
}

/** What all kinds of matter have. */
function matterRow(matter: Matter, began: string): Row {
  return {
    id: matter.id,
    number: matter.number,
    owner_pos: matter.owner,
    handling_pos: matter.handling,
    received_pos: matter.received,
    classification: matter.classification,
    compartment: matter.sealed ? 2 : matter.compartment ? 1 : 0,
    [began]: moment(matter.beganAt),
    closed_at: moment(matter.closedAt),
    due_at: moment(matter.dueAt),
    yellow_at: moment(matter.yellowAt),
    red_at: moment(matter.redAt),
  };
}

function clueTables({ clues }: World): Table[] {
  const ledger = clues.map((clue) => ({
    ...matterRow(clue, 'received_at'),
    handler_post: clue.handler,
    registered_by: clue.registrar,
    custodian_post: clue.custodian,
    subject_state: SUBJECT[clue.subject],
    stage: ClueStage[clue.stage],
    source: ClueSource[clue.source],
    method: numberOf(DisposalMethod, clue.method),
    outcome: numberOf(ClueOutcome, clue.outcome),
    priority: clue.priority,
    expedited: clue.expedited,
  }));
  const petitions = clues.flatMap(({ id, petition }) =>
    petition
      ? [
          {
            clue_id: id,
            class: PetitionClass[petition.class],
            channel: PetitionChannel[petition.channel],
            text: petition.text,
          },
        ]
      : [],
  );
  const contents = clues.flatMap(({ id, content }) =>
    content
      ? [
          {
            clue_id: id,
            subject_name: content.subjectName,
            subject_position: content.subjectPosition,
            subject_rank: numberOf(RankClass, content.subjectRank),
            key_minority: content.keyMinority,
            allegation: content.allegation,
            priority_reason: numberOf(PriorityReason, content.priorityReason),
            handler_name: content.handlerName,
          },
        ]
      : [],
  );
  const reporters = clues.flatMap(({ id, reporter }) =>
    reporter
      ? [
          {
            clue_id: id,
            kind: ReporterKind[reporter.kind],
            name: reporter.name,
            contact: reporter.contact,
            acceptance_notice_due_at: moment(reporter.acceptanceNoticeDueAt),
            result_notice_due_at: moment(reporter.resultNoticeDueAt),
            protection_requested: reporter.protectionRequested,
          },
        ]
      : [],
  );
  return [
    ['clue', ledger],
    ['clue_petition', petitions],
    ['clue_content', contents],
    ['clue_reporter', reporters],
  ];
}

function itemTables({ supervisionItems }: World): Table[] {
  const ledger = supervisionItems.map((item) => ({
    ...matterRow(item, 'issued_at'),
    state: SupervisionState[item.state],
    reasons: item.reasons.map((reason) => SupervisionReason[reason]),
    clue_id: item.clue,
    report_to_pos: item.reportTo,
  }));
  const contents = supervisionItems.flatMap(({ id, content }: SupervisionItem) =>
    content ? [{ supervision_item_id: id, ...content }] : [],
  );
  const copies = supervisionItems.flatMap(({ id, cc }) =>
    cc.map((pos) => ({ supervision_item_id: id, unit_pos: pos })),
  );
  return [
    ['supervision_item', ledger],
    ['supervision_item_content', contents],
    ['supervision_item_cc', copies],
  ];
}

function caseTables({ jointCases }: World): Table[] {
  const ledger = jointCases.map((joint) => ({
    ...matterRow(joint, 'started_at'),
    mode: JointMode[joint.mode],
    state: JointCaseState[joint.state],
    planned_days: joint.plannedDays,
  }));
  const contents = jointCases.flatMap(({ id, content }: JointCase) =>
    content ? [{ joint_case_id: id, ...content }] : [],
  );
  const links = jointCases.flatMap(({ id, clues }) => clues.map((clue) => ({ joint_case_id: id, clue_id: clue })));
  const assignments = jointCases.flatMap(({ id, assignments: members }) =>
    members.map((member) => ({
      id: member.id,
      joint_case_id: id,
      post_id: member.post,
      person_name: member.personName,
      unit_pos: member.unit,
      force: StaffForce[member.force],
      tasks: member.tasks,
      ...period(member),
    })),
  );
  return [
    ['joint_case', ledger],
    ['joint_case_content', contents],
    ['joint_case_clue', links],
    ['joint_case_assignment', assignments],
  ];
}

function accessTables(world: World): Table[] {
  const objects = new Map(mattersOf(world).map(({ id, noun }) => [id, OBJECT[noun]]));
  const grants = world.grants.map((grant, n) => ({
    id: rowId(5, n),
    object: objects.get(grant.object),
    object_id: grant.object,
    facets: grant.facets.map((facet) => facet.toLowerCase()),
    unit_pos: 'unit' in grant.grantee ? grant.grantee.unit : null,
    post_id: 'post' in grant.grantee ? grant.grantee.post : null,
    person_id: 'person' in grant.grantee ? grant.grantee.person : null,
    exempts: grant.exempts,
    basis: 1,
    ...period(grant),
  }));
  const denials = world.denials.map(({ object, whom, endedAt }, n) => ({
    id: rowId(6, n),
    object: objects.get(object),
    object_id: object,
    person_id: 'person' in whom ? whom.person : null,
    unit_lo: 'lo' in whom ? whom.lo : null,
    unit_hi: 'lo' in whom ? whom.hi : null,
    basis: 1,
    ended_at: moment(endedAt),
  }));
  return [
    ['access_grant', grants],
    ['denial', denials],
  ];
}
