import { randomBytes } from 'node:crypto';
import type { Keys } from './keys.js';

/*
 * What may become of keys. The first one stays first, with its bytes: digests of id numbers, passwords of the database's
 * roles and seals of the audit trail stand on it, on all servers. The others come and go; one is current.
 */

/** Its id tells the day and is never used again: a retired one may still count somewhere. */
export function withNewKey(keys: Keys, now = new Date()): { keys: Keys; id: string } {
  const date = now.toISOString().slice(0, 10).replaceAll('-', '');
  const id = `k${date}-${randomBytes(4).toString('hex')}`;
  return { id, keys: { ...keys, keys: new Map([...keys.keys, [id, randomBytes(32)]]) } };
}

export function withCurrent(keys: Keys, id: string): Keys {
  requireKnown(keys, id);
  return { ...keys, current: id };
}

export function without(keys: Keys, id: string): Keys {
  requireKnown(keys, id);
  if (id === keys.current) throw new Error(`${id} is the current key: use another one first`);
  if (id === firstOf(keys)) {
    throw new Error(
      `${id} is the first key and stays: digests of id numbers, passwords of the database's roles and seals of the audit trail stand on it`,
    );
  }
  return { ...keys, keys: new Map([...keys.keys].filter(([other]) => other !== id)) };
}

/** Whether a server that runs with the one may go on with the other; what is wrong is told without a key. */
export function requireSuccessor(keys: Keys, next: Keys): void {
  const [first, theirs] = [firstOf(keys), firstOf(next)];
  if (!next.keys.has(first)) throw new Error(`the first key, ${first}, is missing`);
  if (first !== theirs) throw new Error(`the first key is ${first} and must stay first, before ${theirs}`);
  for (const [id, key] of keys.keys) {
    const now = next.keys.get(id);
    if (now && !now.equals(key)) throw new Error(`key ${id} is another one than before`);
  }
}

export function sameKeys(keys: Keys, other: Keys): boolean {
  const ids = (one: Keys) => [one.current, ...one.keys.keys()].join(' ');
  return ids(keys) === ids(other) && [...keys.keys].every(([id, key]) => other.keys.get(id)!.equals(key));
}

export function firstOf(keys: Keys): string {
  const [first] = keys.keys.keys();
  return first!;
}

function requireKnown(keys: Keys, id: string): void {
  if (!keys.keys.has(id)) throw new Error(`there is no key of this id; there are ${[...keys.keys.keys()].join(', ')}`);
}
