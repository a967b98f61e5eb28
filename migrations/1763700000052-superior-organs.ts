import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who reviews what was opened in an emergency, given which units are an organ's. */
const emergencyHeads = (within: string) => `
      create or replace function emergency_heads(of_organ bigint) returns table (post uuid, person uuid, organ bigint, turn integer)
        language sql stable set search_path = liandong, pg_temp
        as $$
        with recursive above(pos, turn) as (
          select coalesce(superior_of(of_organ), of_organ), 1
          union all select superior_of(pos), turn + 1 from above where pos is not null)
        select x.id, x.person_id, a.pos, a.turn from above a join unit u on ${within}
          join post x on x.unit_pos = u.pos
          where (u.pos = a.pos and x.duty = 1 or u.office_kind = 1 and x.duty = 3) and in_office(x.id)
        $$;`;

/** Who decides on an unmasking, given where the intake of a place is. */
const unmaskingHeads = (intake: string) => `
      create or replace function unmasking_heads(of_place bigint) returns table (post uuid, person uuid, turn integer)
        language sql stable set search_path = liandong, pg_temp
        as $$
        with recursive above(pos, turn) as (
          select organ_pos, 1 from unit where pos = of_place
          union all select superior_of(pos), turn + 1 from above where pos is not null)
        select x.id, x.person_id, 0 from unit came join unit u
            on ${intake}
        union all
        select x.id, x.person_id, a.turn from above a join post x on x.unit_pos = a.pos and x.duty = 1 where in_office(x.id)
        $$;`;

/**
 * The organ above an organ was looked for from its label downwards, past every unit that lies between the two: some
 * twenty milliseconds in the whole nation's tree, several times for each act that asks who decides.
 */
export class SuperiorOrgans1763700000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A range of all of them is looked into; sorted by their label they would again be gone through from there.
      create index unit_organs on unit using gist (int8range(pos, hi, '[]')) where kind = 1;
      create or replace function superior_of(organ bigint) returns bigint
        language sql stable set search_path = liandong, pg_temp
        as $$ select max(s.pos) from unit o join unit s on int8range(s.pos, s.hi, '[]') @> o.pos and s.pos < o.pos and s.kind = 1
              where o.pos = organ $$;

      -- An organ with its offices, by its label as one value: how many they are is known to the planner.
      create index unit_organ on unit (organ_pos);
      ${emergencyHeads('u.organ_pos = a.pos')}
      ${unmaskingHeads(`u.organ_pos = came.organ_pos
          join post x on x.unit_pos = u.pos
          where came.pos = of_place and in_office(x.id)
            and case when came.kind = 3 then u.pos = came.pos and x.duty = 1 else u.office_kind = 5 and x.duty = 3 end`)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function superior_of(organ bigint) returns bigint
        language sql stable set search_path = liandong, pg_temp
        as $$ select s.pos from unit o join unit s on s.pos < o.pos and o.pos <= s.hi and s.kind = 1
              where o.pos = organ order by s.pos desc limit 1 $$;
      drop index unit_organs;
      ${emergencyHeads('u.pos between a.pos and a.pos + 499')}
      ${unmaskingHeads(`case when came.kind = 3 then u.pos = came.pos else u.pos between came.organ_pos and came.organ_pos + 499 end
          join post x on x.unit_pos = u.pos
          where came.pos = of_place and in_office(x.id)
            and case when came.kind = 3 then x.duty = 1 else u.office_kind = 5 and x.duty = 3 end`)}
      drop index unit_organ;
    `);
  }
}
