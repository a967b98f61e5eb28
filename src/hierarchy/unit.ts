import type { Columns } from './copyRows.js';

/** A unit as it is loaded; numbers are the stored ones of UnitKind, OrganTier and OfficeKind. */
export interface Unit {
  id: string;
  pos: number;
  hi: number;
  parent: number | null;
  organ: number;
  kind: number;
  tier: number;
  officeKind?: number;
  ordinal?: number;
  comprehensive?: boolean;
  code: string | null;
  name: string;
  since: Date;
}

export const UNIT_COLUMNS: Columns<Unit> = {
  id: ({ id }) => id,
  pos: ({ pos }) => pos,
  hi: ({ hi }) => hi,
  parent_pos: ({ parent }) => parent,
  organ_pos: ({ organ }) => organ,
  kind: ({ kind }) => kind,
  tier: ({ tier }) => tier,
  office_kind: ({ officeKind }) => officeKind ?? null,
  ordinal: ({ ordinal }) => ordinal ?? null,
  comprehensive: ({ comprehensive }) => comprehensive ?? false,
  division_code: ({ code }) => code,
  name: ({ name }) => name,
  valid_from: ({ since }) => since,
};
