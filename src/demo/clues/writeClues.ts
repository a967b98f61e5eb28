import type pg from 'pg';
import { copyRows, type Cell, type Target } from '../../hierarchy/copyRows.js';
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
import { SubjectState, type Clue } from './clue.js';

interface Facet extends Target {
  cells(clue: Clue): Cell[] | null;
}

const LEDGER: Facet = {
  table: 'clue',
  columns: [
    ...['id', 'number', 'stage', 'source', 'method', 'outcome', 'priority', 'expedited'],
    ...['received_at', 'due_at', 'yellow_at', 'red_at', 'closed_at', 'changed_at'],
    ...['owner_pos', 'handling_pos', 'received_pos', 'handler_post', 'registered_by', 'custodian_post'],
    ...['subject_state', 'classification', 'compartment'],
  ],
  cells: (clue) => [
    ...[clue.id, clue.number, ClueStage[clue.step.stage], ClueSource[clue.source]],
    ...[
      clue.step.method ? DisposalMethod[clue.step.method] : null,
      clue.step.outcome ? ClueOutcome[clue.step.outcome] : null,
    ],
    ...[clue.priorityReason !== null, clue.expedited],
    ...[clue.receivedAt, clue.dueAt, clue.yellowAt, clue.redAt, clue.closedAt, clue.step.at],
    ...[clue.owner, clue.handling, clue.received],
    ...[clue.handler?.id ?? null, clue.registrar?.id ?? null, clue.custodian?.id ?? null],
    ...[SubjectState[clue.subjectState], clue.classification, clue.compartment ? 1 : 0],
  ],
};

const PETITION: Facet = {
  table: 'clue_petition',
  columns: ['clue_id', 'class', 'channel', 'text', 'changed_at'],
  cells: ({ id, petition, receivedAt }) => [
    id,
    PetitionClass[petition.class],
    PetitionChannel[petition.channel],
    petition.text,
    receivedAt,
  ],
};

const CONTENT: Facet = {
  table: 'clue_content',
  columns: [
    ...['clue_id', 'subject_name', 'subject_position', 'subject_rank', 'key_minority', 'allegation'],
    ...['priority_reason', 'handler_name', 'changed_at'],
  ],
  cells: (clue) => [
    ...[
      clue.id,
      clue.subject.name,
      clue.subject.position,
      RankClass[clue.subject.rank],
      clue.keyMinority,
      clue.allegation,
    ],
    ...[
      clue.priorityReason ? PriorityReason[clue.priorityReason] : null,
      clue.handler?.person.name ?? null,
      clue.step.at,
    ],
  ],
};

const REPORTER: Facet = {
  table: 'clue_reporter',
  columns: [
    ...['clue_id', 'kind', 'name', 'contact', 'acceptance_notice_due_at', 'result_notice_due_at'],
    ...['protection_requested', 'changed_at'],
  ],
  cells: ({ id, reporter, step }) =>
    reporter && [
      ...[id, ReporterKind[reporter.kind], reporter.name, reporter.contact],
      ...[reporter.acceptanceNoticeDueAt, reporter.resultNoticeDueAt, reporter.protectionRequested, step.at],
    ],
};

/** A clue and its facets, each into its table. The facets take their scope from the clue, by trigger. */
export async function writeClues(owner: pg.Client, clues: readonly Clue[]): Promise<void> {
  for (const facet of [LEDGER, PETITION, CONTENT, REPORTER]) {
    await copyRows(owner, facet, rowsOf(facet, clues));
  }
}

function* rowsOf(facet: Facet, clues: readonly Clue[]): Generator<Cell[]> {
  for (const clue of clues) {
    const cells = facet.cells(clue);
    if (cells) yield cells;
  }
}
