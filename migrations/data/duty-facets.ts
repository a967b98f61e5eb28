import { Duty } from '../../src/jurisdiction/duties.js';
import type { Facet, ObjectKind } from '../../src/jurisdiction/facets.js';
import { OfficeKind, UnitKind } from '../../src/jurisdiction/units.js';

type Place = 'owner' | 'handling' | 'received' | 'owner_cadre' | 'owner_sealed';
type Relation = 'OWN' | 'ORGAN' | 'SUBTREE' | 'BRANCH' | 'BRANCH_CADRE' | 'LINKED';
interface Who {
  unit?: UnitKind;
  office?: OfficeKind;
  duty?: Duty;
}
type Row = [who: Who, object: ObjectKind, facets: readonly Facet[], place: Place, relation: Relation, cadre?: 'cadre'];

const ALL = ['LEDGER', 'PETITION', 'CONTENT', 'REPORTER'] as const;
const LPC = ['LEDGER', 'PETITION', 'CONTENT'] as const;
const LP = ['LEDGER', 'PETITION'] as const;
const LC = ['LEDGER', 'CONTENT'] as const;
const L = ['LEDGER'] as const;

const caseSupervision: Who = { office: 'CASE_SUPERVISION_MANAGEMENT' };
const intake: Who = { office: 'PETITIONS_REPORTS' };
const cadreSupervision: Who = { office: 'CADRE_SUPERVISION' };
const officeHead: Who = { unit: 'OFFICE', duty: 'OFFICE_HEAD' };
/** Offices within an organ; a command centre (指挥中心) is a unit of another kind. */
const officesBut = (not: OfficeKind) =>
  (Object.keys(OfficeKind) as OfficeKind[]).filter((kind) => kind !== not && !kind.endsWith('_CENTRE'));
const leader: Who = { duty: 'LEADER_IN_CHARGE' };
const group: Who = { unit: 'DISPATCHED_GROUP' };
const centre: Who = { unit: 'COMMAND_CENTRE', office: 'JOINT_CASE_CENTRE' };
const principals: Who[] = [
  { unit: 'ORGAN', duty: 'PRINCIPAL' },
  { unit: 'DISPATCHED_ORGAN', duty: 'PRINCIPAL' },
];
const contacts: Who[] = [
  { office: 'SUPERVISION_INSPECTION' },
  { office: 'DISCIPLINE_SUPERVISION' },
  leader,
  ...principals,
];

/**
 * The default visibility matrix (DOMAIN B4), row by row. A matter has three places: the organ or group that is
 * accountable (owner), the office or group that handles it, and where it came in or is addressed to (received).
 * What follows from naming – handler, registrar, custodian, grant – stands in the policies themselves.
 */
export const DUTY_FACETS: readonly Row[] = [
  // Handling office's head: his office; but 信访 never has content, and 审理 never the petition
  ...officesBut('CASE_TRIAL').map((office): Row => [
    { ...officeHead, office },
    'clue',
    ['PETITION'],
    'handling',
    'OWN',
  ]),
  ...officesBut('PETITIONS_REPORTS').map((office): Row => [
    { ...officeHead, office },
    'clue',
    ['CONTENT'],
    'handling',
    'OWN',
  ]),
  [officeHead, 'clue', L, 'handling', 'OWN'],
  [officeHead, 'supervision_item', LC, 'handling', 'OWN'],
  [officeHead, 'supervision_item', LC, 'received', 'OWN'],
  [officeHead, 'joint_case', LC, 'handling', 'OWN'],
  // Own organ's 案管: the organ; content except the cadre compartment. Subordinates: ledger only, the compartment included
  [caseSupervision, 'clue', LP, 'owner', 'ORGAN', 'cadre'],
  [caseSupervision, 'clue', ['CONTENT'], 'owner', 'ORGAN'],
  [caseSupervision, 'clue', L, 'owner', 'SUBTREE', 'cadre'],
  [caseSupervision, 'supervision_item', L, 'owner', 'ORGAN', 'cadre'],
  [caseSupervision, 'supervision_item', ['CONTENT'], 'owner', 'ORGAN'],
  [caseSupervision, 'supervision_item', LC, 'received', 'ORGAN'],
  [caseSupervision, 'supervision_item', L, 'owner', 'SUBTREE', 'cadre'],
  [caseSupervision, 'joint_case', L, 'owner', 'ORGAN', 'cadre'],
  [caseSupervision, 'joint_case', ['CONTENT'], 'owner', 'ORGAN'],
  [caseSupervision, 'joint_case', L, 'owner', 'SUBTREE', 'cadre'],
  // Own organ's 信访: what it registered; the reporter for its head, while open
  [intake, 'clue', LP, 'received', 'OWN'],
  [{ ...intake, duty: 'OFFICE_HEAD' }, 'clue', ['REPORTER'], 'received', 'OWN'],
  // Leader in charge: his branch. Principal: the organ, the cadre compartment included
  [leader, 'clue', LPC, 'handling', 'BRANCH'],
  [leader, 'supervision_item', LC, 'handling', 'BRANCH'],
  [leader, 'supervision_item', LC, 'received', 'BRANCH'],
  [leader, 'joint_case', LC, 'handling', 'BRANCH'],
  // In charge of 干部监督 is in charge of its compartment
  [leader, 'clue', LPC, 'handling', 'BRANCH_CADRE', 'cadre'],
  [leader, 'supervision_item', LC, 'handling', 'BRANCH_CADRE', 'cadre'],
  [leader, 'joint_case', LC, 'handling', 'BRANCH_CADRE', 'cadre'],
  ...principals.flatMap((who): Row[] => [
    [who, 'clue', ALL, 'owner_sealed', 'ORGAN'],
    [who, 'clue', LPC, 'owner', 'ORGAN', 'cadre'],
    [who, 'supervision_item', LC, 'owner', 'ORGAN', 'cadre'],
    [who, 'supervision_item', LC, 'received', 'ORGAN'],
    [who, 'joint_case', LC, 'owner', 'ORGAN', 'cadre'],
  ]),
  // 干部监督: the cadre compartment
  [cadreSupervision, 'clue', LPC, 'owner_cadre', 'ORGAN', 'cadre'],
  [cadreSupervision, 'supervision_item', LC, 'owner_cadre', 'ORGAN', 'cadre'],
  [cadreSupervision, 'joint_case', LC, 'owner_cadre', 'ORGAN', 'cadre'],
  // Contact supervision office, and the leaders above it: linked targets' ledger
  ...contacts.flatMap((who): Row[] => [
    [who, 'clue', L, 'owner', 'LINKED'],
    [who, 'joint_case', L, 'owner', 'LINKED'],
  ]),
  // Dispatched group: its own clues; the reporter of its own intake, while open
  [group, 'clue', LPC, 'owner', 'OWN'],
  [group, 'clue', LPC, 'handling', 'OWN'],
  [group, 'clue', ['REPORTER'], 'received', 'OWN'],
  [group, 'supervision_item', LC, 'handling', 'OWN'],
  [group, 'supervision_item', LC, 'received', 'OWN'],
  [group, 'joint_case', LC, 'handling', 'OWN'],
  // Joint-case command centre: its organ's operations; their content by the grant of the launch
  [centre, 'joint_case', L, 'owner', 'ORGAN'],
];

type Run = (sql: string, values?: unknown[]) => Promise<unknown>;

/**
 * What a migration stores, whole, whenever a row has changed; and with it the conditions (facet-conditions.ts), which ask
 * only for what some duty has.
 */
export async function storeAllDutyFacets(run: Run): Promise<void> {
  await store(run, DUTY_FACETS);
}

/** What the table of migration 4 could hold: before there were sealed items, and branches of the compartment. */
export async function storeDutyFacets(run: Run): Promise<void> {
  await store(
    run,
    DUTY_FACETS.filter(([, , , place, relation]) => place !== 'owner_sealed' && relation !== 'BRANCH_CADRE'),
  );
}

async function store(run: Run, rows: readonly Row[]): Promise<void> {
  await run('delete from duty_facet');
  for (const row of dutyFacetRows(rows)) {
    await run('insert into duty_facet values ($1, $2, $3, $4, $5, $6, $7, $8)', row);
  }
}

/** As stored: unit_kind, office_kind, duty, object, facet, place, relation, cadre. */
export function dutyFacetRows(rows: readonly Row[] = DUTY_FACETS): unknown[][] {
  return rows.flatMap(([who, object, facets, place, relation, cadre]) =>
    facets.map((facet) => [
      who.unit ? UnitKind[who.unit] : null,
      who.office ? OfficeKind[who.office] : null,
      who.duty ? Duty[who.duty] : null,
      object,
      facet.toLowerCase(),
      place,
      relation,
      cadre === 'cadre',
    ]),
  );
}
