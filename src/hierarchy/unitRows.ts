import type { Cell, Target } from './copyRows.js';

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

export const UNITS: Target = {
  table: 'unit',
  columns: [
    'id',
    'pos',
    'hi',
    'parent_pos',
    'organ_pos',
    'kind',
    'tier',
    'office_kind',
    'ordinal',
    'comprehensive',
    'division_code',
    'name',
    'valid_from',
  ],
};

export function unitCells(unit: Unit): Cell[] {
  return [
    unit.id,
    unit.pos,
    unit.hi,
    unit.parent,
    unit.organ,
    unit.kind,
    unit.tier,
    unit.officeKind ?? null,
    unit.ordinal ?? null,
    unit.comprehensive ?? false,
    unit.code,
    unit.name,
    unit.since,
  ];
}
