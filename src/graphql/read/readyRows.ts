import type { GraphQLResolveInfo } from 'graphql';
import { PLACES, placesSql, type Projection } from './projection.js';
import { piecesOf, type Piece } from './readyPieces.js';
import { plannedOf, type PlannedField } from '../planned/plan.js';
import type { Places } from '../../database/ways.js';
import type { Facet } from '../../jurisdiction/facets.js';
import type { UnitNode } from '../../jurisdiction/unitTree.js';

/** A row of a statement with the columns of ready rows. */
export interface ReadyRow {
  id: string;
  due: string;
  [PLACES]: Places | null;
  [column: string]: unknown;
}

/**
 * Rows whose JSON the database makes as it is answered, so that nobody reads it before the client: where a planned query
 * asks of an object for its own columns, its facets and one level of what belongs to it, by their own names. Units alone
 * are put in, from memory.
 */
export class ReadyRows {
  /** The facets that are asked for, and the columns in which they are. */
  readonly facets: readonly (readonly [facet: Facet, column: string])[];

  private constructor(
    private readonly projection: Projection,
    private readonly pieces: readonly Piece[],
  ) {
    this.facets = pieces.flatMap((piece) =>
      piece.is === 'value' && piece.facet ? [[piece.facet, piece.column] as const] : [],
    );
  }

  private static readonly known = new WeakMap<PlannedField, ReadyRows | 'none'>();

  /** Of a connection; null: it is to be read in the other way. */
  static of(field: PlannedField | undefined, projection: Projection): ReadyRows | null {
    if (!field) return null;
    const known = ReadyRows.known.get(field) ?? ReadyRows.made(field, projection) ?? 'none';
    ReadyRows.known.set(field, known);
    return known === 'none' ? null : known;
  }

  /** Where rows are asked for as nodes, and only so. */
  private static made({ shape }: PlannedField, projection: Projection): ReadyRows | null {
    if (shape.is !== 'object') return null;
    const [nodes, ...others] = shape.fields.filter(({ definition }) =>
      ['nodes', 'edges'].includes(definition?.name ?? ''),
    );
    if (nodes?.definition?.name !== 'nodes' || others.length > 0) return null;
    if (nodes.shape.is !== 'list' || nodes.shape.item.is !== 'object') return null;
    const pieces = piecesOf(projection, nodes.shape.item.fields);
    return pieces && new ReadyRows(projection, pieces);
  }

  /** What a statement selects of a row, besides its id, on the alias it is given. */
  columns(alias: string): string {
    const columns = this.pieces.map(({ sql, column }) => `${sql(alias)} as ${column}`);
    if (this.facets.length > 0) columns.push(`${placesSql(this.projection, alias)} as "${PLACES}"`);
    return columns.join(', ');
  }

  json(rows: readonly ReadyRow[], find: (pos: number) => UnitNode | null, info: GraphQLResolveInfo): string {
    const { answerOf } = plannedOf(info)!;
    const units = new Map<PlannedField, Map<unknown, string>>();
    const unit = (field: PlannedField, pos: number | null) => {
      const known = units.get(field) ?? new Map<unknown, string>();
      units.set(field, known);
      const text = known.get(pos) ?? JSON.stringify(answerOf(field, pos === null ? null : find(pos)));
      known.set(pos, text);
      return text;
    };
    const text = (piece: Piece, row: ReadyRow) => {
      const value = row[piece.column];
      if (piece.is === 'fields') return value as string;
      const answer =
        piece.is === 'unit' ? unit(piece.field, value as number | null) : ((value as string | null) ?? 'null');
      return `"${piece.field.name}":${answer}`;
    };
    return `[${rows.map((row) => `{${this.pieces.map((piece) => text(piece, row)).join(',')}}`).join(',')}]`;
  }
}
