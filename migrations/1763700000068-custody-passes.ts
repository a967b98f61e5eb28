import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Posts that began or ended by themselves while no server ran are followed too, when one does again. */
const WHILE = `interval '31 days'`;
const FOLLOW = (within: string) => `update person p set organ_pos = now_there from (
            select x.person_id, organ_of_person(x.person_id) as now_there from post x
            where x.valid_from > app_now() - ${within} or x.valid_to > app_now() - ${within} group by x.person_id) moved
          where p.id = moved.person_id and now_there is not null and p.organ_pos is distinct from now_there`;

/**
 * A clue whose subject is not found is seen by who registered it and by its custodian, and by nobody else: once neither
 * has his post any more it was nobody's. It passes as in a reorganisation, at the end of what ends the post – which a
 * reorganisation may by then have let go on elsewhere – or within the hour, where a post ends by itself.
 */
export class CustodyPasses1763700000068 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function custody_passes(of_posts uuid[]) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          c clue; becomes uuid;
        begin
          for c in select k.* from clue k where subject_state = 0 and closed_at is null
              and (registered_by = any (of_posts) or custodian_post = any (of_posts)) and not in_custody(k) order by id for update loop
            becomes := custodian_for(c, '{}');
            continue when becomes is null;
            update clue set custodian_post = becomes, version = version + 1, changed_at = app_now() where id = c.id;
            insert into outbox (id, event, object, object_id) values (gen_random_uuid(), 'custodyPassed', 'clue', c.id);
          end loop;
        end $$;
      create function post_leaves_custody() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          perform custody_passes(array[new.id]);
          return null;
        end $$;
      create constraint trigger custody_passes after update on post deferrable initially deferred for each row
        when (new.valid_to is not null and new.valid_to is distinct from old.valid_to) execute function post_leaves_custody();

      create or replace function staff_follow_posts() returns void
        language sql volatile security definer set search_path = liandong, pg_temp
        as $$ select custody_passes(array(select id from post where valid_to between app_now() - ${WHILE} and app_now()));
          ${FOLLOW(WHILE)} $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function staff_follow_posts() returns void
        language sql volatile security definer set search_path = liandong, pg_temp
        as $$ ${FOLLOW(`interval '1 day'`)} $$;
      drop trigger custody_passes on post;
      drop function post_leaves_custody(), custody_passes(uuid[]);
    `);
  }
}
