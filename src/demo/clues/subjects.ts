import type { RankClass } from '../../workflow/clueStages.js';
import { inventedName } from '../people/names.js';
import type { Random } from '../random.js';
import type { Level } from './places.js';

export type Rank = keyof typeof RankClass;

export interface Subject {
  name: string;
  position: string;
  rank: Rank;
}

/** Posts without a place: nobody real is meant. */
const POSITIONS: Readonly<Record<Level, readonly (readonly [position: string, rank: Rank])[]>> = {
  NATIONAL: [
    ['省部级领导干部', 'MINISTERIAL'],
    ['省级机关厅长', 'BUREAU'],
    ['中央企业副总经理', 'BUREAU'],
    ['部属高校党委副书记', 'BUREAU'],
  ],
  PROVINCE: [
    ['设区市副市长', 'BUREAU'],
    ['省属国有企业总经理', 'BUREAU'],
    ['省级机关副厅长', 'BUREAU'],
    ['省级机关处长', 'DIVISION'],
    ['省属高校基建处处长', 'DIVISION'],
  ],
  CITY: [
    ['区（县、市）政府副职', 'DIVISION'],
    ['市级机关副局长', 'DIVISION'],
    ['市属国有企业副总经理', 'DIVISION'],
    ['开发区管委会副主任', 'DIVISION'],
    ['市级机关科长', 'SECTION'],
    ['市属医院设备科科长', 'SECTION'],
  ],
  COUNTY: [
    ['镇党委副书记、镇长', 'SECTION'],
    ['街道办事处副主任', 'SECTION'],
    ['住房和城乡建设局副局长', 'SECTION'],
    ['自然资源和规划局副局长', 'SECTION'],
    ['卫生健康局党委委员', 'SECTION'],
    ['中学校长', 'SECTION'],
    ['国有平台公司部门经理', 'GENERAL'],
    ['综合行政执法队中队长', 'GENERAL'],
    ['不动产登记中心工作人员', 'GENERAL'],
  ],
  TOWNSHIP: [
    ['村党支部书记', 'OTHER'],
    ['村委会主任', 'OTHER'],
    ['村会计', 'OTHER'],
    ['社区党委副书记', 'OTHER'],
    ['农业服务中心工作人员', 'GENERAL'],
    ['城镇建设办公室副主任', 'GENERAL'],
  ],
  GROUP: [
    ['局机关处（科）长', 'SECTION'],
    ['局属事业单位主任', 'SECTION'],
    ['局办公室副主任', 'SECTION'],
    ['服务窗口工作人员', 'GENERAL'],
    ['执法支队大队长', 'SECTION'],
  ],
};

/** 纪检监察干部, whose matters lie in the compartment. */
const STAFF: readonly (readonly [position: string, rank: Rank])[] = [
  ['纪检监察室副主任', 'SECTION'],
  ['派驻纪检监察组干部', 'SECTION'],
  ['镇纪委副书记', 'GENERAL'],
  ['审查调查室干部', 'GENERAL'],
];

export const UNRESOLVED_SUBJECT: Subject = { name: '（身份待核）', position: '某单位干部', rank: 'OTHER' };

export function inventedSubject(random: Random, level: Level, ofStaff: boolean): Subject {
  const [position, rank] = random.pick(ofStaff ? STAFF : POSITIONS[level]);
  return { name: inventedName(random), position, rank };
}
