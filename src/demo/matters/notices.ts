import { OfficeKind } from '../../jurisdiction/units.js';
import type { Unit } from '../../hierarchy/unit.js';
import { stableId } from '../../shared/ids.js';
import type { Clue } from '../clues/clue.js';
import type { Ledger } from '../clues/ledger.js';
import { placeOf } from '../clues/places.js';
import { NINGBO_NOTICES } from '../clues/supervisedClues.js';
import { dated } from '../deadlines.js';
import { DAY, daysLater } from '../moments.js';
import { contactLinks } from '../organisation/contactLinks.js';
import type { Organisation } from '../organisation/organisation.js';
import type { OrganSlug } from '../organisation/slugs.js';
import { Random } from '../random.js';
import type { World } from '../world.js';
import { numbered } from './numbered.js';
import { requirementText, resultText } from './noticeTexts.js';
import type { SupervisionItem } from './supervisionItem.js';

/** How many matters each superior supervises, of those of the organs and groups right below it. */
const SUPERIORS: Partial<Record<OrganSlug, number>> = {
  nation: 10,
  zhejiang: 14,
  ningbo: 60,
  hangzhou: 45,
  foshan: 26,
  xiamen: 12,
  ningde: 15,
  fujian: 6,
  chongqing: 12,
  suqian: 5,
  linping: 14,
  tonglu: 12,
  fenghua: 14,
  shizhu: 12,
  haishu: 10,
};

export function notices({ organisation, staff, now }: World, ledger: Ledger): SupervisionItem[] {
  const copied = copiedOffices(organisation);
  const anguan = (slug: string) => staff.post(`${slug}-anguan-head`).id;
  const items = Object.entries(SUPERIORS).flatMap(([slug, count]) => {
    const superior = organisation.at(slug);
    const below = ledger.clues.filter(({ owner }) => organisation.accountable(owner).parent === superior.pos);
    return worthUrging(below, count, now).map((clue) => {
      const random = new Random(`notice:${clue.id}`);
      const { startedAt, dueAt, closedAt, state, changedAt } = courseOfNotice(random, clue, now);
      return newNotice(random, clue, {
        superior,
        addressee: placeOf(organisation.accountable(clue.owner)).register,
        copiedTo: copied.get(clue.owner) ?? [],
        issuer: anguan(slug),
        startedAt,
        dueAt,
        closedAt,
        state,
        changedAt,
      });
    });
  });
  const ningbo = organisation.at('ningbo');
  const first = NINGBO_NOTICES.map(({ key, district, issuedAt, dueAt, concludedAt }) => {
    const organ = organisation.at(district);
    const closedAt = concludedAt ?? daysLater(issuedAt, 12);
    return newNotice(new Random(key), concludedAt ? ledger.clue(key) : null, {
      superior: ningbo,
      addressee: placeOf(organ).register,
      copiedTo: copied.get(organ.pos) ?? [],
      issuer: anguan('ningbo'),
      startedAt: issuedAt,
      dueAt,
      closedAt,
      state: concludedAt ? 'CONCLUDED' : 'RETURNED',
      changedAt: closedAt,
    });
  });
  return numbered('DB', [...first, ...items]);
}

type Told = Pick<
  SupervisionItem,
  'addressee' | 'copiedTo' | 'issuer' | 'startedAt' | 'closedAt' | 'state' | 'changedAt'
> & {
  superior: Unit;
  dueAt: Date;
};

function newNotice(random: Random, clue: Clue | null, { superior, dueAt, ...told }: Told): SupervisionItem {
  const { register } = placeOf(superior);
  const overdue = clue !== null && clue.redAt < told.startedAt;
  return {
    id: stableId(told.startedAt, `notice:${clue?.id ?? told.startedAt.toISOString()}:${superior.pos}`),
    number: '',
    reasons: [
      random.weighted({
        LONG_PENDING: overdue ? 6 : 2,
        SPECIFIC_VERIFIABLE: 3,
        NEAR_OR_OVER_DUE: overdue ? 6 : 1,
        SUPERIOR_ASSIGNED: clue?.source === 'SUPERIOR_ASSIGNED' ? 6 : 0,
      }),
      ...(clue?.priorityReason ? (['KEY_CLUE'] as const) : []),
    ],
    clue,
    owner: superior.pos,
    issuingOffice: register,
    reportTo: register,
    ...dated(dueAt),
    requirement: requirementText(random),
    result: told.state === 'REPORTED' || told.state === 'CONCLUDED' ? resultText(random, clue) : null,
    ...told,
  };
}

/** The clues that a notice is worth: half of them still open, the most overdue first. */
function worthUrging(clues: readonly Clue[], count: number, now: Date): Clue[] {
  const longAgo = daysLater(now, -700);
  const worked = clues.filter(({ subjectState, step, receivedAt, closedAt }) => {
    const ran = closedAt ? (closedAt.getTime() - receivedAt.getTime()) / DAY : Infinity;
    return ran > 75 && subjectState === 'NOT_STAFF' && (step.desk === 'HANDLER' || step.desk === 'INVESTIGATOR');
  });
  const open = worked
    .filter(({ closedAt }) => !closedAt)
    .sort((a, b) => a.redAt.getTime() - b.redAt.getTime())
    .slice(0, Math.ceil(count / 2));
  const closed = worked
    .filter(({ closedAt }) => closedAt && closedAt > longAgo)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, count - open.length);
  return [...open, ...closed];
}

/** 双闭环 (A 50): a notice is open while its clue is, and closes with a reported result just before it. */
function courseOfNotice(random: Random, clue: Clue, now: Date) {
  if (clue.closedAt) {
    const closedAt = daysLater(clue.closedAt, -random.between(0.5, 3));
    const startedAt = daysLater(closedAt, -random.between(15, 55));
    return { startedAt, dueAt: daysLater(startedAt, 45), closedAt, state: 'CONCLUDED' as const, changedAt: closedAt };
  }
  const age = (now.getTime() - clue.step.at.getTime()) / DAY;
  const startedAt = daysLater(now, -Math.min(age * 0.9, random.between(1, 60)));
  const state = random.weighted({ ISSUED: 1, RECEIVED: 2, IN_PROGRESS: 5, REPORTED: 2 });
  const changedAt = daysLater(startedAt, ((now.getTime() - startedAt.getTime()) / DAY) * random.between(0.1, 0.9));
  return { startedAt, dueAt: daysLater(startedAt, 45), closedAt: null, state, changedAt };
}

/** A notice is copied to the office that looks after its addressee (A 47). */
function copiedOffices(organisation: Organisation): Map<number, number[]> {
  const supervision: readonly (number | undefined)[] = [
    OfficeKind.SUPERVISION_INSPECTION,
    OfficeKind.DISCIPLINE_SUPERVISION,
  ];
  const offices = new Map<number, number[]>();
  for (const { office, target, endedDaysAgo } of contactLinks([])) {
    const unit = organisation.at(office);
    if (endedDaysAgo === undefined && supervision.includes(unit.officeKind)) {
      offices.set(organisation.at(target).pos, [unit.pos]);
    }
  }
  return offices;
}
