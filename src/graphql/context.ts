import type { CursorSealer } from './cursor.js';
import type { UnitBudget } from './limits.js';
import type { Loaders } from './loaders.js';
import type { RequestTrail } from '../audit/requestTrail.js';
import type { ActDatabase } from '../database/acting.js';
import type { Entered } from '../database/scoped.js';
import type { SignedIn } from '../jurisdiction/principal.js';
import type { UnitTree } from '../jurisdiction/unitTree.js';
import type { Language } from '../shared/errors.js';

/** What reading takes, from the moment the principal has entered until the answer leaves. */
export interface Session extends Entered {
  units: UnitTree;
  unitBudget: UnitBudget;
  loaders: Loaders;
  /** What was seen is told here, and written before the answer leaves. */
  trail: RequestTrail;
}

/** What a request costs, in points, as its answer tells. `asked`: null while it is not known; `left`: until it was taken. */
export interface Cost {
  asked: number | null;
  allowed: number;
  left: number | null;
}

/**
 * What a resolver has: the caller, in the one transaction of this request. `session` is null until the operation is
 * known to be a valid one; no resolver runs before that.
 */
export interface RequestContext {
  identity: SignedIn;
  language: Language;
  correlationId: string;
  /** The address that the request came from. */
  source: string;
  cursors: CursorSealer;
  /** One object from beginning to end: Apollo hands copies of the context about. */
  cost: Cost;
  session: Session | null;
  /** For acts: where they happen, and how what comes after is read by the principal as they left him. */
  acting: { acts: ActDatabase; enterAgain: () => Promise<void> } | null;
  /** Under which id numbers are digested; the database has the digests only. */
  idNumberKey: Buffer | null;
}

/** The caller's session; without one nothing is read. */
export function sessionOf(context: RequestContext): Session {
  if (!context.session) throw new Error('a resolver ran before its principal had entered');
  return context.session;
}
