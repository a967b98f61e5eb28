import { stableId } from '../../shared/ids.js';
import { clueDates } from '../deadlines.js';
import type { Post, Staff } from '../people/staff.js';
import { Random } from '../random.js';
import { inventedAllegation } from './allegations.js';
import type { Clue } from './clue.js';
import { CLOSED_STAGES, courseOf, type Step } from './course.js';
import { deskOf, handlerOf, inCharge } from './desks.js';
import { inventedPetition, isFromPeople } from './petitions.js';
import type { Place } from './places.js';
import { inventedReporter } from './reporters.js';
import { inventedSubject, UNRESOLVED_SUBJECT, type Subject } from './subjects.js';

/** What a clue of the tables is told; everything else is drawn by lot. */
export interface Told {
  step?: Step;
  source?: Clue['source'];
  /** Where it was moved by a superior; its number stays that of the place it came from. */
  owner?: number;
  handling?: number;
  handler?: Post | null;
  compartment?: boolean;
  unresolved?: boolean;
  subject?: Subject | null;
  allegation?: string;
  petition?: string;
  reporterKind?: 'REAL_NAME' | 'ANONYMOUS';
}

/** A clue as its key makes it; the number is given when its place in the ledger is known. */
export function newClue(key: string, place: Place, receivedAt: Date, now: Date, staff: Staff, told: Told = {}): Clue {
  const random = new Random(key);
  const step = told.step ?? courseOf(random, receivedAt, now);
  const closedAt = CLOSED_STAGES.has(step.stage) ? step.at : null;
  const source = told.source ?? inventedSource(random, place);
  const compartment = told.compartment ?? (place.cadre !== null && random.chance(0.02));
  const received = COMES_TO_REGISTER.has(source) ? place.register : place.intake;
  const handling = told.handling ?? deskOf(random, place, step, received, compartment);
  const registrar = inCharge(random, staff.at(received));
  const custodian = inCharge(random, staff.at(place.register));
  // Until intake has decided, whoever the subject is, two people know of it.
  const unresolved =
    told.unresolved ??
    (step.stage === 'RECEIVED' && !compartment && registrar !== null && custodian !== null && random.chance(0.3));
  const subject = told.subject ?? (unresolved ? UNRESOLVED_SUBJECT : inventedSubject(random, place.level, compartment));
  const allegation = told.allegation ?? inventedAllegation(random);
  const priorityReason = random.chance(0.13)
    ? random.weighted({ SAME_LEVEL_MANAGED_CADRE: 3, KEY_POST: 4, YOUNG_RESERVE_CADRE: 1, KEY_MINORITY: 3 })
    : null;
  return {
    id: stableId(receivedAt, key),
    number: '',
    place,
    receivedAt,
    step,
    closedAt,
    ...clueDates(receivedAt, step.stage, step.at, source === 'SUPERIOR_ASSIGNED'),
    source,
    owner: told.owner ?? place.owner,
    handling,
    received,
    handler: told.handler === undefined ? handlerOf(random, staff, step, handling) : told.handler,
    registrar,
    custodian: unresolved ? custodian : null,
    subjectState: unresolved ? 'UNRESOLVED' : compartment ? 'STAFF' : 'NOT_STAFF',
    classification: inventedClassification(random, place),
    compartment,
    expedited: random.chance(0.04),
    priorityReason,
    keyMinority: priorityReason === 'KEY_MINORITY',
    subject,
    allegation,
    petition: inventedPetition(random, { source, subject, allegation }, told.petition),
    reporter: isFromPeople(source) ? inventedReporter(random, receivedAt, closedAt, told.reporterKind) : null,
  };
}

const COMES_TO_REGISTER: ReadonlySet<Clue['source']> = new Set([
  'SUPERIOR_ASSIGNED',
  'INSPECTION_TRANSFER',
  'SUPERVISION_FINDING',
  'DISPATCHED_GROUP',
]);

function inventedSource(random: Random, place: Place): Clue['source'] {
  return random.weighted({
    PETITION: 62,
    SUPERIOR_ASSIGNED: place.level === 'NATIONAL' ? 0 : 8,
    NATIONAL_PLATFORM: 3,
    INSPECTION_TRANSFER: 9,
    SUPERVISION_FINDING: 12,
    DISPATCHED_GROUP: place.handlers[0] === place.owner ? 0 : 3,
    SUPPLEMENT: 3,
  });
}

function inventedClassification(random: Random, place: Place): number {
  const often = place.level === 'COUNTY' || place.level === 'TOWNSHIP' ? 0.01 : 0.05;
  return random.chance(often) ? random.integer(1, 2) : 0;
}
