import { ClueSource, ClueStage } from '../../../src/workflow/clueStages.js';
import { WarningColour } from '../../../src/workflow/colours.js';
import { JointCaseState, JointMode } from '../../../src/workflow/jointModes.js';
import { SupervisionState } from '../../../src/workflow/supervisionStates.js';
import type { Narrowing } from './asking.js';
import type { Dice } from './dice.js';
import type { World } from './world.js';
import { DIMENSIONS, ORDERS, SCOPES, type Filter, type ListAsk, type Scope } from '../oracleLists.js';
import { ALLEGATIONS, SUBJECTS } from './matters.js';
import { DAY } from './people.js';

// What is asked of a small world: a region, an order, conditions, a size of page.

/** How often a condition is made at all. */
const OFTEN = 16;

export function narrowingOf({ units, now }: Pick<World, 'units' | 'now'>, dice: Dice): Narrowing {
  const scope = dice.pick([...SCOPES, 'ALL'] as const);
  const order = dice.pick(ORDERS);
  const several = (from: object) => dice.some(Object.keys(from), 50);
  const unit = () => (dice.chance(5) ? 'unit_018f0000-0000-7000-8000-00000000dead' : `unit_${dice.pick(units).id}`);
  const window = (earliest: number, latest: number) => {
    const at = () => new Date(now + dice.between(earliest, latest) * DAY).toISOString();
    return { from: dice.pick([at(), null]), to: dice.pick([at(), null]) };
  };
  const often = dice.chance(60) ? OFTEN : 0;
  const maybe = <T>(name: string, make: () => T) => (dice.chance(often) ? { [name]: make() } : {});
  const common = () => ({
    ...maybe('due', () => window(-20, 20)),
    ...maybe('colour', () => several(WarningColour)),
    ...maybe('open', () => dice.chance(60)),
  });
  const filters: Filter[] = [
    {
      ...common(),
      ...maybe('stage', () => several(ClueStage)),
      ...maybe('source', () => several(ClueSource)),
      ...maybe('handlingUnit', unit),
      ...maybe('ownerWithin', unit),
      ...maybe('received', () => window(-400, -1)),
      ...maybe('priority', () => dice.chance(50)),
      ...maybe('text', () => dice.pick(TEXTS)),
    },
    { ...common(), ...maybe('state', () => several(SupervisionState)), ...maybe('targetWithin', unit) },
    {
      ...common(),
      ...maybe('state', () => several(JointCaseState)),
      ...maybe('mode', () => several(JointMode)),
      ...maybe('leadUnit', unit),
    },
  ];
  const ask = (filter: Filter) => ({ scope, order, filter: Object.keys(filter).length > 0 ? filter : null });
  return {
    lists: { clues: ask(filters[0]!), supervisionItems: ask(filters[1]!), jointCases: ask(filters[2]!) },
    groupBy: dice.some([...DIMENSIONS, 'STAGE'] as const, 35),
    first: dice.between(1, 3),
  };
}

const TEXTS = [...SUBJECTS, ...ALLEGATIONS, '号', 'C1', '某', '%', '_', '\\', ' 收受 ', 'c1', '没有'];

/** The region that a kind of identity is there for. */
const REGION: Record<string, Scope> = {
  'office with links': 'LINKED',
  'branch leader': 'BRANCH',
  handler: 'ASSIGNED',
  'zone member': 'GRANTED',
  'dispatched group': 'OWN',
  township: 'ORGAN',
  office: 'OWN',
  'intake officer': 'OWN',
  nation: 'SUBTREE',
};

export function aimed({ lists, ...rest }: Narrowing, identity: string): Narrowing {
  const at = (ask: ListAsk): ListAsk => ({ ...ask, scope: REGION[identity] ?? ask.scope, filter: null });
  const { clues, supervisionItems, jointCases } = lists;
  return { ...rest, lists: { clues: at(clues), supervisionItems: at(supervisionItems), jointCases: at(jointCases) } };
}
