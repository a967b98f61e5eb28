import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mendAll } from './data/mend.js';

/** 交办、指定管辖、审理: what is granted for the work on a matter, until it is concluded (grant-rules.ts). */
const UNTIL_CONCLUDED = '{1,5,15}';
const MATTERS = ['clue', 'supervision_item', 'joint_case'] as const;

/**
 * What is granted until a matter is concluded ends as it is concluded, whichever act does that; no loan is refused for
 * the sake of a matter that its asker does not know of; a person recused is told of no grant that let him past a unit's
 * denial; who has unmasked a reporter or broken the glass is explained to nobody but himself, and reviewed by name of
 * its basis by those who answer for the matter.
 */
export class GrantsAndConclusion1763700000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, passages] of MENDED) await runner.query(mendAll(name, passages));
    await runner.query(`
      create function matter_concluded() returns trigger language plpgsql security definer set search_path = liandong, pg_temp
        as $$
        begin
          update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond')
            where object = tg_table_name and object_id = new.id and basis = any ('${UNTIL_CONCLUDED}')
              and (valid_to is null or valid_to > app_now());
          return null;
        end $$;
      revoke execute on function matter_concluded() from public;
    `);
    for (const matter of MATTERS)
      await runner.query(`create trigger grants_end after update on ${matter} for each row
        when (old.closed_at is null and new.closed_at is not null) execute function matter_concluded()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const matter of MATTERS) await runner.query(`drop trigger grants_end on ${matter}`);
    await runner.query('drop function matter_concluded()');
    for (const [name, passages] of MENDED)
      await runner.query(
        mendAll(
          name,
          passages.map(([from, to]) => [to, from] as const),
        ),
      );
  }
}

const NOT_SAME_CASE = 'not same_case(g.object, g.object_id, of_object, of_object_id)';
const EXEMPTED = 'e.object = of_object and e.exempts and of_facet = any (e.facets)';

/** Function, and its passages as they were and as they are now. */
const MENDED: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ['granted_already', [[NOT_SAME_CASE, `${NOT_SAME_CASE} and sees(g.object, 'ledger', g.object_id)`]]],
  [
    'exempted',
    [
      [
        EXEMPTED,
        `${EXEMPTED} and not exists (select from denial d where d.object = e.object and d.object_id = e.object_id
            and d.person_id = m.person and d.ended_at is null)`,
      ],
    ],
  ],
  [
    'facets_explained',
    [
      [
        'case when w.secret or not inside and basis = any (array[7, 8]::smallint[]) then null',
        'case when w.secret then null',
      ],
      ['basis = any (array[10, 14]::smallint[])', 'basis = any (array[7, 8, 10, 14]::smallint[])'],
    ],
  ],
  ['access_review', [['case when g.basis <> all (array[7, 8]::smallint[]) then g.basis end', 'g.basis']]],
];
