import type {
  ClueSource,
  PetitionChannel,
  PetitionClass,
  PriorityReason,
  ReporterKind,
} from '../../workflow/clueStages.js';
import type { SubjectState } from '../../workflow/subjects.js';
import type { Dates } from '../deadlines.js';
import type { Post } from '../people/staff.js';
import type { Step } from './course.js';
import type { Place } from './places.js';
import type { Subject } from './subjects.js';

export interface Petition {
  class: keyof typeof PetitionClass;
  channel: keyof typeof PetitionChannel;
  text: string;
}

export interface Reporter {
  kind: keyof typeof ReporterKind;
  name: string | null;
  contact: string | null;
  acceptanceNoticeDueAt: Date | null;
  resultNoticeDueAt: Date | null;
  protectionRequested: boolean;
}

/** A clue with all its facets, before it is written. */
export interface Clue extends Dates {
  id: string;
  number: string;
  place: Place;
  receivedAt: Date;
  step: Step;
  closedAt: Date | null;
  source: keyof typeof ClueSource;
  owner: number;
  handling: number;
  received: number;
  handler: Post | null;
  registrar: Post | null;
  custodian: Post | null;
  subjectState: keyof typeof SubjectState;
  classification: number;
  compartment: boolean;
  expedited: boolean;
  priorityReason: keyof typeof PriorityReason | null;
  keyMinority: boolean;
  subject: Subject;
  allegation: string;
  petition: Petition;
  /** Null where no person reported. */
  reporter: Reporter | null;
}
