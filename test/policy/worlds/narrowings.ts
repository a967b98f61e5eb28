import { ClueSource, ClueStage } from '../../../src/workflow/clueStages.js';
import { WarningColour } from '../../../src/workflow/colours.js';
import { JointCaseState, JointMode } from '../../../src/workflow/jointModes.js';
import { SupervisionState } from '../../../src/workflow/supervisionStates.js';
import { DIMENSIONS, ORDERS, SCOPES, type Filter, type ListAsk, type Scope } from '../oracleLists.js';
import type { Narrowing } from './asking.js';
import type { Dice } from './dice.js';
import { ALLEGATIONS, SUBJECTS } from './matters.js';
import { DAY } from './people.js';
import type { AnyMatter, World } from './world.js';

// What is asked of a small world: a region, an order, conditions, a size of page.

export function narrowingOf(world: World, dice: Dice): Narrowing {
  const scope = dice.pick([...SCOPES, 'ALL', 'ALL', 'SUBTREE'] as const);
  const order = dice.pick(ORDERS);
  const ask = (conditions: readonly (() => Filter)[]): ListAsk => {
    const made = Array.from({ length: dice.pick([0, 1, 2, 1, 0, 1, 2]) }, () => dice.pick(conditions)());
    return { scope, order, filter: made.length > 0 ? Object.assign({}, ...made) : null };
  };
  const several = (from: object) => dice.some(Object.keys(from), 50);
  const unit = () => (dice.chance(5) ? NO_UNIT : `unit_${dice.pick(world.units).id}`);
  const { clues, supervisionItems, jointCases } = world;
  return {
    lists: {
      clues: ask([
        ...common(clues, world.now, dice),
        () => ({ stage: several(ClueStage) }),
        () => ({ source: several(ClueSource) }),
        () => ({ handlingUnit: unit() }),
        () => ({ ownerWithin: unit() }),
        () => ({
          received: windowAround(
            clues.map(({ beganAt }) => beganAt),
            dice,
          ),
        }),
        () => ({ priority: dice.chance(50) }),
        () => ({ text: dice.pick(TEXTS) }),
      ]),
      supervisionItems: ask([
        ...common(supervisionItems, world.now, dice),
        () => ({ state: several(SupervisionState) }),
        () => ({ targetWithin: unit() }),
      ]),
      jointCases: ask([
        ...common(jointCases, world.now, dice),
        () => ({ state: several(JointCaseState) }),
        () => ({ mode: several(JointMode) }),
        () => ({ leadUnit: unit() }),
      ]),
    },
    groupBy: dice.some([...DIMENSIONS, 'STAGE'] as const, 35),
    first: dice.between(1, 3),
  };
}

const NO_UNIT = 'unit_018f0000-0000-7000-8000-00000000dead';

/** Also what a pattern would take for itself, and what is nowhere. */
const TEXTS = [
  ...SUBJECTS,
  ...ALLEGATIONS,
  '号',
  'C1',
  '某',
  '承办人',
  '职务',
  '原文',
  '举报人',
  '%',
  '_',
  '\\',
  ' 收受 ',
  'c1',
  '没有',
];

function common(matters: readonly AnyMatter[], now: number, dice: Dice): (() => Filter)[] {
  return [
    () => ({
      due: windowAround(
        matters.flatMap(({ dueAt }) => dueAt ?? []),
        dice,
        now,
      ),
    }),
    () => ({ colour: dice.some(Object.keys(WarningColour), 50) }),
    () => ({ open: dice.chance(60) }),
  ];
}

/** From one of the times to another, or half open: what lies on an end shows whether the end is included. */
function windowAround(times: readonly number[], dice: Dice, otherwise = 0): Filter['due'] {
  const at = () => new Date(times.length > 0 ? dice.pick(times) : otherwise).toISOString();
  const ends = [at(), at()].sort();
  if (dice.chance(20)) ends[0] = new Date(Date.parse(ends[0]!) - DAY).toISOString();
  return dice.pick([
    { from: ends[0]!, to: ends[1]! },
    { from: ends[0]!, to: null },
    { from: null, to: ends[1]! },
  ]);
}

export function inScope({ lists, ...rest }: Narrowing, scope: Scope): Narrowing {
  return { ...rest, lists: forEach(lists, (ask) => ({ ...ask, scope })) };
}

export function withoutFilter({ lists, ...rest }: Narrowing): Narrowing {
  return { ...rest, lists: forEach(lists, (ask) => ({ ...ask, filter: null })) };
}

function forEach(lists: Narrowing['lists'], change: (ask: ListAsk) => ListAsk): Narrowing['lists'] {
  const { clues, supervisionItems, jointCases } = lists;
  return { clues: change(clues), supervisionItems: change(supervisionItems), jointCases: change(jointCases) };
}
