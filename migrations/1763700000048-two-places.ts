import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes of two places, for lists whose region and whose reach lie in different ones, and of where a matter was received.
 * Whoever reaches what an organ and its offices received reaches supervision items only.
 */
const INDEXES = {
  clue: {
    handling_owner: 'handling_pos, owner_pos',
    handling_received: 'handling_pos, received_pos, id',
    due_handling_received: 'handling_pos, received_pos, due_order, id',
    received_owner: 'received_pos, owner_pos',
    due_received: 'received_pos, due_order, id',
  },
  supervision_item: {
    handling_owner: 'handling_pos, owner_pos',
    handling_received: 'handling_pos, received_pos, id',
    received_owner: 'received_pos, owner_pos',
    due_received: 'received_pos, due_order, id',
    received_organ: 'received_organ, id',
    due_received_organ: 'received_organ, due_order, id',
    received_organ_owner: 'received_organ, owner_pos',
  },
  joint_case: { handling_owner: 'handling_pos, owner_pos' },
} as const;

/** No plan went along these: whoever has a place's total has its compartment as well, or has nothing of it. */
const DROPPED = {
  clue_handled_in_compartment: 'clue (handling_pos) where compartment = 1',
  supervision_item_in_compartment: 'supervision_item (compartment, owner_pos) where compartment > 0',
  supervision_item_handled_in_compartment: 'supervision_item (handling_pos) where compartment = 1',
  joint_case_in_compartment: 'joint_case (compartment, owner_pos) where compartment > 0',
  joint_case_handled_in_compartment: 'joint_case (handling_pos) where compartment = 1',
} as const;

export class TwoPlaces1763700000048 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The organ that received it or whose office did; dispatched groups are a number of their own beside it.
      alter table supervision_item add column received_organ bigint generated always as (received_pos - received_pos % 500) stored;
      grant select (received_organ) on supervision_item to liandong_api, liandong_act;
    `);
    for (const [table, indexes] of Object.entries(INDEXES))
      for (const [name, columns] of Object.entries(indexes))
        await runner.query(`create index ${table}_${name} on ${table} (${columns})`);
    await runner.query(`drop index ${Object.keys(DROPPED).join(', ')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, of] of Object.entries(DROPPED)) await runner.query(`create index ${name} on ${of}`);
    for (const [table, indexes] of Object.entries(INDEXES))
      for (const name of Object.keys(indexes)) await runner.query(`drop index ${table}_${name}`);
    await runner.query('alter table supervision_item drop column received_organ');
  }
}
