// Somebody who has every figure that was published to him, knows the rules but not the secret, and does arithmetic.

/** A cell and what is published of it, less what his own ledger has of it. */
export interface Published {
  key: string;
  suppressed: boolean;
  /** Null if suppressed. */
  rest: number | null;
  rounded: boolean;
  /** Nothing is above it: if it is suppressed, then by itself. */
  root: boolean;
}
/** The first is the sum of the others. */
export type Sum = readonly [whole: string, ...parts: string[]];
export type Bounds = Map<string, [low: number, high: number]>;

/** What the draws can come to: thirty bits, by halves and by eighths. */
const MOST_SUPPRESSED = 5 + 30;
const LARGEST_ERROR = 4 + 5 * 10;

/** What the rules leave possible, for certain. */
export function certain({ suppressed, rest, rounded, root }: Published): [number, number] {
  if (suppressed) return root ? [1, MOST_SUPPRESSED] : [0, Infinity];
  return rounded ? [Math.max(5, rest! - LARGEST_ERROR), rest! + LARGEST_ERROR] : [rest!, rest!];
}

/** What is likely: nothing of ten or more is suppressed, and no error reaches five. */
export function likely({ suppressed, rest, rounded, root }: Published): [number, number] {
  if (suppressed) return [root ? 1 : 0, 4];
  return rounded ? [Math.max(5, rest! - 4), rest! + 4] : [rest!, rest!];
}

/** Narrows the bounds by all sums until nothing more follows; null if they contradict one another. */
export function narrow(bounds: Bounds, sums: readonly Sum[]): Bounds | null {
  for (let changed = true; changed;) {
    changed = false;
    const set = (key: string, low: number, high: number) => {
      const [was, to] = bounds.get(key)!;
      if (low <= was && high >= to) return;
      bounds.set(key, [Math.max(low, was), Math.min(high, to)]);
      changed = true;
    };
    for (const [whole, ...parts] of sums) {
      const of = parts.map((part) => bounds.get(part)!);
      const low = of.reduce((sum, [l]) => sum + l, 0);
      const high = of.reduce((sum, [, h]) => sum + h, 0);
      const [least, most] = bounds.get(whole)!;
      set(whole, low, high);
      parts.forEach((part, n) => {
        const [l] = of[n]!;
        const others = of.reduce((sum, [, x], m) => (m === n ? sum : sum + x), 0);
        set(part, others === Infinity ? l : least - others, most - (low - l));
      });
    }
    for (const [l, h] of bounds.values()) if (l > h) return null;
  }
  return bounds;
}

/** The cells whose figure he has. */
export const pinned = (bounds: Bounds) => [...bounds].filter(([, [low, high]]) => low === high);
