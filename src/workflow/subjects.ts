/** 被反映人: whether he is a discipline official, as the database numbers it. */
export const SubjectState = { UNRESOLVED: 0, NOT_STAFF: 1, STAFF: 2 } as const;
/** What a finding can be: nobody finds that he does not know. */
export const SubjectFinding = { NOT_STAFF: SubjectState.NOT_STAFF, STAFF: SubjectState.STAFF } as const;
