import type { Organisation } from '../organisation/organisation.js';
import { daysLater } from '../moments.js';
import type { Staff } from '../people/staff.js';
import { Random } from '../random.js';
import type { Clue } from './clue.js';
import type { Step } from './course.js';
import { newClue } from './newClue.js';
import { placeOf } from './places.js';

/**
 * SC-26: what Ningbo's supervision came to from its first notice in April 2021 to the end of February 2022. Of thirty
 * notices twenty-six led to an important clue being concluded, five of them by filing a case. Exactly so many are
 * seeded, and the other four were returned; the article speaks of lower bounds.
 */
export const NINGBO_NOTICES = Array.from({ length: 30 }, (_, i) => {
  const issuedAt = daysLater(new Date('2021-04-12T10:30:00+08:00'), i * 9 + (i % 3));
  const concluded = i % 8 !== 7 && i !== 29;
  return {
    key: `ningbo-notice-${i + 1}`,
    district: [
      'haishu',
      'xiangshan',
      'fenghua',
      'yuyao',
      'jiangbei',
      'yinzhou',
      'cixi',
      'beilun',
      'ninghai',
      'zhenhai',
    ][i % 10]!,
    issuedAt,
    /** SC-02: Xiangshan took half a month. */
    concludedAt: concluded ? daysLater(issuedAt, i === 1 ? 15 : 20 + ((i * 7) % 25)) : null,
    filed: concluded && i % 6 === 0,
  };
});

export function supervisedClues(organisation: Organisation, staff: Staff, now: Date): [key: string, Clue][] {
  return NINGBO_NOTICES.flatMap(({ key, district, issuedAt, concludedAt, filed }, i) => {
    if (!concludedAt) return [];
    const method = 'PRELIMINARY_VERIFICATION';
    const outcome =
      i === 1 ? 'ADMONITION' : new Random(key).weighted({ DISPROVED: 3, REMINDER_TALK: 2, ADMONITION: 2 });
    const at = daysLater(concludedAt, 1);
    const step: Step = filed
      ? { stage: 'CASE_FILED', at, desk: 'INVESTIGATOR', method, outcome: 'CASE_FILED' }
      : { stage: 'CLOSED', at, desk: 'HANDLER', method, outcome };
    const told = i === 1 ? XIANGSHAN : {};
    const receivedAt = daysLater(issuedAt, -(70 + ((i * 13) % 60)));
    return [
      [key, newClue(key, placeOf(organisation.at(district)), receivedAt, now, staff, { ...NEVER, ...told, step })],
    ];
  });
}

const NEVER = { compartment: false, unresolved: false };
const XIANGSHAN = {
  source: 'NATIONAL_PLATFORM',
  subject: { name: '骆知弈', position: '县公安民警', rank: 'GENERAL' },
  allegation: '违规向管理服务对象借款。',
} as const;
