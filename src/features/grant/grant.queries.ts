import { objectOf } from './grant.acts.js';
import type { Grant } from './grant.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql } from '../../graphql/ids.js';

const MATTER = `case g.object when 'clue' then ${idSql('clue', 'g.object_id')}
  when 'supervision_item' then ${idSql('supervisionItem', 'g.object_id')} else ${idSql('jointCase', 'g.object_id')} end`;
const ROW = `json_build_object('id', ${idSql('grant', 'g.id')}, 'matterId', ${MATTER},
  'facets', (select json_agg(upper(f) order by f) from unnest(g.facets) f), 'basis', g.basis, 'toUnit', g.unit_pos,
  'toDuty', g.duty, 'personName', g.person_name, 'issuerUnit', g.issuer_unit, 'issuerDuty', g.issuer_duty,
  'reason', g.reason, 'from', g.valid_from, 'until', g.valid_to, 'endedAt', g.ended_at, 'version', g.version, 'seesContent', g.sees_content)`;

const shown = async (context: RequestContext, object: string | null, matter: string | null, id: string | null) => {
  const rows = await sessionOf(context).transaction.query<{ node: Grant }>(
    `select ${ROW} as node from grants_shown($1, $2, $3) g`,
    [object, matter, id],
  );
  return rows.map(({ node }) => node);
};

export async function grantById(context: RequestContext, id: string): Promise<Grant | null> {
  return (await shown(context, null, null, id))[0] ?? null;
}

export function grantsOn(
  context: RequestContext,
  matter: { kind: Parameters<typeof objectOf>[0]; uuid: string },
): Promise<Grant[]> {
  return shown(context, objectOf(matter.kind), matter.uuid, null);
}
