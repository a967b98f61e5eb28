import { statSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOf, labelOf, organName, readDivisions } from '../../src/jurisdiction/divisions.js';

const LIST = new URL('../../migrations/data/divisions.txt', import.meta.url);

const all = [...readDivisions()];
const byCode = new Map(all.map((division) => [division.code, division]));
const real = all.filter((division) => !division.placeholder);
const placeholders = all.filter((division) => division.placeholder);

function rowsUnder(code: string) {
  const under = (tier: string) => all.filter((each) => each.tier === tier && each.code.startsWith(code)).length;
  return { counties: under('COUNTY'), townships: under('TOWNSHIP') };
}

function perTier(divisions: typeof all) {
  const count = { PROVINCE: 0, CITY: 0, COUNTY: 0, TOWNSHIP: 0 };
  for (const { tier } of divisions) count[tier] += 1;
  return count;
}

describe('the list', () => {
  it('is small enough to be reviewed as text', () => {
    expect(statSync(LIST).size).toBeLessThan(1_000_000);
  });

  it('is whole: each row of the edition of 2023-06-30, each code once', () => {
    expect(perTier(all)).toEqual({ PROVINCE: 31, CITY: 342, COUNTY: 2_978, TOWNSHIP: 41_352 });
    expect(byCode.size).toBe(all.length);
  });

  it.each([
    ['浙江', '33', { counties: 90, townships: 1_387 }],
    ['杭州', '3301', { counties: 13, townships: 196 }],
    ['宁波', '3302', { counties: 10, townships: 162 }],
  ])('has the published figures of %s', (_name, code, figures) => {
    expect(rowsUnder(code)).toEqual(figures);
  });

  it.each([
    ['3301', '杭州'],
    ['330102', '上城'],
    ['330105', '拱墅'],
    ['330112', '临安'],
    ['330112117', '龙岗镇'],
    ['330113', '临平'],
    ['330113005', '乔司街道'],
    ['330122', '桐庐'],
    ['330122201', '莪山畲族乡'],
    ['330127', '淳安'],
    ['3302', '宁波'],
    ['330203', '海曙'],
    ['330205', '江北'],
    ['330213', '奉化'],
    ['330225', '象山'],
    ['330281', '余姚'],
    ['321322', '沭阳'],
    ['350211', '集美'],
    ['3509', '宁德'],
    ['350924', '寿宁'],
    ['350925', '周宁'],
    ['350981', '福安'],
    ['4406', '佛山'],
    ['500240', '石柱'],
  ])('%s is %s', (code, name) => {
    const division = byCode.get(code);
    expect(division?.name.startsWith(name)).toBe(true);
    expect(division?.placeholder).toBe(false);
  });

  it('repeats names, so that only a code is a key', () => {
    expect(all.filter(({ name }) => name === '江北区').map(({ code }) => code)).toEqual(['330205', '500105']);
  });

  it('names no office of a subdistrict', () => {
    expect(all.filter(({ name }) => /街道办事处|办事处街道/.test(name))).toEqual([]);
    expect(byCode.get('150524400')?.name).toBe('库伦街道');
    expect(byCode.get('420112002')?.name).toBe('柏泉街道');
  });
});

describe('placeholders', () => {
  it('are these, and no other row is one', () => {
    expect(placeholders.map(({ code, name }) => `${code} ${name}`)).toEqual([
      '1101 市辖区',
      '1201 市辖区',
      '230803198 向阳区直辖村级区划',
      '3101 市辖区',
      '330383198 龙港县直辖村级区划',
      '340711198 郊区直辖村级区划',
      '341004198 徽州区直辖村级区划',
      '350527 金门县',
      '350527000 金门县',
      '4190 省直辖县级行政区划',
      '4290 省直辖县级行政区划',
      '441900 东莞市',
      '442000 中山市',
      '460202198 海棠区直辖村级区划',
      '460203198 吉阳区直辖村级区划',
      '460204198 天涯区直辖村级区划',
      '460205198 崖州区直辖村级区划',
      '460321 西沙群岛',
      '460322 南沙群岛',
      '460323 中沙群岛的岛礁及其海域',
      '460400 儋州市',
      '4690 省直辖县级行政区划',
      '469001198 县直辖村级区划',
      '469029198 县直辖村级区划',
      '5001 市辖区',
      '5002 县',
      '540173400 西藏文化旅游创意园区',
      '620201 嘉峪关市',
      '650106198 区直辖村级区划',
      '6590 自治区直辖县级行政区划',
    ]);
  });

  it('leave this many divisions with an organ', () => {
    expect(perTier(real)).toEqual({ PROVINCE: 31, CITY: 333, COUNTY: 2_970, TOWNSHIP: 41_339 });
  });

  it.each([
    ['500240', '石柱, a county of a municipality', '50'],
    ['110101', '东城, a district of a municipality', '11'],
    ['419001', '济源, a county under the province', '41'],
    ['659001', '石河子, a city of the 兵团', '65'],
    ['441900003', '东城街道 of 东莞, a city without counties', '4419'],
    ['460321451', '永兴 of 三沙', '4603'],
    ['330203', '海曙, an ordinary district', '3302'],
    ['33', '浙江', null],
  ])('%s (%s) stands under %s', (code, _what, parent) => {
    expect(byCode.get(code)?.parentCode).toBe(parent);
  });
});

describe('labels', () => {
  it('are the code and unit number 000', () => {
    expect(labelOf('330212001')).toBe(330212001000n);
    expect(labelOf('3302')).toBe(330200000000n);
  });

  it('give each organ its own', () => {
    expect(new Set(real.map(({ code }) => labelOf(code))).size).toBe(real.length);
  });

  it.each([
    [null, 0n, 999999999999n],
    ['33', 330000000000n, 339999999999n],
    ['3302', 330200000000n, 330299999999n],
    ['330212', 330212000000n, 330212999999n],
    ['330212001', 330212001000n, 330212001999n],
  ])('%s reaches from %s to %s', (code, lo, hi) => {
    expect(intervalOf(code)).toEqual({ lo, hi });
  });

  it.each(['', '3', '330', '33021', '330212001000', '33 ', '宁波'])('%j is no code and has no interval', (code) => {
    expect(() => intervalOf(code)).toThrow(RangeError);
    expect(() => labelOf(code)).toThrow(RangeError);
  });

  it('lie inside the parent, which is a real division', () => {
    const astray = real.filter(({ code, parentCode }) => {
      const parent = parentCode === null ? undefined : byCode.get(parentCode);
      if (parentCode !== null && (!parent || parent.placeholder)) return true;
      const own = intervalOf(code);
      const outer = intervalOf(parentCode);
      return own.lo <= outer.lo || own.hi > outer.hi;
    });
    expect(astray).toEqual([]);
    expect(real.filter(({ parentCode }) => parentCode === null)).toHaveLength(31);
  });

  it('of siblings do not overlap', () => {
    const reached = new Map<string | null, bigint>();
    const overlapping = real.filter(({ code, parentCode }) => {
      const { lo, hi } = intervalOf(code);
      const before = reached.get(parentCode) ?? -1n;
      reached.set(parentCode, hi);
      return lo <= before;
    });
    expect(overlapping).toEqual([]);
  });

  it('nest exactly where one code begins the other, and are apart otherwise', () => {
    const code = fc.constantFrom(2, 4, 6, 9).chain((length) =>
      // Few digits, so that codes often share a beginning.
      fc.string({ unit: fc.constantFrom('0', '3', '9'), minLength: length, maxLength: length }),
    );
    fc.assert(
      fc.property(code, code, (a, b) => {
        const [outer, inner] = [intervalOf(a), intervalOf(b)];
        const contains = outer.lo <= inner.lo && inner.hi <= outer.hi;
        const apart = inner.hi < outer.lo || outer.hi < inner.lo;
        expect(contains).toBe(b.startsWith(a));
        expect(apart).toBe(!a.startsWith(b) && !b.startsWith(a));
      }),
    );
  });
});

describe('organName', () => {
  it.each([
    ['33', '浙江省纪委监委'],
    ['3302', '宁波市纪委监委'],
    ['330203', '海曙区纪委监委'],
    ['330122201', '莪山畲族乡纪委'],
    ['330112117', '龙岗镇纪委'],
    ['330113005', '乔司街道纪工委'],
    ['460400499', '洋浦经济开发区纪工委'],
    ['152527201', '贡宝拉格苏木纪委'],
  ])('of %s is %s', (code, name) => {
    const division = byCode.get(code);
    expect(division && organName(division)).toBe(name);
  });
});
