import type { MigrationInterface, QueryRunner } from 'typeorm';

const AUDIT_ACT = 'audit_act(text, text, uuid[], text[], text[], text, jsonb, text, uuid, smallint)';

/**
 * What proofs have found. A denial of a supervision item or joint case was lost if its clue became more secret in the
 * same moment: the denials were counted before the row was locked. A grant's period could end before it began. That
 * somebody has acted, only the end of an act writes, or a function that acts. And old keys of acts are forgotten by a
 * role that can do nothing for anybody.
 */
export class Mended1763700000033 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function inherit_denials_from(of_clue uuid) returns void
        language plpgsql set search_path = liandong, pg_temp
        as $$
        declare of_id uuid;
        begin
          -- A row is locked by the loop, and only then are its denials counted.
          for of_id in select id from supervision_item where clue_id = of_clue order by id for update loop
            perform inherit_denials('supervision_item', of_id);
          end loop;
          for of_id in select id from joint_case
            where id in (select joint_case_id from joint_case_clue where clue_id = of_clue) order by id for update loop
            perform inherit_denials('joint_case', of_id);
          end loop;
        end $$;
      -- Where nothing was ended, "or valid_to = ended_at" was unknown, and so let every period pass.
      alter table access_grant drop constraint access_grant_period,
        add constraint access_grant_period check (valid_to > valid_from or coalesce(valid_to = ended_at, false));
      revoke execute on function ${AUDIT_ACT}, forget_act_keys() from liandong_act;
      grant execute on function forget_act_keys() to liandong_jobs;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table access_grant drop constraint access_grant_period,
        add constraint access_grant_period check (valid_to > valid_from or valid_to = ended_at);
      revoke execute on function forget_act_keys() from liandong_jobs;
      grant execute on function ${AUDIT_ACT}, forget_act_keys() to liandong_act;
      create or replace function inherit_denials_from(of_clue uuid) returns void
        language plpgsql set search_path = liandong, pg_temp
        as $$ begin
          perform inherit_denials('supervision_item', id) from supervision_item where clue_id = of_clue order by id for update;
          perform inherit_denials('joint_case', j.id) from joint_case j
            where j.id in (select joint_case_id from joint_case_clue where clue_id = of_clue) order by j.id for update;
        end $$;
    `);
  }
}
