import type { Duty } from './duties.js';

export interface AdministrativeAct {
  act: string;
  /** Who does it, or proposes it where it is to be confirmed. */
  by: readonly Duty[];
  /** Who confirms it, another person than who proposed it and than who gets something by it; none: it is done at once. */
  confirmedBy: readonly Duty[];
  /** Done at once by one, and confirmed only where it takes a post from who watches or decides: an administrator, a head. */
  atOnce?: true;
  /** What takes it back, or why nothing does. */
  undo: string;
  source: string;
}

const SYSTEM = ['SYSTEM_ADMINISTRATOR'] as const;
const SECURITY = ['SECURITY_ADMINISTRATOR'] as const;
const EITHER = [...SYSTEM, ...SECURITY] as const;
/** What gives somebody more than he had, or moves deadlines, is proposed by one administrator; another kind, or the organ's head, confirms. */
const CONFIRMED = [...SECURITY, 'PRINCIPAL'] as const;

const TREE = 'DOMAIN A 1, 2, 5: the organisation is true at every instant, and its history survives';
const POWER = '监督执纪工作规则 art. 67: who may know is decided, not taken; 三员分立';
const AT_ONCE = '监督执纪工作规则 art. 68: who leaves has nothing more; disabled at once';
/** Nobody gives himself, or those below him, more time alone. */
const COUNTED = '监察法实施条例 2021 arts. 284, 285; DOMAIN B3: what moves deadlines';
const WATCHED = 'DOMAIN A 18, 28, 29, B3: per-organ configuration; what moves deadlines';

/** Who may administer what, and what takes a second person (管理事项). A reviewer reads this table and nothing else. */
export const ADMINISTRATIVE_ACTS = [
  { act: 'unitCreate', by: SYSTEM, confirmedBy: [], undo: 'unitRemove, while it was never in use', source: TREE },
  { act: 'unitRename', by: SYSTEM, confirmedBy: [], undo: 'unitRename', source: TREE },
  { act: 'unitRemove', by: SYSTEM, confirmedBy: [], undo: 'unitCreate, with another label', source: TREE },
  { act: 'reorganise', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'administrativeChangeWithdraw until it is confirmed; then another reorganise', source: TREE },
  { act: 'residentUnitsSet', by: SYSTEM, confirmedBy: [], undo: 'residentUnitsSet', source: 'DOMAIN A 5' },
  { act: 'counterpartsSet', by: SYSTEM, confirmedBy: [], undo: 'counterpartsSet', source: 'DOMAIN A 5, 67' },
  { act: 'zoneForm', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'zoneDissolve', source: 'DOMAIN A 7, 69: members may lend each other persons' },
  { act: 'zoneChange', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'zoneChange', source: 'DOMAIN A 7, 69: members may lend each other persons' },
  { act: 'zoneDissolve', by: SYSTEM, confirmedBy: [], undo: 'zoneForm', source: 'DOMAIN A 7' },
  { act: 'personRegister', by: SYSTEM, confirmedBy: [], undo: 'personLeave', source: 'DOMAIN A 13: of itself it gives nothing' },
  { act: 'personAmend', by: SYSTEM, confirmedBy: [], undo: 'personAmend', source: 'DOMAIN A 13' },
  { act: 'personLeave', by: EITHER, confirmedBy: CONFIRMED, atOnce: true, undo: 'personReturn, then postAppoint', source: AT_ONCE },
  { act: 'personReturn', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'personLeave', source: POWER },
  { act: 'personBind', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'personBind, personLeave', source: POWER },
  { act: 'postAppoint', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'postEnd; what it denied of matters stays denied', source: POWER },
  { act: 'postEnd', by: EITHER, confirmedBy: CONFIRMED, atOnce: true, undo: 'postAppoint', source: AT_ONCE },
  { act: 'branchAssign', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'branchEnd', source: `DOMAIN A 13 (分管); ${POWER}` },
  { act: 'branchEnd', by: EITHER, confirmedBy: [], undo: 'branchAssign', source: AT_ONCE },
  { act: 'clearanceRaise', by: SECURITY, confirmedBy: CONFIRMED, undo: 'clearanceLower', source: POWER },
  { act: 'clearanceLower', by: SECURITY, confirmedBy: [], undo: 'clearanceRaise', source: AT_ONCE },
  { act: 'organisationImport', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'the single acts, each by its own', source: `${TREE}; ${POWER}` },
  { act: 'holidayDeclare', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'holidayWithdraw', source: COUNTED },
  { act: 'holidayWithdraw', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'holidayDeclare', source: COUNTED },
  { act: 'organRuleSet', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'organRuleEnd, organRuleSet', source: WATCHED },
  { act: 'organRuleEnd', by: SYSTEM, confirmedBy: CONFIRMED, undo: 'organRuleSet', source: WATCHED },
] as const satisfies readonly AdministrativeAct[]; // prettier-ignore

export type AdministrativeActName = (typeof ADMINISTRATIVE_ACTS)[number]['act'];
/** Those that are asked for one at a time; an import is many of them together. */
export type SingleActName = Exclude<AdministrativeActName, 'organisationImport'>;
