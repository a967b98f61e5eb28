import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['supervision_item', 'joint_case'] as const;
const TIERS = { province: '10000000000', city: '100000000', county: '1000000' } as const;

/** Lists of supervision items and joint cases have the ways that lists of clues have: by tier, by owner and by handler, newest or due first. */
export class TiersOfItemsAndCases1763700000046 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`
        alter table ${table} ${Object.entries(TIERS)
          .map(([tier, width]) => `add column ${tier} integer generated always as (owner_pos / ${width}) stored`)
          .join(', ')};
        grant select (${Object.keys(TIERS).join(', ')}) on ${table} to liandong_api, liandong_act;
        ${Object.keys(TIERS)
          .map(
            (tier) => `create index ${table}_${tier} on ${table} (${tier}, id);
        create index ${table}_due_${tier} on ${table} (${tier}, due_order, id);`,
          )
          .join('\n        ')}
        create index ${table}_due_owner on ${table} (owner_pos, due_order, id);
        create index ${table}_due_handling on ${table} (handling_pos, due_order, id);
        -- A plan is made once for all places: for those of which most is asked, where a page is soon full, not for the average.
        alter table ${table} alter column province set (n_distinct = 10), alter column city set (n_distinct = 20),
          alter column county set (n_distinct = 100);
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`
        drop index ${table}_due_owner, ${table}_due_handling;
        alter table ${table} ${Object.keys(TIERS)
          .map((tier) => `drop column ${tier}`)
          .join(', ')};
      `);
  }
}
