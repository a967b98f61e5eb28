import type { Jurisdiction } from './jurisdiction.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { UnitKind } from '../../jurisdiction/units.js';
import type { UnitNode } from '../../jurisdiction/unitTree.js';

interface Beside {
  offices: number[] | null;
  zones: Jurisdiction['zones'] | null;
  residents: Jurisdiction['residentUnits'] | null;
}
const IN_FORCE = (row: string) => `${row}.valid_from <= $2 and (${row}.valid_to is null or ${row}.valid_to > $2)`;
/** What stood beside the tree at one place then. */
const BESIDE = `select
  (select json_agg(l.office_pos order by l.office_pos) from contact_link l where l.target_pos = $1 and ${IN_FORCE('l')}) as offices,
  (select json_agg(json_build_object('name', z.name, 'kind', z.kind, 'level', z.level, 'principle', z.principle, 'owner', z.owner_pos,
      'lead', z.lead_pos, 'members', (select json_agg(o.unit_pos order by o.unit_pos) from zone_member o where o.zone_id = z.id and ${IN_FORCE('o')}))
      order by z.id)
    from zone_member m join cooperation_zone z on z.id = m.zone_id where m.unit_pos = $1 and ${IN_FORCE('m')} and ${IN_FORCE('z')}) as zones,
  (select json_agg(json_build_object('name', r.name, 'from', r.valid_from, 'until', r.valid_to) order by r.name)
    from resident_unit r where r.group_pos = $1 and ${IN_FORCE('r')}) as residents`;

/** The tree in memory knows names, times and successions; what stood beside it is asked for. */
export async function jurisdictionOn(context: RequestContext, uuid: string, on: Date): Promise<Jurisdiction[]> {
  const { units, transaction, unitBudget } = sessionOf(context);
  const asked = units.withId(uuid);
  if (!asked) return [];
  const named = (node: UnitNode) => ({ unit: node.pos, name: units.calledAt(node, on).name });
  const standing = units.standingAt(asked, on);
  unitBudget.spend(standing.length);
  return Promise.all(
    standing.map(async (node) => {
      const organ = units.at(node.organPos);
      // An office is looked after as its organ is, a group for itself.
      const place = node.kind === UnitKind.OFFICE ? organ : node;
      const [beside] = await transaction.query<Beside>(BESIDE, [place.pos, on]);
      return {
        unit: named(node),
        code: units.calledAt(node, on).code,
        organ: named(organ),
        ancestors: units.ancestors(node).map(named),
        contactOffices: (beside!.offices ?? []).map((pos) => named(units.at(pos))),
        zones: beside!.zones ?? [],
        residentUnits: beside!.residents ?? [],
      };
    }),
  );
}
