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

/** What a unit was called until then. */
export interface FormerName {
  pos: number;
  name: string;
  code: string | null;
  ordinal: number | null;
  until: string;
}

/** Which unit came after which, and when. */
export interface Succession {
  endedPos: number;
  successorPos: number;
  at: string;
}

export interface UnitHistory {
  formerNames: readonly FormerName[];
  successions: readonly Succession[];
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
  private readonly formerNames = new Map<number, FormerName[]>();
  private readonly after = new Map<number, Succession[]>();
  private readonly before = new Map<number, Succession[]>();
  readonly all: readonly UnitNode[];

  constructor(
    readonly version: number,
    nodes: UnitNode[],
    { formerNames, successions }: UnitHistory = { formerNames: [], successions: [] },
  ) {
    this.all = nodes.sort((a, b) => a.pos - b.pos);
    for (const node of this.all) {
      this.byPos.set(node.pos, node);
      this.byId.set(node.id, node);
      if (node.code) push(this.byCode, node.code, node);
      if (node.parentPos !== null) push(this.childrenByPos, node.parentPos, node);
    }
    for (const former of formerNames) push(this.formerNames, former.pos, former);
    for (const list of this.formerNames.values()) list.sort((a, b) => Date.parse(a.until) - Date.parse(b.until));
    for (const succession of successions) {
      push(this.after, succession.endedPos, succession);
      push(this.before, succession.successorPos, succession);
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

  successors(node: UnitNode): readonly Succession[] {
    return this.after.get(node.pos) ?? [];
  }

  predecessors(node: UnitNode): readonly Succession[] {
    return this.before.get(node.pos) ?? [];
  }

  /** As it was called at that moment. */
  calledAt(node: UnitNode, moment: Date): UnitNode {
    const former = this.formerNames.get(node.pos)?.find(({ until }) => Date.parse(until) > moment.getTime());
    return former ? { ...node, name: former.name, code: former.code, ordinal: former.ordinal } : node;
  }

  /** Whatever was in force at that moment of what it became, or of what became it; itself, if it was. */
  standingAt(node: UnitNode, moment: Date, asked = new Set<number>()): UnitNode[] {
    // Each once: several may have become one, and what was written by hand may go in a circle.
    if (asked.has(node.pos)) return [];
    asked.add(node.pos);
    if (inForceAt(node, moment)) return [node];
    const ended = Date.parse(node.from) <= moment.getTime();
    const next = ended
      ? this.successors(node).map(({ successorPos }) => successorPos)
      : this.predecessors(node).map(({ endedPos }) => endedPos);
    return next.flatMap((pos) => this.standingAt(this.at(pos), moment, asked));
  }

  interval(node: UnitNode): Interval {
    return [node.pos, node.hi];
  }
}

export function inForceAt({ from, until }: UnitNode, moment: Date): boolean {
  return Date.parse(from) <= moment.getTime() && (until === null || Date.parse(until) > moment.getTime());
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
