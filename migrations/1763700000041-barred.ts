import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mendAll } from './data/mend.js';

/** What is kept from a person whatever he holds is told once, by barred_from; what adds the compartment to it calls that. */
export class Barred1763700000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, passages] of MENDED) await runner.query(mendAll(name, passages));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, passages] of MENDED)
      await runner.query(
        mendAll(
          name,
          passages.map(([from, to]) => [to, from]),
        ),
      );
  }
}

/** Functions, with passages as landed migrations leave them and as they are now. */
const MENDED = [
  [
    'kept_from',
    [
      [
        `where c.id = of_clue and c.subject_state <> 0 and c.classification <= p.clearance
            and not (p.id = any (coalesce(c.denied_persons, '{}')))
            and not (coalesce(c.denied_units, '{}') && (
              select coalesce(range_agg(int8range(x.unit_pos, x.unit_pos, '[]')), '{}') from post x
              where x.person_id = p.id and in_force(x.valid_from, x.valid_to)))`,
        `where c.id = of_clue and not barred_from(c, p.id, p.clearance, (
              select coalesce(range_agg(int8range(x.unit_pos, x.unit_pos, '[]')), '{}') from post x
              where x.person_id = p.id and in_force(x.valid_from, x.valid_to)))`,
      ],
    ],
  ],
  [
    'interference_kept_from_me',
    [
      [
        `c.subject_state <> 0 and c.classification <= p.clearance and c.compartment <= 1
                and not (p.id = any (coalesce(c.denied_persons, '{}')))
                and not (coalesce(c.denied_units, '{}') && (me()).places)))`,
        `c.compartment <= 1 and not barred_from(c, p.id, p.clearance, (me()).places)))`,
      ],
    ],
  ],
] as const satisfies readonly (readonly [string, readonly (readonly [string, string])[]])[];
