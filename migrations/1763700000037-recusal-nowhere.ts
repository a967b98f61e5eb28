import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mend } from './data/mend.js';

const NIL = '00000000-0000-0000-0000-000000000000';
const LEFT = [
  ['in_office', 'p.'],
  ['grantee_places', 'w.'],
  ['may_keep', 'who.'],
  ['clue_subject_link', ''],
] as const;

/**
 * A recusal that is nobody's, asked for along with every other, so that a hidden one takes the time of a missing one; and
 * whoever has left while an act waited has left for it, as migration 35 has it of posts. Acts alone lock objects.
 */
export class RecusalNowhere1763700000037 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table recusal alter column person_id drop not null, alter column requested_by drop not null,
        add constraint recusal_somebodys check (id = '${NIL}' or person_id is not null and requested_by is not null);
      revoke execute on function lock_object(text, uuid) from liandong_act;
      insert into recusal (id, clue_id, person_name, ground, reason, requested_at, decider_pos, state, decided_at, ended_at)
        values ('${NIL}', '${NIL}', '–', 1, '–', '2000-01-01T00:00:00Z', -1, 4, '2000-01-01T00:00:00Z', '2000-01-01T00:00:00Z');
    `);
    for (const [name, who] of LEFT) await runner.query(mend(name, left(who, 'app_now'), left(who, 'act_now')));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, who] of LEFT) await runner.query(mend(name, left(who, 'act_now'), left(who, 'app_now')));
    await runner.query(`
      grant execute on function lock_object(text, uuid) to liandong_act;
      delete from recusal where id = '${NIL}';
      alter table recusal drop constraint recusal_somebodys,
        alter column person_id set not null, alter column requested_by set not null;
    `);
  }
}

const left = (who: string, clock: string) => `(${who}left_at is null or ${who}left_at > ${clock}())`;
