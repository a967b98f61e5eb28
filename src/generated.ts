import type { Client } from 'pg';
import { catalogText } from './database/catalogText.js';
import { permissionsText, type DutyFacetRow } from './graphql/permissionsText.js';
import { buildRuledSchema, sdl } from './graphql/schema.js';
import { Duty } from './jurisdiction/duties.js';
import { OfficeKind, UnitKind } from './jurisdiction/units.js';
import { RESOLVERS } from './resolvers.js';

/** What is written from the running system and committed, by path. */
export async function generatedFiles(owner: Client): Promise<Record<string, string>> {
  const schema = buildRuledSchema([...RESOLVERS]);
  const { rows } = await owner.query<DutyFacetRow>('select * from duty_facet');
  return {
    'schema/schema.graphql': sdl(schema),
    'schema/schema.sql': await catalogText(owner),
    'schema/permissions.md': permissionsText(schema, rows, { unitKind: UnitKind, officeKind: OfficeKind, duty: Duty }),
  };
}
