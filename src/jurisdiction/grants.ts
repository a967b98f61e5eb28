/** On what a grant stands (授权依据). The number is what the database stores. */
export const GrantBasis = {
  ASSIGNED: 1,
  CC: 2,
  JOINT_CASE: 3,
  SECONDMENT: 4,
  DESIGNATED: 5,
  REPORTED: 6,
  UNMASKING: 7,
  EMERGENCY: 8,
  CATALOGUE: 9,
  COMPARTMENT: 10,
  UPGRADED: 11,
  LEAD: 12,
  SUPERVISED: 13,
  RECUSAL: 14,
  TRIAL: 15,
  OTHER: 16,
} as const;
export type GrantBasis = keyof typeof GrantBasis;

/** For what somebody may not know of a matter. */
export const DenialBasis = { RECUSAL: 1, SUBJECT: 2, COMPARTMENT: 3, OTHER: 4 } as const;
export type DenialBasis = keyof typeof DenialBasis;
