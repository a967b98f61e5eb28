import { Duty } from '../../src/jurisdiction/duties.js';
import type { Facet, ObjectKind } from '../../src/jurisdiction/facets.js';
import { GrantBasis } from '../../src/jurisdiction/grants.js';
import { OfficeKind, UnitKind } from '../../src/jurisdiction/units.js';

interface Issuer {
  unit?: UnitKind;
  office?: OfficeKind;
  duty: Duty;
}
/** What the matter is to the issuer: his organ's, handled by his own unit besides, or reported up to his unit. */
export type GrantMatter = 'OWN' | 'HANDLED' | 'REPORTED';
/**
 * Where the grantee must stand, a person with every post: the organ's own offices and groups, these and its leaders, what
 * is below it, all of it, a zone it shares, the organ above, anywhere.
 */
export type GrantPlace = 'OFFICES' | 'ORGAN' | 'BELOW' | 'SUBTREE' | 'ZONE' | 'SUPERIOR' | 'ANY';
export type GrantAct = 'grantIssue' | 'inspectionCatalogueAdd';
export type Grantee = 'unit' | 'post' | 'person';

interface GrantRule {
  act?: GrantAct;
  basis: GrantBasis;
  by: readonly Issuer[];
  matter: GrantMatter;
  objects: readonly ObjectKind[];
  to: readonly Grantee[];
  in: GrantPlace;
  /** Of the grantee's unit; none: any. */
  unit?: UnitKind;
  office?: OfficeKind;
  facets: readonly Facet[];
  /** Null: no end need be named. */
  longestDays: number | null;
  /** How far ahead it may begin; none: without a limit. */
  beginsWithinDays?: number;
  /** How long the grantee must be without one of the same matter before the next; none: it may follow, or be beside it. */
  pauseDays?: number;
  /** One at a time for the grantee, whatever the matter, and never twice for one. */
  once?: true;
  exempts?: true;
  /** It begins at once, has no end, and is not to be ended by hand. */
  final?: true;
  source: string;
}

const principals: readonly Issuer[] = [
  { unit: 'ORGAN', duty: 'PRINCIPAL' },
  { unit: 'DISPATCHED_ORGAN', duty: 'PRINCIPAL' },
];
const headOf = (office: OfficeKind): Issuer => ({ unit: 'OFFICE', office, duty: 'OFFICE_HEAD' });
const registerHead = headOf('CASE_SUPERVISION_MANAGEMENT');
const cadreHead = headOf('CADRE_SUPERVISION');
const principalOrRegister = [...principals, registerHead];

const LPC = ['LEDGER', 'PETITION', 'CONTENT'] as const;
const LC = ['LEDGER', 'CONTENT'] as const;
const L = ['LEDGER'] as const;
/** The longest that a matter is investigated without a further approval (监察法实施条例 2021 art. 185). */
const A_YEAR = 366;
/** Whatever else the organ's head answers for: for a time, soon, and not again at once. */
const OTHER = {
  basis: 'OTHER',
  by: principals,
  matter: 'OWN',
  objects: ['clue', 'supervision_item', 'joint_case'],
  to: ['unit', 'post', 'person'],
  longestDays: 90,
  beginsWithinDays: 30,
  pauseDays: 30,
} as const;

/**
 * Who may grant what of which matter to whom (授权规则). A basis that is not here is granted by its own act alone, and the
 * reporter by none of these; and none passes the ceiling of the grantee's kind (grant-ceilings.ts). An end must be named wherever DOMAIN does not leave it open (监督执纪工作规则 art. 67: 控制知悉范围和时间).
 */
export const GRANT_RULES: readonly GrantRule[] = [
  {
    basis: 'ASSIGNED',
    by: principalOrRegister,
    matter: 'OWN',
    objects: ['clue', 'supervision_item', 'joint_case'],
    to: ['unit'],
    in: 'OFFICES',
    facets: LPC,
    longestDays: null,
    source: '监督执纪工作规则 art. 23: 案管 dispatches, until it is concluded, for which no law sets a limit',
  },
  {
    basis: 'ASSIGNED',
    by: principalOrRegister,
    matter: 'OWN',
    objects: ['clue', 'supervision_item', 'joint_case'],
    to: ['unit'],
    in: 'BELOW',
    facets: LC,
    longestDays: null,
    source:
      'DOMAIN B4, lower organ: content if assigned, never the petition; 处理检举控告工作规则 art. 21 (交办): 3 + 3 months, and more by approval',
  },
  {
    basis: 'CC',
    by: principalOrRegister,
    matter: 'OWN',
    objects: ['clue', 'supervision_item'],
    to: ['unit'],
    in: 'SUBTREE',
    facets: L,
    longestDays: 183,
    source: 'DOMAIN A 47 (抄送): to read the notice and the linked ledger entry; the half-year is ours',
  },
  {
    basis: 'SECONDMENT',
    by: principalOrRegister,
    matter: 'OWN',
    objects: ['clue', 'joint_case'],
    to: ['post'],
    in: 'SUBTREE',
    facets: LC,
    longestDays: A_YEAR,
    once: true,
    source:
      '监督执纪工作规则 art. 66 (借调): one case, one loan; DOMAIN B4: by post, while active; no case is longer without approval (监察法实施条例 2021 art. 185)',
  },
  {
    basis: 'SECONDMENT',
    by: principalOrRegister,
    matter: 'OWN',
    objects: ['clue', 'joint_case'],
    to: ['post'],
    in: 'ZONE',
    facets: LC,
    longestDays: A_YEAR,
    once: true,
    source: 'DOMAIN A 69, 104: a zone lends people; 监督执纪工作规则 art. 66; 监察法实施条例 2021 art. 185',
  },
  {
    basis: 'DESIGNATED',
    by: principals,
    matter: 'OWN',
    objects: ['clue', 'joint_case'],
    to: ['unit'],
    in: 'BELOW',
    facets: LC,
    longestDays: null,
    source:
      '监察法实施条例 2021 art. 48 (指定管辖): until it is concluded; DOMAIN B4, lower organ: content if designated',
  },
  {
    basis: 'REPORTED',
    by: [...principalOrRegister, cadreHead],
    matter: 'OWN',
    objects: ['clue', 'supervision_item', 'joint_case'],
    to: ['unit'],
    in: 'SUPERIOR',
    office: 'CASE_SUPERVISION_MANAGEMENT',
    facets: LC,
    longestDays: null,
    final: true,
    source: '监督执纪工作规则 art. 22 (报告、备案): filed, and not to be taken back (DOMAIN A 32)',
  },
  {
    basis: 'REPORTED',
    by: [...principalOrRegister, cadreHead],
    matter: 'OWN',
    objects: ['clue', 'supervision_item', 'joint_case'],
    to: ['unit'],
    in: 'SUPERIOR',
    office: 'CADRE_SUPERVISION',
    facets: LC,
    longestDays: null,
    final: true,
    source:
      '监督执纪工作规则 art. 22; DOMAIN A 32, 98: of discipline officials, to who supervises them; it opens no compartment',
  },
  {
    basis: 'COMPARTMENT',
    by: [cadreHead],
    matter: 'REPORTED',
    objects: ['clue', 'supervision_item', 'joint_case'],
    to: ['post'],
    in: 'SUBTREE',
    facets: LPC,
    longestDays: A_YEAR,
    exempts: true,
    source: 'DOMAIN B4, subject denial: the posts that the superior’s 干部监督 names; 监察法实施条例 2021 art. 185',
  },
  {
    basis: 'TRIAL',
    by: principals,
    matter: 'OWN',
    objects: ['clue', 'joint_case'],
    to: ['unit'],
    in: 'OFFICES',
    office: 'CASE_TRIAL',
    facets: LC,
    longestDays: null,
    source:
      '监督执纪工作规则 arts. 54, 55: a month, longer by approval, not counted while returned; DOMAIN B4: without the petition',
  },
  {
    basis: 'TRIAL',
    by: [
      { unit: 'OFFICE', duty: 'OFFICE_HEAD' },
      { unit: 'DISPATCHED_GROUP', duty: 'PRINCIPAL' },
    ],
    matter: 'HANDLED',
    objects: ['clue', 'joint_case'],
    to: ['unit'],
    in: 'OFFICES',
    office: 'CASE_TRIAL',
    facets: LC,
    longestDays: null,
    source: '监督执纪工作规则 arts. 54, 55: who handles it sends it to trial; DOMAIN B4: without the petition',
  },
  {
    act: 'inspectionCatalogueAdd',
    basis: 'CATALOGUE',
    by: principalOrRegister,
    matter: 'OWN',
    objects: ['clue'],
    to: ['unit'],
    in: 'ANY',
    unit: 'INSPECTION_BODY',
    facets: LC,
    longestDays: A_YEAR,
    source: 'DOMAIN A 11, 90 (协作配合目录), B4: the items of the catalogue, for one round',
  },
  {
    ...OTHER,
    in: 'ORGAN',
    facets: LPC,
    source: '监督执纪工作规则 art. 67 (控制知悉范围和时间): the organ’s head answers for it; the days are ours',
  },
  {
    ...OTHER,
    in: 'ANY',
    facets: LC,
    source: '监督执纪工作规则 art. 67; DOMAIN B4: outside the organ never the petition; the days are ours',
  },
];

/** As stored: see migration 23. */
export function grantRuleRows(): unknown[][] {
  const rows = GRANT_RULES.flatMap((rule) =>
    rule.by.flatMap((issuer) => rule.to.map((grantee) => ({ ...rule, issuer, grantee }))),
  );
  return rows.map(({ issuer, grantee, ...rule }, index) => [
    index + 1,
    rule.act ?? 'grantIssue',
    GrantBasis[rule.basis],
    issuer.unit ? UnitKind[issuer.unit] : null,
    issuer.office ? OfficeKind[issuer.office] : null,
    Duty[issuer.duty],
    rule.matter,
    rule.objects,
    grantee,
    rule.in,
    rule.unit ? UnitKind[rule.unit] : null,
    rule.office ? OfficeKind[rule.office] : null,
    rule.facets.map((facet) => facet.toLowerCase()),
    rule.longestDays,
    rule.beginsWithinDays ?? null,
    rule.pauseDays ?? null,
    rule.once ?? false,
    rule.exempts ?? false,
    rule.final ?? false,
    rule.source,
  ]);
}

/** What a migration stores, whole, whenever a rule has changed. */
export async function storeGrantRules(run: (sql: string, values?: unknown[]) => Promise<unknown>): Promise<void> {
  await run('delete from grant_rule');
  for (const row of grantRuleRows()) {
    await run(`insert into grant_rule values (${row.map((_, index) => `$${index + 1}`).join(', ')})`, row);
  }
}
