import type pg from 'pg';
import { copyRows } from '../../hierarchy/copyRows.js';
import type { Facet, ObjectKind } from '../../jurisdiction/facets.js';
import { DenialBasis, GrantBasis } from '../../jurisdiction/grants.js';
import { stableId } from '../../shared/ids.js';

interface OnMatter {
  object: ObjectKind;
  id: string;
}

export interface Grant extends OnMatter {
  facets: readonly Facet[];
  to: { unit: number } | { post: string };
  basis: GrantBasis;
  issuer: string | null;
  from: Date;
  until: Date | null;
}

export interface Denial extends OnMatter {
  to: { person: string } | { units: readonly [lo: number, hi: number] };
  basis: DenialBasis;
}

export async function writeGrants(owner: pg.Client, grants: readonly Grant[]): Promise<void> {
  await copyRows(
    owner,
    'access_grant',
    {
      id: ({ id, basis, to, from }) => stableId(from, `grant:${id}:${basis}:${JSON.stringify(to)}`),
      object: ({ object }) => object,
      object_id: ({ id }) => id,
      facets: ({ facets }) => facets.map((facet) => facet.toLowerCase()),
      unit_pos: ({ to }) => ('unit' in to ? to.unit : null),
      post_id: ({ to }) => ('post' in to ? to.post : null),
      basis: ({ basis }) => GrantBasis[basis],
      issuer_post: ({ issuer }) => issuer,
      valid_from: ({ from }) => from,
      valid_to: ({ until }) => until,
    },
    grants,
  );
}

export async function writeDenials(owner: pg.Client, denials: readonly Denial[], at: Date): Promise<void> {
  await copyRows(
    owner,
    'denial',
    {
      id: ({ id, to }) => stableId(at, `denial:${id}:${JSON.stringify(to)}`),
      object: ({ object }) => object,
      object_id: ({ id }) => id,
      person_id: ({ to }) => ('person' in to ? to.person : null),
      unit_lo: ({ to }) => ('units' in to ? to.units[0] : null),
      unit_hi: ({ to }) => ('units' in to ? to.units[1] : null),
      basis: ({ basis }) => DenialBasis[basis],
    },
    denials,
  );
}
