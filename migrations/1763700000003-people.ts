import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Persons act through posts (unit × duty × period); a leader's branch is the offices he is in charge of. */
export class People1763700000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table person (
        id uuid primary key,
        name text not null check (length(name) between 1 and 60),
        issuer text not null,
        subject text not null,
        clearance smallint not null default 0 check (clearance between 0 and 3),
        left_at timestamptz,
        unique (issuer, subject)
      );
      comment on table person is 'An officer, known by the subject of his identity provider; no account outlives left_at';

      create table post (
        id uuid primary key,
        person_id uuid not null references person (id),
        unit_pos bigint not null references unit (pos),
        duty smallint not null check (duty between 1 and 8),
        main boolean not null default true,
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from)
      );
      comment on table post is 'What a person acts through (职务): unit, duty, period';
      create index post_person on post (person_id);
      create index post_unit on post (unit_pos);

      create table branch (
        id uuid primary key,
        post_id uuid not null references post (id),
        office_pos bigint not null references unit (pos),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from)
      );
      comment on table branch is 'An office or group a leader is in charge of (分管), for a period';
      create index branch_post on branch (post_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table branch, post, person');
  }
}
