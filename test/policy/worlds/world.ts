import type { Duty } from '../../../src/jurisdiction/duties.js';
import type { OfficeKind, OrganTier, UnitKind } from '../../../src/jurisdiction/units.js';
import type {
  ClueOutcome,
  ClueSource,
  ClueStage,
  DisposalMethod,
  PetitionChannel,
  PetitionClass,
  PriorityReason,
  RankClass,
  ReporterKind,
} from '../../../src/workflow/clueStages.js';
import type { JointCaseState, JointMode, StaffForce } from '../../../src/workflow/jointModes.js';
import type { SupervisionReason, SupervisionState } from '../../../src/workflow/supervisionStates.js';

// A small world as plain objects, by the names the API shows. Times are milliseconds, units are their labels.

export type Facet = 'LEDGER' | 'PETITION' | 'CONTENT' | 'REPORTER';
export type Noun = 'clue' | 'supervisionItem' | 'jointCase';

export interface Period {
  from: number;
  /** Not included; null: still going on. */
  to: number | null;
}

export interface Unit {
  id: string;
  pos: number;
  hi: number;
  organ: number;
  parent: number | null;
  kind: UnitKind;
  tier: OrganTier;
  officeKind: OfficeKind | null;
}

export interface Person {
  id: string;
  subject: string;
  clearance: number;
  leftAt: number | null;
}

export interface Post extends Period {
  id: string;
  person: string;
  unit: number;
  duty: Duty;
  main: boolean;
}

export interface Branch extends Period {
  post: string;
  office: number;
}

export interface ContactLink extends Period {
  office: number;
  target: number;
}

/** What every matter has, and what access to it follows from. */
export interface Matter {
  noun: Noun;
  id: string;
  number: string;
  owner: number;
  handling: number;
  received: number | null;
  handler: string | null;
  registrar: string | null;
  custodian: string | null;
  subject: 'UNRESOLVED' | 'NOT_STAFF' | 'STAFF';
  classification: number;
  compartment: boolean;
  /** For the head of its organ alone (密封件). */
  sealed: boolean;
  beganAt: number;
  closedAt: number | null;
  dueAt: number | null;
  yellowAt: number | null;
  redAt: number | null;
}

export interface Clue extends Matter {
  noun: 'clue';
  stage: keyof typeof ClueStage;
  source: keyof typeof ClueSource;
  method: keyof typeof DisposalMethod | null;
  outcome: keyof typeof ClueOutcome | null;
  priority: boolean;
  expedited: boolean;
  petition: { class: keyof typeof PetitionClass; channel: keyof typeof PetitionChannel; text: string } | null;
  content: {
    subjectName: string;
    subjectPosition: string | null;
    subjectRank: keyof typeof RankClass | null;
    keyMinority: boolean;
    allegation: string;
    priorityReason: keyof typeof PriorityReason | null;
    handlerName: string | null;
  } | null;
  reporter: {
    kind: keyof typeof ReporterKind;
    name: string | null;
    contact: string | null;
    acceptanceNoticeDueAt: number | null;
    resultNoticeDueAt: number | null;
    protectionRequested: boolean;
  } | null;
}

export interface SupervisionItem extends Matter {
  noun: 'supervisionItem';
  received: number;
  state: keyof typeof SupervisionState;
  reasons: (keyof typeof SupervisionReason)[];
  clue: string | null;
  reportTo: number | null;
  cc: number[];
  content: { requirement: string; result: string | null } | null;
}

export interface Assignment extends Period {
  id: string;
  post: string;
  personName: string;
  unit: number;
  force: keyof typeof StaffForce;
  tasks: string | null;
}

export interface JointCase extends Matter {
  noun: 'jointCase';
  mode: keyof typeof JointMode;
  state: keyof typeof JointCaseState;
  plannedDays: number | null;
  content: { title: string; criteria: string | null } | null;
  assignments: Assignment[];
  clues: string[];
}

export type AnyMatter = Clue | SupervisionItem | JointCase;

export interface Grant extends Period {
  object: string;
  facets: Facet[];
  grantee: { unit: number } | { post: string } | { person: string };
  /** A compartment grant; of posts only. */
  exempts: boolean;
}

export interface Denial {
  object: string;
  whom: { person: string } | { lo: number; hi: number };
  endedAt: number | null;
}

/** One round of an inspection body at one organ. */
export interface Round extends Period {
  body: number;
  inspected: number;
}

export interface Zone {
  owner: number;
  members: number[];
}

/** Somebody who asks, through one post. */
export interface Viewer {
  identity: string;
  post: Post;
  person: Person;
  /** Whether the post is chosen by header; else it is the main one. */
  chosen: boolean;
}

export interface World {
  now: number;
  units: Unit[];
  persons: Person[];
  posts: Post[];
  branches: Branch[];
  links: ContactLink[];
  zones: Zone[];
  rounds: Round[];
  clues: Clue[];
  supervisionItems: SupervisionItem[];
  jointCases: JointCase[];
  grants: Grant[];
  denials: Denial[];
  viewers: Viewer[];
}

export function mattersOf(world: Pick<World, 'clues' | 'supervisionItems' | 'jointCases'>): AnyMatter[] {
  return [...world.clues, ...world.supervisionItems, ...world.jointCases];
}

export function inForce(period: Period, world: World): boolean {
  return period.from <= world.now && (period.to === null || world.now < period.to);
}
