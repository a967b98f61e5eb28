import type { GraphQLSchema } from 'graphql';
import { ruledFields } from './rule.js';

export interface DutyFacetRow {
  unit_kind: number | null;
  office_kind: number | null;
  duty: number | null;
  object: string;
  facet: string;
  place: string;
  relation: string;
  cadre: boolean;
}

export interface GrantRuleRow {
  act: string;
  basis: number;
  issuer_unit_kind: number | null;
  issuer_office_kind: number | null;
  issuer_duty: number;
  matter: string;
  objects: string[];
  grantee: string;
  place: string;
  grantee_unit_kind: number | null;
  grantee_office_kind: number | null;
  facets: string[];
  longest_days: number | null;
  begins_within_days: number | null;
  pause_days: number | null;
  once: boolean;
  exempts: boolean;
  final: boolean;
  source: string;
}

export interface GrantCeilingRow {
  unit_kind: number;
  office_kind: number | null;
  duties: number[];
  act: string;
  objects: string[];
  facets: string[];
  source: string;
}

export interface DutyStatisticsRow {
  unit_kind: number | null;
  office_kind: number | null;
  duty: number | null;
  relation: string;
}

/** Names of the stored numbers, for people to read. */
export interface Names {
  unitKind: Record<string, number>;
  officeKind: Record<string, number>;
  duty: Record<string, number>;
  basis: Record<string, number>;
}

/**
 * Who may what, as text to review: the duties × facets that the database holds, and the rule of every field that the
 * schema has. A change of access is a change of this file.
 */
export function permissionsText(
  schema: GraphQLSchema,
  {
    dutyFacets,
    dutyStatistics,
    grantRules,
    grantCeilings,
  }: {
    dutyFacets: DutyFacetRow[];
    dutyStatistics: DutyStatisticsRow[];
    grantRules: GrantRuleRow[];
    grantCeilings: GrantCeilingRow[];
  },
  names: Names,
): string {
  return [
    '# Permissions',
    '',
    'Written by `npm run generate` from the running system; a change of access shows here.',
    '',
    '## Duties × facets',
    '',
    'What a post reaches by what it is. An object’s places: owner (the accountable organ or group), handling (its office',
    'or group), received (where it came in, or its addressee). Relations: OWN (the post’s unit), ORGAN (its organ with the',
    'offices), SUBTREE (with everything below), BRANCH (offices in charge of), LINKED (contact links; not what was closed',
    'before the link). Besides: the handler named on a clue has LEDGER, PETITION, CONTENT; its registrar REPORTER while it is',
    'open; grants open the facets they list. Denials – recusal, subject, classification, the cadre compartment where the last',
    'column is empty, an unresolved subject – win over everything.',
    '',
    '| unit | office | duty | object | facet | place in relation | cadre compartment |',
    '|---|---|---|---|---|---|---|',
    ...dutyFacets.map((row) => dutyFacetLine(row, names)).sort(),
    '',
    '## Duties × figures',
    '',
    'Whose figures a post may have (STATISTICS). Relations besides: BELOW (the organ’s groups and lower organs, not itself),',
    'ROUND (the organs whose catalogue items are granted to the inspection group). Administrators have none.',
    '',
    '| unit | office | duty | figures of |',
    '|---|---|---|---|',
    ...dutyStatistics.map((row) => `| ${[...whoIs(row, names), row.relation].join(' | ')} |`).sort(),
    '',
    '## Grants',
    '',
    'Who may open what to whom by an act of his own; each facet must be one that he sees himself. The matter: OWN (of the',
    'issuer’s organ), HANDLED (and by his own unit), REPORTED (of an organ directly below, reported to his unit). The grantee',
    'stands in the organ’s OFFICES (and groups), in the ORGAN (these and its leaders), BELOW it, in its SUBTREE (both), in a',
    'ZONE it belongs to, in the SUPERIOR organ, or ANYwhere; a person with every post. A basis that is not here is granted by its own act alone; the reporter by none of these.',
    'Exempts: from the cadre compartment and from what is denied to units. Final: at once, without an end, and not to be ended',
    'by hand. Once: one at a time for the grantee, and never again for the same matter. Within: it begins in so many days at',
    'the latest. Pause: so many days without one before the next of the same matter for the same grantee.',
    '',
    '| basis | act | issuer: unit, office, duty | matter | objects | grantee | where | its unit, office | at most | days | | source |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...grantRules.map((row) => grantRuleLine(row, names)),
    '',
    '### Ceilings',
    '',
    'What may be granted to a kind of unit, or to a post of it, at most: by whichever of these, wherever it stands. A kind',
    'that is not here is granted nothing by hand.',
    '',
    '| unit, office | duties | act | objects | at most | source |',
    '|---|---|---|---|---|---|',
    ...grantCeilings.map((row) => grantCeilingLine(row, names)),
    '',
    '## Fields',
    '',
    '| field | rule | enforced by |',
    '|---|---|---|',
    ...ruledFields(schema)
      .map(
        ({ type, field, rule }) =>
          `| ${type}.${field} | ${rule.words} | ${rule.check ? 'shield, row-level security' : 'row-level security'} |`,
      )
      .sort(),
    '',
  ].join('\n');
}

function dutyFacetLine(row: DutyFacetRow, names: Names): string {
  const { object, facet, place, relation, cadre } = row;
  return `| ${[...whoIs(row, names), object, facet.toUpperCase(), `${place} in ${relation}`, cadre ? 'yes' : ''].join(' | ')} |`;
}

function whoIs(row: Pick<DutyFacetRow, 'unit_kind' | 'office_kind' | 'duty'>, names: Names): string[] {
  return [
    nameOf(names.unitKind, row.unit_kind),
    nameOf(names.officeKind, row.office_kind),
    nameOf(names.duty, row.duty),
  ];
}

function grantRuleLine(row: GrantRuleRow, names: Names): string {
  const issuer = [
    nameOf(names.unitKind, row.issuer_unit_kind),
    nameOf(names.officeKind, row.issuer_office_kind),
    nameOf(names.duty, row.issuer_duty),
  ];
  const grantee = [nameOf(names.unitKind, row.grantee_unit_kind), nameOf(names.officeKind, row.grantee_office_kind)];
  const cells = [
    nameOf(names.basis, row.basis),
    row.act,
    issuer.join(', '),
    row.matter,
    row.objects.join(', '),
    row.grantee,
    row.place,
    grantee.join(', '),
    row.facets.join(', ').toUpperCase(),
    row.longest_days ?? 'open',
    [
      ...(row.begins_within_days ? [`within ${row.begins_within_days}`] : []),
      ...(row.pause_days ? [`pause ${row.pause_days}`] : []),
      ...(['once', 'exempts', 'final'] as const).filter((word) => row[word]),
    ].join(', '),
    row.source,
  ];
  return `| ${cells.join(' | ')} |`;
}

function grantCeilingLine(row: GrantCeilingRow, names: Names): string {
  const cells = [
    [nameOf(names.unitKind, row.unit_kind), nameOf(names.officeKind, row.office_kind)].join(', '),
    row.duties.map((duty) => nameOf(names.duty, duty)).join(', '),
    row.act,
    row.objects.join(', '),
    row.facets.join(', ').toUpperCase(),
    row.source,
  ];
  return `| ${cells.join(' | ')} |`;
}

function nameOf(names: Record<string, number>, value: number | null): string {
  return value === null ? 'any' : (Object.keys(names).find((name) => names[name] === value) ?? String(value));
}
