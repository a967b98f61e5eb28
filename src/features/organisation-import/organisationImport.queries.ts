import type {
  OrganisationImport,
  OrganisationImportDifference,
  OrganisationImportFault,
} from './organisationImport.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql, uuidOf } from '../../graphql/ids.js';

const MOST = 100;
const ROW = `json_build_object('id', ${idSql('organisationImport', 'i.id')}, 'organ', i.organ_pos, 'reason', i.reason, 'state', i.state,
  'progress', case when i.state in (2, 4) then least(100, (select organisation_import_done()) * 100 / greatest(i.rows, 1)) end,
  'rows', i.rows, 'created', i.created, 'amended', i.amended, 'faultCount', i.faults, 'proposerName', i.proposer_name,
  'proposedAt', i.proposed_at, 'deciderName', i.decider_name, 'decisionReason', i.decision_reason, 'decidedAt', i.decided_at,
  'endedAt', i.ended_at, 'version', i.version)`;
type Row = Omit<OrganisationImport, 'faults' | 'differences'>;

/** Newest first; row-level security says which. */
export async function organisationImports(context: RequestContext, id: string | null = null): Promise<Row[]> {
  const rows = await sessionOf(context).transaction.query<{ node: Row }>(
    `select ${ROW} as node from organisation_import i where ($1::uuid is null or i.id = $1) order by i.id desc limit ${MOST}`,
    [id],
  );
  return rows.map(({ node }) => node);
}

export async function faultsOf(
  context: RequestContext,
  id: string,
  after: number | null,
): Promise<OrganisationImportFault[]> {
  const rows = await sessionOf(context).transaction.query<{ node: OrganisationImportFault }>(
    `select json_build_object('number', f.n, 'file', f.file, 'line', f.line, 'column', f.field, 'code', f.code,
       'message', case $3 when 'zh' then f.zh else f.en end) as node
     from organisation_import_fault f where f.import_id = $1 and f.n > $2 order by f.n limit ${MOST}`,
    [uuidOf('organisationImport', id), after ?? 0, context.language],
  );
  return rows.map(({ node }) => node);
}

/** They name persons: that they were read is in the trail. */
export async function differencesOf(
  context: RequestContext,
  id: string,
  after: number | null,
): Promise<OrganisationImportDifference[]> {
  const { transaction, trail } = sessionOf(context);
  const uuid = uuidOf('organisationImport', id);
  trail.explained('differences', 'organisation_import', uuid);
  const rows = await transaction.query<{ node: OrganisationImportDifference }>(
    `select json_build_object('number', r.n, 'file', r.file, 'line', r.line, 'created', r.change = 2, 'lines', r.lines) as node
     from organisation_import_row r where r.import_id = $1 and r.change > 1 and r.n > $2 order by r.n limit ${MOST}`,
    [uuid, after ?? 0],
  );
  return rows.map(({ node }) => node);
}
