import type { HostKind } from './kinds.js';
import type { FaultCode } from '../database/actFault.js';
import type { Facet, ObjectKind } from '../jurisdiction/facets.js';
import type { ErrorCode } from '../shared/errors.js';

/** What the trail names besides matters. */
export type TracedObject =
  | ObjectKind
  | 'recusal'
  | 'interference_record'
  | 'person'
  | 'post'
  | 'audit_entry'
  | 'alias_opening'
  | 'administrative_change'
  | 'organisation_import';

/** What a request leaves in the trail. Names, codes and ids: never a text, an argument or a value of one. */
export interface Trace {
  kind: HostKind;
  /** The root field it came from. */
  operation: string;
  object?: TracedObject;
  objectIds?: readonly string[];
  facets?: readonly Facet[];
  paths?: readonly string[];
  code?: ErrorCode | FaultCode;
  /** Of whose posts it was told: with the matter, so that neither is in the trail without the other. */
  details?: { posts: readonly string[] };
}

/** Whose request it was: a post, or, before anybody has entered, no more than a token's subject. */
export type Asker = { person: string; post: string; unit: number } | { subject: string };

export interface Circumstances {
  asker: Asker;
  /** The caller's address, as the host knows it. */
  source: string;
  correlationId: string;
}
