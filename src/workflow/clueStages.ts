/** Stages of a clue (问题线索办理阶段), DOMAIN B2. The number is what the database stores. */
export const ClueStage = {
  RECEIVED: 1,
  NOT_ACCEPTED: 2,
  FORWARDED: 3,
  DUPLICATE_RETAINED: 4,
  PENDING_DISPATCH: 5,
  ASSIGNED: 6,
  RETURNED_TO_INTAKE: 7,
  PROPOSED: 8,
  TALK_INQUIRY: 9,
  PRELIM_VERIFICATION: 10,
  HELD: 11,
  MINOR_MEASURE: 12,
  CASE_FILED: 13,
  TRANSFERRED_TO_INVESTIGATION: 14,
  TRANSFERRED_TO_PARTY_ORG: 15,
  UPGRADED: 16,
  DESIGNATED_AWAY: 17,
  CLOSED: 18,
} as const;

/** 线索来源. */
export const ClueSource = {
  PETITION: 1,
  SUPERIOR_ASSIGNED: 2,
  NATIONAL_PLATFORM: 3,
  INSPECTION_TRANSFER: 4,
  SUPERVISION_FINDING: 5,
  DISPATCHED_GROUP: 6,
  SUPPLEMENT: 7,
} as const;

/** 处置方式: four, since filing a case is an outcome of verification (DOMAIN §0). */
export const DisposalMethod = { TALK_INQUIRY: 1, PRELIMINARY_VERIFICATION: 2, HELD_PENDING: 3, CLOSED: 4 } as const;

/** 办理结果. */
export const ClueOutcome = {
  DIRECT_CLOSURE: 1,
  ACCEPTED_EXPLANATION: 2,
  DISPROVED: 3,
  REMINDER_TALK: 4,
  CRITICISM: 5,
  ORDERED_SELF_EXAMINATION: 6,
  ADMONITION: 7,
  CASE_FILED: 8,
  TRANSFERRED_TO_PARTY_ORG: 9,
  FORWARDED: 10,
  NOT_ACCEPTED: 11,
  DUPLICATE: 12,
} as const;

export const PetitionClass = { ACCUSATION: 1, APPEAL: 2, SUGGESTION: 3, OTHER: 4 } as const;
export const PetitionChannel = { LETTER: 1, VISIT: 2, CALL: 3, ONLINE: 4, OTHER: 5 } as const;
export const ReporterKind = { REAL_NAME: 1, ANONYMOUS: 2 } as const;
/** 六类职级, as the statistics count them. */
export const RankClass = { MINISTERIAL: 1, BUREAU: 2, DIVISION: 3, SECTION: 4, GENERAL: 5, OTHER: 6 } as const;
/** 三个优先, and the key minority (关键少数). */
export const PriorityReason = {
  SAME_LEVEL_MANAGED_CADRE: 1,
  KEY_POST: 2,
  YOUNG_RESERVE_CADRE: 3,
  KEY_MINORITY: 4,
} as const;
