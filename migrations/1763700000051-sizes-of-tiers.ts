import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many clues a place has is told to the planner as for items and cases (TiersOfItemsAndCases): as those who ask have
 * them, not as the mean of places. Where it thought them few it read a whole city's and sorted them for one page.
 */
export class SizesOfTiers1763700000051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table clue alter column province set (n_distinct = 10), alter column city set (n_distinct = 20),
        alter column county set (n_distinct = 100);
      analyze clue;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table clue alter column province reset (n_distinct), alter column city reset (n_distinct),
        alter column county reset (n_distinct);
    `);
  }
}
