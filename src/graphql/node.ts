import { ID, InterfaceType } from 'type-graphql';
import { typeNamed, type IdKind } from './ids.js';
import { withObject } from './rule.js';
import { RuledField } from './ruled.js';

/** The class behind an id decides; each noun's file registers its own by being a type that implements Node. */
@InterfaceType({
  description: 'Whatever has an id (Relay).',
  resolveType: (value: { id: string }) => {
    // Units come from the tree in memory, with their bare uuid.
    if (!value.id.includes('_')) return 'Unit';
    return typeNamed(value.id.slice(0, value.id.indexOf('_')) as IdKind);
  },
})
export abstract class Node {
  @RuledField(withObject, () => ID, { description: 'Opaque; names no place and no sequence.' })
  id: string;
}
