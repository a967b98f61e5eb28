/** 联动方式, DOMAIN A 67. */
export const JointMode = {
  ZONE: 1,
  SPECIAL_SUPERVISION_GROUP: 2,
  TASK_FORCE: 3,
  GRAND_ZONE: 4,
  VERTICAL_LINKAGE: 5,
} as const;

export const JointCaseState = { APPLIED: 1, ACTIVE: 2, CONCLUDED: 3, REFUSED: 4 } as const;

/** 四支力量, DOMAIN A 9: where the members of a joint case come from. */
export const StaffForce = { LEADERSHIP: 1, OFFICES: 2, DISPATCHED: 3, TOWNSHIP: 4 } as const;
