import type { MigrationInterface, QueryRunner } from 'typeorm';

const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * One matter of each kind that lies in no jurisdiction. A look-up by id always names it too, so that the policies
 * are evaluated whether or not the asked row is there, and a hidden row takes the time of a missing one.
 */
export class Nowhere1763700000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into unit (id, pos, hi, organ_pos, kind, tier, name, valid_from, valid_to)
        values ('${NIL}', -1, -1, -1, 1, 1, '–', '-infinity', '2000-01-01T00:00:00Z');
      insert into clue (id, number, stage, source, received_at, owner_pos, handling_pos, closed_at)
        values ('${NIL}', '–', 18, 1, '2000-01-01T00:00:00Z', -1, -1, '2000-01-01T00:00:00Z');
      insert into supervision_item (id, number, state, reasons, issued_at, owner_pos, handling_pos, received_pos, closed_at)
        values ('${NIL}', '–', 6, '{1}', '2000-01-01T00:00:00Z', -1, -1, -1, '2000-01-01T00:00:00Z');
      insert into joint_case (id, number, mode, state, started_at, owner_pos, handling_pos, closed_at)
        values ('${NIL}', '–', 1, 4, '2000-01-01T00:00:00Z', -1, -1, '2000-01-01T00:00:00Z');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from joint_case where id = '${NIL}';
      delete from supervision_item where id = '${NIL}';
      delete from clue where id = '${NIL}';
      delete from unit where id = '${NIL}';
    `);
  }
}
