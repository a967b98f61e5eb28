import type { Interval } from './principal.js';

/** A unit as every principal may know it. */
export interface UnitNode {
  /** The bare uuid; the API prefixes it. */
  id: string;
  pos: number;
  hi: number;
  parentPos: number | null;
  organPos: number;
  kind: number;
  tier: number;
  officeKind: number | null;
  ordinal: number | null;
  comprehensive: boolean;
  code: string | null;
  name: string;
  from: string;
  until: string | null;
}

/**
 * The units by label, held in memory so that a name costs no statement. Reference data: it serves names, labels and
 * the `unit` queries, and is never read to decide access.
 */
export class UnitTree {
  private readonly byPos = new Map<number, UnitNode>();
  private readonly byId = new Map<string, UnitNode>();
  private readonly byCode = new Map<string, UnitNode[]>();
  private readonly childrenByPos = new Map<number, UnitNode[]>();
  readonly all: readonly UnitNode[];

  constructor(
    readonly version: number,
    nodes: UnitNode[],
  ) {
    this.all = nodes.sort((a, b) => a.pos - b.pos);
    for (const node of this.all) {
      this.byPos.set(node.pos, node);
      this.byId.set(node.id, node);
      if (node.code) push(this.byCode, node.code, node);
      if (node.parentPos !== null) push(this.childrenByPos, node.parentPos, node);
    }
  }

  at(pos: number): UnitNode {
    const node = this.byPos.get(pos);
    if (!node) throw new Error(`no unit at ${pos}`);
    return node;
  }

  find(pos: number | null | undefined): UnitNode | null {
    return pos === null || pos === undefined ? null : (this.byPos.get(pos) ?? null);
  }

  withId(id: string): UnitNode | null {
    return this.byId.get(id) ?? null;
  }

  withCode(code: string): readonly UnitNode[] {
    return this.byCode.get(code) ?? [];
  }

  children(node: UnitNode): readonly UnitNode[] {
    return this.childrenByPos.get(node.pos) ?? [];
  }

  parent(node: UnitNode): UnitNode | null {
    return this.find(node.parentPos);
  }

  /** From the root down to the parent. */
  ancestors(node: UnitNode): UnitNode[] {
    const up: UnitNode[] = [];
    for (let next = this.parent(node); next; next = this.parent(next)) up.unshift(next);
    return up;
  }

  interval(node: UnitNode): Interval {
    return [node.pos, node.hi];
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
