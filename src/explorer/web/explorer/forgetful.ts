const kept = new Map<string, string>();

/**
 * What GraphiQL would leave in the browser: names sought, ids, what was asked. It stays in memory, and a reload begins
 * anew.
 */
export const FORGETFUL = {
  get length() {
    return kept.size;
  },
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
  clear: () => kept.clear(),
};
