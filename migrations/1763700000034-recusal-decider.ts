import type { MigrationInterface, QueryRunner } from 'typeorm';

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

/** The function as the catalog has it, with one passage replaced; it must be there. */
function mend(name: string, from: string, to: string): string {
  return `do $mend$ declare before text; after text; begin
      select pg_get_functiondef(oid) into strict before from pg_proc
        where proname = '${name}' and pronamespace = 'liandong'::regnamespace;
      after := replace(before, $a$${from}$a$, $a$${to}$a$);
      if after = before then
        raise exception 'nothing to mend in ${name}';
      end if;
      execute after;
    end $mend$`;
}
