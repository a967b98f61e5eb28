import type { Client } from 'pg';
import { catalogText } from './database/catalogText.js';
import {
  permissionsText,
  type DutyFacetRow,
  type DutyStatisticsRow,
  type GrantCeilingRow,
  type GrantRuleRow,
} from './graphql/permissionsText.js';
import { buildRuledSchema, sdl } from './graphql/schema.js';
import { Duty } from './jurisdiction/duties.js';
import { GrantBasis } from './jurisdiction/grants.js';
import { OfficeKind, UnitKind } from './jurisdiction/units.js';
import { RESOLVERS } from './resolvers.js';

/** What is written from the running system and committed, by path. */
export async function generatedFiles(owner: Client): Promise<Record<string, string>> {
  const schema = buildRuledSchema([...RESOLVERS]);
  const { rows: dutyFacets } = await owner.query<DutyFacetRow>('select * from duty_facet');
  const { rows: dutyStatistics } = await owner.query<DutyStatisticsRow>('select * from duty_statistics');
  const { rows: grantRules } = await owner.query<GrantRuleRow>('select * from grant_rule order by rule');
  const { rows: grantCeilings } = await owner.query<GrantCeilingRow>(
    'select * from grant_ceiling order by act, unit_kind, office_kind',
  );
  const names = { unitKind: UnitKind, officeKind: OfficeKind, duty: Duty, basis: GrantBasis };
  return {
    'schema/schema.graphql': sdl(schema),
    'schema/schema.sql': await catalogText(owner),
    'schema/permissions.md': permissionsText(schema, { dutyFacets, dutyStatistics, grantRules, grantCeilings }, names),
  };
}
