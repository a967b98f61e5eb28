import type { OrganSlug } from './slugs.js';

export interface Group {
  organ: OrganSlug;
  /** From 501; the group's slug is the organ's, "group" and its own: hangzhou-group-justice. */
  number: number;
  slug: string;
  name: string;
  residentUnits: string[];
}

type Row = [slug: string, name: string, ...residentUnits: string[]];

/** 派驻纪检监察组, first of each organ first. A group with several resident units is comprehensive (综合派驻). */
const GROUPS_OF: Partial<Record<OrganSlug, readonly Row[]>> = {
  nation: [
    ['police', '驻公安部纪检监察组', '公安部'],
    ['justice', '驻司法部纪检监察组', '司法部'],
    ['education', '驻教育部纪检监察组', '教育部'],
  ],
  zhejiang: [
    ['police', '驻省公安厅纪检监察组', '省公安厅'],
    ['justice', '驻省司法厅纪检监察组', '省司法厅', '省监狱管理局'],
    ['education', '驻省教育厅纪检监察组', '省教育厅'],
  ],
  hangzhou: [
    ['justice', '驻市司法局纪检监察组', '市司法局'],
    ['police', '驻市公安局纪检监察组', '市公安局'],
    ['health', '驻市卫生健康委纪检监察组', '市卫生健康委', '市医疗保障局'],
    ['education', '驻市教育局纪检监察组', '市教育局'],
    ['housing', '驻市城乡建设委纪检监察组', '市城乡建设委', '市园林文物局'],
  ],
  shangcheng: [
    ['first', '派驻第一纪检监察组', '区司法局', '区信访局'],
    ['second', '派驻第二纪检监察组', '区卫生健康局', '区市场监督管理局'],
  ],
  linping: [
    ['first', '派驻第一纪检监察组', '区发展和改革局', '区财政局'],
    ['second', '派驻第二纪检监察组', '区教育局', '区文化和旅游局'],
    ['third', '派驻第三纪检监察组', '区住房和城乡建设局', '区农业农村局', '区市场监督管理局'],
    ['fourth', '派驻第四纪检监察组', '区卫生健康局', '区民政局'],
    ['fifth', '派驻第五纪检监察组', '区公安分局', '区司法局'],
  ],
  tonglu: [
    ['first', '派驻第一纪检监察组', '县财政局', '县审计局'],
    ['second', '派驻第二纪检监察组', '县农业农村局', '县水利局'],
    ['third', '派驻第三纪检监察组', '县教育局', '县卫生健康局'],
  ],
  ningbo: [
    ['police', '驻市公安局纪检监察组', '市公安局'],
    ['education', '驻市教育局纪检监察组', '市教育局'],
    ['resources', '驻市自然资源和规划局纪检监察组', '市自然资源和规划局', '市生态环境局'],
    ['justice', '驻市司法局纪检监察组', '市司法局'],
    ['assets', '驻市国资委纪检监察组', '市国资委', '市财政局', '市金融办'],
  ],
  haishu: [
    ['first', '派驻第一纪检监察组', '区教育局', '区文化和广电旅游体育局'],
    ['second', '派驻第二纪检监察组', '区住房和城乡建设局', '区综合行政执法局'],
  ],
  fenghua: [
    ['first', '派驻第一纪检监察组', '区发展和改革局', '区财政局'],
    ['second', '派驻第二纪检监察组', '区住房和城乡建设局', '区交通运输局'],
    ['third', '派驻第三纪检监察组', '区农业农村局', '区水利局'],
    ['fourth', '派驻第四纪检监察组', '区卫生健康局', '区民政局'],
  ],
  xiangshan: [
    ['police', '驻县公安局纪检监察组', '县公安局'],
    ['second', '派驻第二纪检监察组', '县水利和渔业局', '县农业农村局'],
  ],
  shuyang: [
    ['education', '驻县教育局纪检监察组', '县教育局'],
    ['police', '驻县公安局纪检监察组', '县公安局', '县司法局'],
  ],
  xiamen: [
    ['education', '驻市教育局纪检监察组', '市教育局'],
    ['housing', '驻市住房和建设局纪检监察组', '市住房和建设局', '市市政园林局'],
  ],
  jimei: [['second', '派驻第二纪检监察组', '区教育局', '区卫生健康局']],
  ningde: [
    ['civil', '驻市民政局纪检监察组', '市民政局', '市残疾人联合会', '市退役军人事务局'],
    ['police', '驻市公安局纪检监察组', '市公安局'],
  ],
  foshan: [
    ['police', '驻市公安局纪检监察组', '市公安局'],
    ['health', '驻市卫生健康局纪检监察组', '市卫生健康局', '市医疗保障局'],
    ['housing', '驻市住房和城乡建设局纪检监察组', '市住房和城乡建设局'],
    ['education', '驻市教育局纪检监察组', '市教育局'],
  ],
  chancheng: [['health', '驻区卫生健康局纪检监察组', '区卫生健康局']],
  nanhai: [
    ['health', '驻区卫生健康局纪检监察组', '区卫生健康局'],
    ['housing', '驻区住房城乡建设和水利局纪检监察组', '区住房城乡建设和水利局'],
  ],
  shunde: [['health', '驻区卫生健康局纪检监察组', '区卫生健康局']],
  chongqing: [['police', '驻市公安局纪检监察组', '市公安局']],
  shizhu: [
    ['education', '驻县教委纪检监察组', '县教委'],
    ['police', '驻县公安局纪检监察组', '县公安局'],
    ['agriculture', '驻县农业农村委纪检监察组', '县农业农村委', '县林业局'],
  ],
  guizhou: [
    ['police', '驻省公安厅纪检监察组', '省公安厅'],
    ['finance', '驻省财政厅纪检监察组', '省财政厅'],
    ['transport', '驻省交通运输厅纪检监察组', '省交通运输厅'],
    ['health', '驻省卫生健康委纪检监察组', '省卫生健康委'],
    ['education', '驻省教育厅纪检监察组', '省教育厅'],
    ['justice', '驻省司法厅纪检监察组', '省司法厅'],
  ],
};

export const GROUPS: readonly Group[] = Object.entries(GROUPS_OF).flatMap(([organ, rows]) =>
  rows.map(([slug, name, ...residentUnits], i): Group => ({
    organ: organ as OrganSlug,
    number: 501 + i,
    slug,
    name,
    residentUnits,
  })),
);

/** Groups at the same field of work, superior and subordinate (上下联动). */
export const COUNTERPARTS: readonly (readonly [superior: string, subordinate: string])[] = [
  ['nation-group-justice', 'zhejiang-group-justice'],
  ['nation-group-police', 'zhejiang-group-police'],
  ['zhejiang-group-justice', 'hangzhou-group-justice'],
  ['zhejiang-group-justice', 'ningbo-group-justice'],
  ['zhejiang-group-police', 'ningbo-group-police'],
  ['hangzhou-group-justice', 'shangcheng-group-first'],
  ['hangzhou-group-justice', 'linping-group-fifth'],
  ['hangzhou-group-health', 'linping-group-fourth'],
  ['ningbo-group-police', 'xiangshan-group-police'],
  ['foshan-group-health', 'chancheng-group-health'],
  ['foshan-group-health', 'nanhai-group-health'],
  ['foshan-group-health', 'shunde-group-health'],
  ['foshan-group-housing', 'nanhai-group-housing'],
  ['xiamen-group-education', 'jimei-group-second'],
  ['chongqing-group-police', 'shizhu-group-police'],
];
