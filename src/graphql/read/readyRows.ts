import { isEnumType, isScalarType, type GraphQLLeafType, type GraphQLResolveInfo } from 'graphql';
import { PLACES, rowsOf, type Projection } from './projection.js';
import type { Facet } from '../../jurisdiction/facets.js';
import type { UnitNode } from '../../jurisdiction/unitTree.js';
import type { Places } from '../../database/ways.js';
import { plannedOf, type PlannedField, type Shape } from '../planned/plan.js';

type ObjectShape = Extract<Shape, { is: 'object' }>;

/** A row of a statement with the columns of ready rows. */
export interface ReadyRow {
  id: string;
  due: string;
  [PLACES]: Places | null;
  [column: string]: unknown;
}

/** A field's name, and its value on an alias. */
type Entry = [name: string, sql: (alias: string) => string];
/** A part of a row's JSON, in the order in which it is answered. */
type Piece = { column: string } & (
  | { is: 'fields'; entries: Entry[] }
  | { is: 'value'; field: PlannedField; facet: Facet | null; sql: (alias: string) => string }
  | { is: 'unit'; field: PlannedField; sql: (alias: string) => string }
);

/** Scalars that tell of a value what the database's JSON says of it. */
const AS_IT_IS = ['ID', 'String', 'Int', 'Boolean', 'DateTime'];

/**
 * Rows whose JSON the database makes as it is answered, so that nobody reads it before the client: where a planned query
 * asks of an object for its own columns, its facets and one level of what belongs to it, by their own names. Units alone
 * are put in, from memory.
 */
export class ReadyRows {
  private constructor(
    private readonly projection: Projection,
    private readonly pieces: readonly Piece[],
  ) {}

  private static readonly known = new WeakMap<PlannedField, ReadyRows | 'none'>();

  /** Of a connection whose rows are asked for as nodes; null: it is to be read in the other way. */
  static of(info: GraphQLResolveInfo, projection: Projection): ReadyRows | null {
    const field = plannedOf(info)?.field;
    if (field?.shape.is !== 'object') return null;
    const known = ReadyRows.known.get(field) ?? ReadyRows.made(field.shape, projection) ?? 'none';
    ReadyRows.known.set(field, known);
    return known === 'none' ? null : known;
  }

  private static made({ fields }: ObjectShape, projection: Projection): ReadyRows | null {
    const [nodes, ...others] = fields.filter(({ definition }) => ['nodes', 'edges'].includes(definition?.name ?? ''));
    if (nodes?.definition?.name !== 'nodes' || others.length > 0) return null;
    const { shape } = nodes;
    if (shape.is !== 'list' || shape.item.is !== 'object') return null;
    const pieces = piecesOf(projection, shape.item.fields);
    return pieces && new ReadyRows(projection, pieces);
  }

  /** What a statement selects for a row, besides its id. */
  columns(alias: string): string {
    const { projection, pieces } = this;
    const columns = pieces.map((piece) => {
      // A label as a number: as it comes it would be a text.
      if (piece.is === 'unit') return `${piece.sql(alias)}::float8 as ${piece.column}`;
      const sql = piece.is === 'value' ? piece.sql(alias) : jsonOf(piece.entries, alias);
      return `(${sql})::text as ${piece.column}`;
    });
    if (this.facets.length > 0)
      columns.push(
        `json_build_array(${projection.places!.map((name) => `${alias}.${name}`).join(', ')}) as "${PLACES}"`,
      );
    return columns.join(', ');
  }

  /** The facets that are asked for, and the columns in which they are. */
  get facets(): [facet: Facet, column: string][] {
    return this.pieces.flatMap((piece) => (piece.is === 'value' && piece.facet ? [[piece.facet, piece.column]] : []));
  }

  json(rows: readonly ReadyRow[], find: (pos: number) => UnitNode | null, info: GraphQLResolveInfo): string {
    const units = new Map<PlannedField, Map<number | null, string>>();
    const { answerOf } = plannedOf(info)!;
    const unit = (field: PlannedField, pos: number | null) => {
      const known = units.get(field) ?? new Map<number | null, string>();
      units.set(field, known);
      const text = known.get(pos) ?? JSON.stringify(answerOf(field, pos === null ? null : find(pos)));
      known.set(pos, text);
      return text;
    };
    const text = (piece: Piece, row: ReadyRow) => {
      const value = row[piece.column];
      if (piece.is === 'fields') return (value as string).slice(1, -1); // without its braces
      const answer =
        piece.is === 'unit' ? unit(piece.field, value as number | null) : ((value as string | null) ?? 'null');
      return `"${piece.field.name}":${answer}`;
    };
    return `[${rows.map((row) => `{${this.pieces.map((piece) => text(piece, row)).join(',')}}`).join(',')}]`;
  }
}

function piecesOf(projection: Projection, fields: readonly PlannedField[]): Piece[] | null {
  const pieces: Piece[] = [];
  for (const field of fields) {
    const name = nameOf(field);
    if (!name) return null;
    const column = `r${pieces.length}`;
    const leaf = leafSql(projection, field);
    const facet = projection.facets?.[name];
    const relation = projection.relations?.[name];
    const last = pieces.at(-1);
    if (leaf) {
      if (last?.is === 'fields') last.entries.push([name, leaf]);
      else pieces.push({ is: 'fields', column, entries: [[name, leaf]] });
    } else if (isUnit(field) && projection.columns[name]) {
      pieces.push({ is: 'unit', column, field, sql: projection.columns[name] });
    } else if (facet) {
      const entries = entriesOf(facet.projection, belowOf(field.shape));
      if (!entries || !projection.places) return null;
      const { table, key } = facet;
      const sql = (alias: string) =>
        jsonOf(
          entries,
          `${alias}_${column}`,
          `from ${table} ${alias}_${column} where ${alias}_${column}.${key} = ${alias}.id`,
        );
      pieces.push({ is: 'value', column, field, facet: name.toUpperCase() as Facet, sql });
    } else if (relation) {
      const entries = entriesOf(relation.projection(), belowOf(field.shape));
      if (!entries) return null;
      const json = relation.many ? jsonOfAll : jsonOf;
      const sql = (alias: string) => json(entries, `${alias}_${column}`, rowsOf(relation, `${alias}_${column}`, alias));
      pieces.push({ is: 'value', column, field, facet: null, sql });
    } else return null;
  }
  return pieces.length > 0 ? pieces : null;
}

/** Its name, where it is answered under no other and has no arguments. */
function nameOf({ name, definition }: PlannedField): string | null {
  return definition?.name === name && definition.args.length === 0 ? name : null;
}

function belowOf(shape: Shape): readonly PlannedField[] {
  if (shape.is === 'list') return belowOf(shape.item);
  return shape.is === 'object' ? shape.fields : [];
}

/** Columns only; null where anything else is asked for. */
function entriesOf(projection: Projection, fields: readonly PlannedField[]): Entry[] | null {
  const entries: Entry[] = [];
  for (const field of fields) {
    const name = nameOf(field);
    const leaf = name && leafSql(projection, field);
    if (!name || !leaf) return null;
    entries.push([name, leaf]);
  }
  return entries.length > 0 ? entries : null;
}

function leafSql(projection: Projection, { definition, shape }: PlannedField): ((alias: string) => string) | null {
  const column = projection.columns[definition!.name] ?? projection.always?.[definition!.name];
  if (!column || shape.is !== 'leaf' || definition!.resolve) return null;
  return told(shape.type, column);
}

/** A column as it is told: enums by their names. */
function told(type: GraphQLLeafType, column: (alias: string) => string): ((alias: string) => string) | null {
  if (isScalarType(type)) return AS_IT_IS.includes(type.name) ? column : null;
  if (!isEnumType(type)) return null;
  const values = type.getValues();
  if (!values.every(({ value }) => Number.isInteger(value))) return null;
  const cases = values.map(({ name, value }) => `when ${value} then '${name}'`).join(' ');
  return (alias) => `case ${column(alias)} ${cases} end`;
}

/** A unit of which its own values are asked for: they are in memory. */
function isUnit({ shape }: PlannedField): boolean {
  return (
    shape.is === 'object' &&
    shape.type.name === 'Unit' &&
    shape.fields.every(
      ({ definition, shape: below }) => definition && definition.args.length === 0 && below.is === 'leaf',
    )
  );
}

/** As a row's text, which has no spaces; from rows of a table, or of values that are there. */
function jsonOf(entries: readonly Entry[], alias: string, from = ''): string {
  return `(select row_to_json(o) from (${selectOf(entries, alias)} ${from}) o)`;
}

function jsonOfAll(entries: readonly Entry[], alias: string, from: string): string {
  return `(select '[' || coalesce(string_agg(row_to_json(o)::text, ','), '') || ']' from (${selectOf(entries, alias)} ${from}) o)`;
}

function selectOf(entries: readonly Entry[], alias: string): string {
  return `select ${entries.map(([name, sql]) => `${sql(alias)} as "${name}"`).join(', ')}`;
}
