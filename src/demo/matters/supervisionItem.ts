import type pg from 'pg';
import { copyRows, type Target } from '../../hierarchy/copyRows.js';
import { SupervisionReason, SupervisionState } from '../../workflow/supervisionStates.js';
import type { Dates } from '../deadlines.js';
import type { Clue } from '../clues/clue.js';
import type { Grant } from './access.js';

/** A notice (督办通知书) before it is written. */
export interface SupervisionItem extends Dates {
  id: string;
  number: string;
  state: keyof typeof SupervisionState;
  reasons: (keyof typeof SupervisionReason)[];
  clue: Clue | null;
  owner: number;
  issuingOffice: number;
  addressee: number;
  reportTo: number;
  copiedTo: number[];
  issuer: string | null;
  startedAt: Date;
  changedAt: Date;
  closedAt: Date | null;
  requirement: string;
  result: string | null;
}

const ITEMS: Target = {
  table: 'supervision_item',
  columns: [
    ...['id', 'number', 'state', 'reasons', 'clue_id', 'report_to_pos', 'issued_at', 'due_at', 'yellow_at', 'red_at'],
    ...['owner_pos', 'handling_pos', 'received_pos', 'closed_at', 'changed_at'],
  ],
};
const CONTENT: Target = {
  table: 'supervision_item_content',
  columns: ['supervision_item_id', 'requirement', 'result', 'changed_at'],
};
const COPIES: Target = { table: 'supervision_item_cc', columns: ['supervision_item_id', 'unit_pos'] };

export async function writeSupervisionItems(owner: pg.Client, items: readonly SupervisionItem[]): Promise<void> {
  await copyRows(
    owner,
    ITEMS,
    items.map((item) => [
      ...[item.id, item.number, SupervisionState[item.state], item.reasons.map((reason) => SupervisionReason[reason])],
      ...[item.clue?.id ?? null, item.reportTo, item.startedAt, item.dueAt, item.yellowAt, item.redAt],
      ...[item.owner, item.issuingOffice, item.addressee, item.closedAt, item.changedAt],
    ]),
  );
  await copyRows(
    owner,
    CONTENT,
    items.map(({ id, requirement, result, changedAt }) => [id, requirement, result, changedAt]),
  );
  await copyRows(
    owner,
    COPIES,
    items.flatMap(({ id, copiedTo }) => copiedTo.map((unit) => [id, unit])),
  );
}

/** Whoever is copied reads the notice, and of the clue its line in the ledger (A 47). */
export function grantsOfCopies(items: readonly SupervisionItem[]): Grant[] {
  return items.flatMap(({ id, clue, copiedTo, issuer, startedAt }) =>
    copiedTo.flatMap((unit): Grant[] => {
      const grant = { to: { unit }, basis: 'CC' as const, issuer, from: startedAt, until: null };
      const notice: Grant = { ...grant, object: 'supervision_item', id, facets: ['LEDGER', 'CONTENT'] };
      return clue ? [notice, { ...grant, object: 'clue', id: clue.id, facets: ['LEDGER'] }] : [notice];
    }),
  );
}
