import { Extensions, Field, Query } from 'type-graphql';
import type { Rule } from './rule.js';

type TypeOf = Parameters<typeof Field>[0] & (() => unknown);
interface Options {
  description: string;
  nullable?: boolean;
  name?: string;
}

/** A field with its rule, which also prints itself into the description. */
export function RuledField(rule: Rule, type: TypeOf, options: Options): PropertyDecorator & MethodDecorator {
  return both(Field(type as never, described(rule, options)), Extensions({ rule }));
}

export function RuledQuery(rule: Rule, type: TypeOf, options: Options): MethodDecorator {
  return both(Query(type as never, described(rule, options)), Extensions({ rule }));
}

function described(rule: Rule, options: Options): Options {
  return { ...options, description: `${options.description}\n\nRule: ${rule.words}.` };
}

function both(...decorators: ((...args: never[]) => void)[]): PropertyDecorator & MethodDecorator {
  return (...args: unknown[]) => {
    for (const decorate of decorators) decorate(...(args as never[]));
  };
}
