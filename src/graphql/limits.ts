import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import type { ValidationContext, ValidationRule } from 'graphql';
import { LiandongError, type ErrorCode } from '../shared/errors.js';

/** What a request may be, before anybody enters for it; the same for everyone, administrators included. */
export const LIMITS = {
  characters: 32_000,
  tokens: 3000,
  depth: 12,
  aliases: 100,
  directives: 50,
  cost: 30_000,
  faults: 20,
  page: 100,
  units: 5_000,
} as const;

/** Reported like any other fault of a document, together with the others, under a code of its own. */
const reported = (code: ErrorCode, limit: number) => ({
  n: limit,
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null) => context?.reportError(new LiandongError(code, { limit }))],
});

export const LIMIT_RULES = [
  // Fragments are how a client is written, not how deep it asks.
  maxDepthRule({ ...reported('DOCUMENT_TOO_DEEP', LIMITS.depth), flattenFragments: true }),
  // __typename too: the rule would let it pass uncounted.
  maxAliasesRule({ ...reported('TOO_MANY_ALIASES', LIMITS.aliases), allowList: [] }),
  maxDirectivesRule(reported('TOO_MANY_DIRECTIVES', LIMITS.directives)),
] as unknown as ValidationRule[];

/**
 * Units cost no statement but multiply: children of children of ancestors. A request may look at so many, however it
 * names them; a search through all of them counts as a hundred.
 */
export class UnitBudget {
  private left: number = LIMITS.units;

  spend(units: number): void {
    this.left -= units;
    if (this.left < 0) throw new LiandongError('TOO_MANY_UNITS', { limit: LIMITS.units });
  }
}
export const SEARCH_COST = 100;
