import { createHash } from 'node:crypto';

/*
 * What is hashed of an entry, computed without the database's help: a server that was tampered with may have been
 * taught to answer what one wants to hear.
 */

/** Columns in the order of the hashed text, and how each is read as text. */
const COLUMNS: readonly [name: string, sql: string][] = [
  ['form', 'form::text'],
  ['id', 'id::text'],
  ['at', '(extract(epoch from at) * 1000000)::bigint::text'],
  ['txid', 'txid::text'],
  ['kind', 'kind::text'],
  ['person_id', 'person_id::text'],
  ['post_id', 'post_id::text'],
  ['unit_pos', 'unit_pos::text'],
  ['subject', 'subject'],
  ['source', 'source'],
  ['operation', 'operation'],
  ['object', 'object'],
  ['object_ids', 'object_ids::text'],
  ['facets', 'facets::text'],
  ['paths', 'paths::text'],
  ['code', 'code'],
  ['reason', 'reason'],
  ['details', 'details::text'],
  ['correlation_id', 'correlation_id::text'],
];

/** An entry as verification reads it. */
export interface SealedRow {
  txid: string;
  id: string;
  fields: (string | null)[];
  salt: string;
  hash: string;
}

export const SELECT_ROWS = `select txid::text, id::text, json_build_array(${COLUMNS.map(([, sql]) => sql).join(', ')}) as fields,
  encode(salt, 'hex') as salt, encode(hash, 'hex') as hash from audit_entry`;

/** As the database wrote it at the time: a JSON array of texts, with its blanks. */
export function hashOf({ fields, salt }: SealedRow): string {
  const text = `[${fields.map((field) => JSON.stringify(field)).join(', ')}]`;
  return createHash('sha256').update(salt, 'hex').update(text, 'utf8').digest('hex');
}
