import { hkdfSync, randomBytes } from 'node:crypto';

/** Master keys by id; what signs and seals is derived from them by purpose, so that one setting rotates all. */
export interface Keys {
  current: string;
  keys: ReadonlyMap<string, Buffer>;
}
export type KeyPurpose =
  'ticket' | 'cursor' | 'database' | 'allowance' | 'act' | 'checkpoint' | 'idNumber' | 'session' | 'backup';

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

const FORM = 'expected {"current": id, "keys": {id: 32 bytes in base64}} and nothing else';
const LONGEST = 64 * 1024;
/** Shorter than a key is in base64: what took the place of an id may be named in an error. */
const ID = /^[A-Za-z0-9][\w.-]{0,31}$/;
const IDS = '1 to 32 letters, digits and . _ -';
const RESERVED: readonly string[] = ['current', 'keys'];

/**
 * The form of LIANDONG_KEYS: {"current":"a","keys":{"a":"<32 bytes in base64>"}}. What is wrong is told without a word
 * of the text, which is all secret.
 */
export function parseKeys(text: string): Keys {
  const { current, keys: listed } = parsed(text);
  const keys = new Map<string, Buffer>();
  for (const [n, [id, value]] of Object.entries(listed).entries()) {
    if (!ID.test(id) || RESERVED.includes(id)) throw new Error(`the id of key ${n + 1} cannot be one: ${IDS}`);
    const key = typeof value === 'string' ? Buffer.from(value, 'base64') : Buffer.alloc(0);
    if (key.length !== 32) throw new Error(`key ${id} does not have 32 bytes`);
    const [same] = [...keys].find(([, other]) => other.equals(key)) ?? [];
    if (same) throw new Error(`keys ${same} and ${id} are one key under two ids`);
    keys.set(id, key);
  }
  requireListedOnceInOrder(text, [...keys.keys()]);
  if (!keys.has(current)) throw new Error('the current key is not among the keys');
  return { current, keys };
}

function parsed(text: string): { current: string; keys: object } {
  let value: { current?: unknown; keys?: unknown } | null;
  try {
    value = text.length <= LONGEST ? (JSON.parse(text) as typeof value) : null;
  } catch {
    // JSON.parse quotes what it stumbles over.
    throw new Error('is not JSON');
  }
  const { current, keys } = value ?? {};
  if (typeof current !== 'string' || typeof keys !== 'object' || keys === null || Array.isArray(keys))
    throw new Error(FORM);
  if (Object.keys(value!).length !== 2) throw new Error(FORM);
  return { current, keys };
}

/**
 * Which key is first matters, and JSON.parse says neither that an id was listed twice nor that it puts numbers first.
 * In a text that parses, whatever string a colon follows is a name.
 */
function requireListedOnceInOrder(text: string, ids: readonly string[]): void {
  const names = [...text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/gs)].flatMap(([, name, colon]) =>
    colon ? (JSON.parse(name!) as string) : [],
  );
  const twice = names.find((name, n) => names.indexOf(name) !== n);
  if (twice !== undefined) throw new Error(`${twice} is listed twice`);
  const listed = names.filter((name) => !RESERVED.includes(name));
  if (listed.some((id, n) => id !== ids[n])) throw new Error('an id that is a number stands after one that is none');
}

export function keysText({ current, keys }: Keys): string {
  const listed = [...keys].map(([id, key]) => [id, key.toString('base64')] as const);
  return JSON.stringify({ current, keys: Object.fromEntries(listed) });
}

export function newKeysText(): string {
  return keysText({ current: 'first', keys: new Map([['first', randomBytes(32)]]) });
}
