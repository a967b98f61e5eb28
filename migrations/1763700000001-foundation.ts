import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing is anybody's by default, and time comes from one function that a test build may replace. */
export class Foundation1763700000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter default privileges in schema liandong revoke all on tables from public;
      alter default privileges revoke execute on functions from public;
      alter default privileges revoke usage on types from public;
      grant usage on schema liandong to liandong_api, liandong_act, liandong_audit, liandong_jobs;

      -- The product's clock. Production refuses to start when this is not the function it finds.
      create function app_now() returns timestamptz
        language sql stable parallel safe
        as $$ select transaction_timestamp() $$;
      grant execute on function app_now() to liandong_api, liandong_act;

      -- A period is [from, to); an open end is null.
      create function in_force(valid_from timestamptz, valid_to timestamptz) returns boolean
        language sql stable
        as $$ select valid_from <= liandong.app_now() and (valid_to is null or valid_to > liandong.app_now()) $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function in_force(timestamptz, timestamptz);
      drop function app_now();
      revoke usage on schema liandong from liandong_api, liandong_act, liandong_audit, liandong_jobs;
    `);
  }
}
