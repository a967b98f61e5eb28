import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LIMITS } from './limits.js';
import { looksForText } from './read/looksForText.js';
import { LENGTH, type Price } from './price.js';

/** Entering, and what every request takes whatever it asks. */
export const ENTERING = 50;
/** A request that is refused unread may have cost as much as a large one: finding its faults. */
export const REFUSED = 500;
/** A value: it is read from a row that is paid for, and written. */
const VALUE = 0.05;
/** An object of introspection, which reads nothing but memory. */
const INTROSPECTION = 0.1;

/**
 * The cost of an operation in points, told before anything is read. It is linear in the document, whatever fragments
 * spread into one another: each fragment is priced once for a length of page.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const root = schema.getRootType(operation.operation);
  const priced = new Pricing(schema, fragments, variables).selection(operation.selectionSet, root!, 1);
  return Math.ceil(ENTERING + priced);
}

/** Units are looked for by `name`: reference data, whose search costs as much and leaves no trace. */
const searches = (filter: unknown) =>
  looksForText(filter) || typeof (filter as { name?: unknown } | null | undefined)?.name === 'string';

/** A page that is too large is refused as such when the list is read. */
function pageOf(first: unknown): number {
  return typeof first === 'number' ? Math.min(Math.max(first, 1), LIMITS.page) : 1;
}

class Pricing {
  private readonly ofFragments = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Map<string, FragmentDefinitionNode>,
    private readonly variables: Record<string, unknown>,
  ) {}

  /** `page`: rows of the connection whose selection this is. */
  selection({ selections }: SelectionSetNode, type: GraphQLCompositeType, page: number): number {
    let sum = 0;
    for (const node of selections) {
      if (this.left(node)) continue;
      if (node.kind === Kind.FIELD) sum += this.field(node, type, page);
      else if (node.kind === Kind.INLINE_FRAGMENT)
        sum += this.selection(node.selectionSet, this.typeOr(node.typeCondition?.name.value, type), page);
      else sum += this.fragment(node.name.value, page);
    }
    return sum;
  }

  private field(node: FieldNode, parent: GraphQLCompositeType, page: number): number {
    const field = this.definition(node, parent);
    if (!field) return VALUE; // __typename
    const price = (field.extensions['cost'] ?? {}) as Price;
    const points = price.points ?? 0;
    const type = getNamedType(field.type);
    if (!isCompositeType(type) || !node.selectionSet) return points + VALUE;
    const { first, filter } = getArgumentValues(field, node, this.variables);
    const object = this.selection(node.selectionSet, type, pageOf(first));
    const length = price.page ? page : isListType(getNullableType(field.type)) ? (price.length ?? LENGTH) : 1;
    const one = type.name.startsWith('__') ? INTROSPECTION : 1;
    const search = price.search && searches(filter) ? price.search : 0;
    return points + search + length * (one + object);
  }

  private fragment(name: string, page: number): number {
    const key = `${page} ${name}`;
    const known = this.ofFragments.get(key);
    if (known !== undefined) return known;
    const { selectionSet, typeCondition } = this.fragments.get(name)!;
    const price = this.selection(selectionSet, this.typeOr(typeCondition.name.value), page);
    this.ofFragments.set(key, price);
    return price;
  }

  private definition(node: FieldNode, parent: GraphQLCompositeType): GraphQLField<unknown, unknown> | undefined {
    const name = node.name.value;
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  private typeOr(name: string | undefined, otherwise?: GraphQLCompositeType): GraphQLCompositeType {
    return (name ? this.schema.getType(name) : otherwise) as GraphQLCompositeType;
  }

  /** Whether @skip or @include leaves it out. */
  private left(node: SelectionSetNode['selections'][number]): boolean {
    if (!node.directives?.length) return false;
    return (
      getDirectiveValues(GraphQLSkipDirective, node, this.variables)?.['if'] === true ||
      getDirectiveValues(GraphQLIncludeDirective, node, this.variables)?.['if'] === false
    );
  }
}
