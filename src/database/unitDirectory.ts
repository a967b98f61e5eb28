import { UnitTree, type UnitNode } from '../jurisdiction/unitTree.js';
import type { Entered } from './scoped.js';

const ALL_UNITS = `select json_agg(json_build_object('id', id, 'pos', pos, 'hi', hi, 'parentPos', parent_pos,
  'organPos', organ_pos, 'kind', kind, 'tier', tier, 'officeKind', office_kind, 'ordinal', ordinal,
  'comprehensive', comprehensive, 'code', division_code, 'name', name, 'from', valid_from, 'until', valid_to)) as nodes
  from unit`;

/** The unit tree of the version that the caller's own transaction sees; one load serves all who ask for it. */
export class UnitDirectory {
  private tree: UnitTree | null = null;

  async for({ principal, transaction }: Entered): Promise<UnitTree> {
    if (this.tree?.version === principal.unitTreeVersion) return this.tree;
    const [row] = await transaction.query<{ nodes: UnitNode[] | null }>(ALL_UNITS);
    const tree = new UnitTree(principal.unitTreeVersion, row?.nodes ?? []);
    if (!this.tree || this.tree.version < tree.version) this.tree = tree;
    return tree;
  }
}
