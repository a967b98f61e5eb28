import { AdministrativeChangeResolver } from './features/administration/administrativeChange.resolver.js';
import { AliasOpeningResolver } from './features/audit-trail/aliasOpening.resolver.js';
import { AuditTrailResolver } from './features/audit-trail/auditTrail.resolver.js';
import { CalendarAdministrationResolver } from './features/calendar/calendarAdministration.resolver.js';
import { CalendarResolver } from './features/calendar/calendar.resolver.js';
import { ClueResolver } from './features/clue/clue.resolver.js';
import { ClueStatisticsResolver } from './features/clue/clueStatistics.resolver.js';
import { EmergencyAccessResolver } from './features/emergency-access/emergencyAccess.resolver.js';
import { InterferenceRecordResolver } from './features/interference-record/interferenceRecord.resolver.js';
import { ContactLinkResolver } from './features/contact-link/contactLink.resolver.js';
import { GrantResolver } from './features/grant/grant.resolver.js';
import { InspectionRoundResolver } from './features/inspection-round/inspectionRound.resolver.js';
import { ExplainResolver } from './features/explain/explain.resolver.js';
import { JointCaseResolver } from './features/joint-case/jointCase.resolver.js';
import { NodeResolver } from './features/node/node.resolver.js';
import { OrganisationImportResolver } from './features/organisation-import/organisationImport.resolver.js';
import { OrganRuleResolver } from './features/organ-rule/organRule.resolver.js';
import { RecusalResolver } from './features/recusal/recusal.resolver.js';
import { SessionResolver } from './features/session/session.resolver.js';
import { ReorganisationResolver } from './features/reorganisation/reorganisation.resolver.js';
import { SubjectResolver } from './features/subject/subject.resolver.js';
import { StatisticsResolver } from './features/statistics/statistics.resolver.js';
import { SupervisionItemResolver } from './features/supervision-item/supervisionItem.resolver.js';
import { StaffAdministrationResolver } from './features/staff/staffAdministration.resolver.js';
import { StaffResolver } from './features/staff/staff.resolver.js';
import { JurisdictionResolver } from './features/unit/jurisdiction.resolver.js';
import { UnitAdministrationResolver } from './features/unit/unitAdministration.resolver.js';
import { UnitResolver } from './features/unit/unit.resolver.js';
import { UnmaskingResolver } from './features/unmasking/unmasking.resolver.js';
import { ViewerResolver } from './features/viewer/viewer.resolver.js';
import { ZoneAdministrationResolver } from './features/unit/zoneAdministration.resolver.js';

/** Every feature that the API serves. */
export const RESOLVERS = [
  AdministrativeChangeResolver,
  AliasOpeningResolver,
  AuditTrailResolver,
  CalendarAdministrationResolver,
  CalendarResolver,
  ClueResolver,
  ClueStatisticsResolver,
  EmergencyAccessResolver,
  InterferenceRecordResolver,
  ContactLinkResolver,
  GrantResolver,
  InspectionRoundResolver,
  ExplainResolver,
  JointCaseResolver,
  JurisdictionResolver,
  NodeResolver,
  OrganisationImportResolver,
  OrganRuleResolver,
  RecusalResolver,
  SessionResolver,
  ReorganisationResolver,
  SubjectResolver,
  StatisticsResolver,
  SupervisionItemResolver,
  StaffAdministrationResolver,
  StaffResolver,
  UnitAdministrationResolver,
  UnitResolver,
  UnmaskingResolver,
  ViewerResolver,
  ZoneAdministrationResolver,
] as const;
