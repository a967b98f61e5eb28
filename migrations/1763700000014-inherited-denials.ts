import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is denied of a clue is denied of what is written about it: its supervision items and joint cases are as secret
 * as it is, for the same persons and units, in the same compartment. Only upwards: what was once secret stays so.
 */
export class InheritedDenials1763700000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function clues_of(of_object text, of_id uuid) returns uuid[]
        language sql stable set search_path = liandong, pg_temp
        as $$ select case of_object
          when 'supervision_item' then array(select clue_id from supervision_item where id = of_id and clue_id is not null)
          when 'joint_case' then array(select clue_id from joint_case_clue where joint_case_id = of_id)
          else '{}' end $$;

      -- An object's denied columns, from its own denials and its clues'; and its clues' secrecy where that is higher.
      create function inherit_denials(of_object text, of_id uuid) returns void
        language plpgsql set search_path = liandong, pg_temp
        as $$
        declare
          ids uuid[] := clues_of(of_object, of_id);
          persons uuid[]; units int8multirange; secrecy smallint; compartments smallint; unresolved boolean;
        begin
          select array_agg(distinct person_id) filter (where person_id is not null),
                 range_agg(int8range(unit_lo, unit_hi, '[]')) filter (where unit_lo is not null)
            into persons, units
            from denial
            where ended_at is null
              and (object = of_object and object_id = of_id or object = 'clue' and object_id = any (ids));
          select coalesce(max(classification), 0), coalesce(max(compartment), 0), coalesce(bool_or(subject_state = 0), false)
            into secrecy, compartments, unresolved from clue where id = any (ids);
          execute format('update %I set denied_persons = $1, denied_units = $2, classification = greatest(classification, $3),
              compartment = greatest(compartment, $4), subject_state = case when $5 then 0 when subject_state = 0 then 1 else subject_state end
            where id = $6 and (denied_persons, denied_units, classification, compartment, subject_state) is distinct from
              ($1, $2, greatest(classification, $3), greatest(compartment, $4),
               case when $5 then 0 when subject_state = 0 then 1 else subject_state end)', of_object)
            using persons, units, secrecy, compartments, unresolved, of_id;
        end $$;

      create function inherit_denials_from(of_clue uuid) returns void
        language plpgsql set search_path = liandong, pg_temp
        as $$ begin
          perform inherit_denials('supervision_item', id) from supervision_item where clue_id = of_clue order by id for update;
          perform inherit_denials('joint_case', j.id) from joint_case j
            where j.id in (select joint_case_id from joint_case_clue where clue_id = of_clue) order by j.id for update;
        end $$;

      create or replace function denial_reaches_object() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$
        declare
          d denial := coalesce(new, old);
          locked uuid;
          persons uuid[];
          units int8multirange;
        begin
          -- Two denials at once: the second waits here and then counts both.
          execute format('select id from %I where id = $1 for update', d.object) into locked using d.object_id;
          if locked is null then
            raise exception 'a denial of nothing' using errcode = '23503';
          end if;
          if d.object <> 'clue' then
            perform inherit_denials(d.object, d.object_id);
            return null;
          end if;
          select array_agg(distinct person_id) filter (where person_id is not null),
                 range_agg(int8range(unit_lo, unit_hi, '[]')) filter (where unit_lo is not null)
            into persons, units
            from denial where object = 'clue' and object_id = d.object_id and ended_at is null;
          update clue set denied_persons = persons, denied_units = units where id = d.object_id;
          return null;
        end $$;

      create function clue_secrecy_reaches() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          perform inherit_denials_from(new.id);
          return null;
        end $$;
      create trigger secrecy_reaches after update on clue for each row
        when (row(old.denied_persons, old.denied_units, old.classification, old.compartment, old.subject_state)
          is distinct from row(new.denied_persons, new.denied_units, new.classification, new.compartment, new.subject_state))
        execute function clue_secrecy_reaches();

      create function supervision_item_inherits() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          perform id from clue where id = new.clue_id for share;
          perform inherit_denials('supervision_item', new.id);
          return null;
        end $$;
      create trigger inherits after insert or update of clue_id on supervision_item
        for each row when (new.clue_id is not null) execute function supervision_item_inherits();

      create function joint_case_inherits() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$
        declare l joint_case_clue := coalesce(new, old);
        begin
          perform id from clue where id = l.clue_id for share;
          perform id from joint_case where id = l.joint_case_id for update;
          perform inherit_denials('joint_case', l.joint_case_id);
          return null;
        end $$;
      create trigger inherits after insert or delete on joint_case_clue
        for each row execute function joint_case_inherits();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger inherits on joint_case_clue; drop function joint_case_inherits();
      drop trigger inherits on supervision_item; drop function supervision_item_inherits();
      drop trigger secrecy_reaches on clue; drop function clue_secrecy_reaches();
      create or replace function denial_reaches_object() returns trigger language plpgsql as $$ begin return null; end $$;
      drop function inherit_denials_from(uuid), inherit_denials(text, uuid), clues_of(text, uuid);
    `);
  }
}
