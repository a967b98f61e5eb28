import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What each person has asked for in the present minute, counted for all servers at one place. Keys are digests: the
 * table tells nobody who asked. Unlogged: a crash gives everybody a fresh minute and nothing else.
 */
export class Allowance1763700000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unlogged table allowance (
        key varchar(255) primary key,
        points integer not null default 0,
        expire bigint
      ) with (fillfactor = 50);
      alter table allowance enable row level security;
      alter table allowance force row level security;
      create policy owner_all on allowance to current_user using (true) with check (true);
      create policy counts on allowance to liandong_door using (true) with check (true);
      grant usage on schema liandong to liandong_door;
      grant select, insert, update, delete on allowance to liandong_door;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table allowance; revoke usage on schema liandong from liandong_door');
  }
}
