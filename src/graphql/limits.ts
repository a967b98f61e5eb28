import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import type { GraphQLError, ValidationContext, ValidationRule } from 'graphql';
import { LiandongError } from '../shared/errors.js';

/** What a document may be, before anybody enters for it; the same for everyone. */
export const LIMITS = { tokens: 3000, depth: 12, aliases: 100, directives: 50, units: 5_000 } as const;

/** Reported like any other fault of a document, together with the others. */
const reported = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
};

export const LIMIT_RULES = [
  maxDepthRule({ n: LIMITS.depth, ...reported }),
  maxAliasesRule({ n: LIMITS.aliases, ...reported }),
  maxDirectivesRule({ n: LIMITS.directives, ...reported }),
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
