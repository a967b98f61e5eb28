import type { OfficeKind, OrganTier } from '../../../src/jurisdiction/units.js';
import type { Dice } from './dice.js';
import type { Unit } from './world.js';

// The tree of a small world: one organ of every tier, one of them – the focus – with offices of many kinds, and
// what else the dice add: further branches, a county directly under its province, offices and groups elsewhere.

export interface Tree {
  units: Unit[];
  organs: Unit[];
  focus: Unit;
  groups: Unit[];
  /** The focus's groups come first. */
  ownGroup: Unit;
}

const REGISTER = 1;
const INTAKE = 2;
const CADRE = 5;
const FIRST_SUPERVISION = 11;
const SECOND_SUPERVISION = 13;
const INVESTIGATION = 12;
const OTHER = 20;
const CENTRE = 480;
export const NUMBERS = { REGISTER, INTAKE, CADRE, FIRST_SUPERVISION, SECOND_SUPERVISION, INVESTIGATION, OTHER, CENTRE };

const MOST_UNITS = 20;

export function treeOf(dice: Dice, newId: (what: string) => string): Tree {
  const units: Unit[] = [];
  const add = (unit: Omit<Unit, 'id'>): Unit => {
    const added = { id: newId(`unit ${unit.pos}`), ...unit };
    units.push(added);
    return added;
  };
  const organ = (code: string, tier: OrganTier, above: Unit | null, kind: Unit['kind'] = 'ORGAN') => {
    const pos = Number(code.padEnd(12, '0'));
    const hi = Number(code.padEnd(12, '9'));
    return add({ pos, hi, organ: pos, parent: above?.pos ?? null, kind, tier, officeKind: null });
  };
  const office = (of: Unit, number: number, officeKind: OfficeKind) => {
    const kind = number === CENTRE ? 'COMMAND_CENTRE' : 'OFFICE';
    const pos = of.pos + number;
    return add({ pos, hi: pos, organ: of.pos, parent: of.pos, kind, tier: of.tier, officeKind });
  };
  const group = (of: Unit, number: number) => {
    const pos = of.pos + number;
    const beside = { organ: of.pos, parent: of.pos, tier: of.tier };
    return add({ pos, hi: pos, ...beside, kind: 'DISPATCHED_GROUP', officeKind: null });
  };

  const nation = organ('', 'NATIONAL', null);
  const province = organ('33', 'PROVINCE', nation);
  const city = organ('3301', 'CITY', province);
  const county = organ('330106', 'COUNTY', city);
  const spine = [nation, province, city, county];
  const organs = [...spine, organ('330106003', 'TOWNSHIP', county)];
  const focus = dice.pick([county, city, city, county, province, nation]);

  const supervision = focus.tier === 'COUNTY' ? 'DISCIPLINE_SUPERVISION' : 'SUPERVISION_INSPECTION';
  office(focus, REGISTER, 'CASE_SUPERVISION_MANAGEMENT');
  office(focus, INTAKE, 'PETITIONS_REPORTS');
  office(focus, CADRE, 'CADRE_SUPERVISION');
  office(focus, FIRST_SUPERVISION, supervision);
  office(focus, INVESTIGATION, 'REVIEW_INVESTIGATION');
  office(focus, CENTRE, dice.pick(['JOINT_CASE_CENTRE', 'JOINT_SUPERVISION_CENTRE']));
  const ownGroup = group(focus, 501);

  const withGroup = (of: Unit) => {
    organs.push(of);
    group(of, 501);
  };

  /** Each at the given chance, as long as the world stays small. */
  const more: [percent: number, make: () => void][] = [
    [60, () => office(focus, OTHER, dice.pick(OTHER_KINDS))],
    [45, () => organs.push(organ('339005', 'COUNTY', province))],
    [35, () => organs.push(organ('50', 'PROVINCE', nation))],
    [35, () => organs.push(organ('3302', 'CITY', province))],
    [40, () => organs.push(organ('330109', 'COUNTY', city))],
    [40, () => organs.push(organ('330106005', 'TOWNSHIP', county))],
    [25, () => withGroup(organ('330170', 'COUNTY', city, 'DISPATCHED_ORGAN'))],
    [50, () => office(focus, SECOND_SUPERVISION, supervision)],
    [30, () => group(focus, 999)],
    ...spine
      .filter((one) => one !== focus)
      .flatMap((one): typeof more => [
        [60, () => office(one, REGISTER, 'CASE_SUPERVISION_MANAGEMENT')],
        [35, () => office(one, FIRST_SUPERVISION, dice.pick(['SUPERVISION_INSPECTION', 'DISCIPLINE_SUPERVISION']))],
        [20, () => office(one, 499, dice.pick(OTHER_KINDS))],
        [20, () => group(one, dice.pick([501, 500, 999]))],
      ]),
  ];
  for (const [percent, make] of more) {
    if (dice.chance(percent) && units.length < MOST_UNITS) make();
  }
  const groups = units.filter(({ kind }) => kind === 'DISPATCHED_GROUP');
  return { units, organs, focus, groups, ownGroup };
}

/** Trial oftener, which has a rule of its own. */
const OTHER_KINDS: readonly OfficeKind[] = [
  'CASE_TRIAL',
  'CASE_TRIAL',
  'CASE_TRIAL',
  'CONDUCT_SUPERVISION',
  'ORGANISATION',
  'PARTY_COMMITTEE_OFFICE',
  'GENERAL_OFFICE',
  'REVIEW_INVESTIGATION',
  'PETITIONS_REPORTS',
  'CADRE_SUPERVISION',
];
