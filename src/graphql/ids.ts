import { LiandongError } from '../shared/errors.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const KINDS = [
  'clue',
  'supervisionItem',
  'jointCase',
  'unit',
  'post',
  'person',
  'zone',
  'recusal',
  'unmasking',
  'emergencyAccess',
  'interferenceRecord',
  'grant',
  'contactLink',
  'inspectionRound',
  'auditAliasOpening',
  'administrativeChange',
  'branch',
  'organisationImport',
  'session',
  'reorganisation',
] as const;
export type IdKind = (typeof KINDS)[number];

/** Ids name their kind, so that one of another kind is a mistake to be told and not a row that is missing. */
export function parseId(text: string): { kind: IdKind; uuid: string } {
  const [, kind, uuid] = /^([a-zA-Z]+)_(.*)$/s.exec(text) ?? [];
  const known = KINDS.find((name) => name === kind);
  if (!known || !uuid || !UUID.test(uuid)) throw new LiandongError('ID_INVALID');
  return { kind: known, uuid };
}

export function uuidOf(kind: IdKind, text: string): string {
  const id = parseId(text);
  if (id.kind !== kind) throw new LiandongError('ID_INVALID');
  return id.uuid;
}

/** The name of its type in the SDL. */
export function typeNamed(kind: IdKind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

export function idOf(kind: IdKind, uuid: string): string {
  return `${kind}_${uuid}`;
}

/** The same, as SQL on a uuid column. */
export function idSql(kind: IdKind, column: string): string {
  return `'${kind}_' || ${column}`;
}
