import { ActFault } from '../../database/actFault.js';
import { parseId, type IdKind } from '../ids.js';

/** What an id in an act's input names, if it is of one of these kinds. */
export function namedId<Kind extends IdKind>(
  kinds: readonly Kind[],
  text: string,
  field: string,
): { kind: Kind; uuid: string } {
  try {
    const { kind, uuid } = parseId(text);
    const known = kinds.find((one) => one === kind);
    if (known) return { kind: known, uuid };
  } catch {
    // As one of another kind.
  }
  throw new ActFault('INPUT_INVALID', field);
}

/** The uuid of an id of that kind. */
export function named(kind: IdKind, text: string, field: string): string {
  return namedId([kind], text, field).uuid;
}

/** Different ids of one kind, so many at most. */
export function namedIds(kind: IdKind, texts: readonly string[], field: string, most: number): string[] {
  const uuids = texts.map((text) => named(kind, text, field));
  if (uuids.length > most || new Set(uuids).size < uuids.length) throw new ActFault('INPUT_INVALID', field);
  return uuids;
}
