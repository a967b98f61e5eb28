/** How far the opening of an alias is, as the database numbers it. */
export const AliasOpeningState = { REQUESTED: 1, APPROVED: 2, REFUSED: 3 } as const;
