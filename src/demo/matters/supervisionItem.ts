import type pg from 'pg';
import { copyRows, type Columns } from '../../hierarchy/copyRows.js';
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

const LEDGER: Columns<SupervisionItem> = {
  id: ({ id }) => id,
  number: ({ number }) => number,
  state: ({ state }) => SupervisionState[state],
  reasons: ({ reasons }) => reasons.map((reason) => SupervisionReason[reason]),
  clue_id: ({ clue }) => clue?.id ?? null,
  report_to_pos: ({ reportTo }) => reportTo,
  issued_at: ({ startedAt }) => startedAt,
  due_at: ({ dueAt }) => dueAt,
  yellow_at: ({ yellowAt }) => yellowAt,
  red_at: ({ redAt }) => redAt,
  owner_pos: ({ owner }) => owner,
  handling_pos: ({ issuingOffice }) => issuingOffice,
  received_pos: ({ addressee }) => addressee,
  closed_at: ({ closedAt }) => closedAt,
  changed_at: ({ changedAt }) => changedAt,
};

const CONTENT: Columns<SupervisionItem> = {
  supervision_item_id: ({ id }) => id,
  requirement: ({ requirement }) => requirement,
  result: ({ result }) => result,
  changed_at: ({ changedAt }) => changedAt,
};

export async function writeSupervisionItems(owner: pg.Client, items: readonly SupervisionItem[]): Promise<void> {
  await copyRows(owner, 'supervision_item', LEDGER, items);
  await copyRows(owner, 'supervision_item_content', CONTENT, items);
  await copyRows(
    owner,
    'supervision_item_cc',
    { supervision_item_id: ({ id }) => id, unit_pos: ({ unit }) => unit },
    items.flatMap(({ id, copiedTo }) => copiedTo.map((unit) => ({ id, unit }))),
  );
}

/** Whoever supervises a subordinate's clue has its content too, until the item is closed (DOMAIN B4). */
export function grantsOfSupervision(items: readonly SupervisionItem[]): Grant[] {
  return items.flatMap(({ clue, issuingOffice, issuer, startedAt, closedAt }) =>
    clue
      ? [
          {
            object: 'clue' as const,
            id: clue.id,
            facets: ['LEDGER', 'CONTENT'] as Grant['facets'],
            to: { unit: issuingOffice },
            basis: 'SUPERVISED' as const,
            issuer,
            from: startedAt,
            until: closedAt,
          },
        ]
      : [],
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
