import { createHash } from 'node:crypto';

const hash = (prefix: number, ...parts: Buffer[]) =>
  createHash('sha256')
    .update(Buffer.from([prefix]))
    .update(Buffer.concat(parts))
    .digest();

/**
 * The root over leaves as RFC 6962 has it (section 2.1): leaves and nodes are hashed with different first bytes, so that
 * neither can pass for the other, and one entry can be shown to belong to a seal without showing any other.
 */
export function merkleRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) throw new Error('nothing to seal');
  let level = leaves.map((leaf) => hash(0, Buffer.from(leaf, 'utf8')));
  while (level.length > 1) {
    // Pairs from the left; who is left over goes up as he is, which gives the tree of the RFC.
    level = level.flatMap((left, n) => (n % 2 ? [] : level[n + 1] ? [hash(1, left, level[n + 1]!)] : [left]));
  }
  return level[0]!.toString('hex');
}
