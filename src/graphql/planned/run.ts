import {
  defaultFieldResolver,
  getArgumentValues,
  GraphQLError,
  locatedError,
  type ExecutionResult,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { withPlanned, type Field, type Plan, type PlannedField, type Shape } from './plan.js';
import { ReadyJson } from './readyJson.js';
import type { RequestContext } from '../context.js';

export interface Asked {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  context: RequestContext;
  /** Coerced. */
  variables: Record<string, unknown>;
}

type Path = GraphQLResolveInfo['path'];
type ObjectShape = Extract<Shape, { is: 'object' }>;
type ListShape = Extract<Shape, { is: 'list' }>;

/** What is answered of an object; without a prototype, so that any name is only a name. */
const Answer = function () {} as unknown as new () => Record<string, unknown>;
Answer.prototype = Object.create(null);

/**
 * One execution of a plan, as graphql-js does it (its execute.js): the same resolvers with the same arguments in the same order, the
 * same nulls, and the same errors at the same places. Fields that are read as they are cost neither an argument map nor a
 * path nor an info.
 */
export class Run {
  private readonly errors: GraphQLError[] = [];
  /** Where an error has made a null: nothing below it is told. */
  private readonly nulled = new Set<Path | undefined>();

  constructor(
    private readonly plan: Plan,
    private readonly asked: Asked,
  ) {}

  async execute(): Promise<ExecutionResult> {
    let data: Record<string, unknown> | null = null;
    try {
      data = await this.fields(this.plan.fields, undefined, undefined);
    } catch (error) {
      this.tell(error as GraphQLError, undefined);
    }
    return this.errors.length > 0 ? { errors: this.errors, data } : { data };
  }

  private fields(
    fields: readonly PlannedField[],
    source: unknown,
    path: Path | undefined,
  ): Record<string, unknown> | Promise<Record<string, unknown>> {
    const answer = new Answer();
    let waits = false;
    try {
      for (const field of fields) {
        const value = this.field(field, source, path);
        answer[field.name] = value;
        waits ||= isPromise(value);
      }
    } catch (error) {
      // What was begun beside it may fail too, and nobody would be waiting.
      if (waits)
        return settled(answer).finally(() => {
          throw error;
        });
      throw error;
    }
    return waits ? settled(answer) : answer;
  }

  private field(field: PlannedField, source: unknown, above: Path | undefined): unknown {
    const { definition, shape } = field;
    if (!definition) return field.parent.name;
    let path: Path | undefined;
    try {
      let value: unknown;
      if (definition.resolve || definition.args.length > 0) {
        path = pathOf(field, above);
        value = this.resolved(field, definition, source, path);
      } else {
        value = propertyOf(source, definition.name);
        if (typeof value === 'function') {
          path = pathOf(field, above);
          value = this.resolved(field, definition, source, path);
        }
      }
      if ((value === null || value === undefined) && shape.nullable) return null;
      if (shape.is === 'leaf' && typeof value !== 'object' && value !== undefined) return leaf(shape, value);
      const at = (path ??= pathOf(field, above));
      const done = isPromise(value)
        ? value.then((come) => this.complete(field, shape, come, at))
        : this.complete(field, shape, value, at);
      return isPromise(done) ? done.then(undefined, (error: unknown) => this.failed(field, shape, error, at)) : done;
    } catch (error) {
      return this.failed(field, shape, error, path ?? pathOf(field, above));
    }
  }

  private resolved(field: PlannedField, definition: Field, source: unknown, path: Path): unknown {
    const { context, variables } = this.asked;
    const args = definition.args.length > 0 ? getArgumentValues(definition, field.nodes[0]!, variables) : {};
    const resolve = definition.resolve ?? defaultFieldResolver;
    return resolve(source, args, context, this.infoOf(field, path));
  }

  private answerOf(field: PlannedField, value: unknown, path: Path): unknown {
    const answer = this.complete(field, field.shape, value, pathOf(field, path));
    if (isPromise(answer)) throw new Error(`${field.name} is waited for`);
    return answer;
  }

  private infoOf(field: PlannedField, path: Path): GraphQLResolveInfo {
    const { schema, operation, variables } = this.asked;
    const { definition, nodes, parent } = field;
    const info: GraphQLResolveInfo = {
      fieldName: definition!.name,
      fieldNodes: nodes,
      returnType: definition!.type,
      parentType: parent,
      path,
      schema,
      fragments: this.plan.fragments,
      rootValue: undefined,
      operation,
      variableValues: variables,
    };
    return withPlanned(info, { field, answerOf: (of, value) => this.answerOf(of, value, path) });
  }

  private complete(field: PlannedField, shape: Shape, value: unknown, path: Path): unknown {
    if (value instanceof Error) throw value;
    if (value === null || value === undefined) {
      if (shape.nullable) return null;
      throw new Error(`Cannot return null for non-nullable field ${field.parent.name}.${field.definition!.name}.`);
    }
    if (shape.is === 'leaf') return leaf(shape, value);
    if (value instanceof ReadyJson) return value;
    if (shape.is === 'list') return this.list(field, shape, value, path);
    return this.object(field, shape, value, path);
  }

  private list(field: PlannedField, { item }: ListShape, value: unknown, path: Path): unknown {
    if (typeof value !== 'object' || !(Symbol.iterator in value!))
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${field.parent.name}.${field.definition!.name}".`,
      );
    const begun: Promise<unknown>[] = [];
    const completed = (one: unknown, index: number): unknown => {
      const at: Path = { prev: path, key: index, typename: undefined };
      try {
        const done = isPromise(one)
          ? one.then((come) => this.complete(field, item, come, at))
          : this.complete(field, item, one, at);
        if (!isPromise(done)) return done;
        const heard = done.then(undefined, (error: unknown) => this.failed(field, item, error, at));
        begun.push(heard);
        return heard;
      } catch (error) {
        return this.failed(field, item, error, at);
      }
    };
    try {
      const items = Array.from(value as Iterable<unknown>, completed);
      return begun.length > 0 ? Promise.all(items) : items;
    } catch (error) {
      // The list is answered as null; what still fails in its other items is nobody's.
      for (const promise of begun) promise.catch(() => undefined);
      throw error;
    }
  }

  private object(field: PlannedField, { type, fields }: ObjectShape, value: unknown, path: Path): unknown {
    if (!type.isTypeOf) return this.fields(fields, value, path);
    const which = type.isTypeOf(value, this.asked.context, this.infoOf(field, path));
    const go = (is: boolean) => {
      if (is) return this.fields(fields, value, path);
      throw new GraphQLError(`Expected value of type "${type.name}".`, { nodes: field.nodes });
    };
    return isPromise(which) ? which.then(go) : go(which);
  }

  /** Null where a null may be, and otherwise for the next above it that may. */
  private failed({ nodes }: PlannedField, { nullable }: Shape, error: unknown, path: Path): null {
    const located = locatedError(error, nodes, keysOf(path));
    if (!nullable) throw located;
    this.tell(located, path);
    return null;
  }

  private tell(error: GraphQLError, path: Path | undefined): void {
    for (let at = path; at; at = at.prev) if (this.nulled.has(at)) return;
    if (this.nulled.has(undefined)) return;
    this.nulled.add(path);
    this.errors.push(error);
  }
}

function leaf({ type }: Extract<Shape, { is: 'leaf' }>, value: unknown): unknown {
  const told: unknown = type.serialize(value);
  if (told === null || told === undefined) throw new Error(`${type.name} has made nothing of a value`);
  return told;
}

function propertyOf(source: unknown, name: string): unknown {
  const has = (typeof source === 'object' && source !== null) || typeof source === 'function';
  return has ? (source as Record<string, unknown>)[name] : undefined;
}

function pathOf({ name, parent }: PlannedField, prev: Path | undefined): Path {
  return { prev, key: name, typename: parent.name };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** The same object when all that it waits for has come. */
async function settled(answer: Record<string, unknown>): Promise<Record<string, unknown>> {
  const names = Object.keys(answer);
  const values = await Promise.all(names.map((name) => answer[name]));
  names.forEach((name, at) => (answer[name] = values[at]));
  return answer;
}

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.prev) keys.push(at.key);
  return keys.toReversed();
}
