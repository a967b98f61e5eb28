import { ID, InterfaceType } from 'type-graphql';
import { typeNamed, type IdKind } from './ids.js';
import { withObject } from './rule.js';
import { RuledField } from './ruled.js';

/** Units come from the tree in memory, with their bare uuid. */
export function typeOfNode({ id }: { id: string }): string {
  if (!id.includes('_')) return 'Unit';
  const kind = id.slice(0, id.indexOf('_'));
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** The class behind an id decides; each noun's file registers its own by being a type that implements Node. */
@InterfaceType({
  description: 'Whatever has an id (Relay).',
  resolveType: typeOfNode,
})
export abstract class Node {
  @RuledField(withObject, () => ID, { description: 'Opaque; names no place and no sequence.' })
  id: string;
}
