import type { CursorSealer } from './cursor.js';
import type { UnitBudget } from './limits.js';
import type { Loaders } from './loaders.js';
import type { Entered } from '../database/scoped.js';
import type { Identity } from '../jurisdiction/principal.js';
import type { UnitTree } from '../jurisdiction/unitTree.js';
import type { Language } from '../shared/errors.js';

/** What reading takes, from the moment the principal has entered until the answer leaves. */
export interface Session extends Entered {
  units: UnitTree;
  unitBudget: UnitBudget;
  loaders: Loaders;
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
  identity: Identity;
  language: Language;
  correlationId: string;
  cursors: CursorSealer;
  /** One object from beginning to end: Apollo hands copies of the context about. */
  cost: Cost;
  session: Session | null;
}

/** The caller's session; without one nothing is read. */
export function sessionOf(context: RequestContext): Session {
  if (!context.session) throw new Error('a resolver ran before its principal had entered');
  return context.session;
}
