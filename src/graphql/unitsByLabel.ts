import { getNamedType, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { sessionOf, type RequestContext } from './context.js';
import { idOf } from './ids.js';
import type { UnitNode, UnitTree } from '../jurisdiction/unitTree.js';

type Resolver = GraphQLFieldResolver<Record<string, unknown>, RequestContext>;

const OF_UNIT: Record<string, (unit: UnitNode, units: UnitTree) => unknown> = {
  id: ({ id }) => idOf('unit', id),
  parent: (unit, units) => units.parent(unit),
  organ: (unit, units) => units.at(unit.organPos),
  children: (unit, units) => units.children(unit),
  ancestors: (unit, units) => units.ancestors(unit),
  successors: (unit, units) => units.successors(unit).map(({ successorPos, at }) => ({ unit: successorPos, at })),
  predecessors: (unit, units) => units.predecessors(unit).map(({ endedPos, at }) => ({ unit: endedPos, at })),
};

/** Rows carry labels where the API shows units: one place turns the ones into the others, at no statement. */
export function resolveUnitsByLabel(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type.name === 'Query') continue;
    for (const [name, field] of Object.entries(type.getFields())) {
      const own = type.name === 'Unit' ? OF_UNIT[name] : undefined;
      if (own)
        field.resolve = ((unit: UnitNode, _args: unknown, context: RequestContext) =>
          counted(context, () => own(unit, sessionOf(context).units))) as never;
      else if (getNamedType(field.type).name === 'Unit') field.resolve = byLabel(name) as never;
    }
  }
}

function byLabel(name: string): Resolver {
  return (row, _args, context) => {
    const { units } = sessionOf(context);
    const value = row[name];
    if (typeof value === 'number') return units.find(value);
    if (Array.isArray(value)) return value.map((one: unknown) => (typeof one === 'number' ? units.find(one) : one));
    return value;
  };
}

/**
 * What multiplies is counted: the lists of units that a unit has. It is refused by a promise: thrown, it would end a
 * list whose other rows are still waiting for something, and what they get then is heard by nobody.
 */
function counted<T>(context: RequestContext, read: () => T): T | Promise<never> {
  try {
    const value = read();
    if (Array.isArray(value)) sessionOf(context).unitBudget.spend(value.length);
    return value;
  } catch (error) {
    return Promise.reject(error);
  }
}
