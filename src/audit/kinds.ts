/** What an entry of the audit trail tells of. ACT and EMERGENCY come from acts alone, by audit_act(). */
export const AuditKind = { ACT: 1, READ: 2, SEARCH: 3, EXPLAIN: 4, REFUSAL: 5, EMERGENCY: 6 } as const;
export type AuditKind = keyof typeof AuditKind;
/** What a host may say of its requests. */
export type HostKind = Exclude<AuditKind, 'ACT' | 'EMERGENCY'>;
