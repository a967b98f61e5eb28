import type { Duty } from '../jurisdiction/duties.js';
import type { Facet, ObjectKind } from '../jurisdiction/facets.js';
import type { OfficeKind, UnitKind } from '../jurisdiction/units.js';

/**
 * How the acting post stands to a matter, as far as its places tell and the ways by which it reaches him.
 * KEEPS_UNRESOLVED: registrar or custodian until its subject is resolved.
 */
export type Standing =
  | 'HANDLER'
  | 'OWN_ORGAN'
  | 'OWN_SUBTREE'
  | 'OWN_UNIT_HANDLES'
  | 'HEADS_HANDLING_UNIT'
  | 'OWN_UNIT_RECEIVED'
  | 'KEEPS_UNRESOLVED'
  | 'LAID_BEFORE';

/**
 * When an act on a matter is offered to its reader (`viewer { acts }`): by what he may know of it. The act itself
 * decides again, by what nobody may know, too.
 */
export interface Offer {
  on: ObjectKind;
  /** A facet that one must see. */
  seeing: Facet;
  /** One that one must not: there is nothing to ask for. */
  notSeeing?: Facet;
  /** Any of these; none: whoever sees it. */
  as?: readonly Standing[];
  /** Any of these; none: every case post. */
  by?: readonly { unit?: UnitKind; office?: OfficeKind; duty?: Duty }[];
  /** Only while the matter is open. */
  open?: true;
}

/** By the name of the mutation; of several offers any. */
export const OFFERS: Record<string, Offer | readonly Offer[]> = {
  recusalRequest: { on: 'clue', seeing: 'LEDGER' },
  unmaskingRequest: {
    on: 'clue',
    seeing: 'CONTENT',
    notSeeing: 'REPORTER',
    as: ['HANDLER', 'HEADS_HANDLING_UNIT'],
    open: true,
  },
  emergencyAccessOpen: { on: 'clue', seeing: 'LEDGER', notSeeing: 'CONTENT' },
  interferenceRecord: { on: 'clue', seeing: 'LEDGER' },
  grantIssue: {
    on: 'clue',
    seeing: 'LEDGER',
    as: ['OWN_ORGAN', 'OWN_UNIT_HANDLES'],
    by: [
      { unit: 'ORGAN', duty: 'PRINCIPAL' },
      { unit: 'DISPATCHED_ORGAN', duty: 'PRINCIPAL' },
      { unit: 'DISPATCHED_GROUP', duty: 'PRINCIPAL' },
      { unit: 'OFFICE', duty: 'OFFICE_HEAD' },
    ],
  },
  inspectionCatalogueAdd: {
    on: 'clue',
    seeing: 'CONTENT',
    as: ['OWN_ORGAN'],
    by: [
      { unit: 'ORGAN', duty: 'PRINCIPAL' },
      { unit: 'DISPATCHED_ORGAN', duty: 'PRINCIPAL' },
      { office: 'CASE_SUPERVISION_MANAGEMENT', duty: 'OFFICE_HEAD' },
    ],
  },
  // To find out who it is, who keeps it; to find otherwise, 干部监督's head there or above, and the principal whom it is for.
  clueSubjectLink: [
    { on: 'clue', seeing: 'LEDGER', as: ['KEEPS_UNRESOLVED'] },
    {
      on: 'clue',
      seeing: 'LEDGER',
      as: ['OWN_SUBTREE'],
      by: [{ office: 'CADRE_SUPERVISION', duty: 'OFFICE_HEAD' }],
    },
    {
      on: 'clue',
      seeing: 'LEDGER',
      as: ['OWN_ORGAN', 'LAID_BEFORE'],
      by: [
        { unit: 'ORGAN', duty: 'PRINCIPAL' },
        { unit: 'DISPATCHED_ORGAN', duty: 'PRINCIPAL' },
      ],
    },
  ],
};
