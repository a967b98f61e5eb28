import type { MigrationInterface, QueryRunner } from 'typeorm';

const REFERENCE = [
  'unit',
  'unit_succession',
  'unit_tree_version',
  'resident_unit',
  'group_counterpart',
  'contact_link',
  'cooperation_zone',
  'zone_member',
];
const OWNER_ONLY = [
  'migration',
  'person',
  'post',
  'branch',
  'ticket_key',
  'seal_key',
  'duty_facet',
  'access_grant',
  'denial',
];

/** How the organisation is built is known to every principal – and to nobody without one. People, keys and grants are not. */
export class ReferenceAccess1763700000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of [...REFERENCE, ...OWNER_ONLY]) {
      await runner.query(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy owner_all on ${table} to current_user using (true) with check (true);
      `);
    }
    for (const table of REFERENCE) {
      await runner.query(`
        create policy principal on ${table} for select to liandong_api, liandong_act
          using ((select (liandong.me()).post) is not null${table === 'unit' ? ' and pos >= 0' : ''});
      `);
    }
    await runner.query(`
      grant select (id, pos, hi, parent_pos, organ_pos, kind, tier, office_kind, ordinal, comprehensive, division_code, name,
        valid_from, valid_to) on unit to liandong_api, liandong_act;
      grant select (ended_pos, successor_pos, at) on unit_succession to liandong_api, liandong_act;
      grant select (version) on unit_tree_version to liandong_api, liandong_act;
      grant select (id, group_pos, name, valid_from, valid_to) on resident_unit to liandong_api, liandong_act;
      grant select (id, group_pos, counterpart_pos, valid_from, valid_to) on group_counterpart to liandong_api, liandong_act;
      grant select (id, office_pos, target_pos, valid_from, valid_to) on contact_link to liandong_api, liandong_act;
      grant select (id, owner_pos, name, level, kind, principle, lead_pos, valid_from, valid_to) on cooperation_zone
        to liandong_api, liandong_act;
      grant select (id, zone_id, unit_pos, valid_from, valid_to) on zone_member to liandong_api, liandong_act;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of REFERENCE) {
      await runner.query(`drop policy principal on ${table}; revoke all on ${table} from liandong_api, liandong_act;`);
    }
    for (const table of [...REFERENCE, ...OWNER_ONLY]) {
      await runner.query(`drop policy owner_all on ${table}; alter table ${table} disable row level security;
        alter table ${table} no force row level security;`);
    }
  }
}
