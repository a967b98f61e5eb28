import type { ContactLinkRedivideInput } from './contactLink.input.js';
import { ActFault } from '../../database/actFault.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { named, namedIds } from '../../graphql/act/namedId.js';
import { written } from '../../graphql/act/performAct.js';
import { newId } from '../../shared/ids.js';

/** 内设机构的职责分工. */
export const CITATIONS = { NOT_ALLOWED: '监督执纪工作规则第十一条' };
const MOST = 200;

export function redivide(input: ContactLinkRedivideInput): (acting: Acting) => Promise<Outcome> {
  const ends = namedIds('contactLink', input.end, 'end', MOST);
  if (input.begin.length > MOST) throw new ActFault('INPUT_INVALID', 'begin');
  const offices = input.begin.map(({ office }) => named('unit', office, 'begin'));
  const targets = input.begin.map(({ target }) => named('unit', target, 'begin'));
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    const id = newId();
    const begins = offices.map(() => newId());
    await acting.query('select contact_link_redivide($1, $2, $3, $4, $5, $6, $7)', [
      id,
      ends,
      begins,
      offices,
      targets,
      input.at ?? null,
      reason,
    ]);
    return { object: 'contact_link', ids: [...ends, ...begins], details: { redivision: id }, done: { id } };
  };
}
