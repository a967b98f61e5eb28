import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Denials reach the objects' denied_persons and denied_units in the statement that makes or ends them. */
export class DeniedColumns1763700000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function denial_reaches_object() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$
        declare
          d denial := coalesce(new, old);
          persons uuid[];
          units int8multirange;
        begin
          -- Two denials at once: the second waits here and then counts both.
          execute format('select from %I where id = $1 for update', d.object) using d.object_id;
          select array_agg(distinct person_id) filter (where person_id is not null),
                 range_agg(int8range(unit_lo, unit_hi, '[]')) filter (where unit_lo is not null)
            into persons, units
            from denial where object = d.object and object_id = d.object_id and ended_at is null;
          execute format('update %I set denied_persons = $1, denied_units = $2 where id = $3', d.object)
            using persons, units, d.object_id;
          if not found then
            raise exception 'a denial of nothing' using errcode = '23503';
          end if;
          return null;
        end $$;
      create trigger denial_reaches_object after insert or update or delete on denial
        for each row execute function denial_reaches_object();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger denial_reaches_object on denial; drop function denial_reaches_object()');
  }
}
