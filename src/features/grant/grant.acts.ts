import type { GrantEndInput, GrantIssueInput } from './grant.input.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { named, namedId } from '../../graphql/act/namedId.js';
import { written } from '../../graphql/act/performAct.js';
import type { ObjectKind } from '../../jurisdiction/facets.js';
import { newId } from '../../shared/ids.js';

/** 控制知悉范围和时间. */
export const CITATIONS = { NOT_ALLOWED: '监督执纪工作规则第六十七条', INPUT_INVALID: '监督执纪工作规则第六十七条' };

const OBJECTS = {
  clue: 'clue',
  supervisionItem: 'supervision_item',
  jointCase: 'joint_case',
} as const satisfies Record<string, ObjectKind>;
export const MATTERS = Object.keys(OBJECTS) as (keyof typeof OBJECTS)[];
export const objectOf = (kind: keyof typeof OBJECTS): ObjectKind => OBJECTS[kind];

export function issue(input: GrantIssueInput): (acting: Acting) => Promise<Outcome> {
  const matter = namedId(MATTERS, input.matter, 'matter');
  const grantee = namedId(['unit', 'post', 'person'], input.grantee, 'grantee');
  const facets = [...new Set(input.facets)].map((facet) => facet.toLowerCase());
  const reason = written(input.reason, 'reason');
  const object = objectOf(matter.kind);
  return async (acting) => {
    const id = newId();
    await acting.query('select grant_issue($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      id,
      object,
      matter.uuid,
      facets,
      grantee.kind,
      grantee.uuid,
      input.basis,
      input.from ?? null,
      input.until ?? null,
      reason,
    ]);
    return { object, ids: [matter.uuid], details: { grant: id, basis: input.basis }, done: { id } };
  };
}

export function end(input: GrantEndInput): (acting: Acting) => Promise<Outcome> {
  const id = named('grant', input.id, 'id');
  const reason = written(input.reason, 'reason');
  return async (acting) => {
    await acting.query('select grant_end($1, $2, $3)', [id, input.expectedVersion ?? null, reason]);
    return { object: 'access_grant', ids: [id], done: { id } };
  };
}
