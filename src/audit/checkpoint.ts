import { createHash } from 'node:crypto';
import { merkleRoot } from './merkle.js';
import { isSigned, type PublicKeys, type Signer } from './signing.js';

/** An entry by its place, transaction and id, and its hash. */
export type Leaf = readonly [txid: string, id: string, hash: string];

/** What is signed. */
interface Head {
  number: number;
  at: string;
  count: number;
  root: string;
  /** The hash of the seal before; zeros before the first. */
  previous: string;
  key: string;
}

/** A seal: one line of JSON, in the database and, the same, outside it. */
export interface Checkpoint extends Head {
  signature: string;
  leaves: Leaf[];
}

export const NO_SEAL = '0'.repeat(64);

export function makeCheckpoint(
  signer: Signer,
  place: { number: number; at: string; previous: string },
  leaves: Leaf[],
): Checkpoint {
  const { number, at, previous } = place;
  const head: Head = { number, at, count: leaves.length, root: rootOf(leaves), previous, key: signer.id };
  return { ...head, signature: signer.sign(textOf(head)), leaves };
}

export function lineOf({ number, at, count, root, previous, key, signature, leaves }: Checkpoint): string {
  return JSON.stringify({ number, at, count, root, previous, key, signature, leaves });
}

/** Null if the line is none: torn by a crash, or never one of ours. */
export function parseLine(line: string): Checkpoint | null {
  try {
    const parsed = JSON.parse(line) as Checkpoint;
    const fits = Number.isInteger(parsed.number) && Array.isArray(parsed.leaves) && parsed.leaves.length > 0;
    return fits && lineOf(parsed) === line ? parsed : null;
  } catch {
    return null;
  }
}

/** What the next seal names: everything of this one, its leaves by their root. */
export function hashOfCheckpoint(checkpoint: Checkpoint): string {
  return createHash('sha256')
    .update(`${textOf(checkpoint)} ${checkpoint.signature}`, 'utf8')
    .digest('hex');
}

export function throughOf({ leaves }: Checkpoint): Leaf {
  return leaves.at(-1)!;
}

export type CheckpointFault = 'ROOT' | 'CHAIN' | 'SIGNATURE' | 'ORDER';

/** What is wrong with a seal that should follow the one before; null if nothing is. */
export function faultOf(checkpoint: Checkpoint, before: Checkpoint | null, keys: PublicKeys): CheckpointFault | null {
  const { leaves, count, root, previous, key, signature } = checkpoint;
  if (count !== leaves.length || root !== rootOf(leaves)) return 'ROOT';
  if (previous !== (before ? hashOfCheckpoint(before) : NO_SEAL)) return 'CHAIN';
  const signer = keys.get(key);
  if (!signer || !isSigned(textOf(checkpoint), signature, signer)) return 'SIGNATURE';
  let last = before && throughOf(before);
  for (const leaf of leaves) {
    if (last && compareLeaves(last, leaf) >= 0) return 'ORDER';
    last = leaf;
  }
  return null;
}

/** In the order of their transactions, and of their ids within one: PostgreSQL compares ids byte by byte. */
export function compareLeaves(
  a: readonly [string, string, ...string[]],
  b: readonly [string, string, ...string[]],
): number {
  const [x, y] = [BigInt(a[0]), BigInt(b[0])];
  if (x !== y) return x < y ? -1 : 1;
  return a[1] < b[1] ? -1 : Number(a[1] > b[1]);
}

function rootOf(leaves: readonly Leaf[]): string {
  return merkleRoot(leaves.map((leaf) => leaf.join(' ')));
}

export function textOf({ number, at, count, root, previous, key }: Head): string {
  return JSON.stringify({ number, at, count, root, previous, key });
}
