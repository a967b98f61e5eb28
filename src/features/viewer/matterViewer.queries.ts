import type { MatterViewer } from './matterViewer.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { parseId } from '../../graphql/ids.js';
import type { ObjectKind } from '../../jurisdiction/facets.js';
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
  const reader = { unit: principal.unit, organ: principal.organ[0], unitKind, officeKind, duty };
  const acts = offered({ object, facets: new Set(facets.map(({ facet }) => facet)), ...places }, reader);
  return { facets, acts };
}
