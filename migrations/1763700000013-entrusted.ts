import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Steers lists to the clues whose subject is not yet resolved: only registrar and custodian may see them. */
export class Entrusted1763700000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function entrusted() returns uuid[]
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me();
        begin
          return array(
            select id from clue c
            where subject_state = 0 and (registered_by = m.post or custodian_post = m.post)
              and not (m.person = any (coalesce(denied_persons, '{}')))
              and not (coalesce(denied_units, '{}') && m.places));
        end $$;
      grant execute on function entrusted() to liandong_api, liandong_act;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function entrusted()');
  }
}
