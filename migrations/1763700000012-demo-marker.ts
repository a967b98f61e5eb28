import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Written by the demo seed alone; without it the development issuer does not exist. */
export class DemoMarker1763700000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table demo_marker (one boolean primary key default true check (one), seeded_at timestamptz not null);
      alter table demo_marker enable row level security;
      alter table demo_marker force row level security;
      create policy owner_all on demo_marker to current_user using (true) with check (true);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table demo_marker');
  }
}
