import type { MatterViewer } from './matterViewer.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { parseId } from '../../graphql/ids.js';
import type { ObjectKind } from '../../jurisdiction/facets.js';
import { GrantBasis } from '../../jurisdiction/grants.js';
import { actingPost } from '../../jurisdiction/principal.js';
import { offered } from '../../workflow/offered.js';

/** Asked of row after row, answered by one statement; who asked by what he sees is in the audit trail. */
export async function viewerOf(context: RequestContext, object: ObjectKind, id: string): Promise<MatterViewer> {
  const { loaders, principal, units, trail } = sessionOf(context);
  const { uuid } = parseId(id);
  trail.explained('viewer', object, uuid);
  const { facets, ...places } = await loaders.viewers[object].load(uuid);
  const { kind: unitKind, officeKind } = units.at(principal.unit);
  const { duty } = actingPost(principal);
  const [organ, organHi] = principal.organ;
  const reader = { unit: principal.unit, organ, organHi, unitKind, officeKind, duty };
  // The ledger is by name only as long as the subject is unresolved.
  const keeps = facets.some(({ facet, via }) => facet === 'LEDGER' && (via === 'REGISTRAR' || via === 'CUSTODIAN'));
  const laidBefore = facets.some(({ basis }) => basis === GrantBasis.COMPARTMENT);
  const known = { object, facets: new Set(facets.map(({ facet }) => facet)), keeps, laidBefore };
  const acts = offered({ ...known, ...places }, reader);
  return { facets, acts };
}
