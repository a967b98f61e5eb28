import type { OrganSlug } from '../organisation/slugs.js';
import type { Step } from './course.js';
import type { Told } from './newClue.js';
import type { Rank } from './subjects.js';

/** A clue of the stories (SCENARIOS.md), told in days before now; units and posts by their keys. */
export interface Scene extends Pick<Told, 'source' | 'allegation' | 'petition' | 'reporterKind'> {
  key: string;
  place: OrganSlug | `${OrganSlug}-group-${string}`;
  receivedDaysAgo: number;
  step: Omit<Step, 'at'> & { daysAgo: number };
  owner?: OrganSlug;
  handling?: string;
  handler?: string;
  unresolved?: true;
  /** The post of the official whom a clue of the compartment is about, or an invented outsider. */
  about?: string | { position: string; rank: Rank };
}

const assigned = (daysAgo: number): Scene['step'] => ({ stage: 'ASSIGNED', desk: 'HANDLER', daysAgo });
const verified = (daysAgo: number): Scene['step'] => ({
  stage: 'PRELIM_VERIFICATION',
  desk: 'HANDLER',
  method: 'PRELIMINARY_VERIFICATION',
  daysAgo,
});
const received = (daysAgo: number): Scene['step'] => ({ stage: 'RECEIVED', desk: 'INTAKE', daysAgo });

export const SCENES: readonly Scene[] = [
  // SC-06 Fenghua's three colours: without a proposal for less than a month, more than one, more than two.
  ...[10, 20, 38, 50, 70, 84].map((receivedDaysAgo, i): Scene => {
    const office = `fenghua-discipline-${(i % 3) + 1}`;
    return {
      key: `fenghua-colours-${i + 1}`,
      place: 'fenghua',
      receivedDaysAgo,
      step: assigned(receivedDaysAgo - 6),
      source: 'PETITION',
      handling: office,
      handler: `${office}-officer`,
    };
  }),
  {
    key: 'eshan-land', // SC-09
    place: 'eshan',
    receivedDaysAgo: 85,
    step: {
      stage: 'CLOSED',
      desk: 'HANDLER',
      method: 'PRELIMINARY_VERIFICATION',
      outcome: 'REMINDER_TALK',
      daysAgo: 40,
    },
    source: 'PETITION',
    handler: 'eshan-principal',
    about: { position: '村党支部书记', rank: 'OTHER' },
    allegation: '村集体土地流转未经民主决策，流转款去向不明。',
  },
  {
    key: 'qiaosi-rental', // SC-10
    place: 'qiaosi',
    receivedDaysAgo: 16,
    step: verified(9),
    source: 'PETITION',
    handler: 'qiaosi-principal',
    about: { position: '社区股份经济合作社董事长', rank: 'OTHER' },
    allegation: '将集体厂房低价出租给关联人员，租金差额未入账，涉及承租户百余户。',
    petition: '联名反映：集体厂房出租不公开，一百多户租户谁签的合同都说不清，租金去向请查清楚。',
    reporterKind: 'REAL_NAME',
  },
  {
    key: 'longgang-worksheet', // SC-11
    place: 'longgang',
    receivedDaysAgo: 120,
    step: { stage: 'CLOSED', desk: 'HANDLER', method: 'TALK_INQUIRY', outcome: 'REMINDER_TALK', daysAgo: 60 },
    source: 'SUPERVISION_FINDING',
    handler: 'longgang-principal',
    about: { position: '村党支部书记', rank: 'OTHER' },
    allegation: '用工单载明十二人务工，仅二人签字，用工登记不规范。',
  },
  {
    key: 'hangzhou-one-sentence', // SC-13
    place: 'hangzhou-group-justice',
    receivedDaysAgo: 95,
    step: verified(60),
    source: 'PETITION',
    handler: 'hangzhou-group-justice-member',
    about: { position: '监狱民警', rank: 'GENERAL' },
    allegation: '收受服刑人员亲属钱款，为其谋取利益。',
    petition: '监狱有个民警收钱办事。',
    reporterKind: 'REAL_NAME',
  },
  {
    key: 'hangzhou-one-sentence-supplement',
    place: 'hangzhou-group-justice',
    receivedDaysAgo: 70,
    step: verified(60),
    source: 'SUPPLEMENT',
    handler: 'hangzhou-group-justice-member',
    about: { position: '监狱民警', rank: 'GENERAL' },
    allegation: '所称归还借款与转账记录不符。',
    petition: '此前已反映，现补充材料：转账记录两份，所谓“还款”并非事实。',
    reporterKind: 'REAL_NAME',
  },
  {
    key: 'shuyang-kindergarten', // SC-17
    place: 'shuyang',
    receivedDaysAgo: 12,
    step: verified(11),
    source: 'INSPECTION_TRANSFER',
    handling: 'shuyang-discipline-1',
    handler: 'shuyang-discipline-1-officer',
    about: { position: '幼儿园园长', rank: 'GENERAL' },
    allegation: '幼儿园安全隐患长期未整改，监管人员履职不力。',
  },
  {
    key: 'shuyang-police-post',
    place: 'shuyang-group-police',
    receivedDaysAgo: 8,
    step: assigned(8),
    source: 'INSPECTION_TRANSFER',
    handler: 'shuyang-group-police-head',
    about: { position: '派出所内勤', rank: 'GENERAL' },
    allegation: '使用虚假车辆维修票据报销。',
  },
  {
    key: 'ningde-rectification', // SC-18
    place: 'ningde-group-civil',
    receivedDaysAgo: 45,
    step: { stage: 'TALK_INQUIRY', desk: 'HANDLER', method: 'TALK_INQUIRY', daysAgo: 15 },
    source: 'SUPERVISION_FINDING',
    handler: 'ningde-group-civil-head',
    about: { position: '局属事业单位主任', rank: 'SECTION' },
    allegation: '专项监督检查发现助残项目资金拨付不规范。',
  },
  // A superior takes a matter over, and one is given to another organ: the number tells where it came from.
  ...[1, 2].map((n): Scene => ({
    key: `haishu-upgraded-${n}`,
    place: 'haishu',
    receivedDaysAgo: 40 + 30 * n,
    step: { stage: 'UPGRADED', desk: 'INVESTIGATOR', daysAgo: 20 * n },
    source: 'PETITION',
    owner: 'ningbo',
    handling: 'ningbo-investigation-7',
    handler: 'ningbo-investigation-7-officer',
  })),
  {
    key: 'jiangbei-designated',
    place: 'jiangbei',
    receivedDaysAgo: 75,
    step: { stage: 'DESIGNATED_AWAY', desk: 'HANDLER', daysAgo: 30 },
    source: 'PETITION',
    owner: 'zhenhai',
    handling: 'zhenhai-discipline-2',
    handler: 'zhenhai-discipline-2-officer',
  },
  // The compartment: officials of the demo world themselves, who may not know.
  ...(
    [
      ['ningbo', 'cixi-leader-1'],
      ['fenghua', 'fenghua-discipline-3-officer'],
      ['hangzhou', 'hangzhou-supervision-2-officer'],
      ['foshan', 'foshan-investigation-8-head'],
    ] as const
  ).map(([place, about], i): Scene => ({
    key: `${place}-official`,
    place,
    receivedDaysAgo: 30 + 15 * i,
    step: verified(12),
    source: 'PETITION',
    handling: `${place}-cadre`,
    handler: `${place}-cadre-officer`,
    about,
    allegation: '打听、过问在办问题线索，并向管理服务对象透露办理情况。',
  })),
  // Not yet known who is meant: one came in some days ago, one today.
  ...(
    ['ningbo', 'haishu', 'fenghua', 'hangzhou', 'linping', 'tonglu', 'foshan', 'nanhai', 'shizhu', 'xiamen'] as const
  ).flatMap((place, i): Scene[] => [
    {
      key: `${place}-unresolved`,
      place,
      receivedDaysAgo: 2 + 4 * i,
      step: received(2 + 4 * i),
      source: 'PETITION',
      unresolved: true,
    },
    {
      key: `${place}-today`,
      place,
      receivedDaysAgo: 0.05 + i / 100,
      step: received(0.05 + i / 100),
      source: 'PETITION',
    },
  ]),
];
