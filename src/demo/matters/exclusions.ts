import type { Ledger } from '../clues/ledger.js';
import { SCENES } from '../clues/scenes.js';
import type { World } from '../world.js';
import type { Denial } from './access.js';

/** 回避: on which clue of which organ who has withdrawn – an organ's own open clue, counted from the newest. */
const RECUSED = [
  ['fenghua', 0, 'fenghua-principal'],
  ['fenghua', 1, 'fenghua-anguan-head'],
  ['ningbo', 0, 'ningbo-anguan-head'],
  ['ningbo', 1, 'ningbo-leader-1'],
  ['haishu', 0, 'haishu-anguan-officer'],
  ['hangzhou', 0, 'hangzhou-anguan-head'],
  ['linping', 0, 'linping-principal'],
  ['foshan', 0, 'foshan-anguan-head'],
] as const;

export function exclusions({ organisation, staff }: World, ledger: Ledger): Denial[] {
  const recused = RECUSED.flatMap(([slug, nth, key]): Denial[] => {
    const organ = organisation.at(slug).pos;
    const worked = ledger.clues.filter(
      ({ owner, closedAt, handler }) => owner === organ && !closedAt && handler !== null,
    );
    const clue = worked.at(-1 - nth);
    return clue ? [{ object: 'clue', id: clue.id, to: { person: staff.post(key).person.id }, basis: 'RECUSAL' }] : [];
  });
  return [...recused, ...subjects(staff, ledger)];
}

/** An official who is the subject may not know, nor may his unit; and if he leads an organ, nobody in or below it. */
function subjects(staff: World['staff'], ledger: Ledger): Denial[] {
  return SCENES.flatMap(({ key, about }): Denial[] => {
    if (typeof about !== 'string') return [];
    const { person, unit } = staff.post(about);
    const denial = { object: 'clue' as const, id: ledger.clue(key).id, basis: 'SUBJECT' as const };

    return [
      { ...denial, to: { person: person.id } },
      { ...denial, to: { units: [unit.pos, unit.hi] } },
    ];
  });
}
