import type pg from 'pg';
import { copyRows, type Target } from '../../hierarchy/copyRows.js';
import type { Facet, ObjectKind } from '../../jurisdiction/facets.js';
import { stableId } from '../../shared/ids.js';

export const GrantBasis = {
  ASSIGNED: 1,
  CC: 2,
  JOINT_CASE: 3,
  SECONDMENT: 4,
  DESIGNATED: 5,
  REPORTED: 6,
  UNMASKING: 7,
  EMERGENCY: 8,
  CATALOGUE: 9,
  COMPARTMENT: 10,
  UPGRADED: 11,
  LEAD: 12,
} as const;

export const DenialBasis = { RECUSAL: 1, SUBJECT: 2, COMPARTMENT: 3, OTHER: 4 } as const;

interface Matter {
  object: ObjectKind;
  id: string;
}

export interface Grant extends Matter {
  facets: readonly Facet[];
  to: { unit: number } | { post: string };
  basis: keyof typeof GrantBasis;
  issuer: string | null;
  from: Date;
  until: Date | null;
}

export interface Denial extends Matter {
  to: { person: string } | { units: readonly [lo: number, hi: number] };
  basis: keyof typeof DenialBasis;
}

const GRANTS: Target = {
  table: 'access_grant',
  columns: [
    'id',
    'object',
    'object_id',
    'facets',
    'unit_pos',
    'post_id',
    'basis',
    'issuer_post',
    'valid_from',
    'valid_to',
  ],
};
const DENIALS: Target = {
  table: 'denial',
  columns: ['id', 'object', 'object_id', 'person_id', 'unit_lo', 'unit_hi', 'basis'],
};

export async function writeGrants(owner: pg.Client, grants: readonly Grant[]): Promise<number> {
  return copyRows(
    owner,
    GRANTS,
    grants.map(({ object, id, facets, to, basis, issuer, from, until }) => [
      stableId(from, `grant:${id}:${basis}:${JSON.stringify(to)}`),
      object,
      id,
      facets.map((facet) => facet.toLowerCase()),
      'unit' in to ? to.unit : null,
      'post' in to ? to.post : null,
      GrantBasis[basis],
      issuer,
      from,
      until,
    ]),
  );
}

export async function writeDenials(owner: pg.Client, denials: readonly Denial[], at: Date): Promise<number> {
  return copyRows(
    owner,
    DENIALS,
    denials.map(({ object, id, to, basis }) => [
      stableId(at, `denial:${id}:${JSON.stringify(to)}`),
      object,
      id,
      'person' in to ? to.person : null,
      'units' in to ? to.units[0] : null,
      'units' in to ? to.units[1] : null,
      DenialBasis[basis],
    ]),
  );
}
