import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropScopeTriggers, facetPolicies, SCOPE_COLUMNS, scopeTriggers } from './data/facet-policies.js';

/** A joint case (室组地联合办案): office, group and local organ on one matter, each keeping its own competence. */
export class JointCases1763700000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table joint_case (
        id uuid primary key,
        number text not null check (length(number) between 1 and 40),
        mode smallint not null check (mode between 1 and 5),
        state smallint not null check (state between 1 and 4),
        started_at timestamptz not null,
        planned_days smallint check (planned_days between 1 and 1000),
        due_at timestamptz,
        yellow_at timestamptz,
        red_at timestamptz,
        ${SCOPE_COLUMNS.trim()},
        open boolean not null generated always as (closed_at is null) stored,
        -- Open ⇔ before infinity, so that a list of what is open is a range of the index that has its order.
        due_order timestamptz not null generated always as
          (case when closed_at is null then coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz) else 'infinity'::timestamptz end) stored,
        version integer not null default 1,
        changed_at timestamptz not null default app_now(),
        foreign key (owner_pos) references unit (pos),
        -- Accountable is an organ or a dispatched group, never an office: a list of one organ is an equality.
        check (owner_pos = -1 or owner_pos % 1000 = 0 or owner_pos % 1000 >= 500),
        foreign key (handling_pos) references unit (pos),
        unique (owner_pos, number)
      );
      comment on table joint_case is 'Ledger facet of a joint case (联合办案): mode, state, lead office, dates';
      create index joint_case_owner on joint_case (owner_pos, id);
      create index joint_case_handling on joint_case (handling_pos, id);
      create index joint_case_due on joint_case (due_order, id);

      create table joint_case_content (
        joint_case_id uuid primary key references joint_case (id),
        title text not null check (length(title) <= 200),
        criteria text check (length(criteria) <= 20000),
        ${SCOPE_COLUMNS.trim()},
        version integer not null default 1,
        changed_at timestamptz not null default app_now()
      );
      comment on table joint_case_content is 'Content facet: title and the launch criteria that were met';
      ${scopeTriggers('joint_case_content', 'joint_case_id', 'joint_case')}
      ${facetPolicies('joint_case', 'id', 'joint_case', 'ledger')}
      ${facetPolicies('joint_case_content', 'joint_case_id', 'joint_case', 'content')}
      grant select (id, number, mode, state, started_at, planned_days, due_at, yellow_at, red_at,
        owner_pos, handling_pos, closed_at, open, due_order, version, changed_at) on joint_case to liandong_api, liandong_act;
      grant select (joint_case_id, title, criteria, version, changed_at) on joint_case_content to liandong_api, liandong_act;

      create table joint_case_clue (
        joint_case_id uuid not null references joint_case (id),
        clue_id uuid not null references clue (id),
        primary key (joint_case_id, clue_id)
      );
      create index joint_case_clue_clue on joint_case_clue (clue_id);
      alter table joint_case_clue enable row level security;
      alter table joint_case_clue force row level security;
      create policy owner_all on joint_case_clue to current_user using (true) with check (true);
      -- A link tells of both its ends: it is there for whom both are.
      create policy with_both on joint_case_clue for select to liandong_api, liandong_act using (
        exists (select from joint_case j where j.id = joint_case_id) and exists (select from clue c where c.id = clue_id));
      grant select (joint_case_id, clue_id) on joint_case_clue to liandong_api, liandong_act;

      create table joint_case_assignment (
        id uuid primary key,
        joint_case_id uuid not null references joint_case (id),
        post_id uuid not null references post (id),
        person_name text not null check (length(person_name) <= 60),
        unit_pos bigint not null references unit (pos),
        force smallint not null check (force between 1 and 4),
        tasks text check (length(tasks) <= 4000),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from)
      );
      comment on table joint_case_assignment is 'A person''s place and tasks in a joint case (联合办案人员安排); content of the case';
      create index joint_case_assignment_case on joint_case_assignment (joint_case_id);
      create index joint_case_assignment_post on joint_case_assignment (post_id);
      alter table joint_case_assignment enable row level security;
      alter table joint_case_assignment force row level security;
      create policy owner_all on joint_case_assignment to current_user using (true) with check (true);
      create policy with_content on joint_case_assignment for select to liandong_api, liandong_act
        using (exists (select from joint_case_content c where c.joint_case_id = joint_case_assignment.joint_case_id));
      grant select (id, joint_case_id, post_id, person_name, unit_pos, force, tasks, valid_from, valid_to)
        on joint_case_assignment to liandong_api, liandong_act;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table joint_case_assignment, joint_case_clue;
      ${dropScopeTriggers('joint_case_content', 'joint_case')}
      drop table joint_case_content, joint_case;
    `);
  }
}
