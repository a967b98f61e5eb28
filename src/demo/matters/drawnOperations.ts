import { Duty } from '../../jurisdiction/duties.js';
import type { Unit } from '../../hierarchy/unit.js';
import { UnitKind } from '../../jurisdiction/units.js';
import { stableId } from '../../shared/ids.js';
import type { Clue } from '../clues/clue.js';
import type { Ledger } from '../clues/ledger.js';
import { placeOf } from '../clues/places.js';
import { dated } from '../deadlines.js';
import { DAY, daysLater } from '../moments.js';
import type { OrganSlug } from '../organisation/slugs.js';
import type { Post } from '../people/staff.js';
import { Random } from '../random.js';
import type { World } from '../world.js';
import { assignment } from './assignment.js';
import type { JointCase } from './jointCase.js';

/** Besides those of the stories: how many joint cases each organ has. */
const OF_ORGAN: Partial<Record<OrganSlug, number>> = {
  foshan: 6,
  hangzhou: 5,
  ningbo: 6,
  xiamen: 3,
  ningde: 3,
  tonglu: 3,
  linping: 4,
  fenghua: 3,
  shizhu: 4,
  shuyang: 2,
  xiangshan: 2,
};

const MATTERS = [
  '惠农补贴发放',
  '征地补偿',
  '工程招投标',
  '医疗设备采购',
  '校园食堂采购',
  '农村集体“三资”管理',
  '执法办案',
  '国企违规经营',
];
const CRITERIA = [
  '跨层级，涉及市、区两级管理对象。',
  '跨区域，涉及多个镇街。',
  '情况复杂，社会影响较大。',
  '派驻机构申请联合办理。',
];
const TASKS = ['谈话取证', '调取书证', '外围核查', '资金查询', '文书与安全保障'];

/** No clue is in two joint cases; those of the stories are taken. */
export function drawnOperations(world: World, ledger: Ledger, taken: ReadonlySet<Clue>): JointCase[] {
  const used = new Set(taken);
  return Object.entries(OF_ORGAN).flatMap(([slug, count]) => {
    const clues = cluesWorthJoining(world, ledger, slug).filter((clue) => !used.has(clue));
    return clues.slice(0, count).map((clue) => {
      used.add(clue);
      return drawn(world, slug, clue);
    });
  });
}

/** Clues under verification or filed, of the organ and what stands right below it. */
function cluesWorthJoining({ organisation }: World, { clues }: Ledger, slug: string): Clue[] {
  const organ = organisation.at(slug);
  return clues
    .filter(({ owner, step, subjectState, classification }) => {
      const near = owner === organ.pos || organisation.accountable(owner).parent === organ.pos;
      const joint = step.stage === 'PRELIM_VERIFICATION' || (step.stage === 'CASE_FILED' && step.method !== undefined);
      return near && joint && subjectState === 'NOT_STAFF' && classification === 0;
    })
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

function drawn(world: World, slug: string, clue: Clue): JointCase {
  const { organisation, staff, now } = world;
  const organ = organisation.at(slug);
  const place = placeOf(organ);
  const random = new Random(`operation:${clue.id}`);
  const state = clue.closedAt ? 'CONCLUDED' : random.weighted({ ACTIVE: 7, APPLIED: 1 });
  const mode = random.weighted({ ZONE: 4, TASK_FORCE: 3, SPECIAL_SUPERVISION_GROUP: 2 });
  const leadOffice = random.pick(mode === 'TASK_FORCE' ? place.investigators : place.handlers);
  const startedAt = clue.closedAt
    ? daysLater(clue.closedAt, -random.between(15, 40))
    : daysLater(clue.step.at, ((now.getTime() - clue.step.at.getTime()) / DAY) * random.between(0.1, 0.9));
  const plannedDays = random.pick([30, 45, 60, 90]);
  const members = state === 'APPLIED' ? [] : team(random, staff.at(leadOffice), nearby(world, organ));
  return {
    id: stableId(startedAt, `operation:${clue.id}`),
    number: '',
    mode,
    state,
    owner: organ.pos,
    leadOffice,
    startedAt,
    plannedDays,
    ...dated(daysLater(startedAt, plannedDays)),
    closedAt: clue.closedAt,
    title: `${random.pick(MATTERS)}领域问题室组地联合办案`,
    criteria: random.pick(CRITERIA),
    issuer: staff.post(`${slug}-principal`).id,
    clues: [clue],
    assignments: members.map((post) => assignment(post, random.pick(TASKS), startedAt, clue.closedAt)),
  };
}

/** The organ's groups, and whoever works in an organ right below it. */
function nearby({ organisation, staff }: World, organ: Unit): Post[] {
  return staff.working.filter(({ unit }) =>
    unit.organ === organ.pos
      ? unit.kind === UnitKind.DISPATCHED_GROUP
      : organisation.accountable(unit.organ).parent === organ.pos,
  );
}

/** Whoever leads, and three or four others; none of them an organ's head. */
function team(random: Random, lead: readonly Post[], others: readonly Post[]): Post[] {
  const left = others.filter(({ duty }) => duty === Duty.OFFICER || duty === Duty.OFFICE_HEAD);
  const members = [...lead];
  for (let more = random.integer(3, 4); more > 0 && left.length > 0; more -= 1) {
    members.push(...left.splice(random.integer(0, left.length - 1), 1));
  }
  return members;
}
