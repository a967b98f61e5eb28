import type pg from 'pg';
import { copyRows } from '../../hierarchy/copyRows.js';
import { stableId } from '../../shared/ids.js';
import { SubjectState } from '../../workflow/subjects.js';
import type { Ledger } from '../clues/ledger.js';
import { SCENES } from '../clues/scenes.js';
import type { World } from '../world.js';

/** Who was found to be the official whom a clue is about; what is denied for it stands among the exclusions. */
export async function writeFindings(owner: pg.Client, { staff }: World, ledger: Ledger): Promise<void> {
  const found = SCENES.flatMap(({ key, about }) =>
    typeof about === 'string' ? [{ clue: ledger.clue(key), person: staff.post(about).person }] : [],
  );
  await copyRows(
    owner,
    'clue_subject',
    {
      id: ({ clue }) => stableId(clue.receivedAt, `subject:${clue.id}`),
      clue_id: ({ clue }) => clue.id,
      state: () => SubjectState.STAFF,
      person_id: ({ person }) => person.id,
      reason: () => '经与干部人事信息核对，系本系统干部。',
      linked_by: ({ clue }) => clue.registrar?.id ?? null,
      linked_at: ({ clue }) => clue.receivedAt,
    },
    found,
  );
}
