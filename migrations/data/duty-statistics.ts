import { Duty } from '../../src/jurisdiction/duties.js';
import { OfficeKind, UnitKind } from '../../src/jurisdiction/units.js';

/** Around a post: BELOW is the subtree without the organ itself, ROUND the organs of its inspection rounds. */
type Relation = 'OWN' | 'ORGAN' | 'SUBTREE' | 'BELOW' | 'LINKED' | 'ROUND';
interface Who {
  unit?: UnitKind;
  office?: OfficeKind;
  duty?: Duty;
}

const leaders: Who[] = (['ORGAN', 'DISPATCHED_ORGAN'] as const).flatMap((unit) => [
  { unit, duty: 'PRINCIPAL' },
  { unit, duty: 'LEADER_IN_CHARGE' },
]);

/**
 * The STATISTICS column of the default visibility matrix (DOMAIN B4): whose figures a post may have. Administrators
 * are in no row; siblings, lower organs and members of a zone have none of anybody's clues.
 */
export const DUTY_STATISTICS: readonly (readonly [who: Who, relation: Relation])[] = [
  // A handler, and the head of the handling office: his office – which is the organ itself where it has none
  [{ unit: 'OFFICE' }, 'OWN'],
  [{ unit: 'ORGAN', duty: 'OFFICER' }, 'OWN'],
  [{ unit: 'DISPATCHED_ORGAN', duty: 'OFFICER' }, 'OWN'],
  // Own organ's 案管, 信访, 审理, 干部监督, its leaders, its command centres: all offices of the organ
  [{ office: 'PETITIONS_REPORTS' }, 'ORGAN'],
  [{ office: 'CASE_TRIAL' }, 'ORGAN'],
  [{ office: 'CADRE_SUPERVISION' }, 'ORGAN'],
  [{ unit: 'COMMAND_CENTRE' }, 'ORGAN'],
  ...leaders.map((who) => [who, 'ORGAN'] as const),
  // Superior organ: 案管, any other office, its leaders
  [{ office: 'CASE_SUPERVISION_MANAGEMENT' }, 'SUBTREE'],
  [{ unit: 'OFFICE' }, 'BELOW'],
  ...leaders.map((who) => [who, 'BELOW'] as const),
  // Contact supervision office, and the leaders above it
  [{ office: 'SUPERVISION_INSPECTION' }, 'LINKED'],
  [{ office: 'DISCIPLINE_SUPERVISION' }, 'LINKED'],
  ...leaders.map((who) => [who, 'LINKED'] as const),
  [{ unit: 'DISPATCHED_GROUP' }, 'OWN'],
  [{ unit: 'INSPECTION_BODY' }, 'ROUND'],
];

/** What a migration stores, whole, whenever a row has changed. */
export async function storeDutyStatistics(run: (sql: string, values?: unknown[]) => Promise<unknown>): Promise<void> {
  await run('delete from duty_statistics');
  for (const [{ unit, office, duty }, relation] of DUTY_STATISTICS) {
    await run('insert into duty_statistics values ($1, $2, $3, $4)', [
      unit ? UnitKind[unit] : null,
      office ? OfficeKind[office] : null,
      duty ? Duty[duty] : null,
      relation,
    ]);
  }
}
