import {
  ClueOutcome,
  ClueSource,
  ClueStage,
  DisposalMethod,
  PetitionChannel,
  PetitionClass,
  PriorityReason,
  RankClass,
} from '../../../src/workflow/clueStages.js';
import { JointCaseState, JointMode, StaffForce } from '../../../src/workflow/jointModes.js';
import { SupervisionReason, SupervisionState } from '../../../src/workflow/supervisionStates.js';
import type { Dice } from './dice.js';
import type { Clue, JointCase, Matter, Noun, SupervisionItem } from './world.js';
import { DAY, someTime, type Making, type People } from './people.js';
import type { Tree } from './units.js';

// Matters of a small world, most of them about its focus, so that much is seen and much is not.

const names = <K extends string>(of: Record<K, unknown>) => Object.keys(of) as K[];

/** Also with what a pattern would take for itself. */
export const SUBJECTS = ['王某', '李某某', '张某'];
export const ALLEGATIONS = ['收受礼金', '违规报销 100%', '滥用_职权', '公款\\吃喝'];

export function placesOf(tree: Tree, dice: Dice): { owner: number; handling: number; received: number | null } {
  const { units, organs, focus, groups, ownGroup } = tree;
  const owner = dice.pick([focus, focus, focus, ownGroup, dice.pick([...organs, ...groups])]);
  const offices = units.filter((unit) => unit.kind === 'OFFICE' && unit.organ === owner.pos);
  const beside = owner.kind === 'DISPATCHED_GROUP' || offices.length === 0 ? [owner] : offices;
  const anywhere = units.filter(
    ({ kind, pos }) => kind !== 'COMMAND_CENTRE' && (kind !== 'ORGAN' || isBare(tree, pos)),
  );
  const handling = dice.pick(dice.chance(25) ? anywhere : beside);
  const intake = beside.filter(({ officeKind }) => officeKind === 'PETITIONS_REPORTS');
  const received = dice.chance(70) ? dice.pick(intake.length > 0 ? intake : beside) : dice.pick([null, ...anywhere]);
  return { owner: owner.pos, handling: handling.pos, received: received?.pos ?? null };
}

/** An organ without offices does the work itself. */
function isBare({ units }: Tree, pos: number): boolean {
  return !units.some(({ kind, organ }) => kind === 'OFFICE' && organ === pos);
}

function matterOf<N extends Noun>(
  noun: N,
  n: number,
  tree: Tree,
  dice: Dice,
  { now, newId }: Making,
): Matter & { noun: N } {
  const places = placesOf(tree, dice);
  const ago = (most: number) => now - dice.between(1, most) * DAY;
  const aroundNow = (most: number) => now + dice.pick([-1, 1]) * dice.between(1, most) * DAY;
  const closedAt = dice.chance(35) ? ago(300) : null;
  const yellowAt = dice.chance(70) ? aroundNow(30) : null;
  const latest = Math.max(yellowAt ?? -Infinity, aroundNow(40));
  return {
    noun,
    id: newId(`${noun} ${n}`),
    number: `${noun[0]!.toUpperCase()}${n}号`,
    ...places,
    handler: null,
    registrar: null,
    custodian: null,
    subject: 'NOT_STAFF',
    classification: dice.chance(25) ? dice.between(1, 3) : 0,
    compartment: false,
    sealed: false,
    beganAt: ago(400) + dice.between(0, 23) * 3_600_000,
    closedAt,
    dueAt: dice.chance(80) ? aroundNow(20) : null,
    yellowAt,
    redAt: dice.chance(75) ? latest : null,
  };
}

export function clueOf(n: number, tree: Tree, people: People, dice: Dice, making: Making): Clue {
  const matter = matterOf('clue', n, tree, dice, making);
  /** Somebody who works where it lies, or anybody. */
  const someone = (percent: number, where: number | null) => {
    if (!dice.chance(percent)) return null;
    const there = people.posts.filter(({ unit }) => unit === where);
    return dice.pick(there.length > 0 && dice.chance(65) ? there : people.posts).id;
  };
  const priority = dice.chance(30);
  return {
    ...matter,
    handler: someone(60, matter.handling),
    registrar: someone(65, matter.received),
    custodian: someone(35, matter.received),
    subject: dice.pick(['NOT_STAFF', 'NOT_STAFF', 'NOT_STAFF', 'UNRESOLVED', 'STAFF', 'NOT_STAFF'] as const),
    compartment: dice.chance(20),
    sealed: dice.chance(6),
    stage: dice.pick(names(ClueStage)),
    source: dice.pick(names(ClueSource)),
    method: dice.chance(50) ? dice.pick(names(DisposalMethod)) : null,
    outcome: dice.chance(40) ? dice.pick(names(ClueOutcome)) : null,
    priority,
    expedited: dice.chance(20),
    petition: dice.chance(80)
      ? { class: dice.pick(names(PetitionClass)), channel: dice.pick(names(PetitionChannel)), text: `原文 ${n}` }
      : null,
    content: dice.chance(85)
      ? {
          subjectName: dice.pick(SUBJECTS),
          subjectPosition: dice.pick([null, `职务 ${n}`]),
          subjectRank: dice.pick([null, ...names(RankClass)]),
          keyMinority: dice.chance(20),
          allegation: dice.pick(ALLEGATIONS),
          priorityReason: priority ? dice.pick(names(PriorityReason)) : null,
          handlerName: dice.pick([null, `承办人 ${n}`]),
        }
      : null,
    reporter: dice.chance(70)
      ? {
          kind: dice.pick(['REAL_NAME', 'ANONYMOUS'] as const),
          name: dice.pick([`举报人 ${n}`, null]),
          contact: dice.pick([`电话 ${n}`, null]),
          acceptanceNoticeDueAt: dice.pick([null, matter.beganAt + 15 * DAY]),
          resultNoticeDueAt: dice.pick([null, matter.beganAt + 90 * DAY]),
          protectionRequested: dice.chance(20),
        }
      : null,
  };
}

export function itemOf(n: number, tree: Tree, clues: readonly Clue[], dice: Dice, making: Making): SupervisionItem {
  const matter = matterOf('supervisionItem', n, tree, dice, making);
  const addressees = tree.units.filter(({ kind }) => kind !== 'COMMAND_CENTRE');
  const near = addressees.filter(({ organ }) => organ === tree.focus.pos);
  const labels = addressees.map(({ pos }) => pos);
  return {
    ...matter,
    received: dice.pick(dice.chance(60) ? near : addressees).pos,
    compartment: dice.chance(10),
    state: dice.pick(names(SupervisionState)),
    reasons: [dice.pick(names(SupervisionReason)), ...dice.some(['KEY_CLUE'] as const, 20)],
    clue: dice.chance(85) ? dice.pick(clues).id : null,
    reportTo: dice.pick([null, ...labels]),
    cc: dice.some(labels, 12),
    content: dice.chance(85) ? { requirement: `要求 ${n}`, result: dice.pick([null, `结果 ${n}`]) } : null,
  };
}

export function caseOf(
  n: number,
  tree: Tree,
  people: People,
  clues: readonly Clue[],
  dice: Dice,
  making: Making,
): JointCase {
  const matter = matterOf('jointCase', n, tree, dice, making);
  const members = dice.some(people.posts, 12);
  return {
    ...matter,
    received: null,
    compartment: dice.chance(10),
    mode: dice.pick(names(JointMode)),
    state: dice.pick(names(JointCaseState)),
    plannedDays: dice.pick([null, 30, 90]),
    content: dice.chance(85) ? { title: `专案 ${n}`, criteria: dice.pick([null, `依据 ${n}`]) } : null,
    assignments: members.map((post, m) => ({
      id: making.newId(`assignment ${n} ${m}`),
      post: post.id,
      personName: `成员 ${n}-${m}`,
      unit: post.unit,
      force: dice.pick(names(StaffForce)),
      tasks: dice.pick([null, '取证']),
      ...someTime(dice, 60, making.now),
    })),
    clues: dice.some(clues, 20).map(({ id }) => id),
  };
}
