import type { SubjectLookupInput } from './subject.input.js';
import type { ClueSubject, SubjectCandidate } from './subject.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { LiandongError } from '../../shared/errors.js';
import { idNumberDigest, idNumberOf } from '../../shared/idNumber.js';

/** Nobody found, a number of nobody's, a clue that is hidden, missing or not the asker's to decide: one answer. */
export async function subjectCandidates(
  context: RequestContext,
  clue: string,
  by: SubjectLookupInput,
): Promise<SubjectCandidate[]> {
  const { transaction, trail } = sessionOf(context);
  const name = by.name?.trim() || null;
  const digest = by.idNumber ? digestOf(context, by.idNumber) : null;
  if (!name && !digest) {
    const reason = { zh: '请填写姓名或者身份证号', en: 'give a name or an id number' };
    throw new LiandongError('ARGUMENT_INVALID', { argument: 'by', reason });
  }
  const [row] = await transaction.query<{ his: boolean; found: SubjectCandidate[] }>(
    `select subject_found($1) is not null as his, array(select found from subject_candidates($1, $2, $3) as found) as found`,
    [clue, name, digest],
  );
  // Also of a search that finds nobody; but the trail names no clue that anybody might have made up.
  trail.search('subjectCandidates', 'clue', row!.his ? [clue] : []);
  return row!.found;
}

function digestOf(context: RequestContext, text: string): string {
  const number = idNumberOf(text);
  if (!number) {
    const reason = { zh: '身份证号应为18位且校验码正确', en: 'an id number has 18 characters, the last one a check' };
    throw new LiandongError('ARGUMENT_INVALID', { argument: 'idNumber', reason });
  }
  if (!context.idNumberKey) throw new Error('an id number was asked for before there was a key to digest it');
  return idNumberDigest(context.idNumberKey, number);
}

/** To who may find otherwise; null to everybody else, and of what is not there. */
export async function clueSubject(context: RequestContext, clue: string): Promise<ClueSubject | null> {
  const { transaction, trail } = sessionOf(context);
  const [row] = await transaction.query<{ found: ClueSubject | null }>('select subject_found($1) as found', [clue]);
  const found = row?.found ?? null;
  if (found) trail.add({ kind: 'READ', operation: 'clueSubject', object: 'clue', facets: ['CONTENT'] }).add(clue);
  return found;
}
