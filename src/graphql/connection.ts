import { ArgsType, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import type { EffectiveScope } from './effectiveScope.js';
import { withObject } from './rule.js';
import { RuledField } from './ruled.js';

@ObjectType({ description: 'Where a page stands in its list (Relay).' })
export class PageInfo {
  @RuledField(withObject, () => Boolean, { description: 'Whether there is a page after this one.' })
  hasNextPage: boolean;

  @RuledField(withObject, () => Boolean, { description: 'Whether this page was asked for by a cursor.' })
  hasPreviousPage: boolean;

  @RuledField(withObject, () => String, { description: 'Cursor of the first row.', nullable: true })
  startCursor: string | null;

  @RuledField(withObject, () => String, {
    description: 'Cursor of the last row; the next page is after it.',
    nullable: true,
  })
  endCursor: string | null;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'Rows of a page, 1 to 100.' })
  first: number;

  @Field(() => String, { nullable: true, description: 'The endCursor of the page before.' })
  after?: string | null;
}

/** Its cursor is sealed when it is asked for. */
export interface Edge<Node> {
  readonly cursor: string;
  node: Node;
}

export interface Connection<Node> {
  edges: Edge<Node>[];
  nodes: Node[];
  pageInfo: PageInfo;
  totalCount?: number | null;
}

export interface ScopedConnection<Node> extends Connection<Node> {
  effectiveScope: EffectiveScope;
}

/** The fields of a connection; each noun names its own, which extends this. */
export function pageOf<Node extends object>(node: ClassType<Node>, name: string) {
  @ObjectType(`${name}Edge`, { description: `A row of a ${name} list and its place there.` })
  class Edge {
    @RuledField(withObject, () => String, { description: 'Sealed; good for the same list of the same post for a day.' })
    cursor: string;

    @RuledField(withObject, () => node, { description: 'The row.' })
    node: Node;
  }

  @ObjectType()
  abstract class Page {
    @RuledField(withObject, () => [Edge], { description: 'The rows with their cursors.', cost: { page: true } })
    edges: Edge[];

    @RuledField(withObject, () => [node], { description: 'The rows.', cost: { page: true } })
    nodes: Node[];

    @RuledField(withObject, () => PageInfo, { description: 'Where the page stands.' })
    pageInfo: PageInfo;

    @RuledField(withObject, () => Int, {
      description:
        'Rows of the whole list that you may see, exactly; null when counting would take too long. Costs only when asked for.',
      nullable: true,
      cost: { points: 100 },
    })
    totalCount?: number | null;
  }
  return Page;
}
