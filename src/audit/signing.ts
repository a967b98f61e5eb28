import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { deriveKey, type Keys } from '../shared/keys.js';

// PKCS #8 and SubjectPublicKeyInfo around the 32 bytes of an Ed25519 key (RFC 8410, section 7 and 4).
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex');

/** Keys that seals are checked with, by id. They cannot make one: whoever audits needs no secret of ours. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

/** Signs with the first key listed, which stays while others come and go: one public part is good for all seals. */
export class Signer {
  private readonly key: KeyObject;
  readonly id: string;

  constructor(keys: Keys) {
    [this.id] = keys.keys.keys() as unknown as [string];
    this.key = privateKey(keys, this.id);
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text, 'utf8'), this.key).toString('base64');
  }

  /** For those who audit: 32 bytes in base64. */
  get publicPart(): string {
    const spki = createPublicKey(this.key).export({ format: 'der', type: 'spki' });
    return spki.subarray(PUBLIC.length).toString('base64');
  }
}

export function publicKeys(keys: Keys): PublicKeys {
  return new Map([...keys.keys.keys()].map((id) => [id, createPublicKey(privateKey(keys, id))]));
}

export function publicKeyOf(base64: string): KeyObject {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32) throw new Error('a public key has 32 bytes, in base64');
  return createPublicKey({ key: Buffer.concat([PUBLIC, key]), format: 'der', type: 'spki' });
}

export function isSigned(text: string, signature: string, by: KeyObject): boolean {
  return verify(null, Buffer.from(text, 'utf8'), by, Buffer.from(signature, 'base64'));
}

function privateKey(keys: Keys, id: string): KeyObject {
  const seed = deriveKey(keys, 'checkpoint', id);
  if (!seed) throw new Error(`no key named ${id}`);
  return createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' });
}
