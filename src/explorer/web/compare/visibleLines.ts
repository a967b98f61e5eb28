import type { DifferenceKind, Line } from './difference/difference.js';

/** Which lines are shown: all, those that differ, or those that differ in one way. */
export type Show = 'everything' | 'differences' | DifferenceKind;

export interface VisibleLine {
  line: Line;
  /** The only leaf of an object or a row – owner { name } – stands on the same line. */
  leaf: Line | null;
  depth: number;
  difference: DifferenceKind | null;
  path: string;
  /** Whether its children are shown; null if there are none to show. */
  open: boolean | null;
}

export function visibleLines(lines: readonly Line[], show: Show, closed: ReadonlySet<string>): VisibleLine[] {
  const collect = (those: readonly Line[], depth: number): VisibleLine[] =>
    those.filter((line) => isShown(line, show)).flatMap((line) => withChildren(line, depth));
  const withChildren = (line: Line, depth: number): VisibleLine[] => {
    const untold = line.children.filter((child) => !isTold(line, child));
    const leaf = onlyLeaf(line, untold);
    const marked = leaf?.difference ? leaf : line;
    const inside = leaf ? [] : collect(untold, depth + 1);
    const open = inside.length > 0 ? !closed.has(line.path) : null;
    const own = { line, leaf, depth, open, difference: marked.difference, path: marked.path };
    return open ? [own, ...inside] : [own];
  };
  return collect(lines, 0);
}

function isShown(line: Line, show: Show): boolean {
  if (show === 'everything') return true;
  const own = show === 'differences' ? line.difference !== null : line.difference === show;
  return own || line.children.some((child) => isShown(child, show));
}

function onlyLeaf({ shape, difference }: Line, children: readonly Line[]): Line | null {
  const [leaf] = children;
  if (shape === 'list' || children.length !== 1 || leaf?.shape !== 'leaf') return null;
  return difference && leaf.difference ? null : leaf;
}

/** A row called by its number need not tell its number once more. */
function isTold({ told = [] }: Line, { label, difference, shape, children }: Line): boolean {
  if (difference) return false;
  if (shape === 'leaf') return told.includes(label);
  return (
    children.length > 0 && children.every((child) => !child.difference && told.includes(`${label}.${child.label}`))
  );
}
