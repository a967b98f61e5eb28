import { UnitTree, type FormerName, type Succession, type UnitNode } from '../jurisdiction/unitTree.js';
import type { Entered } from './scoped.js';

// Arrays, because seventy thousand objects would say their keys seventy thousand times.
const ALL_UNITS = `select (select version from unit_tree_version) as version, (select json_agg(json_build_array(
  id, pos, hi, parent_pos, organ_pos, kind, tier, office_kind, ordinal, comprehensive, division_code, name, valid_from, valid_to))
  from unit where pos >= 0) as units,
  (select json_agg(json_build_object('pos', unit_pos, 'name', name, 'code', division_code, 'ordinal', ordinal, 'until', valid_to))
    from unit_former_name) as names,
  (select json_agg(json_build_object('endedPos', ended_pos, 'successorPos', successor_pos, 'at', at)) from unit_succession) as successions`;

type UnitRow = [
  id: string,
  pos: number,
  hi: number,
  parentPos: number | null,
  organPos: number,
  kind: number,
  tier: number,
  officeKind: number | null,
  ordinal: number | null,
  comprehensive: boolean,
  code: string | null,
  name: string,
  from: string,
  until: string | null,
];
export interface LoadedUnits {
  version: string;
  units: UnitRow[] | null;
  names: FormerName[] | null;
  successions: Succession[] | null;
}

/**
 * The unit tree of the version that the caller's own transaction sees. When it changes, the first who needs the new
 * one loads it and the others wait for him.
 */
export class UnitDirectory {
  private tree: UnitTree | null = null;
  private loading: { version: number; tree: Promise<UnitTree> } | null = null;

  async for({ principal, transaction }: Entered): Promise<UnitTree> {
    const version = principal.unitTreeVersion;
    if (this.tree?.version === version) return this.tree;
    if (this.loading?.version === version) {
      const tree = await this.loading.tree.catch(() => null);
      if (tree) return tree;
    }
    const tree = transaction.query<LoadedUnits>(ALL_UNITS).then(([row]) => this.keep(row!));
    const loading = { version, tree };
    this.loading = loading;
    return tree.finally(() => {
      if (this.loading === loading) this.loading = null;
    });
  }

  /** At the start, so that nobody's first request pays for it. */
  async warm(query: (text: string) => Promise<{ rows: LoadedUnits[] }>): Promise<void> {
    const { rows } = await query(ALL_UNITS);
    this.keep(rows[0]!);
  }

  private keep({ version, units, names, successions }: LoadedUnits): UnitTree {
    const history = { formerNames: names ?? [], successions: successions ?? [] };
    const tree = new UnitTree(Number(version), (units ?? []).map(nodeOf), history);
    if (!this.tree || this.tree.version < tree.version) this.tree = tree;
    return tree;
  }
}

function nodeOf(row: UnitRow): UnitNode {
  const [id, pos, hi, parentPos, organPos, kind, tier, officeKind, ordinal, comprehensive, code, name, from, until] =
    row;
  return { id, pos, hi, parentPos, organPos, kind, tier, officeKind, ordinal, comprehensive, code, name, from, until };
}
