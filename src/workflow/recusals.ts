/** 回避: grounds and states, as the database numbers them. */
export const RecusalGround = { SELF_OR_RELATIVE: 1, WITNESS: 2, INTEREST: 3, OTHER: 4 } as const;
export const RecusalState = { REQUESTED: 1, APPROVED: 2, REFUSED: 3, ENDED: 4 } as const;
