import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever takes a connection back asks what is prepared on it: by the protocol, as the host does, and by statements, as
 * nobody has business to. So planned statements may stay on it, and none that somebody put in the place of another.
 */
export class StatementsLeft1763700000042 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function statements_left() returns table (ours integer, others integer)
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$ begin
          return query select count(*) filter (where not from_sql)::integer, count(*) filter (where from_sql)::integer
            from pg_prepared_statements;
        end $$;
      grant execute on function statements_left() to liandong_api;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function statements_left()');
  }
}
