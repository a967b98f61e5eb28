export interface MergedOrder {
  /** Every key once; each list's own order is kept as long as the lists do not contradict each other. */
  order: string[];
  /** Keys that the lists together place before this one. */
  before: (key: string) => Set<string>;
}

/** Lists of the same order, each with some of the keys, as one. What none of them decides goes by who came first. */
export function mergeOrders(lists: readonly (readonly string[])[]): MergedOrder {
  const predecessors = new Map<string, Set<string>>();
  for (const list of lists) {
    list.forEach((key, index) => {
      const known = predecessors.get(key) ?? new Set();
      if (index > 0) known.add(list[index - 1]!);
      predecessors.set(key, known);
    });
  }
  const left = new Set(predecessors.keys());
  const order: string[] = [];
  while (left.size > 0) {
    const free = [...left].find((key) => ![...predecessors.get(key)!].some((each) => left.has(each)));
    // Lists that contradict each other have no common order; then the first comes first.
    const next = free ?? [...left][0]!;
    left.delete(next);
    order.push(next);
  }
  const before = (key: string, found = new Set<string>()): Set<string> => {
    for (const each of predecessors.get(key) ?? []) {
      if (found.has(each)) continue;
      found.add(each);
      before(each, found);
    }
    return found;
  };
  return { order, before };
}
