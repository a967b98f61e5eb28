import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose keeper is gone was asked of every clue of the compartment whenever a post changed, and of each by every post
 * there is: some ten seconds at a hundred thousand clues, longer than a statement may take. Who could keep something is
 * now gathered once, and asked about one by one are only clues of a subject whose own organ has nobody for them.
 */
export class KeepersAtOnce1763700000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Those of an organ who might are few: whether one may keep it is asked of them alone.
      create or replace function keeper_in(c clue, of_organ bigint) returns uuid
        language sql stable set search_path = liandong, pg_temp
        as $$
        select id from (
          select p.* from unit u join post p on p.unit_pos = u.pos
          where u.pos between of_organ and of_organ + 499 and u.organ_pos = of_organ
            and (u.office_kind = 7 and p.duty = 3 and c.compartment < 2 or u.pos = of_organ and p.duty = 1)
          offset 0) p
        where may_keep(c, id)
        order by duty desc, main desc, valid_from, id limit 1
        $$;

      -- Whoever is found here may keep it, as keeper_in has it; who is not is asked about once more.
      create or replace function clues_not_kept() returns uuid[]
        language sql stable set search_path = liandong, pg_temp
        as $$
        with keepers as materialized (
          select u.organ_pos, p.duty = 1 as principal, p.person_id, who.clearance, (
              select range_agg(int8range(x.unit_pos, x.unit_pos, '[]')) from post x
              where x.person_id = p.person_id and in_force(x.valid_from, x.valid_to)) as places
          from post p join unit u on u.pos = p.unit_pos join person who on who.id = p.person_id
          where (u.office_kind = 7 and p.duty = 3 or u.pos = u.organ_pos and p.duty = 1)
            and in_force(p.valid_from, p.valid_to) and in_force(u.valid_from, u.valid_to)
            and (who.left_at is null or who.left_at > act_now())),
        with_subject as materialized (
          select c, u.organ_pos
          from (select distinct clue_id from clue_subject where ended_at is null) s
            join clue c on c.id = s.clue_id
            left join unit u on u.pos = c.owner_pos and c.owner_pos between u.organ_pos and u.organ_pos + 499
          where c.compartment > 0),
        doubtful as materialized (
          select c from with_subject s where not exists (
            select from keepers k
            where k.organ_pos = s.organ_pos and (k.principal or (c).compartment < 2)
              and k.clearance >= (c).classification and k.person_id <> all (coalesce((c).denied_persons, '{}'))
              and not k.places && coalesce((c).denied_units, '{}')))
        select array(select (c).id from doubtful where not is_kept(c) order by (c).id)
        $$;

      -- Nothing else went along it.
      drop index clue_in_compartment;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index clue_in_compartment on clue (compartment, owner_pos) where compartment > 0;
      create or replace function keeper_in(c clue, of_organ bigint) returns uuid
        language sql stable set search_path = liandong, pg_temp
        as $$
        select p.id from post p join unit u on u.pos = p.unit_pos
        where u.organ_pos = of_organ and may_keep(c, p.id)
          and (u.office_kind = 7 and p.duty = 3 and c.compartment < 2 or u.pos = of_organ and p.duty = 1)
        order by p.duty desc, p.main desc, p.valid_from, p.id limit 1
        $$;
      create or replace function clues_not_kept() returns uuid[]
        language sql stable set search_path = liandong, pg_temp
        as $$ select array(select c.id from clue c where c.compartment > 0 and not is_kept(c)
            and exists (select from clue_subject s where s.clue_id = c.id and s.ended_at is null) order by c.id) $$;
    `);
  }
}
