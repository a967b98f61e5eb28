import { UnitKind } from '../../jurisdiction/units.js';
import { GROUPS } from '../organisation/groups.js';
import type { Organisation } from '../organisation/organisation.js';
import { OrganTier } from '../../jurisdiction/units.js';
import type { Unit } from '../../hierarchy/unit.js';
import type { OrganSlug } from '../organisation/slugs.js';

/** How much of the demo world's work each named organ has; counties and townships most, as in the nation (D). */
const NAMED: Readonly<Record<OrganSlug, number>> = {
  nation: 36,
  jiangsu: 14,
  suqian: 20,
  shuyang: 60,
  zhejiang: 50,
  hangzhou: 120,
  shangcheng: 80,
  gongshu: 60,
  linan: 70,
  longgang: 14,
  linping: 110,
  qiaosi: 20,
  tonglu: 100,
  eshan: 14,
  zhongshan: 10,
  xinhe: 8,
  chunan: 60,
  ningbo: 130,
  haishu: 120,
  jiangbei: 90,
  beilun: 50,
  zhenhai: 45,
  yinzhou: 60,
  fenghua: 120,
  xikou: 16,
  xiangshan: 90,
  ninghai: 45,
  yuyao: 90,
  cixi: 60,
  fujian: 14,
  xiamen: 50,
  jimei: 60,
  ningde: 60,
  shouning: 35,
  zhouning: 30,
  fuan: 50,
  heilongjiang: 14,
  hunan: 14,
  guangdong: 16,
  foshan: 90,
  chancheng: 45,
  nanhai: 50,
  shunde: 50,
  sanshui: 30,
  gaoming: 30,
  chongqing: 24,
  shizhu: 80,
  huangshui: 10,
  guizhou: 14,
  gansu: 14,
};

const EACH_GROUP = 7;
/** Townships of the counties that the scenarios play in. */
const EACH_TOWNSHIP = 8;
const TOWNSHIPS_OF = /^(?:330122|330113|330112|330213|330203|330225|500240)\d{3}$/;
/** Elsewhere a light sprinkle: each province, its first two cities and some counties. */
const EACH_PROVINCE = 3;
const EACH_CITY = 2;
const EACH_COUNTY = 2;

export interface Share {
  unit: Unit;
  weight: number;
}

export function demoShares(organisation: Organisation): Share[] {
  const named = organisation.slugs().map((slug) => ({ unit: organisation.at(slug), weight: NAMED[slug] }));
  const known = new Set(named.map(({ unit }) => unit.pos));
  const seen = new Map<string, number>();
  const nth = (kind: string) => {
    const n = seen.get(kind) ?? 0;
    seen.set(kind, n + 1);
    return n;
  };
  const sprinkled = organisation.organs.flatMap((unit): Share[] => {
    if (known.has(unit.pos) || unit.kind !== UnitKind.ORGAN || unit.code === null) return [];
    const province = unit.code.slice(0, 2);
    if (unit.tier === OrganTier.PROVINCE) return [{ unit, weight: EACH_PROVINCE }];
    if (unit.tier === OrganTier.CITY) return nth(`city:${province}`) < 2 ? [{ unit, weight: EACH_CITY }] : [];
    if (unit.tier === OrganTier.COUNTY)
      return nth(`county:${province}`) % 40 === 0 ? [{ unit, weight: EACH_COUNTY }] : [];
    return TOWNSHIPS_OF.test(unit.code) ? [{ unit, weight: EACH_TOWNSHIP }] : [];
  });
  const groups = GROUPS.map(({ organ, slug }) => ({
    unit: organisation.at(`${organ}-group-${slug}`),
    weight: EACH_GROUP,
  }));
  return [...named, ...groups, ...sprinkled];
}

/** So many for each that they add up exactly: whole parts first, then the largest remainders (ties in order). */
export function apportion(shares: readonly Share[], total: number): { unit: Unit; count: number }[] {
  const weights = shares.reduce((sum, { weight }) => sum + weight, 0);
  const parts = shares.map(({ unit, weight }) => {
    const exact = (total * weight) / weights;
    return { unit, count: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  const missing = total - parts.reduce((sum, { count }) => sum + count, 0);
  for (const part of [...parts].sort((a, b) => b.rest - a.rest).slice(0, missing)) part.count += 1;
  return parts;
}
