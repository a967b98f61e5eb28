import type { AuditAliasOpenDecideInput, AuditAliasOpenRequestInput } from './aliasOpening.input.js';
import { ActFault } from '../../database/actFault.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { written } from '../../graphql/act/performAct.js';
import { uuidOf } from '../../graphql/ids.js';
import { newId } from '../../shared/ids.js';

/** Who watches is watched: 监督执纪工作规则 art. 67, need to know in scope and time. */
export const CITATIONS = { NOT_ALLOWED: '监督执纪工作规则第六十七条' };
const LONGEST_ALIAS = 100;

export function request(input: AuditAliasOpenRequestInput): (acting: Acting) => Promise<Outcome> {
  const [alias, reason] = [written(input.alias, 'alias', LONGEST_ALIAS), written(input.reason, 'reason')];
  return async (acting) => {
    const id = newId();
    await acting.query('select audit_alias_open_request($1, $2, $3)', [id, alias, reason]);
    return { object: 'alias_opening', ids: [id], done: { id } };
  };
}

export function decide(input: AuditAliasOpenDecideInput): (acting: Acting) => Promise<Outcome> {
  const reason = written(input.reason, 'reason');
  let id: string;
  try {
    id = uuidOf('auditAliasOpening', input.id);
  } catch {
    throw new ActFault('INPUT_INVALID', 'id');
  }
  return async (acting) => {
    const { expectedVersion, approve } = input;
    await acting.query('select audit_alias_open_decide($1, $2, $3, $4)', [id, expectedVersion, approve, reason]);
    return { object: 'alias_opening', ids: [id], details: { approved: approve }, done: { id } };
  };
}
