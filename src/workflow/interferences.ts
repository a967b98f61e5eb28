/** 打听、过问、干预: 监察法 art. 66; 监督执纪工作规则 art. 64. */
export const InterferenceManner = { ASKED_ABOUT: 1, INQUIRED_INTO: 2, PLEADED: 3, CONTACTED: 4 } as const;

/** What cadre supervision made of it (处理结果). */
export const InterferenceOutcome = { ADMONITION: 1, ACCOUNTABILITY: 2, NO_VIOLATION: 3, TRANSFERRED: 4 } as const;

/** Never stored: it follows from what was added since. */
export const InterferenceState = { RECORDED: 1, HANDLED: 2, CORRECTED: 3 } as const;
