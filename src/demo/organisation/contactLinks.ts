/** 联系: which office looks after which organs and groups, by slug or division code. */
const LINKS_OF: Readonly<Record<string, readonly string[]>> = {
  'zhejiang-supervision-1': ['hangzhou', '3305', 'zhejiang-group-police'],
  'zhejiang-supervision-2': ['ningbo', '3309', 'zhejiang-group-justice'],
  'zhejiang-supervision-3': ['3303', '3311', 'zhejiang-group-education'],
  'zhejiang-supervision-4': ['3304', '3306'],
  'zhejiang-supervision-5': ['3307', '3308', '3310'],
  'ningbo-supervision-1': ['haishu', 'fenghua', 'ningbo-group-police'],
  'ningbo-supervision-2': ['yuyao', 'cixi', 'ningbo-group-education'],
  'ningbo-supervision-3': ['xiangshan', 'ninghai', 'ningbo-group-resources'],
  'ningbo-supervision-4': ['beilun', 'zhenhai', 'ningbo-group-assets'],
  'ningbo-supervision-5': ['yinzhou', 'ningbo-group-justice'],
  'hangzhou-supervision-1': ['linping', 'gongshu', 'hangzhou-group-housing'],
  'hangzhou-supervision-2': ['330106', '330108'],
  'hangzhou-supervision-3': ['tonglu', 'chunan', '330182'],
  'hangzhou-supervision-4': ['linan', '330111', 'hangzhou-group-health'],
  'hangzhou-supervision-5': ['330109', '330110', '330114', 'hangzhou-group-education'],
  'hangzhou-supervision-6': ['shangcheng', 'hangzhou-group-justice', 'hangzhou-group-police'],
  'linping-discipline-1': ['330113001', '330113002', 'linping-group-first', 'linping-group-second'],
  'linping-discipline-2': ['330113003', '330113004', 'linping-group-fourth', 'linping-group-fifth'],
  'linping-discipline-3': ['qiaosi', '330113006', 'linping-group-third'],
  'tonglu-discipline-1': ['330122003', '330122004', 'tonglu-group-first'],
  'tonglu-discipline-2': ['eshan', 'zhongshan', '330122102', 'tonglu-group-second'],
  'tonglu-discipline-3': ['330122109', '330122110', 'tonglu-group-third'],
  'fenghua-discipline-1': ['330213001', '330213002', 'fenghua-group-first'],
  'fenghua-discipline-2': ['xikou', '330213003', 'fenghua-group-second'],
  'fenghua-discipline-3': ['330213106', '330213107', 'fenghua-group-third', 'fenghua-group-fourth'],
  'fujian-supervision-1': ['3501', 'xiamen'],
  'fujian-supervision-2': ['ningde', '3507'],
  'xiamen-supervision-1': ['jimei', '350203', 'xiamen-group-education'],
  'xiamen-supervision-2': ['350205', '350206', 'xiamen-group-housing'],
  'xiamen-supervision-3': ['350212', '350213'],
  'ningde-supervision-1': ['fuan', 'shouning', 'zhouning', 'ningde-group-civil'],
  'ningde-supervision-2': ['350902', '350921', 'ningde-group-police'],
  'foshan-supervision-1': ['chancheng', 'foshan-group-health'],
  'foshan-supervision-2': ['nanhai', 'foshan-group-housing'],
  'foshan-supervision-3': ['shunde', 'foshan-group-police'],
  'foshan-supervision-4': ['sanshui', 'gaoming', 'foshan-group-education'],
  'jiangsu-supervision-4': ['3208', 'suqian'],
  'suqian-supervision-1': ['shuyang', '321302'],
  'chongqing-supervision-3': ['shizhu', '500241', '500233'],
  'shizhu-discipline-1': ['huangshui', '500240001', 'shizhu-group-education'],
  'shizhu-discipline-2': ['500240101', '500240106', 'shizhu-group-police'],
};

const NATIONAL_OFFICES = 11;

export interface ContactLink {
  office: string;
  target: string;
  /** The years a link has lasted do not depend on today; a change of links that was just made does. */
  beganDaysAgo?: number;
  endedDaysAgo?: number;
}

export function contactLinks(provinces: readonly string[]): ContactLink[] {
  const perOffice = Math.ceil(provinces.length / NATIONAL_OFFICES);
  return [
    ...provinces.map((target, i) => ({ office: `nation-supervision-${Math.floor(i / perOffice) + 1}`, target })),
    ...Object.entries(LINKS_OF).flatMap(([office, targets]) => targets.map((target) => ({ office, target }))),
    // 重新划分联系范围: Jiangbei has just gone from one office to another.
    { office: 'ningbo-supervision-4', target: 'jiangbei', endedDaysAgo: 20 },
    { office: 'ningbo-supervision-3', target: 'jiangbei', beganDaysAgo: 20 },
  ];
}
