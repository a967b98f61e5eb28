import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * 三员分立: nobody is at one time two of system, security and audit administrator, or one of them and an officer with
 * cases. A trigger, since the exclusion constraint for it needs an extension that not every server has; it takes turns
 * by the person. And the eighth duty that posts could have had, which never was one, is gone.
 */
export class Administrators1763700000027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Each administrator's duty is a side of its own, all other duties together are one.
      create function duty_side(duty smallint) returns smallint
        language sql immutable set search_path = liandong, pg_temp
        as $$ select case when duty between 5 and 7 then duty else 0::smallint end $$;

      create function administrators_apart() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          perform take_turn(new.person_id);
          if exists (select from post p where p.person_id = new.person_id and duty_side(p.duty) <> duty_side(new.duty)
              and tstzrange(p.valid_from, p.valid_to) && tstzrange(new.valid_from, new.valid_to)) then
            raise exception 'one person cannot hold these duties at one time' using errcode = '23P01',
              constraint = 'administrators_apart', table = 'post', schema = 'liandong';
          end if;
          return null;
        end $$;
      do $$ declare mixed uuid[]; begin
        select array_agg(distinct p.id) into mixed from post p join post q on q.person_id = p.person_id
          where duty_side(p.duty) <> duty_side(q.duty)
            and tstzrange(p.valid_from, p.valid_to) && tstzrange(q.valid_from, q.valid_to);
        if mixed is not null then
          raise exception 'these posts mix administration and cases at one time; end some of them first: %', mixed
            using errcode = '23P01';
        end if;
      end $$;
      create constraint trigger administrators_apart after insert or update of person_id, duty, valid_from, valid_to on post
        for each row execute function administrators_apart();
      alter table post drop constraint post_duty_check, add constraint post_duty_check check (duty between 1 and 7);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table post drop constraint post_duty_check, add constraint post_duty_check check (duty between 1 and 8);
      drop trigger administrators_apart on post;
      drop function administrators_apart(), duty_side(smallint);
    `);
  }
}
