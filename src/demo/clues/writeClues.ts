import type pg from 'pg';
import { copyRows, type Columns } from '../../hierarchy/copyRows.js';
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
} from '../../workflow/clueStages.js';
import { SubjectState } from '../../workflow/subjects.js';
import type { Clue, Reporter } from './clue.js';

const LEDGER: Columns<Clue> = {
  id: ({ id }) => id,
  number: ({ number }) => number,
  stage: ({ step }) => ClueStage[step.stage],
  source: ({ source }) => ClueSource[source],
  method: ({ step }) => (step.method ? DisposalMethod[step.method] : null),
  outcome: ({ step }) => (step.outcome ? ClueOutcome[step.outcome] : null),
  priority: ({ priorityReason }) => priorityReason !== null,
  expedited: ({ expedited }) => expedited,
  received_at: ({ receivedAt }) => receivedAt,
  due_at: ({ dueAt }) => dueAt,
  yellow_at: ({ yellowAt }) => yellowAt,
  red_at: ({ redAt }) => redAt,
  closed_at: ({ closedAt }) => closedAt,
  changed_at: ({ step }) => step.at,
  owner_pos: ({ owner }) => owner,
  handling_pos: ({ handling }) => handling,
  received_pos: ({ received }) => received,
  handler_post: ({ handler }) => handler?.id ?? null,
  registered_by: ({ registrar }) => registrar?.id ?? null,
  custodian_post: ({ custodian }) => custodian?.id ?? null,
  subject_state: ({ subjectState }) => SubjectState[subjectState],
  classification: ({ classification }) => classification,
  compartment: ({ compartment }) => (compartment ? 1 : 0),
};

const PETITION: Columns<Clue> = {
  clue_id: ({ id }) => id,
  class: ({ petition }) => PetitionClass[petition.class],
  channel: ({ petition }) => PetitionChannel[petition.channel],
  text: ({ petition }) => petition.text,
  changed_at: ({ receivedAt }) => receivedAt,
};

const CONTENT: Columns<Clue> = {
  clue_id: ({ id }) => id,
  subject_name: ({ subject }) => subject.name,
  subject_position: ({ subject }) => subject.position,
  subject_rank: ({ subject }) => RankClass[subject.rank],
  key_minority: ({ keyMinority }) => keyMinority,
  allegation: ({ allegation }) => allegation,
  priority_reason: ({ priorityReason }) => (priorityReason ? PriorityReason[priorityReason] : null),
  handler_name: ({ handler }) => handler?.person.name ?? null,
  changed_at: ({ step }) => step.at,
};

const REPORTER: Columns<Clue & { reporter: Reporter }> = {
  clue_id: ({ id }) => id,
  kind: ({ reporter }) => ReporterKind[reporter.kind],
  name: ({ reporter }) => reporter.name,
  contact: ({ reporter }) => reporter.contact,
  acceptance_notice_due_at: ({ reporter }) => reporter.acceptanceNoticeDueAt,
  result_notice_due_at: ({ reporter }) => reporter.resultNoticeDueAt,
  protection_requested: ({ reporter }) => reporter.protectionRequested,
  changed_at: ({ step }) => step.at,
};

/** A clue and its facets, each into its table. The facets take their scope from the clue, by trigger. */
export async function writeClues(owner: pg.Client, clues: readonly Clue[]): Promise<void> {
  await copyRows(owner, 'clue', LEDGER, clues);
  await copyRows(owner, 'clue_petition', PETITION, clues);
  await copyRows(owner, 'clue_content', CONTENT, clues);
  await copyRows(
    owner,
    'clue_reporter',
    REPORTER,
    clues.flatMap((clue) => (clue.reporter ? [{ ...clue, reporter: clue.reporter }] : [])),
  );
}
