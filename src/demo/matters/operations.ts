import type { OrganSlug } from '../organisation/slugs.js';
import type { JointCase } from './jointCase.js';

/** Days before now, or a date where the story has one. */
type Moment = number | Date;

/** A joint case of the stories; units and posts by their keys. */
export interface Operation {
  key: string;
  organ: OrganSlug;
  /** An office, group or, for a grand zone, the organ itself with its leader. */
  lead: string;
  mode: JointCase['mode'];
  state: JointCase['state'];
  started: Moment;
  plannedDays: number;
  closed?: Moment;
  title: string;
  criteria: string;
  clues: readonly string[];
  members: readonly (readonly [post: string, tasks: string])[];
}

export const OPERATIONS: readonly Operation[] = [
  {
    key: 'tonglu-eshan', // SC-09: planned for three months, done in 23 days
    organ: 'tonglu',
    lead: 'tonglu-discipline-2',
    mode: 'ZONE',
    state: 'CONCLUDED',
    started: 70,
    plannedDays: 90,
    closed: 47,
    title: '莪山畲族乡村集体土地流转问题片组协作核查',
    criteria: '乡镇力量不足，片组申请，县纪委监委批准。',
    clues: ['eshan-land'],
    members: [
      ['eshan-principal', '申请单位，组织谈话'],
      ['zhongshan-officer', '调取村账资料'],
      ['330122102-officer', '入户走访'],
      ['tonglu-discipline-2-officer', '审核谈话笔录'],
    ],
  },
  {
    key: 'linping-qiaosi', // SC-10: one each from three offices
    organ: 'linping',
    lead: 'linping-discipline-3',
    mode: 'ZONE',
    state: 'ACTIVE',
    started: 8,
    plannedDays: 14,
    title: '乔司街道厂房出租信访问题联合核查',
    criteria: '涉及承租户百余户，街道专职力量不足，属地、片组申请增援。',
    clues: ['qiaosi-rental'],
    members: [
      ['linping-xinfang-officer', '接待反映人，反馈办理情况'],
      ['linping-discipline-3-officer', '谈话取证'],
      ['linping-group-third-member', '入户走访承租户'],
      ['qiaosi-principal', '属地协调'],
    ],
  },
  {
    key: 'hangzhou-one-sentence', // SC-13
    organ: 'hangzhou',
    lead: 'hangzhou-supervision-6',
    mode: 'TASK_FORCE',
    state: 'ACTIVE',
    started: 58,
    plannedDays: 90,
    title: '监狱民警涉嫌收受财物问题室组地联合办案',
    criteria: '跨层级、跨区域，派驻机构力量不足以单独办理。',
    clues: ['hangzhou-one-sentence', 'hangzhou-one-sentence-supplement'],
    members: [
      ['hangzhou-leader-2', '指挥协调'],
      ['hangzhou-supervision-6-head', '牵头办案'],
      ['hangzhou-supervision-6-officer', '谈话取证'],
      ['hangzhou-group-justice-head', '驻在单位协调'],
      ['hangzhou-group-justice-member', '调取书证'],
      ['shangcheng-discipline-1-officer', '外围取证'],
    ],
  },
  {
    key: 'xiangshan-half-month', // SC-02
    organ: 'xiangshan',
    lead: 'xiangshan-discipline-1',
    mode: 'TASK_FORCE',
    state: 'CONCLUDED',
    started: new Date('2021-05-31T09:00:00+08:00'),
    plannedDays: 30,
    closed: new Date('2021-06-12T09:00:00+08:00'),
    title: '公安民警违规借款问题室组地联合核查',
    criteria: '上级督办，期限紧，办公室、派驻组、属地分头取证。',
    clues: ['ningbo-notice-2'],
    members: [
      ['xiangshan-discipline-1-head', '牵头核查'],
      ['xiangshan-discipline-1-officer', '谈话'],
      ['xiangshan-group-police-head', '外围取证'],
    ],
  },
  {
    key: 'foshan-grand-zone', // SC-15 B: led by the leader in charge, all zones
    organ: 'foshan',
    lead: 'foshan',
    mode: 'GRAND_ZONE',
    state: 'ACTIVE',
    started: 35,
    plannedDays: 120,
    title: '医药购销领域腐败问题全市大联组办案',
    criteria: '跨区域、系统性、行业性，社会影响重大。',
    clues: [],
    members: [
      ['foshan-leader-1', '牵头指挥'],
      ['foshan-centre-case-officer', '线索统筹'],
      ['foshan-supervision-1-officer', '面上排查'],
      ['foshan-group-health-head', '驻在单位协调'],
      ['nanhai-group-health-head', '南海片区核查'],
      ['chancheng-discipline-1-officer', '禅城片区核查'],
    ],
  },
  {
    key: 'foshan-health-vertical', // SC-15 D
    organ: 'foshan',
    lead: 'foshan-group-health',
    mode: 'VERTICAL_LINKAGE',
    state: 'ACTIVE',
    started: 20,
    plannedDays: 60,
    title: '卫生健康系统市区两级派驻监督联动',
    criteria: '市、区派驻机构面临同类系统性风险。',
    clues: [],
    members: [
      ['foshan-group-health-member', '汇总风险清单'],
      ['chancheng-group-health-head', '禅城区同步检查'],
      ['shunde-group-health-head', '顺德区同步检查'],
    ],
  },
  {
    key: 'foshan-single-department', // SC-15 A: the group can do it alone
    organ: 'foshan',
    lead: 'foshan-supervision-2',
    mode: 'ZONE',
    state: 'REFUSED',
    started: 28,
    plannedDays: 30,
    closed: 25,
    title: '市住房和城乡建设局下属单位采购问题',
    criteria: '单一部门问题，派驻机构可以自行办理，不启动联合办案。',
    clues: [],
    members: [],
  },
];
