import type { OrganSlug } from './slugs.js';

export const ZoneKind = { TOWNSHIP_GROUP: 1, COUNTY_ZONE: 2, CROSS_CITY_ZONE: 3, JOINT_GROUP: 4 } as const;

export interface Zone {
  owner: OrganSlug;
  name: string;
  kind: keyof typeof ZoneKind;
  principle: string;
  lead: string;
  members: readonly string[];
}

type Row = [name: string, lead: string, ...members: string[]];

const NEAR = '地域相邻、力量均衡、工作便利';
const ALIKE = '职能相近、工作便利、力量均衡';

/** 片组、协作区、联组 (S2, S3, S4): who stands together, and which office leads. Membership opens nothing. */
export const ZONES: readonly Zone[] = [
  ...zones('tonglu', 'TOWNSHIP_GROUP', NEAR, [
    ['第一片组', 'discipline-1', '330122003', '330122004', '330122002'],
    ['第二片组', 'discipline-2', 'eshan', 'zhongshan', '330122102'],
    ['第三片组', 'discipline-3', '330122109', '330122110', '330122112', '330122210'],
    ['第四片组', 'discipline-1', 'xinhe', '330122005', '330122101', '330122113'],
  ]),
  ...zones('linping', 'TOWNSHIP_GROUP', NEAR, [
    ['第一片组', 'discipline-1', '330113001', '330113002', '330113004', 'linping-group-first'],
    ['第二片组', 'discipline-2', '330113007', '330113100', 'linping-group-fourth'],
    ['第三片组', 'discipline-3', 'qiaosi', '330113003', '330113006', 'linping-group-third'],
  ]),
  ...zones('linan', 'TOWNSHIP_GROUP', NEAR, [
    ['第一片组', 'discipline-1', '330112006', '330112007', '330112005', '330112002'],
    ['第二片组', 'discipline-1', '330112008', '330112102', '330112115'],
    ['第三片组', 'discipline-3', 'longgang', '330112108', '330112112', '330112113'],
    ['第四片组', 'discipline-2', '330112104', '330112106', '330112107', '330112116', '330112103'],
    ['第五片组', 'discipline-2', '330112109', '330112111'],
  ]),
  ...zones('foshan', 'COUNTY_ZONE', ALIKE, [
    ['第一协作区', 'supervision-1', 'chancheng', 'foshan-group-health', 'foshan-group-police'],
    ['第二协作区', 'supervision-2', 'nanhai', 'sanshui', 'foshan-group-housing'],
    ['第三协作区', 'supervision-3', 'shunde', 'gaoming', 'foshan-group-education'],
  ]),
  ...zones('foshan', 'JOINT_GROUP', ALIKE, [
    ['卫生健康联组', 'supervision-1', 'foshan-group-health', 'chancheng-group-health', 'nanhai-group-health'],
  ]),
  ...zones('guizhou', 'CROSS_CITY_ZONE', '跨市州编组、规避熟人圈、力量均衡', [
    ['第一内部监督办案协作区', 'cadre', '5201', '5204', 'guizhou-group-police'],
    ['第二内部监督办案协作区', 'cadre', '5203', '5206', 'guizhou-group-finance'],
    ['第三内部监督办案协作区', 'cadre', '5202', '5223', 'guizhou-group-transport'],
    ['第四内部监督办案协作区', 'cadre', '5205', 'guizhou-group-health'],
    ['第五内部监督办案协作区', 'cadre', '5226', 'guizhou-group-education'],
    ['第六内部监督办案协作区', 'cadre', '5227', 'guizhou-group-justice'],
  ]),
];

function zones(owner: OrganSlug, kind: Zone['kind'], principle: string, rows: readonly Row[]): Zone[] {
  return rows.map(([name, lead, ...members]) => ({ owner, name, kind, principle, lead: `${owner}-${lead}`, members }));
}
