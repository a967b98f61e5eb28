import { getNamedType, isObjectType, parse, TypeInfo, visit, visitWithTypeInfo, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruledFields } from '../../src/graphql/rule.js';
import { buildRuledSchema } from '../../src/graphql/schema.js';
import { RESOLVERS } from '../../src/resolvers.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { EVERYTHING, NEXT_PAGE } from './worlds/documents.js';
import { COMPARED_TABLES } from './worlds/policyTables.js';

/*
 * Whatever can be asked or stored has a rule and is held against the oracle in random worlds (worlds/documents.ts,
 * worlds/policyTables.ts), or stands here with its reason. What is uncovered fails, and so does a reason nobody needs.
 */

const REFERENCE =
  'how the organisation is built: every post in force sees all of it (test/api, test/database/hierarchy)';
const SELF = 'of the caller himself, to himself (test/api/refusals, test/policy/tickets)';
const SCOPE_WORDS = 'says the scope that was asked and the caller’s own paths (test/api/scenarios)';
const SAME_ROWS = 'the same rows as nodes, in the same connection (schema/tools/relay)';

const ACTS = 'what an act answers to who did it (test/policy/acts)';
const FIGURES =
  'protected figures: who has whose is held against the oracle in access-cases, what they give away in statistics-attacks';
const RECUSALS = 'a noun of its own, not a facet of a matter (test/api/scenarios/sc-25-recusal)';
const UNMASKINGS = 'a noun of its own, not a facet of a matter (test/api/scenarios/unmasking)';
const EMERGENCIES = 'a noun of its own, not a facet of a matter (test/api/scenarios/emergency-access)';
const INTERFERENCE = 'a noun of its own, not a facet of a matter (test/api/scenarios/sc-22-interference)';
const GRANTS = 'a noun of its own, not a facet of a matter (test/api/scenarios/grants)';
const CONTACT_LINKS = 'a noun of its own, not a facet of a matter (test/api/scenarios/contact-link-redivision)';
const INSPECTIONS = 'a noun of its own, not a facet of a matter (test/api/scenarios/inspection-round)';

const SESSIONS = 'of a person’s account, not of a matter (test/api/sessions)';

const SUBJECTS =
  'for who finds a subject, and nobody else, decided by a function of its own (test/api/scenarios/subject-linking)';
const EXPLAINED = 'held against what each person’s own query shows (test/api/explain)';
const ADMINISTRATION = 'the organisation’s own, by its administrators (test/api/administration)';
const UNDER_ALIASES = 'an administrator’s, under aliases (test/api/explain/view-as, audit-trail)';

/** Type, or type and field, and why no case holds it against the oracle. */
const FIELDS: Record<string, string> = {
  Unit: REFERENCE,
  UnitConnection: REFERENCE,
  UnitEdge: REFERENCE,
  LinkedUnit: REFERENCE,
  ResidentUnit: REFERENCE,
  CooperationZone: REFERENCE,
  'Query.unit': REFERENCE,
  'Query.units': REFERENCE,
  Viewer: SELF,
  Person: SELF,
  Post: SELF,
  Reaches: SELF,
  'Query.me': SELF,
  EffectiveScope: SCOPE_WORDS,
  'ClueConnection.effectiveScope': SCOPE_WORDS,
  'ClueStatistics.effectiveScope': SCOPE_WORDS,
  'JointCaseConnection.effectiveScope': SCOPE_WORDS,
  'SupervisionItemConnection.effectiveScope': SCOPE_WORDS,
  'ClueStatistics.asOf': 'the moment of asking',
  'Query.statisticsTable': FIGURES,
  StatisticsTable: FIGURES,
  StatisticsRow: FIGURES,
  StatisticsCell: FIGURES,
  'Query.colourCounts': FIGURES,
  ColourCount: FIGURES,
  'PageInfo.startCursor': SAME_ROWS,
  ClueEdge: SAME_ROWS,
  JointCaseEdge: SAME_ROWS,
  SupervisionItemEdge: SAME_ROWS,
  'ClueConnection.edges': SAME_ROWS,
  'JointCaseConnection.edges': SAME_ROWS,
  'SupervisionItemConnection.edges': SAME_ROWS,
  'Query.recusal': RECUSALS,
  'Query.recusals': RECUSALS,
  Recusal: RECUSALS,
  RecusalPayload: RECUSALS,
  'Mutation.recusalRequest': RECUSALS,
  'Mutation.recusalDecide': RECUSALS,
  'Mutation.recusalEnd': RECUSALS,
  'Query.unmasking': UNMASKINGS,
  'Query.unmaskings': UNMASKINGS,
  Unmasking: UNMASKINGS,
  UnmaskingPayload: UNMASKINGS,
  'Mutation.unmaskingRequest': UNMASKINGS,
  'Mutation.unmaskingDecide': UNMASKINGS,
  'Mutation.unmaskingEnd': UNMASKINGS,
  'Query.emergencyAccess': EMERGENCIES,
  'Query.emergencyAccesses': EMERGENCIES,
  EmergencyAccess: EMERGENCIES,
  EmergencyAccessPayload: EMERGENCIES,
  'Mutation.emergencyAccessOpen': EMERGENCIES,
  'Mutation.emergencyAccessReview': EMERGENCIES,
  'Query.interferenceRecord': INTERFERENCE,
  'Query.interferenceRecords': INTERFERENCE,
  InterferenceRecord: INTERFERENCE,
  InterferenceHandling: INTERFERENCE,
  InterferenceRecordPayload: INTERFERENCE,
  'Mutation.interferenceRecord': INTERFERENCE,
  'Mutation.interferenceHandle': INTERFERENCE,
  'Query.grants': GRANTS,
  Grant: GRANTS,
  GrantPayload: GRANTS,
  'Mutation.grantIssue': GRANTS,
  'Mutation.grantEnd': GRANTS,
  'Query.contactLinks': CONTACT_LINKS,
  ContactLink: CONTACT_LINKS,
  ContactLinkRedividePayload: CONTACT_LINKS,
  'Mutation.contactLinkRedivide': CONTACT_LINKS,
  'Query.inspectionRounds': INSPECTIONS,
  InspectionRound: INSPECTIONS,
  InspectionRoundPayload: INSPECTIONS,
  'Mutation.inspectionRoundBegin': INSPECTIONS,
  'Mutation.inspectionCatalogueAdd': INSPECTIONS,
  'Mutation.inspectionRoundEnd': INSPECTIONS,
  'Query.sessions': SESSIONS,
  'Query.sessionsOf': SESSIONS,
  Session: SESSIONS,
  SessionPayload: SESSIONS,
  SessionsPayload: SESSIONS,
  'Mutation.sessionEnd': SESSIONS,
  'Mutation.sessionsEnd': SESSIONS,
  'Mutation.personSessionsEnd': SESSIONS,
  'Query.subjectCandidates': SUBJECTS,
  'Query.clueSubject': SUBJECTS,
  SubjectCandidate: SUBJECTS,
  SubjectPost: SUBJECTS,
  ClueSubject: SUBJECTS,
  ClueSubjectPayload: SUBJECTS,
  'Mutation.clueSubjectLink': SUBJECTS,
  MatterViewer: EXPLAINED,
  FacetAccess: EXPLAINED,
  'Clue.viewer': EXPLAINED,
  'SupervisionItem.viewer': EXPLAINED,
  'JointCase.viewer': EXPLAINED,
  AccessExplanation: EXPLAINED,
  PostAccess: EXPLAINED,
  FacetExplanation: EXPLAINED,
  WayTried: EXPLAINED,
  AccessReview: EXPLAINED,
  AccessRule: EXPLAINED,
  WhyNotVisible: EXPLAINED,
  'Query.explainAccess': EXPLAINED,
  'Query.accessReview': EXPLAINED,
  'Query.whyNotVisible': EXPLAINED,
  PostReach: UNDER_ALIASES,
  ReachCount: UNDER_ALIASES,
  'Query.viewAs': UNDER_ALIASES,
  AuditTrailEntry: UNDER_ALIASES,
  AuditTrailPage: UNDER_ALIASES,
  'Query.auditTrail': UNDER_ALIASES,
  AuditAliasOpening: UNDER_ALIASES,
  OpenedAlias: UNDER_ALIASES,
  AuditAliasOpeningPayload: UNDER_ALIASES,
  'Query.auditAliasOpening': UNDER_ALIASES,
  'Query.auditAliasOpenings': UNDER_ALIASES,
  'Mutation.auditAliasOpenRequest': UNDER_ALIASES,
  'Mutation.auditAliasOpenDecide': UNDER_ALIASES,
  AdministrativeChange: ADMINISTRATION,
  AdministrativeLine: ADMINISTRATION,
  AdministrationPayload: ADMINISTRATION,
  StaffRecord: ADMINISTRATION,
  StaffPost: ADMINISTRATION,
  StaffBranch: ADMINISTRATION,
  StaffPage: ADMINISTRATION,
  'Query.administrativeChange': ADMINISTRATION,
  'Query.administrativeChanges': ADMINISTRATION,
  OrganisationImport: ADMINISTRATION,
  OrganisationImportFault: ADMINISTRATION,
  OrganisationImportDifference: ADMINISTRATION,
  OrganisationImportPayload: ADMINISTRATION,
  'Query.organisationImport': ADMINISTRATION,
  'Query.organisationImports': ADMINISTRATION,
  'Mutation.organisationImportOpen': ADMINISTRATION,
  'Mutation.organisationImportCheck': ADMINISTRATION,
  'Mutation.organisationImportWithdraw': ADMINISTRATION,
  'Mutation.organisationImportDecide': ADMINISTRATION,
  'Query.staff': ADMINISTRATION,
  'Query.staffRecord': ADMINISTRATION,
  'Mutation.unitCreate': ADMINISTRATION,
  'Mutation.unitRename': ADMINISTRATION,
  'Mutation.unitRemove': ADMINISTRATION,
  'Mutation.residentUnitsSet': ADMINISTRATION,
  'Mutation.counterpartsSet': ADMINISTRATION,
  'Mutation.zoneForm': ADMINISTRATION,
  'Mutation.zoneChange': ADMINISTRATION,
  'Mutation.zoneDissolve': ADMINISTRATION,
  'Mutation.personRegister': ADMINISTRATION,
  'Mutation.personAmend': ADMINISTRATION,
  'Mutation.personLeave': ADMINISTRATION,
  'Mutation.personReturn': ADMINISTRATION,
  'Mutation.personBind': ADMINISTRATION,
  'Mutation.postAppoint': ADMINISTRATION,
  'Mutation.postEnd': ADMINISTRATION,
  'Mutation.branchAssign': ADMINISTRATION,
  'Mutation.branchEnd': ADMINISTRATION,
  'Mutation.clearanceRaise': ADMINISTRATION,
  'Mutation.clearanceLower': ADMINISTRATION,
  'Mutation.reorganise': ADMINISTRATION,
  'Query.reorganisation': ADMINISTRATION,
  'Query.reorganisations': ADMINISTRATION,
  Reorganisation: ADMINISTRATION,
  ReorganisationPair: ADMINISTRATION,
  'Query.jurisdiction': REFERENCE,
  Jurisdiction: REFERENCE,
  NamedUnit: REFERENCE,
  UnitSuccession: REFERENCE,
  'Query.calendar': REFERENCE,
  'Query.deadlineEnd': REFERENCE,
  'Query.organRules': REFERENCE,
  Calendar: REFERENCE,
  CalendarDay: REFERENCE,
  OrganRule: REFERENCE,
  'Mutation.holidayDeclare': ADMINISTRATION,
  'Mutation.holidayWithdraw': ADMINISTRATION,
  'Mutation.organRuleSet': ADMINISTRATION,
  'Mutation.organRuleEnd': ADMINISTRATION,
  'Mutation.administrativeChangeDecide': ADMINISTRATION,
  'Mutation.administrativeChangeWithdraw': ADMINISTRATION,
  ActRefused: ACTS,
  VersionConflict: ACTS,
};

/** Read by whoever has a post in force; the policy says no more. */
const REFERENCE_TABLES = [
  'administrative_act',
  'calendar_day',
  'calendar_year',
  'contact_link',
  'cooperation_zone',
  'group_counterpart',
  'organ_rule',
  'organ_rule_kind',
  'resident_unit',
  'unit',
  'unit_former_name',
  'unit_succession',
  'unit_tree_version',
  'zone_member',
];
/** With policies of their own, and where they are tried. */
const OTHER_TABLES: Record<string, string> = {
  administrative_change: ADMINISTRATION,
  organisation_import: ADMINISTRATION,
  organisation_import_fault: ADMINISTRATION,
  organisation_import_row: ADMINISTRATION,
  reorganisation: ADMINISTRATION,
  reorganisation_pair: ADMINISTRATION,
  alias_opening: UNDER_ALIASES,
  recusal: RECUSALS,
  recusal_decision: RECUSALS,
  unmasking: UNMASKINGS,
  emergency_access: EMERGENCIES,
  interference_record: INTERFERENCE,
  interference_handling: INTERFERENCE,
  inspection_round: INSPECTIONS,
};
/** Read by no login role that answers people (direct-access.test.ts tries). */
const NOBODYS_TABLES = [
  'access_grant',
  'act_key',
  'alias_key',
  'allowance',
  'audit_entry',
  'audit_seal',
  'branch',
  'clue_subject',
  'colour_day',
  'colour_day_clue',
  'contact_redivision',
  'demo_marker',
  'denial',
  'duty_facet',
  'duty_reach',
  'duty_statistics',
  'former_place',
  'grant_ceiling',
  'grant_rule',
  'invitation',
  'matter_count',
  'migration',
  'outbox',
  'person',
  'person_turn',
  'post',
  'rehearsal',
  'seal_key',
  'session',
  'session_limit',
  'statistics_key',
  'ticket_key',
  'unit_label_given',
];

const READ_TABLES = [...COMPARED_TABLES, ...REFERENCE_TABLES, ...Object.keys(OTHER_TABLES)];

const uncovered = (all: readonly string[], covered: ReadonlySet<string>, isExempt: (name: string) => boolean) =>
  all.filter((name) => !covered.has(name) && !isExempt(name)).sort();

describe('fields', () => {
  const schema: GraphQLSchema = buildRuledSchema([...RESOLVERS]);
  const fields = ruledFields(schema).map(({ type, field }) => `${type}.${field}`);
  const asked = new Set<string>();
  for (const document of [EVERYTHING, ...Object.values(NEXT_PAGE)]) {
    const info = new TypeInfo(schema);
    visit(
      parse(document),
      visitWithTypeInfo(info, {
        Field() {
          const parent = getNamedType(info.getParentType());
          const field = info.getFieldDef();
          if (!parent || !field) return;
          // A field of the interface is asked of everything that has it.
          const types = isObjectType(parent) ? [parent] : schema.getPossibleTypes(parent as never);
          for (const type of types) asked.add(`${type.name}.${field.name}`);
        },
      }),
    );
  }
  const exempts = (reason: string) => fields.filter((name) => name === reason || name.startsWith(`${reason}.`));

  it('all have a rule and a case, or a reason', () => {
    expect(fields.length).toBeGreaterThan(150);
    const exempt = new Set(Object.keys(FIELDS).flatMap(exempts));
    expect(uncovered(fields, asked, (name) => exempt.has(name))).toEqual([]);
  });

  it('have no reason that they do not need', () => {
    const needless = Object.keys(FIELDS).filter((reason) => exempts(reason).every((name) => asked.has(name)));
    expect(needless).toEqual([]);
  });

  it('are in no case that the schema does not know', () => {
    expect([...asked].filter((name) => !name.startsWith('__') && !fields.includes(name))).toEqual([]);
  });
});

describe('tables', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await cloneDatabase();
  });
  afterAll(() => db.drop());

  const named = async (sql: string) =>
    (await db.owner.query<{ name: string }>(sql)).rows.map(({ name }) => name).toSorted();
  const all =
    "select relname::text as name from pg_class where relnamespace = 'liandong'::regnamespace and relkind in ('r', 'p')";
  const readers =
    "(has_any_column_privilege('liandong_api', oid, 'select') or has_any_column_privilege('liandong_act', oid, 'select'))";

  it('all are compared row by row, or are reference data, or are nobody’s', async () => {
    expect(await named(all)).toEqual([...READ_TABLES, ...NOBODYS_TABLES].toSorted());
  });

  it('that are nobody’s are read by nobody, the others have a rule', async () => {
    expect(await named(`${all} and not ${readers}`)).toEqual(NOBODYS_TABLES);
    const ruled = `${all} and exists (select from pg_policy where polrelid = pg_class.oid and polcmd = 'r'
      and 'liandong_api'::regrole = any (polroles))`;
    expect(await named(ruled)).toEqual(READ_TABLES.toSorted());
  });

  it('of reference are every post’s: their one rule asks for nothing else', async () => {
    const rules = await db.owner.query<{ name: string; rule: string }>(
      `select relname::text as name, pg_get_expr(polqual, polrelid) as rule from pg_policy
       join pg_class on pg_class.oid = polrelid where polname = 'principal' order by 1`,
    );
    expect(rules.rows.map(({ name }) => name)).toEqual(REFERENCE_TABLES);
    for (const { rule } of rules.rows) {
      expect(rule.replaceAll(/\s+/g, ' ')).toMatch(
        /^\(*\( ?SELECT \(me\(\)\)\.post AS post\) IS NOT NULL\)( AND \(pos >= 0\)\))?$/,
      );
    }
  });
});
