/** What a unit can be (机关、内设机构、派驻机构 …). The number is what the database stores. */
export const UnitKind = {
  ORGAN: 1,
  OFFICE: 2,
  DISPATCHED_GROUP: 3,
  DISPATCHED_ORGAN: 4,
  INSPECTION_BODY: 5,
  COMMAND_CENTRE: 6,
} as const;
export type UnitKind = keyof typeof UnitKind;

/** 层级. The tree is not uniformly five-tiered: a county may stand directly under a province. */
export const OrganTier = { NATIONAL: 1, PROVINCE: 2, CITY: 3, COUNTY: 4, TOWNSHIP: 5 } as const;
export type OrganTier = keyof typeof OrganTier;

/** 内设机构的职能. The two centres are those of command-centre units (指挥中心). */
export const OfficeKind = {
  CASE_SUPERVISION_MANAGEMENT: 1,
  SUPERVISION_INSPECTION: 2,
  REVIEW_INVESTIGATION: 3,
  DISCIPLINE_SUPERVISION: 4,
  PETITIONS_REPORTS: 5,
  CASE_TRIAL: 6,
  CADRE_SUPERVISION: 7,
  CONDUCT_SUPERVISION: 8,
  ORGANISATION: 9,
  PARTY_COMMITTEE_OFFICE: 10,
  JOINT_SUPERVISION_CENTRE: 11,
  JOINT_CASE_CENTRE: 12,
  GENERAL_OFFICE: 13,
} as const;
export type OfficeKind = keyof typeof OfficeKind;

/** 协作区、片组、联组. The number is what the database stores. */
export const ZoneKind = { TOWNSHIP_GROUP: 1, COUNTY_ZONE: 2, CROSS_CITY_ZONE: 3, JOINT_GROUP: 4 } as const;
export type ZoneKind = keyof typeof ZoneKind;

/** A division takes so many labels: all that begin with its code. */
export const DIVISION_WIDTH = { province: 1e10, city: 1e8, county: 1e6 } as const;

/** An organ's offices are numbered 1–499 after it, its dispatched groups 500–999: both are intervals. */
export const LAST_OFFICE_NUMBER = 499;
export const FIRST_GROUP_NUMBER = 500;
