import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mend } from './data/mend.js';

const [TOGETHER, IN_TURN] = [
  'lock table duty_facet in share mode',
  'lock table duty_facet in share row exclusive mode',
];

/** Two servers that start at once both store what duties come to: one after the other, not both the same rows. */
export class DutyReachesInTurn1763700000049 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(mend('store_duty_reaches', TOGETHER, IN_TURN));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(mend('store_duty_reaches', IN_TURN, TOGETHER));
  }
}
