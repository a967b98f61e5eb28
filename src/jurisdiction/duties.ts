/** 职务: what a post entitles to follows from its duty, its unit's kind and its office's kind (duty_facet). */
export const Duty = {
  PRINCIPAL: 1,
  LEADER_IN_CHARGE: 2,
  OFFICE_HEAD: 3,
  OFFICER: 4,
  SYSTEM_ADMINISTRATOR: 5,
  SECURITY_ADMINISTRATOR: 6,
  AUDIT_ADMINISTRATOR: 7,
} as const;
export type Duty = keyof typeof Duty;

/** 三员: administrators hold no case facet, not even a number; and nobody is two of them, or one with cases, at one time. */
export const ADMINISTRATORS: readonly Duty[] = [
  'SYSTEM_ADMINISTRATOR',
  'SECURITY_ADMINISTRATOR',
  'AUDIT_ADMINISTRATOR',
];
