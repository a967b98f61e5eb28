import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mend, mendAll } from './data/mend.js';

/** A rehearsal is its transaction's own: none waits for another one's end. */
const OF_A_TRANSACTION = `
      alter table rehearsal drop constraint rehearsal_pkey, drop column one,
        add column txid xid8 primary key default pg_current_xact_id();
      comment on table rehearsal is 'Transactions that leave out what follows for matters as posts change: they go back, or do it once at their end';`;
const OF_ONE = `
      alter table rehearsal drop constraint rehearsal_pkey, drop column txid, add column one boolean primary key default true check (one);
      comment on table rehearsal is null;`;

/** By his posts, which are few, and not by those of the tree: a plan of the time when it had none is kept for an import. */
const OF_HIM: readonly [scattered: string, his: string] = [
  'from post w\n            where w.person_id = p.id and',
  'from (select * from post where person_id = p.id offset 0) w\n            where',
];

const ROWS: readonly (readonly [each: string, once: string])[] = [
  [
    'for n in 1 .. i.rows by 250 loop',
    `insert into rehearsal default values;
            for n in 1 .. i.rows by 250 loop`,
  ],
  [
    `end loop;
            done := true;`,
    `end loop;
            delete from rehearsal;
            perform posts_changed_of(array(select distinct p.id from organisation_import_row r join person p
              on p.staff_number = case r.tbl when 6 then r.cells->>'number' else r.cells->>'person' end
              where r.import_id = i.id and r.tbl in (6, 7)), true);
            perform recusals_lay_open(array(select id from recusal where state = 1));
            done := true;`,
  ],
];

/**
 * What follows for matters as posts change – whose clues are denied to more units, who keeps what nobody kept, who
 * decides on a recusal – was asked at each row of an import. An import does it once, for all its persons, before anybody
 * sees what it did.
 */
export class ImportsFollowOnce1763700000067 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${OF_A_TRANSACTION}

      -- Posts and branches that subjects got; and, where somebody may have come who can keep it, what nobody keeps. Whatever
      -- clues that concerns are locked at once, in their order, after the persons in theirs.
      create function posts_changed_of(of_persons uuid[], keepers boolean) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          unkept uuid[] := case when keepers then clues_not_kept() else '{}' end; linked clue_subject; units int8multirange;
        begin
          perform take_turn(p) from (select p from unnest(of_persons) p order by p) persons;
          perform from clue where id = any (unkept)
              or id in (select clue_id from clue_subject where person_id = any (of_persons) and ended_at is null)
            order by id for update;
          for linked in select * from clue_subject where person_id = any (of_persons) and ended_at is null order by clue_id, person_id loop
            units := units_of_subject(linked.person_id) - subject_units_denied(linked.clue_id);
            continue when isempty(units);
            perform clue_leaves_joint_cases(linked.clue_id, '{}', units);
            perform deny_units_for_subject(linked.clue_id, units);
            perform lay_before_keeper(linked.clue_id, null);
          end loop;
          perform lay_before_keeper(id, null) from clue where id = any (unkept);
        end $$;

      create or replace function posts_extend_denials() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$
        declare
          whom uuid;
        begin
          if exists (select from rehearsal) then
            return null;
          end if;
          if tg_table_name = 'post' then
            whom := new.person_id;
          else
            select person_id into whom from post where id = new.post_id;
          end if;
          perform posts_changed_of(array[whom], tg_table_name = 'post');
          return null;
        end $$;
      ${mendAll('import_work', ROWS)};
      ${mend('person_words', ...OF_HIM)};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${mend('person_words', OF_HIM[1], OF_HIM[0])};
      ${mendAll(
        'import_work',
        ROWS.map(([each, once]) => [once, each] as const),
      )};
      create or replace function posts_extend_denials() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$
        declare
          whom uuid; unkept uuid[] := '{}'; linked uuid; units int8multirange;
        begin
          if exists (select from rehearsal) then
            return null;
          end if;
          if tg_table_name = 'post' then
            whom := new.person_id;
            unkept := clues_not_kept();
          else
            select person_id into whom from post where id = new.post_id;
          end if;
          perform take_turn(whom);
          perform from clue where id = any (unkept)
              or id in (select clue_id from clue_subject where person_id = whom and ended_at is null)
            order by id for update;
          for linked in select clue_id from clue_subject where person_id = whom and ended_at is null order by clue_id loop
            units := units_of_subject(whom) - subject_units_denied(linked);
            continue when isempty(units);
            perform clue_leaves_joint_cases(linked, '{}', units);
            perform deny_units_for_subject(linked, units);
            perform lay_before_keeper(linked, null);
          end loop;
          perform lay_before_keeper(id, null) from clue where id = any (unkept);
          return null;
        end $$;
      drop function posts_changed_of(uuid[], boolean);
      ${OF_ONE}
    `);
  }
}
