import type { Organisation } from '../organisation/organisation.js';
import { daysLater } from '../moments.js';
import type { OrganSlug } from '../organisation/slugs.js';
import type { Staff } from '../people/staff.js';
import { Random } from '../random.js';
import type { Clue } from './clue.js';
import type { Step } from './course.js';
import { newClue } from './newClue.js';
import { placeOf } from './places.js';

export interface Notice {
  key: string;
  district: OrganSlug;
  issuedAt: Date;
  dueAt: Date;
  /** Null: the notice was returned. */
  concludedAt: Date | null;
  filed: boolean;
}

const DISTRICTS: readonly OrganSlug[] = [
  ...(['haishu', 'xiangshan', 'fenghua', 'yuyao', 'jiangbei'] as const),
  ...(['yinzhou', 'cixi', 'beilun', 'ninghai', 'zhenhai'] as const),
];

const at = (day: string) => new Date(`${day}T10:30:00+08:00`);

/** SC-01 took from May to October; SC-02 half a month. */
const TOLD: readonly Partial<Notice>[] = [
  { issuedAt: at('2021-05-10'), dueAt: at('2021-08-10'), concludedAt: at('2021-10-20') },
  { issuedAt: at('2021-05-28'), dueAt: at('2021-06-15'), concludedAt: at('2021-06-12') },
];
const XIANGSHAN = 1;

/**
 * SC-26: what Ningbo's supervision came to from its first notice in April 2021 to the end of February 2022. Of thirty
 * notices twenty-six led to an important clue being concluded, five of them by filing a case. Exactly so many are
 * seeded, and the other four were returned; the article speaks of lower bounds.
 */
export const NINGBO_NOTICES: readonly Notice[] = Array.from({ length: 30 }, (_, i) => {
  const issuedAt = daysLater(at('2021-04-12'), i * 9 + (i % 3));
  const concluded = i % 8 !== 7 && i !== 29;
  return {
    key: `ningbo-notice-${i + 1}`,
    district: DISTRICTS[i % DISTRICTS.length]!,
    issuedAt,
    dueAt: daysLater(issuedAt, 45),
    concludedAt: concluded ? daysLater(issuedAt, 20 + ((i * 7) % 25)) : null,
    filed: concluded && i % 6 === 0,
    ...TOLD[i],
  };
});

export function supervisedClues(organisation: Organisation, staff: Staff, now: Date): [key: string, Clue][] {
  return NINGBO_NOTICES.flatMap(({ key, district, issuedAt, concludedAt, filed }, i) => {
    if (!concludedAt) return [];
    const method = 'PRELIMINARY_VERIFICATION';
    const outcome =
      i === 1 ? 'ADMONITION' : new Random(key).weighted({ DISPROVED: 3, REMINDER_TALK: 2, ADMONITION: 2 });
    const decidedAt = daysLater(concludedAt, 1);
    const step: Step = filed
      ? { stage: 'CASE_FILED', at: decidedAt, desk: 'INVESTIGATOR', method, outcome: 'CASE_FILED' }
      : { stage: 'CLOSED', at: decidedAt, desk: 'HANDLER', method, outcome };
    const told = i === XIANGSHAN ? XIANGSHAN_CLUE : {};
    const receivedAt = daysLater(issuedAt, -(70 + ((i * 13) % 60)));
    return [
      [key, newClue(key, placeOf(organisation.at(district)), receivedAt, now, staff, { ...NEVER, ...told, step })],
    ];
  });
}

const NEVER = { compartment: false, unresolved: false };
const XIANGSHAN_CLUE = {
  source: 'NATIONAL_PLATFORM',
  subject: { name: '骆知弈', position: '县公安民警', rank: 'GENERAL' },
  allegation: '违规向管理服务对象借款。',
} as const;
