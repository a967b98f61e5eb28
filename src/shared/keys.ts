import { hkdfSync, randomBytes } from 'node:crypto';

/** Master keys by id; what signs and seals is derived from them by purpose, so that one setting rotates all. */
export interface Keys {
  current: string;
  keys: ReadonlyMap<string, Buffer>;
}
export type KeyPurpose = 'ticket' | 'cursor' | 'database' | 'allowance' | 'act' | 'checkpoint' | 'idNumber';

export function deriveKey(keys: Keys, purpose: KeyPurpose, id = keys.current): Buffer | undefined {
  const master = keys.keys.get(id);
  return master && Buffer.from(hkdfSync('sha256', master, 'liandong', purpose, 32));
}

export function currentKey(keys: Keys, purpose: KeyPurpose): Buffer {
  const key = deriveKey(keys, purpose);
  if (!key) throw new Error(`the current key ${keys.current} is not among the keys`);
  return key;
}

/** For what servers with the old and the new current key must derive alike. */
export function firstKey(keys: Keys, purpose: KeyPurpose): Buffer {
  const [first] = keys.keys.keys();
  return deriveKey(keys, purpose, first)!;
}

/** The form of LIANDONG_KEYS: {"current":"a","keys":{"a":"<32 bytes in base64>"}}. */
export function parseKeys(text: string): Keys {
  const parsed = JSON.parse(text) as { current?: unknown; keys?: unknown };
  if (typeof parsed.current !== 'string' || typeof parsed.keys !== 'object' || parsed.keys === null) {
    throw new Error('expected {"current": id, "keys": {id: base64}}');
  }
  const keys = new Map(
    Object.entries(parsed.keys as Record<string, unknown>).map(([id, value]) => {
      const key = Buffer.from(typeof value === 'string' ? value : '', 'base64');
      if (key.length !== 32) throw new Error(`key ${id} does not have 32 bytes`);
      return [id, key] as const;
    }),
  );
  if (!keys.has(parsed.current)) throw new Error(`no key named ${parsed.current}`);
  return { current: parsed.current, keys };
}

export function newKeysText(): string {
  return JSON.stringify({ current: 'first', keys: { first: randomBytes(32).toString('base64') } });
}
