/** 紧急访问: how far it is. Never stored: it follows from the review and from `until`. */
export const EmergencyState = { OPEN: 1, AWAITING_REVIEW: 2, JUSTIFIED: 3, UNJUSTIFIED: 4 } as const;

/** What can be opened; never the reporter. */
export const EmergencyFacet = { PETITION: 'petition', CONTENT: 'content' } as const;

/** Ours, of no regulation: how long it lasts, how many a person may open in 24 hours. As migration 21 has it; a test compares. */
export const EMERGENCY = { hours: 4, mostInADay: 3 } as const;
