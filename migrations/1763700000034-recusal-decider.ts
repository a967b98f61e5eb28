import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mend } from './data/mend.js';

/**
 * A recusal is decided by the head of an organ: by whoever's unit is the organ, not by whoever's unit lies in it. The
 * heads of its dispatched groups have the same duty. And its events name the recusal, not the clue: whoever sees the
 * clue is not told that somebody asks.
 */
export class RecusalDecider1763700000034 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(reach('unit'));
    for (const [name, before, after] of MENDED) await runner.query(mend(name, before, after));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, before, after] of MENDED) await runner.query(mend(name, after, before));
    await runner.query(reach('organ'));
  }
}

/** Function, the passage as migration 18 has it, and as it is now. */
const MENDED = [
  ['recusal_in_hand', 'is distinct from m.organ', 'is distinct from m.unit'],
  // Whom it is kept from waits for nobody who is at the clue.
  [
    'recusal_in_hand',
    '1::smallint then',
    '1::smallint or r.person_id = m.person or kept_from(r.clue_id, m.person) then',
  ],
  ['recusal_request', "'recusalRequested', 'clue', of_clue", "'recusalRequested', 'recusal', of_id"],
  ['recusal_decide', "'recusalRefused' end, 'clue', r.clue_id", "'recusalRefused' end, 'recusal', of_id"],
  ['recusal_end', "'recusalEnded', 'clue', r.clue_id", "'recusalEnded', 'recusal', of_id"],
] as const;

function reach(place: 'organ' | 'unit'): string {
  return `alter policy reach on recusal using (
    requested_by = (select (liandong.me()).post)
    or decider_pos = (select (liandong.me()).${place}) and (select liandong.acting_duty()) = 1 and not recusal_kept_from_me(id)
    or exists (select from clue_content c where c.clue_id = recusal.clue_id))`;
}
