import { Duty } from '../../src/jurisdiction/duties.js';
import type { Facet, ObjectKind } from '../../src/jurisdiction/facets.js';
import { OfficeKind, UnitKind } from '../../src/jurisdiction/units.js';
import type { GrantAct } from './grant-rules.js';

interface GrantCeiling {
  unit: UnitKind;
  /** None: whatever its office is, or it is none. */
  office?: OfficeKind;
  act?: GrantAct;
  objects: readonly ObjectKind[];
  facets: readonly Facet[];
  source: string;
}

const MATTERS: readonly ObjectKind[] = ['clue', 'supervision_item', 'joint_case'];
const LPC: readonly Facet[] = ['LEDGER', 'PETITION', 'CONTENT'];
const LC: readonly Facet[] = ['LEDGER', 'CONTENT'];

const office = (kind: OfficeKind, facets: readonly Facet[], source: string): GrantCeiling => ({
  unit: 'OFFICE',
  office: kind,
  objects: MATTERS,
  facets,
  source,
});
const handling = 'DOMAIN B4, handling office';
const none = 'DOMAIN B4 gives it nothing of a matter: a copy of the ledger at most (DOMAIN A 47)';

/**
 * What may be granted to a unit of a kind, or to a post in it, at most: whoever grants it, on whatever basis, wherever
 * the unit stands. A kind that is not here is granted nothing; neither is an administrator, whatever his unit.
 */
export const GRANT_CEILINGS: readonly GrantCeiling[] = [
  { unit: 'ORGAN', objects: MATTERS, facets: LPC, source: 'DOMAIN B4, leader in charge, principal' },
  { unit: 'DISPATCHED_ORGAN', objects: MATTERS, facets: LPC, source: 'DOMAIN B4, leader in charge, principal' },
  { unit: 'DISPATCHED_GROUP', objects: MATTERS, facets: LPC, source: 'DOMAIN B4, dispatched group' },
  office('CASE_SUPERVISION_MANAGEMENT', LPC, 'DOMAIN B4, own organ 案管'),
  office('SUPERVISION_INSPECTION', LPC, handling),
  office('REVIEW_INVESTIGATION', LPC, handling),
  office('DISCIPLINE_SUPERVISION', LPC, handling),
  office('CONDUCT_SUPERVISION', LPC, handling),
  office('CADRE_SUPERVISION', LPC, 'DOMAIN B4, 干部监督'),
  office('PETITIONS_REPORTS', ['LEDGER', 'PETITION'], 'DOMAIN B4, 信访: no content'),
  office('CASE_TRIAL', LC, 'DOMAIN B4, 案件审理: no petition'),
  office('ORGANISATION', ['LEDGER'], none),
  office('PARTY_COMMITTEE_OFFICE', ['LEDGER'], none),
  office('GENERAL_OFFICE', ['LEDGER'], none),
  {
    unit: 'COMMAND_CENTRE',
    objects: ['joint_case'],
    facets: LC,
    source: 'DOMAIN B4, command centre: operations, no petition',
  },
  {
    unit: 'INSPECTION_BODY',
    act: 'inspectionCatalogueAdd',
    objects: ['clue'],
    facets: LC,
    source: 'DOMAIN B4, inspection group: catalogue items, no petition',
  },
];

const CASE_DUTIES: readonly Duty[] = ['PRINCIPAL', 'LEADER_IN_CHARGE', 'OFFICE_HEAD', 'OFFICER'];

/** As stored: see migration 23. */
export function grantCeilingRows(): unknown[][] {
  return GRANT_CEILINGS.map((ceiling) => [
    UnitKind[ceiling.unit],
    ceiling.office ? OfficeKind[ceiling.office] : null,
    CASE_DUTIES.map((duty) => Duty[duty]),
    ceiling.act ?? 'grantIssue',
    ceiling.objects,
    ceiling.facets.map((facet) => facet.toLowerCase()),
    ceiling.source,
  ]);
}

/** What a migration stores, whole, whenever a ceiling has changed. */
export async function storeGrantCeilings(run: (sql: string, values?: unknown[]) => Promise<unknown>): Promise<void> {
  await run('delete from grant_ceiling');
  for (const row of grantCeilingRows()) {
    await run(`insert into grant_ceiling values (${row.map((_, index) => `$${index + 1}`).join(', ')})`, row);
  }
}
