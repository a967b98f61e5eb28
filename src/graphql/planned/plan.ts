import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  OperationTypeNode,
  visit,
  BREAK,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';

export type Field = GraphQLField<unknown, unknown>;
type Fragments = Record<string, FragmentDefinitionNode>;
type Nodes = ReadonlyMap<string, readonly FieldNode[]>;

/** A field as it is asked for: what every execution would have to find out again. */
export interface PlannedField {
  /** In the answer. */
  name: string;
  parent: GraphQLObjectType;
  /** Null: `__typename`. */
  definition: Field | null;
  nodes: readonly FieldNode[];
  shape: Shape;
}

/** A planned field while it is executed, for resolvers that can make more of it. */
export interface Executed {
  field: PlannedField;
  /** What is answered of a value in the place of a field, of which nothing has to be waited for. */
  answerOf: (field: PlannedField, value: unknown) => unknown;
}

const EXECUTED = Symbol('planned');

/** Null where graphql-js itself executes. */
export function plannedOf(info: object): Executed | null {
  return (info as { [EXECUTED]?: Executed })[EXECUTED] ?? null;
}

export function withPlanned<Info extends object>(info: Info, executed: Executed): Info {
  return Object.assign(info, { [EXECUTED]: executed });
}

/** What a value has to become. */
export type Shape = { nullable: boolean } & (
  | { is: 'leaf'; type: GraphQLLeafType }
  | { is: 'list'; item: Shape }
  | { is: 'object'; type: GraphQLObjectType; fields: readonly PlannedField[] }
);

export interface Plan {
  /** How many fields it has, and so how much memory it takes. */
  size: number;
  fields: readonly PlannedField[];
  fragments: Fragments;
}

/** A document of more fields than this, fragments written out, is executed the plain way; so plans cannot fill the memory. */
const MOST_FIELDS = 1000;

class NotPlanned extends Error {}

/**
 * The plan of a query that means the same whatever its variables say; null where there is none: acts, what asks about
 * types, objects of several types, and everything with a directive.
 */
export function planOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Plan | null {
  if (operation.operation !== OperationTypeNode.QUERY || hasDirectives(document)) return null;
  const fragments: Fragments = Object.create(null) as Fragments;
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments[one.name.value] = one;
  try {
    const planning = new Planning(schema, fragments);
    const fields = planning.operation(operation);
    return { size: planning.count, fields, fragments };
  } catch (error) {
    if (error instanceof NotPlanned) return null;
    throw error;
  }
}

function hasDirectives(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive() {
      found = true;
      return BREAK;
    },
  });
  return found;
}

class Planning {
  count = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
  ) {}

  operation({ selectionSet }: OperationDefinitionNode): PlannedField[] {
    const query = this.schema.getQueryType()!;
    return this.fields(query, collectFields(this.schema, this.fragments, {}, query, selectionSet));
  }

  private fields(parent: GraphQLObjectType, asked: Nodes): PlannedField[] {
    const definitions = parent.getFields() as Record<string, Field | undefined>;
    return [...asked].map(([name, nodes]): PlannedField => {
      this.count += 1;
      if (this.count > MOST_FIELDS) throw new NotPlanned();
      const field = nodes[0]!.name.value;
      const definition = definitions[field] ?? null;
      if (!definition && field !== '__typename') throw new NotPlanned();
      const type = definition?.type ?? this.schema.getType('String');
      return { name, parent, definition, nodes, shape: this.shape(type as GraphQLOutputType, nodes) };
    });
  }

  private shape(type: GraphQLOutputType, nodes: readonly FieldNode[], nullable = true): Shape {
    if (isNonNullType(type)) return this.shape(type.ofType, nodes, false);
    if (isListType(type)) return { nullable, is: 'list', item: this.shape(type.ofType, nodes) };
    if (isLeafType(type)) return { nullable, is: 'leaf', type };
    if (isAbstractType(type) || !isObjectType(type)) throw new NotPlanned();
    const below = collectSubfields(this.schema, this.fragments, {}, type, nodes);
    return { nullable, is: 'object', type, fields: this.fields(type, below) };
  }
}
