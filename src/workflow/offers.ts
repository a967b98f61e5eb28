import type { Duty } from '../jurisdiction/duties.js';
import type { Facet, ObjectKind } from '../jurisdiction/facets.js';
import type { OfficeKind, UnitKind } from '../jurisdiction/units.js';

/** How the acting post stands to a matter, as far as its places tell. A group handles together; its people are all its heads. */
export type Standing = 'HANDLER' | 'OWN_ORGAN' | 'OWN_UNIT_HANDLES' | 'HEADS_HANDLING_UNIT' | 'OWN_UNIT_RECEIVED';

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

/** By the name of the mutation. */
export const OFFERS: Record<string, Offer> = {
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
  clueSubjectLink: {
    on: 'clue',
    seeing: 'LEDGER',
    by: [
      { office: 'PETITIONS_REPORTS' },
      { office: 'CASE_SUPERVISION_MANAGEMENT' },
      { unit: 'DISPATCHED_GROUP' },
      { office: 'CADRE_SUPERVISION', duty: 'OFFICE_HEAD' },
      { unit: 'ORGAN', duty: 'PRINCIPAL' },
    ],
  },
};
