import fc from 'fast-check';
import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parseValue,
  valueFromASTUntyped,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { kindOf, values, type Samples } from './documents.js';

export interface AnyQuery {
  query: string;
  variables: Record<string, unknown>;
}
type Field = GraphQLField<unknown, unknown>;

const DEEPEST = 4;
const WIDEST = 5;
const NAMES = ['a', 'id', 'constructor', '__proto__', 'me_organ', 'delete', 'toString'];

/**
 * Any query of the schema, with aliases, fragments within fragments, fields asked for twice, and arguments that are
 * written out, variables, left out or null. Some of them are invalid.
 */
export function anyQuery(schema: GraphQLSchema, samples: Samples): fc.Arbitrary<AnyQuery> {
  return fc.gen().map((gen) => new Writer(schema, samples, (below) => gen(fc.nat, { max: below - 1 })).query());
}

class Writer {
  private readonly definitions: string[] = [];
  private readonly fragments: string[] = [];
  private readonly fragmentsOn = new Map<string, string>();
  private readonly variables: Record<string, unknown> = {};
  private named = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly samples: Samples,
    private readonly upTo: (below: number) => number,
  ) {}

  query(): AnyQuery {
    const root = this.schema.getQueryType()!;
    const selected = this.selection(root, DEEPEST);
    const defined = this.definitions.length > 0 ? `(${this.definitions.join(', ')})` : '';
    return { query: `query Any${defined} ${selected} ${this.fragments.join(' ')}`, variables: this.variables };
  }

  private selection(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields()).filter(
      (field) => depth > 1 || isLeafType(getNamedType(field.type)) || field.args.some(isRequiredArgument),
    );
    const chosen = Array.from({ length: 1 + this.upTo(WIDEST) }, () => this.part(type, fields, depth));
    return `{ ${chosen.join(' ')} }`;
  }

  private part(type: GraphQLObjectType, fields: Field[], depth: number): string {
    const which = this.upTo(12);
    if (which === 0 || fields.length === 0) return '__typename';
    if (which === 1 && depth > 1) return `... on ${type.name} ${this.selection(type, depth - 1)}`;
    if (which === 2 && depth > 1) return `... ${this.selection(type, depth - 1)}`;
    if (which === 3 && depth > 1) {
      const before = this.fragmentsOn.get(type.name);
      if (before && this.upTo(2) === 0) return `...${before}`;
      const name = `F${(this.named += 1)}`;
      this.fragments.push(`fragment ${name} on ${type.name} ${this.selection(type, depth - 1)}`);
      this.fragmentsOn.set(type.name, name);
      return `...${name}`;
    }
    return this.field(fields[this.upTo(fields.length)]!, depth);
  }

  private field(field: Field, depth: number): string {
    const inner = getNamedType(field.type);
    const name = NAMES[this.upTo(NAMES.length * 4)];
    const alias = name ? `${name}${this.upTo(3) === 0 ? '' : (this.named += 1)}: ` : '';
    const given = field.args.flatMap((argument) => {
      if (!isRequiredArgument(argument) && this.upTo(3) > 0) return [];
      const tried =
        argument.name === 'after' ? ['"nonsense"'] : values(argument.type, argument.name, kindOf(field), this.samples);
      const value = tried.length > 0 ? tried[this.upTo(tried.length)]! : '"nonsense"';
      if (this.upTo(12) === 0) return [`${argument.name}: null`];
      return [`${argument.name}: ${this.upTo(2) === 0 ? value : this.variable(String(argument.type), value)}`];
    });
    const brackets = given.length > 0 ? `(${given.join(', ')})` : '';
    const below = isObjectType(inner)
      ? this.selection(inner, depth - 1)
      : isAbstractType(inner)
        ? this.ofSeveral(inner, depth)
        : '';
    const directive =
      this.upTo(40) === 0 ? `@${this.upTo(2) ? 'skip' : 'include'}(if: ${this.variable('Boolean!', 'true')})` : '';
    return `${alias}${field.name}${brackets} ${directive} ${below}`;
  }

  private ofSeveral(type: GraphQLAbstractType, depth: number): string {
    const possible = this.schema.getPossibleTypes(type);
    const some = Array.from({ length: 2 }, () => possible[this.upTo(possible.length)]!);
    return `{ __typename ${some.map((one) => `... on ${one.name} ${this.selection(one, depth - 1)}`).join(' ')} }`;
  }

  private variable(type: string, value: string): string {
    const name = `v${(this.named += 1)}`;
    const byDefault = this.upTo(6) === 0 ? ` = ${value}` : '';
    this.definitions.push(`$${name}: ${type}${byDefault}`);
    const way = this.upTo(6);
    if (way === 0) this.variables[name] = null;
    else if (way > 1) this.variables[name] = valueFromASTUntyped(parseValue(value));
    return `$${name}`;
  }
}
