import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropScopeTriggers, facetPolicies, SCOPE_COLUMNS, scopeTriggers } from './data/facet-policies.js';

const FACETS = ['clue_petition', 'clue_content', 'clue_reporter'];

/** A clue (问题线索): its ledger row, and a table for each further facet. */
export class Clues1763700000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table clue (
        id uuid primary key,
        number text not null check (length(number) between 1 and 40),
        stage smallint not null check (stage between 1 and 18),
        source smallint not null check (source between 1 and 7),
        method smallint check (method between 1 and 4),
        outcome smallint check (outcome between 1 and 12),
        priority boolean not null default false,
        expedited boolean not null default false,
        received_at timestamptz not null,
        due_at timestamptz,
        yellow_at timestamptz,
        red_at timestamptz,
        ${SCOPE_COLUMNS.trim()},
        open boolean not null generated always as (closed_at is null) stored,
        -- Open ⇔ before infinity, so that a list of what is open is a range of the index that has its order.
        due_order timestamptz not null generated always as
          (case when closed_at is null then coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz) else 'infinity'::timestamptz end) stored,
        province integer generated always as (owner_pos / 10000000000) stored,
        city integer generated always as (owner_pos / 100000000) stored,
        county integer generated always as (owner_pos / 1000000) stored,
        version integer not null default 1,
        changed_at timestamptz not null default app_now(),
        foreign key (owner_pos) references unit (pos),
        -- Accountable is an organ or a dispatched group, never an office: a list of one organ is an equality.
        check (owner_pos = -1 or owner_pos % 1000 = 0 or owner_pos % 1000 >= 500),
        foreign key (handling_pos) references unit (pos),
        foreign key (received_pos) references unit (pos),
        foreign key (handler_post) references post (id),
        foreign key (registered_by) references post (id),
        foreign key (custodian_post) references post (id),
        check (yellow_at <= red_at),
        unique (owner_pos, number)
      );
      comment on table clue is 'Ledger facet (台账) of a clue (问题线索)';

      create table clue_petition (
        clue_id uuid primary key references clue (id),
        class smallint not null check (class between 1 and 4),
        channel smallint not null check (channel between 1 and 5),
        text text not null check (length(text) <= 20000),
        ${SCOPE_COLUMNS.trim()},
        version integer not null default 1,
        changed_at timestamptz not null default app_now()
      );
      comment on table clue_petition is 'Petition facet: what was received, as it was received (信访举报)';

      create table clue_content (
        clue_id uuid primary key references clue (id),
        subject_name text not null check (length(subject_name) <= 60),
        subject_position text check (length(subject_position) <= 200),
        subject_rank smallint check (subject_rank between 1 and 6),
        key_minority boolean not null default false,
        allegation text not null check (length(allegation) <= 20000),
        priority_reason smallint check (priority_reason between 1 and 4),
        handler_name text check (length(handler_name) <= 60),
        ${SCOPE_COLUMNS.trim()},
        version integer not null default 1,
        changed_at timestamptz not null default app_now()
      );
      comment on table clue_content is 'Content facet: subject, allegation, priority reason, handler''s name';

      create table clue_reporter (
        clue_id uuid primary key references clue (id),
        kind smallint not null check (kind between 1 and 2),
        name text check (length(name) <= 60),
        contact text check (length(contact) <= 200),
        acceptance_notice_due_at timestamptz,
        result_notice_due_at timestamptz,
        protection_requested boolean not null default false,
        ${SCOPE_COLUMNS.trim()},
        version integer not null default 1,
        changed_at timestamptz not null default app_now()
      );
      comment on table clue_reporter is 'Reporter facet: who reported, sealed (反映人)';
      ${FACETS.map((table) => scopeTriggers(table, 'clue_id', 'clue')).join('')}
      ${facetPolicies('clue', 'id', 'clue', 'ledger')}
      ${facetPolicies('clue_petition', 'clue_id', 'clue', 'petition')}
      ${facetPolicies('clue_content', 'clue_id', 'clue', 'content')}
      ${facetPolicies('clue_reporter', 'clue_id', 'clue', 'reporter')}
      grant select (id, number, stage, source, method, outcome, priority, expedited, received_at, due_at, yellow_at, red_at,
        owner_pos, handling_pos, received_pos, handler_post, closed_at, open, due_order, province, city, county, version, changed_at)
        on clue to liandong_api, liandong_act;
      grant select (clue_id, class, channel, text, version, changed_at) on clue_petition to liandong_api, liandong_act;
      grant select (clue_id, subject_name, subject_position, subject_rank, key_minority, allegation, priority_reason, handler_name,
        version, changed_at) on clue_content to liandong_api, liandong_act;
      grant select (clue_id, kind, name, contact, acceptance_notice_due_at, result_notice_due_at, protection_requested,
        version, changed_at) on clue_reporter to liandong_api, liandong_act;

      create index clue_province on clue (province, id);
      create index clue_city on clue (city, id);
      create index clue_county on clue (county, id);
      create index clue_owner on clue (owner_pos, id);
      create index clue_handling on clue (handling_pos, id);
      create index clue_received on clue (received_pos, id);
      create index clue_handler on clue (handler_post, id) where handler_post is not null;
      create index clue_registrar on clue (registered_by, id) where registered_by is not null;
      create index clue_custodian on clue (custodian_post, id) where custodian_post is not null;
      create index clue_due on clue (due_order, id);
      create index clue_due_province on clue (province, due_order, id);
      create index clue_due_city on clue (city, due_order, id);
      create index clue_due_county on clue (county, due_order, id);
      create index clue_due_owner on clue (owner_pos, due_order, id);
      create index clue_due_handling on clue (handling_pos, due_order, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${FACETS.map((table) => dropScopeTriggers(table, 'clue')).join('')}
      drop table clue_reporter, clue_content, clue_petition, clue;
    `);
  }
}
