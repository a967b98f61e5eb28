import { Extensions, Field, Mutation, Query } from 'type-graphql';
import { priceInWords, type Price } from './price.js';
import type { Rule } from './rule.js';

type TypeOf = Parameters<typeof Field>[0] & (() => unknown);
interface Options {
  description: string;
  nullable?: boolean;
  name?: string;
  /** Where an object costs more than one point, or a list is of another length than assumed: see cost.ts. */
  cost?: Price;
}

/** A field with its rule, which also prints itself into the description. */
export function RuledField(rule: Rule, type: TypeOf, options: Options): PropertyDecorator & MethodDecorator {
  // A property is read as it is: no function of its own for each.
  const field = { ...described(rule, options), simple: true };
  return both(Field(type as never, field), Extensions({ rule, cost: options.cost }));
}

export function RuledQuery(rule: Rule, type: TypeOf, options: Options): MethodDecorator {
  return both(Query(type as never, described(rule, options)), Extensions({ rule, cost: options.cost }));
}

/** Acts cost more than what they look like: a transaction of their own, and a reading before and after. */
export function RuledMutation(rule: Rule, type: TypeOf, options: Options): MethodDecorator {
  const priced = { cost: { points: 100 }, ...options };
  return both(Mutation(type as never, described(rule, priced)), Extensions({ rule, cost: priced.cost }));
}

function described(rule: Rule, { cost, ...options }: Options): Omit<Options, 'cost'> {
  const price = cost ? `\n\n${priceInWords(cost)}` : '';
  return { ...options, description: `${options.description}${price}\n\nRule: ${rule.words}.` };
}

function both(...decorators: ((...args: never[]) => void)[]): PropertyDecorator & MethodDecorator {
  return (...args: unknown[]) => {
    for (const decorate of decorators) decorate(...(args as never[]));
  };
}
