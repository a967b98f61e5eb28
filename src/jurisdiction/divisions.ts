// The divisions an organ can stand for (行政区划), from the committed list of the national statistics.
// The statistics fill every tier of every branch, so some rows are there only to be counted under: placeholders.
// A placeholder has no organ; what lies below it belongs to the nearest real division above.
import { existsSync, readFileSync } from 'node:fs';

export type DivisionTier = 'PROVINCE' | 'CITY' | 'COUNTY' | 'TOWNSHIP';

export interface Division {
  /** 2, 4, 6 or 9 digits. Names repeat (江北区 = 330205 and 500105): never a key. */
  code: string;
  name: string;
  tier: DivisionTier;
  /** The nearest real division above, so that a county may have a province and a township a city. */
  parentCode: string | null;
  placeholder: boolean;
}

/** A division code's digits at each tier; the code begins with the codes of all above it. */
const TIERS: Partial<Record<number, { tier: DivisionTier; above: number }>> = {
  2: { tier: 'PROVINCE', above: 0 },
  4: { tier: 'CITY', above: 2 },
  6: { tier: 'COUNTY', above: 4 },
  9: { tier: 'TOWNSHIP', above: 6 },
};

/** City rows that gather counties standing directly under a province or municipality. */
const CITY_FILLERS = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划']);

/** County rows where no commission sits: 金门县, and the island groups of 三沙市. */
const COUNTIES_WITHOUT_ORGAN = new Set(['350527', '460321', '460322', '460323']);

/** Villages directly under a county, gathered as if they were a township. */
const VILLAGE_FILLER = /直辖村级区划$/;

/** Rows in the order of the tree: a division comes after all above it. */
export function* readDivisions(path: string | URL = committedList()): Generator<Division> {
  const read = new Map<string, Division>();
  let county = '';
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const [, own, segment, name = ''] = /^(?:(\d{2}|\d{4}|\d{6})| (\d{3})) (\S+)$/.exec(line) ?? [];
    const code = own ?? county + segment;
    const shape = TIERS[code.length];
    const parent = read.get(code.slice(0, shape?.above));
    if (!shape || (shape.above > 0 && !parent)) throw new Error(`divisions, line ${index + 1}: cannot place "${line}"`);
    const division: Division = {
      code,
      name: withoutOffice(name),
      tier: shape.tier,
      parentCode: (parent?.placeholder ? parent.parentCode : parent?.code) ?? null,
      placeholder: isPlaceholder(code, name, shape.tier, parent),
    };
    if (division.tier === 'COUNTY') county = code;
    if (division.tier !== 'TOWNSHIP') read.set(code, division);
    yield division;
  }
}

function isPlaceholder(code: string, name: string, tier: DivisionTier, parent: Division | undefined): boolean {
  // A division without a tier below it is repeated there: 东莞市 and three more cities as a county, two counties as a township.
  if (name === parent?.name) return true;
  if (tier === 'CITY') return CITY_FILLERS.has(name);
  if (tier === 'COUNTY') return COUNTIES_WITHOUT_ORGAN.has(code);
  return tier === 'TOWNSHIP' && VILLAGE_FILLER.test(name);
}

/** 街道办事处 is the office of a 街道; the source keeps the word in a few names, and in a few the two are swapped. */
function withoutOffice(name: string): string {
  return name.replace(/(?:街道办事处|办事处街道)$/, '街道');
}

/** The label of a division's organ: the code's nine digits and unit number 000. */
export function labelOf(code: string): bigint {
  return intervalOf(code).lo;
}

/** The labels of a division's organ and of all below it; null is the nation. */
export function intervalOf(code: string | null): { lo: bigint; hi: bigint } {
  // A malformed code must not widen: an empty one would otherwise be the nation.
  if (code !== null && !/^(?:\d{2}|\d{4}|\d{6}|\d{9})$/.test(code)) throw new RangeError(`no division code: "${code}"`);
  const prefix = code ?? '';
  return { lo: BigInt(prefix.padEnd(12, '0')), hi: BigInt(prefix.padEnd(12, '9')) };
}

/** A 乡 (苏木 in Inner Mongolia) or 镇 elects its commission; other township rows have one sent by the county. */
export function organName({ name, tier }: Division): string {
  if (tier !== 'TOWNSHIP') return `${name}纪委监委`;
  return /[乡镇]$|苏木$/.test(name) ? `${name}纪委` : `${name}纪工委`;
}

/** The list is not compiled, so it is found from the project's root, from src and from dist/src alike. */
function committedList(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) {
    const above = new URL('..', folder);
    if (above.href === folder.href) throw new Error('divisions: no package.json above this file');
    folder = above;
  }
  return new URL('migrations/data/divisions.txt', folder);
}
