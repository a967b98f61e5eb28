import { Foundation1763700000001 } from './1763700000001-foundation.js';
import { Units1763700000002 } from './1763700000002-units.js';
import { People1763700000003 } from './1763700000003-people.js';
import { Principal1763700000004 } from './1763700000004-principal.js';
import { GrantsAndDenials1763700000005 } from './1763700000005-grants-and-denials.js';
import { Clues1763700000006 } from './1763700000006-clues.js';
import { SupervisionItems1763700000007 } from './1763700000007-supervision-items.js';
import { JointCases1763700000008 } from './1763700000008-joint-cases.js';
import { ReferenceAccess1763700000009 } from './1763700000009-reference-access.js';
import { DeniedColumns1763700000010 } from './1763700000010-denied-columns.js';
import { Nowhere1763700000011 } from './1763700000011-nowhere.js';
import { DemoMarker1763700000012 } from './1763700000012-demo-marker.js';
import { Entrusted1763700000013 } from './1763700000013-entrusted.js';
import { InheritedDenials1763700000014 } from './1763700000014-inherited-denials.js';
import { Allowance1763700000015 } from './1763700000015-allowance.js';
import { Audit1763700000016 } from './1763700000016-audit.js';
import { Acts1763700000017 } from './1763700000017-acts.js';
import { Recusals1763700000018 } from './1763700000018-recusals.js';
import { Compartments1763700000019 } from './1763700000019-compartments.js';
import { Unmaskings1763700000020 } from './1763700000020-unmaskings.js';
import { EmergencyAccesses1763700000021 } from './1763700000021-emergency-accesses.js';
import { InterferenceRecords1763700000022 } from './1763700000022-interference-records.js';
import { Grants1763700000023 } from './1763700000023-grants.js';
import { ContactRedivisions1763700000024 } from './1763700000024-contact-redivisions.js';
import { InspectionRounds1763700000025 } from './1763700000025-inspection-rounds.js';
import { Subjects1763700000026 } from './1763700000026-subjects.js';
import { Administrators1763700000027 } from './1763700000027-administrators.js';
import { Ways1763700000028 } from './1763700000028-ways.js';
import { Explanations1763700000029 } from './1763700000029-explanations.js';
import { AuditReading1763700000030 } from './1763700000030-audit-reading.js';
import { Statistics1763700000031 } from './1763700000031-statistics.js';
import { NoStatistics1763700000032 } from './1763700000032-no-statistics.js';
import { Mended1763700000033 } from './1763700000033-mended.js';
import { RecusalDecider1763700000034 } from './1763700000034-recusal-decider.js';
import { ActsAndRevocations1763700000035 } from './1763700000035-acts-and-revocations.js';
import { ReachByPiece1763700000036 } from './1763700000036-reach-by-piece.js';
import { RecusalNowhere1763700000037 } from './1763700000037-recusal-nowhere.js';
import { RecusalDeciders1763700000038 } from './1763700000038-recusal-deciders.js';
import { SightsOfActs1763700000039 } from './1763700000039-sights-of-acts.js';
import { GrantsAndConclusion1763700000040 } from './1763700000040-grants-and-conclusion.js';
import { Barred1763700000041 } from './1763700000041-barred.js';
import { StatementsLeft1763700000042 } from './1763700000042-statements-left.js';
import { DutyReaches1763700000043 } from './1763700000043-duty-reaches.js';
import { MatterCounts1763700000044 } from './1763700000044-matter-counts.js';
import { ClueSearch1763700000045 } from './1763700000045-clue-search.js';
import { TiersOfItemsAndCases1763700000046 } from './1763700000046-tiers-of-items-and-cases.js';
import { CheaperPrincipal1763700000047 } from './1763700000047-cheaper-principal.js';
import { TwoPlaces1763700000048 } from './1763700000048-two-places.js';
import { DutyReachesInTurn1763700000049 } from './1763700000049-duty-reaches-in-turn.js';
import { KeepersAtOnce1763700000050 } from './1763700000050-keepers-at-once.js';
import { SizesOfTiers1763700000051 } from './1763700000051-sizes-of-tiers.js';
import { SuperiorOrgans1763700000052 } from './1763700000052-superior-organs.js';
import { ActsPlanAsUsual1763700000053 } from './1763700000053-acts-plan-as-usual.js';
import { AdministrativeChanges1763700000054 } from './1763700000054-administrative-changes.js';
import { UnitAdministration1763700000055 } from './1763700000055-unit-administration.js';
import { StaffAdministration1763700000056 } from './1763700000056-staff-administration.js';
import { Invitations1763700000057 } from './1763700000057-invitations.js';
import { Sessions1763700000060 } from './1763700000060-sessions.js';
import { OrganisationImports1763700000061 } from './1763700000061-organisation-imports.js';
import { TransactionsGoOn1763700000063 } from './1763700000063-transactions-go-on.js';
import { Reorganisations1763700000064 } from './1763700000064-reorganisations.js';
import { CalendarAndOrganRules1763700000065 } from './1763700000065-calendar-and-organ-rules.js';
import { ImportsFollowOnce1763700000067 } from './1763700000067-imports-follow-once.js';
import { CustodyPasses1763700000068 } from './1763700000068-custody-passes.js';

/** In their order. A migration that has landed is never edited; the next one mends it. */
export const MIGRATIONS = [
  Foundation1763700000001,
  Units1763700000002,
  People1763700000003,
  Principal1763700000004,
  GrantsAndDenials1763700000005,
  Clues1763700000006,
  SupervisionItems1763700000007,
  JointCases1763700000008,
  ReferenceAccess1763700000009,
  DeniedColumns1763700000010,
  Nowhere1763700000011,
  DemoMarker1763700000012,
  Entrusted1763700000013,
  InheritedDenials1763700000014,
  Allowance1763700000015,
  Audit1763700000016,
  Acts1763700000017,
  Recusals1763700000018,
  Compartments1763700000019,
  Unmaskings1763700000020,
  EmergencyAccesses1763700000021,
  InterferenceRecords1763700000022,
  Grants1763700000023,
  ContactRedivisions1763700000024,
  InspectionRounds1763700000025,
  Subjects1763700000026,
  Administrators1763700000027,
  Ways1763700000028,
  Explanations1763700000029,
  AuditReading1763700000030,
  Statistics1763700000031,
  NoStatistics1763700000032,
  Mended1763700000033,
  RecusalDecider1763700000034,
  ActsAndRevocations1763700000035,
  ReachByPiece1763700000036,
  RecusalNowhere1763700000037,
  RecusalDeciders1763700000038,
  SightsOfActs1763700000039,
  GrantsAndConclusion1763700000040,
  Barred1763700000041,
  StatementsLeft1763700000042,
  DutyReaches1763700000043,
  MatterCounts1763700000044,
  ClueSearch1763700000045,
  TiersOfItemsAndCases1763700000046,
  CheaperPrincipal1763700000047,
  TwoPlaces1763700000048,
  DutyReachesInTurn1763700000049,
  KeepersAtOnce1763700000050,
  SizesOfTiers1763700000051,
  SuperiorOrgans1763700000052,
  ActsPlanAsUsual1763700000053,
  AdministrativeChanges1763700000054,
  UnitAdministration1763700000055,
  StaffAdministration1763700000056,
  Invitations1763700000057,
  Sessions1763700000060,
  OrganisationImports1763700000061,
  TransactionsGoOn1763700000063,
  Reorganisations1763700000064,
  CalendarAndOrganRules1763700000065,
  ImportsFollowOnce1763700000067,
  CustodyPasses1763700000068,
];
