import type { OfficeKind, OrganTier } from '../../jurisdiction/units.js';

export interface StandardOffice {
  /** After the organ's slug it names the office in the tables of the demo world: ningbo-supervision-1. */
  slug: string;
  number: number;
  kind: OfficeKind;
  ordinal?: number;
  name: string;
}

/** One number for each function everywhere, so that an office's label can be read: 330203000001 is Haishu's 案管室. */
const FIRST_NUMBERED = 10;

const DIGITS = '零一二三四五六七八九';

const REGISTER = office('anguan', 1, 'CASE_SUPERVISION_MANAGEMENT', '案件监督管理室');
const INTAKE = office('xinfang', 2, 'PETITIONS_REPORTS', '信访室');
const CONDUCT = office('conduct', 3, 'CONDUCT_SUPERVISION', '党风政风监督室');
const TRIAL = office('trial', 4, 'CASE_TRIAL', '案件审理室');
const CADRE = office('cadre', 5, 'CADRE_SUPERVISION', '干部监督室');
const ORGANISATION = office('organisation', 7, 'ORGANISATION', '组织部');
const PARTY = office('party', 8, 'PARTY_COMMITTEE_OFFICE', '机关党委');

/**
 * Supervision and investigation are apart from the city upwards and one below it (R1 11), where the ordinals of the
 * investigation offices go on from those of supervision. A township's organ has no offices.
 */
export const STANDARD_OFFICES: Readonly<Record<OrganTier, readonly StandardOffice[]>> = {
  NATIONAL: [...staff('办公厅'), PARTY, ...supervision(1, 11), ...investigation(12, 16)],
  PROVINCE: [...staff('办公厅'), PARTY, ...supervision(1, 8), ...investigation(9, 14)],
  CITY: [...staff('办公室'), ...supervision(1, 6), ...investigation(7, 10)],
  COUNTY: [REGISTER, INTAKE, TRIAL, CADRE, ...numbered('discipline', 'DISCIPLINE_SUPERVISION', '纪检监察室', 1, 3)],
  TOWNSHIP: [],
};

/** Half of the counties have no office of its own for it; the organisation department does it there (S4). */
export const COMBINED_CADRE_OFFICE = '组织部（干部监督室）';

function staff(generalOffice: string): StandardOffice[] {
  return [REGISTER, INTAKE, CONDUCT, TRIAL, CADRE, office('general', 6, 'GENERAL_OFFICE', generalOffice), ORGANISATION];
}

function supervision(from: number, to: number): StandardOffice[] {
  return numbered('supervision', 'SUPERVISION_INSPECTION', '监督检查室', from, to);
}

function investigation(from: number, to: number): StandardOffice[] {
  return numbered('investigation', 'REVIEW_INVESTIGATION', '审查调查室', from, to);
}

function office(slug: string, number: number, kind: OfficeKind, name: string): StandardOffice {
  return { slug, number, kind, name };
}

function numbered(slug: string, kind: OfficeKind, name: string, from: number, to: number): StandardOffice[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const ordinal = from + i;
    return {
      slug: `${slug}-${ordinal}`,
      number: FIRST_NUMBERED + ordinal,
      kind,
      ordinal,
      name: `第${inChinese(ordinal)}${name}`,
    };
  });
}

/** An ordinal below a hundred, as it is written. */
function inChinese(number: number): string {
  if (number < 10) return DIGITS[number]!;
  const tens = number < 20 ? '' : DIGITS[Math.floor(number / 10)]!;
  return `${tens}十${number % 10 === 0 ? '' : DIGITS[number % 10]!}`;
}
