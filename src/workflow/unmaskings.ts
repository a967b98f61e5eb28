/** 反映人身份查阅: states, as the database numbers them. The last is never stored: it follows from `until`. */
export const UnmaskingState = { REQUESTED: 1, APPROVED: 2, REFUSED: 3, ENDED: 4, EXPIRED: 5 } as const;

/** For how many days, from the decision on: 控制知悉范围和时间 (监督执纪工作规则 art. 67). As migration 20 has it; a test compares. */
export const UNMASKING_DAYS = { usual: 3, most: 15 } as const;
