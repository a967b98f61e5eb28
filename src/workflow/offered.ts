import { OFFERS, type Offer, type Standing } from './offers.js';
import { Duty } from '../jurisdiction/duties.js';
import type { Facet, ObjectKind } from '../jurisdiction/facets.js';
import { LAST_OFFICE_NUMBER, OfficeKind, UnitKind } from '../jurisdiction/units.js';

/** A matter as its reader knows it, and as what he reads it. */
export interface Reading {
  object: ObjectKind;
  facets: ReadonlySet<Facet>;
  owner: number;
  handling: number;
  received: number | null;
  /** Whether the acting post is the one that is named as handler. */
  handler: boolean;
  open: boolean;
  /** Whether he reads it as the one who keeps it until its subject is resolved. */
  keeps: boolean;
  /** Whether a compartment grant has laid it before him. */
  laidBefore: boolean;
}
export interface Reader {
  unit: number;
  /** The organ of his unit. */
  organ: number;
  /** The last place of that organ's subtree. */
  organHi: number;
  unitKind: number;
  officeKind: number | null;
  duty: number;
}

/** The acts that a reader of a matter is offered, by name; each decides again when it is tried. */
export function offered(
  reading: Reading,
  reader: Reader,
  offers: Record<string, Offer | readonly Offer[]> = OFFERS,
): string[] {
  const stands = standings(reading, reader);
  return Object.entries(offers)
    .filter(([, offer]) =>
      [offer]
        .flat()
        .some(
          ({ on, seeing, notSeeing, as, by, open }: Offer) =>
            on === reading.object &&
            reading.facets.has(seeing) &&
            !(notSeeing && reading.facets.has(notSeeing)) &&
            (!as || as.some((standing) => stands.has(standing))) &&
            (!by || by.some((who) => is(reader, who))) &&
            (!open || reading.open),
        ),
    )
    .map(([name]) => name)
    .sort();
}

function standings(
  { owner, handling, received, handler, keeps, laidBefore }: Reading,
  { unit, organ, organHi, unitKind, duty }: Reader,
): ReadonlySet<Standing> {
  const stands = new Set<Standing>();
  if (handler) stands.add('HANDLER');
  // A group is accountable by itself: to its own people it is what the organ is to its offices.
  if ((owner >= organ && owner <= organ + LAST_OFFICE_NUMBER) || owner === unit) stands.add('OWN_ORGAN');
  const isBelow = owner >= organ && owner <= organHi;
  if (isBelow) stands.add('OWN_SUBTREE');
  if (isBelow && laidBefore) stands.add('LAID_BEFORE');
  if (keeps) stands.add('KEEPS_UNRESOLVED');
  if (handling === unit) {
    stands.add('OWN_UNIT_HANDLES');
    const head = unitKind === UnitKind.OFFICE ? Duty.OFFICE_HEAD : Duty.PRINCIPAL;
    if (duty === head) stands.add('HEADS_HANDLING_UNIT');
  }
  if (received === unit) stands.add('OWN_UNIT_RECEIVED');
  return stands;
}

function is({ unitKind, officeKind, duty }: Reader, who: NonNullable<Offer['by']>[number]): boolean {
  return (
    (!who.unit || UnitKind[who.unit] === unitKind) &&
    (!who.office || OfficeKind[who.office] === officeKind) &&
    (!who.duty || Duty[who.duty] === duty)
  );
}
