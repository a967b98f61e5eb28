import { isEnumType, isScalarType, type GraphQLLeafType } from 'graphql';
import { rowsOf, type Projection } from './projection.js';
import type { PlannedField, Shape } from '../planned/plan.js';
import { ruleOf } from '../rule.js';
import type { Facet } from '../../jurisdiction/facets.js';

/** SQL on an alias. */
type Sql = (alias: string) => string;
/** A field's name, and its value's JSON, never null. */
type Entry = [name: string, json: Sql];
/** A part of a row's JSON, in the order in which it is answered: several fields, one of which all comes, or a unit's label. */
export type Piece = { column: string; sql: Sql } & (
  { is: 'fields' } | { is: 'value'; field: PlannedField; facet: Facet | null } | { is: 'unit'; field: PlannedField }
);

/** Scalars that tell of a value what the database's JSON says of it. */
const AS_IT_IS = ['ID', 'String', 'Int', 'Boolean', 'DateTime'];

/** Null where something is asked for that takes more than columns: whoever answers it would be passed over. */
export function piecesOf(projection: Projection, fields: readonly PlannedField[]): Piece[] | null {
  const pieces: Piece[] = [];
  let entries: Entry[] = [];
  const fieldsSoFar = () => {
    if (entries.length === 0) return;
    const all = entries;
    pieces.push({ is: 'fields', column: `r${pieces.length}`, sql: (alias) => fieldsOf(all, alias) });
    entries = [];
  };
  for (const field of fields) {
    const entry = entryOf(projection, field);
    if (entry) {
      entries.push(entry);
      continue;
    }
    fieldsSoFar();
    const column = `r${pieces.length}`;
    const piece = unitPiece(projection, field, column) ?? valuePiece(projection, field, column);
    if (!piece) return null;
    pieces.push(piece);
  }
  fieldsSoFar();
  return pieces.length > 0 ? pieces : null;
}

/** A unit of which its own values are asked for: they are in memory. */
function unitPiece(projection: Projection, field: PlannedField, column: string): Piece | null {
  const { shape } = field;
  const label = projection.columns[nameOf(field) ?? ''];
  if (!label || shape.is !== 'object' || shape.type.name !== 'Unit') return null;
  const own = shape.fields.every(
    ({ definition, shape: below }) =>
      definition && below.is === 'leaf' && asIt(definition) && (!definition.resolve || definition.name === 'id'),
  );
  // As a number: as it comes it would be a text.
  return own ? { is: 'unit', column, field, sql: (alias) => `(${label(alias)})::float8` } : null;
}

/** A facet, or what belongs to a row. */
function valuePiece(projection: Projection, field: PlannedField, column: string): Piece | null {
  const name = nameOf(field);
  if (!name || field.definition!.resolve) return null;
  const facet = projection.facets?.[name];
  const relation = projection.relations?.[name];
  const of = facet?.projection ?? relation?.projection();
  const entries = of && entriesOf(of, belowOf(field.shape));
  if (!entries || (facet && !projection.places)) return null;
  const sql = (alias: string) => {
    const inner = `${alias}_${column}`;
    const object = objectOf(entries, inner);
    if (facet) return `(select ${object} from ${facet.table} ${inner} where ${inner}.${facet.key} = ${alias}.id)`;
    const rows = `select ${object} as o ${rowsOf(relation!, inner, alias)}`;
    return relation!.many ? `(select '[' || coalesce(string_agg(o, ','), '') || ']' from (${rows}) o)` : `(${rows})`;
  };
  return { is: 'value', column, field, facet: facet ? (name.toUpperCase() as Facet) : null, sql };
}

/** Its name, where it is answered under no other, has no arguments and takes no more than its object. */
function nameOf({ name, definition }: PlannedField): string | null {
  return definition?.name === name && asIt(definition) ? name : null;
}

function asIt(definition: NonNullable<PlannedField['definition']>): boolean {
  return definition.args.length === 0 && !ruleOf(definition)?.check;
}

function belowOf(shape: Shape): readonly PlannedField[] {
  if (shape.is === 'list') return belowOf(shape.item);
  return shape.is === 'object' ? shape.fields : [];
}

function entriesOf(projection: Projection, fields: readonly PlannedField[]): Entry[] | null {
  const entries = fields.map((field) => entryOf(projection, field));
  return entries.every((entry) => entry !== null) && entries.length > 0 ? entries : null;
}

function entryOf(projection: Projection, field: PlannedField): Entry | null {
  const name = nameOf(field);
  const column = name && (projection.columns[name] ?? projection.always?.[name]);
  if (!column || field.shape.is !== 'leaf' || field.definition!.resolve) return null;
  const json = jsonOf(field.shape.type, column);
  return json && [name, json];
}

/** A column's JSON: of enums their names. */
function jsonOf(type: GraphQLLeafType, column: Sql): Sql | null {
  if (isScalarType(type))
    return AS_IT_IS.includes(type.name) ? (alias) => `coalesce(to_json(${column(alias)})::text, 'null')` : null;
  if (!isEnumType(type)) return null;
  const values = type.getValues();
  if (!values.every(({ value }) => Number.isInteger(value))) return null;
  const cases = values.map(({ name, value }) => `when ${value} then '"${name}"'`).join(' ');
  return (alias) => `case ${column(alias)} ${cases} else 'null' end`;
}

/**
 * Texts put together, and no row turned into JSON: each selection would be a type of its own, which PostgreSQL keeps as long
 * as the connection lives.
 */
function fieldsOf(entries: readonly Entry[], alias: string): string {
  return entries.map(([name, json], n) => `'${n > 0 ? ',' : ''}"${name}":' || ${json(alias)}`).join(' || ');
}

function objectOf(entries: readonly Entry[], alias: string): string {
  return `'{' || ${fieldsOf(entries, alias)} || '}'`;
}
