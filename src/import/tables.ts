// The seven tables of an organisation import (机关、内设机构、派驻机构、协作区、联系、人员、任职), as data.
//
// How rows name things. Names repeat (江北区 is in Ningbo and in Chongqing, every county has a 第一纪检监察室, and so do
// people), and what the database calls a unit is nobody's to know. So everything has a code that the organisation gives
// and keeps, and a row says by it what it means:
//   an organ       its division code, 2, 4, 6 or 9 digits: 330203
//   any other unit the code of its organ and one of its own: 330203-B01. Offices, centres, inspection bodies and
//                  dispatched groups of an organ share one set of codes; what kind a unit is, the code does not say.
//   a zone         the code of the organ that keeps it and one of its own: 3302-Z01. Zones are no units.
//   a person       the staff number (人员编号), unique in the province. Homonyms are told apart by it; the same number is
//                  the same person. The identity provider's subject may come later. Identity numbers are refused.
//   a post         staff number, unit, duty and the day it began; a contact link office, target and the day it began.
// A name, a kind, an end may be imported anew; what a row's key holds may not: another code is another unit.
// A day is one in China: `from` is the first in force, `until` the first no longer in force. A blank `from` means the
// day of the confirmation for what is new, and no change for what is there; a blank `until`, that there is no end.
// What a file does not name is left as it is: an import ends nothing by silence.
import type { Duty } from '../jurisdiction/duties.js';
import type { OfficeKind, UnitKind } from '../jurisdiction/units.js';
import { type Column, headed, optional, required } from './columns.js';
import { Wrong } from './faults.js';
import {
  day,
  divisionCode,
  freeText,
  organOf,
  ownedCode,
  personName,
  several,
  staffNumber,
  subject,
  unitCode,
  wholeNumber,
  word,
  yesNo,
} from './kinds.js';

/** A row's cells by column, as they were read. */
export type CellsOf<C> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never };

interface TableOf<C extends Record<string, Column<unknown>>> {
  readonly zh: string;
  readonly en: string;
  readonly columns: C;
  /** What names the row: two rows of one key are the same thing, said twice. */
  key(cells: CellsOf<C>): string;
  /** What is wrong between the cells of one row, and at which of them. */
  check?(cells: CellsOf<C>): readonly (readonly [at: keyof C, wrong: Wrong | false])[];
}

const table = <C extends Record<string, Column<unknown>>>(given: TableOf<C>): TableOf<C> => given;

const NAME_OF_UNIT = 120;
const NAME_OF_PERSON = 60;

export const ORGAN_WORDS = {
  ORGAN: ['纪检监察机关', '机关'],
  DISPATCHED_ORGAN: ['派出机构'],
} as const satisfies Partial<Record<UnitKind, readonly [string, ...string[]]>>;

export const OFFICE_UNIT_WORDS = {
  OFFICE: ['内设机构', '部门'],
  COMMAND_CENTRE: ['指挥中心'],
  INSPECTION_BODY: ['巡视巡察机构', '巡察机构', '巡视机构'],
} as const satisfies Partial<Record<UnitKind, readonly [string, ...string[]]>>;

export const OFFICE_WORDS = {
  CASE_SUPERVISION_MANAGEMENT: ['案件监督管理室', '案管室', '案件监督管理'],
  SUPERVISION_INSPECTION: ['监督检查室', '监督检查'],
  REVIEW_INVESTIGATION: ['审查调查室', '审查调查'],
  DISCIPLINE_SUPERVISION: ['纪检监察室', '纪检监察'],
  PETITIONS_REPORTS: ['信访室', '信访'],
  CASE_TRIAL: ['案件审理室', '案件审理', '审理室'],
  CADRE_SUPERVISION: ['干部监督室', '纪检监察干部监督室', '干部监督'],
  CONDUCT_SUPERVISION: ['党风政风监督室', '党风政风监督', '党风室'],
  ORGANISATION: ['组织部'],
  PARTY_COMMITTEE_OFFICE: ['机关党委'],
  JOINT_SUPERVISION_CENTRE: ['联动监督指挥中心'],
  JOINT_CASE_CENTRE: ['联合办案指挥中心'],
  GENERAL_OFFICE: ['办公室', '办公厅'],
} as const satisfies Record<OfficeKind, readonly [string, ...string[]]>;

export const ZONE_WORDS = {
  TOWNSHIP_GROUP: ['片组'],
  COUNTY_ZONE: ['协作区'],
  CROSS_CITY_ZONE: ['跨市协作区'],
  JOINT_GROUP: ['联组'],
} as const;

export const DUTY_WORDS = {
  PRINCIPAL: ['主要负责人'],
  LEADER_IN_CHARGE: ['分管领导'],
  OFFICE_HEAD: ['部门主要负责人', '部门负责人'],
  OFFICER: ['承办人', '干部'],
  SYSTEM_ADMINISTRATOR: ['系统管理员'],
  SECURITY_ADMINISTRATOR: ['安全保密管理员'],
  AUDIT_ADMINISTRATOR: ['安全审计员'],
} as const satisfies Record<Duty, readonly [string, ...string[]]>;

const period = {
  from: optional('生效日期', 'From', day),
  until: optional('失效日期', 'Until', day),
};
const CENTRES = new Set<OfficeKind>(['JOINT_SUPERVISION_CENTRE', 'JOINT_CASE_CENTRE']);

export const TABLES = {
  organs: table({
    zh: '机关',
    en: 'Organs',
    columns: {
      code: required('机构代码', 'Unit code', divisionCode),
      name: required('机构名称', 'Unit name', freeText(NAME_OF_UNIT)),
      kind: optional('机构类型', 'Unit kind', word(ORGAN_WORDS)),
      /** Blank: the nearest organ that the code begins with. */
      parent: optional('上级机关代码', 'Superior organ', divisionCode),
      ...period,
    },
    key: ({ code }) => code,
    check: (cells) => [
      ends(cells, '生效日期'),
      [
        'parent',
        cells.parent !== null &&
          (cells.parent === cells.code || !cells.code.startsWith(cells.parent)) &&
          new Wrong('PARENT_UNIT'),
      ],
    ],
  }),
  offices: table({
    zh: '内设机构',
    en: 'Offices',
    columns: {
      code: required('机构代码', 'Unit code', ownedCode),
      name: required('机构名称', 'Unit name', freeText(NAME_OF_UNIT)),
      kind: optional('机构类型', 'Unit kind', word(OFFICE_UNIT_WORDS)),
      office: headed('职能', 'Office function', word(OFFICE_WORDS)),
      ordinal: optional('序号', 'Ordinal', wholeNumber(1, 99)),
      ...period,
    },
    key: ({ code }) => code,
    check: (cells) => {
      const kind = cells.kind ?? 'OFFICE';
      const centre = cells.office !== null && CENTRES.has(cells.office);
      const fits =
        kind === 'INSPECTION_BODY'
          ? cells.office === null
          : cells.office !== null && centre === (kind === 'COMMAND_CENTRE');
      return [
        ends(cells, '生效日期'),
        ['office', !fits && new Wrong('OFFICE_FUNCTION', { heading: { zh: '职能', en: 'Office function' } })],
      ];
    },
  }),
  groups: table({
    zh: '派驻机构',
    en: 'Dispatched groups',
    columns: {
      code: required('机构代码', 'Unit code', ownedCode),
      name: required('机构名称', 'Unit name', freeText(NAME_OF_UNIT)),
      residents: required('驻在单位', 'Resident bodies', several(freeText(NAME_OF_UNIT))),
      /** Each is the other's counterpart, whichever row says so. */
      counterparts: optional('对口组', 'Counterpart groups', several(ownedCode)),
      /** Blank: whether there are several resident bodies. */
      comprehensive: optional('综合派驻', 'Comprehensive', yesNo),
      ...period,
    },
    key: ({ code }) => code,
    check: (cells) => [
      ends(cells, '生效日期'),
      ['counterparts', cells.counterparts.includes(cells.code) && same('机构代码', 'Unit code')],
    ],
  }),
  zones: table({
    zh: '协作区',
    en: 'Cooperation zones',
    columns: {
      code: required('协作区代码', 'Zone code', ownedCode),
      name: required('协作区名称', 'Zone name', freeText(NAME_OF_UNIT)),
      kind: required('协作区类型', 'Zone kind', word(ZONE_WORDS)),
      members: required('成员', 'Members', several(unitCode)),
      lead: optional('牵头机构', 'Lead', unitCode),
      principle: optional('编组原则', 'Principle', freeText(200)),
      ...period,
    },
    key: ({ code }) => code,
    check: (cells) => [ends(cells, '生效日期')],
  }),
  links: table({
    zh: '联系',
    en: 'Contact links',
    columns: {
      office: required('联系部门', 'Contact office', ownedCode),
      target: required('联系对象', 'Contact target', unitCode),
      from: required('生效日期', 'From', day),
      until: period.until,
    },
    key: ({ office, target, from }) => `${office} ${target} ${from}`,
    check: (cells) => [
      ends(cells, '生效日期'),
      ['target', cells.target === cells.office && same('联系部门', 'Contact office')],
    ],
  }),
  persons: table({
    zh: '人员',
    en: 'Persons',
    columns: {
      number: required('人员编号', 'Staff number', staffNumber),
      name: required('姓名', 'Name', personName(NAME_OF_PERSON)),
      subject: optional('统一身份标识', 'Identity', subject),
      clearance: optional('涉密等级', 'Clearance', wholeNumber(0, 3)),
      /** The first day out of the service. */
      left: optional('离职日期', 'Left on', day),
    },
    key: ({ number }) => number,
  }),
  posts: table({
    zh: '任职',
    en: 'Posts',
    columns: {
      person: required('人员编号', 'Staff number', staffNumber),
      unit: required('机构代码', 'Unit code', unitCode),
      duty: required('职务', 'Duty', word(DUTY_WORDS)),
      from: required('任职日期', 'Appointed on', day),
      until: optional('免职日期', 'Removed on', day),
      /** Blank: yes. */
      main: optional('主要职务', 'Main post', yesNo),
      /** The units a leader is in charge of (分管), while the post lasts. */
      branch: optional('分管部门', 'In charge of', several(ownedCode)),
    },
    key: ({ person, unit, duty, from }) => `${person} ${unit} ${duty} ${from}`,
    check: (cells) => [
      ends(cells, '任职日期', 'Appointed on'),
      ['branch', cells.branch.length > 0 && cells.duty !== 'LEADER_IN_CHARGE' && new Wrong('ONLY_FOR_LEADERS')],
      ['branch', cells.branch.some((unit) => organOf(unit) !== organOf(cells.unit)) && new Wrong('OTHER_ORGAN')],
    ],
  }),
} as const;

export type Table = keyof typeof TABLES;
export type Cells<T extends Table> = CellsOf<(typeof TABLES)[T]['columns']>;
export const TABLE_NAMES = Object.keys(TABLES) as Table[];

function ends(cells: { from: string | null; until: string | null }, zh: string, en = 'From') {
  const wrong = cells.from !== null && cells.until !== null && cells.until <= cells.from;
  return ['until', wrong && new Wrong('ENDS_BEFORE', { heading: { zh, en } })] as const;
}

function same(zh: string, en: string): Wrong {
  return new Wrong('SAME_UNIT', { heading: { zh, en } });
}
