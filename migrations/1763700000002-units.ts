import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One tree of units with interval labels, and beside it what links units across the tree.
 * A label has twelve digits: the nine of the division code and a unit number. An organ's own number is 000,
 * its offices are 001–499, its dispatched groups 500–999, so that an organ with its offices is one interval
 * and so is an organ with everything below it.
 */
export class Units1763700000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table unit (
        id uuid primary key,
        pos bigint not null unique,
        hi bigint not null,
        parent_pos bigint references unit (pos) deferrable initially deferred,
        organ_pos bigint not null references unit (pos) deferrable initially deferred,
        kind smallint not null check (kind between 1 and 6),
        tier smallint not null check (tier between 1 and 5),
        office_kind smallint check (office_kind between 1 and 13),
        ordinal smallint check (ordinal between 1 and 99),
        comprehensive boolean not null default false,
        division_code text check (division_code ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9})$'),
        name text not null check (length(name) between 1 and 120),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from),
        check (hi >= pos),
        check (office_kind is null or kind in (2, 6)),
        check (not comprehensive or kind = 3)
      );
      comment on table unit is 'Organs, offices, dispatched groups and bodies (机关、内设机构、派驻机构): one tree by interval [pos, hi]';
      create index unit_parent on unit (parent_pos, pos);
      create index unit_division on unit (division_code) where division_code is not null;

      create table unit_succession (
        ended_pos bigint not null references unit (pos),
        successor_pos bigint not null references unit (pos),
        at timestamptz not null,
        primary key (ended_pos, successor_pos)
      );

      -- A version the servers' unit tree in memory is checked against; access never reads that tree.
      create table unit_tree_version (one boolean primary key default true check (one), version bigint not null);
      insert into unit_tree_version (version) values (1);
      create function bump_unit_tree_version() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin update unit_tree_version set version = version + 1; return null; end $$;
      create trigger unit_changed after insert or update or delete on unit
        for each statement execute function bump_unit_tree_version();

      create table resident_unit (
        id uuid primary key,
        group_pos bigint not null references unit (pos),
        name text not null check (length(name) between 1 and 120),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from)
      );
      comment on table resident_unit is 'A body that a dispatched group is stationed at (驻在单位)';
      create index resident_unit_group on resident_unit (group_pos);

      create table group_counterpart (
        id uuid primary key,
        group_pos bigint not null references unit (pos),
        counterpart_pos bigint not null references unit (pos) check (counterpart_pos <> group_pos),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from)
      );
      create index group_counterpart_group on group_counterpart (group_pos);

      create table contact_link (
        id uuid primary key,
        office_pos bigint not null references unit (pos),
        target_pos bigint not null references unit (pos),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from)
      );
      comment on table contact_link is 'A supervision office looks after an organ or a group (联系); ends with its period';
      create index contact_link_office on contact_link (office_pos);

      create table cooperation_zone (
        id uuid primary key,
        owner_pos bigint not null references unit (pos),
        name text not null check (length(name) between 1 and 120),
        level smallint not null check (level between 1 and 5),
        kind smallint not null check (kind between 1 and 4),
        principle text,
        lead_pos bigint references unit (pos),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from)
      );
      comment on table cooperation_zone is 'A standing group of small organs (协作区、片组、联组); gives no access by itself';
      create index cooperation_zone_owner on cooperation_zone (owner_pos);

      create table zone_member (
        id uuid primary key,
        zone_id uuid not null references cooperation_zone (id),
        unit_pos bigint not null references unit (pos),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from)
      );
      create index zone_member_zone on zone_member (zone_id);
      create index zone_member_unit on zone_member (unit_pos);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table zone_member, cooperation_zone, contact_link, group_counterpart, resident_unit, unit_succession, unit,
        unit_tree_version;
      drop function bump_unit_tree_version();
    `);
  }
}
