/** Posts that are held beside another: the key of the post, and the subject of who holds it. */
export const HELD_BESIDE_ANOTHER: Readonly<Record<string, string>> = {
  'fenghua-group-first-head': 'fenghua-leader-2',
  'foshan-centre-case-officer': 'foshan-investigation-7-officer',
  'ningbo-centre-case-officer': 'ningbo-supervision-2-officer',
  'hangzhou-centre-supervision-officer': 'hangzhou-supervision-5-officer',
};

/** Who has left the service, and how many days ago. */
export const LEFT: Readonly<Record<string, number>> = { 'jiangbei-discipline-3-officer': 40 };

/** Posts that ended without another: their holders are in service and may do nothing. */
export const ENDED: Readonly<Record<string, number>> = { 'haishu-discipline-3-officer': 15 };

/** 三员, who run the system and may know of no matter. */
export const ADMINISTRATOR_POSTS = [
  ['zhejiang-general-system', 'SYSTEM_ADMINISTRATOR'],
  ['zhejiang-general-security', 'SECURITY_ADMINISTRATOR'],
  ['zhejiang-general-audit', 'AUDIT_ADMINISTRATOR'],
] as const;
export const ADMINISTRATORS_UNIT = 'zhejiang-general';
