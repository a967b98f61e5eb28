import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropScopeTriggers, facetPolicies, SCOPE_COLUMNS, scopeTriggers } from './data/facet-policies.js';

/** A supervision item (督办): a superior urges a clue or case; issued by an office, addressed to a unit. */
export class SupervisionItems1763700000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table supervision_item (
        id uuid primary key,
        number text not null check (length(number) between 1 and 40),
        state smallint not null check (state between 1 and 6),
        reasons smallint[] not null check (cardinality(reasons) between 1 and 5 and reasons <@ array[1, 2, 3, 4, 5]::smallint[]),
        clue_id uuid references clue (id),
        report_to_pos bigint references unit (pos),
        issued_at timestamptz not null,
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
        foreign key (received_pos) references unit (pos),
        check (received_pos is not null),
        unique (owner_pos, number)
      );
      comment on table supervision_item is 'Ledger facet of a supervision item (督办): notice, addressee, state, dates';
      create index supervision_item_owner on supervision_item (owner_pos, id);
      create index supervision_item_handling on supervision_item (handling_pos, id);
      create index supervision_item_received on supervision_item (received_pos, id);
      create index supervision_item_due on supervision_item (due_order, id);
      create index supervision_item_clue on supervision_item (clue_id);

      create table supervision_item_content (
        supervision_item_id uuid primary key references supervision_item (id),
        requirement text not null check (length(requirement) <= 20000),
        result text check (length(result) <= 20000),
        ${SCOPE_COLUMNS.trim()},
        version integer not null default 1,
        changed_at timestamptz not null default app_now()
      );
      comment on table supervision_item_content is 'Content facet: what is required and what was reported';
      ${scopeTriggers('supervision_item_content', 'supervision_item_id', 'supervision_item')}
      ${facetPolicies('supervision_item', 'id', 'supervision_item', 'ledger')}
      ${facetPolicies('supervision_item_content', 'supervision_item_id', 'supervision_item', 'content')}
      grant select (id, number, state, reasons, clue_id, report_to_pos, issued_at, due_at, yellow_at, red_at,
        owner_pos, handling_pos, received_pos, closed_at, open, due_order, version, changed_at)
        on supervision_item to liandong_api, liandong_act;
      grant select (supervision_item_id, requirement, result, version, changed_at)
        on supervision_item_content to liandong_api, liandong_act;

      -- The copied offices stand on the notice: who sees the notice sees them.
      create table supervision_item_cc (
        supervision_item_id uuid not null references supervision_item (id),
        unit_pos bigint not null references unit (pos),
        primary key (supervision_item_id, unit_pos)
      );
      alter table supervision_item_cc enable row level security;
      alter table supervision_item_cc force row level security;
      create policy owner_all on supervision_item_cc to current_user using (true) with check (true);
      create policy with_item on supervision_item_cc for select to liandong_api, liandong_act
        using (exists (select from supervision_item i where i.id = supervision_item_id));
      grant select (supervision_item_id, unit_pos) on supervision_item_cc to liandong_api, liandong_act;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table supervision_item_cc;
      ${dropScopeTriggers('supervision_item_content', 'supervision_item')}
      drop table supervision_item_content, supervision_item;
    `);
  }
}
