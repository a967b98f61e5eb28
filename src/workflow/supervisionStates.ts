/** 督办事项状态, DOMAIN A 49; overdue is derived, never stored. */
export const SupervisionState = {
  ISSUED: 1,
  RECEIVED: 2,
  IN_PROGRESS: 3,
  REPORTED: 4,
  CONCLUDED: 5,
  RETURNED: 6,
} as const;

/** 督办事由, DOMAIN A 48. */
export const SupervisionReason = {
  LONG_PENDING: 1,
  SPECIFIC_VERIFIABLE: 2,
  NEAR_OR_OVER_DUE: 3,
  SUPERIOR_ASSIGNED: 4,
  KEY_CLUE: 5,
} as const;
