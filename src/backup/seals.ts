import { Readable } from 'node:stream';
import { lineOf, parseLine, type Checkpoint } from '../audit/checkpoint.js';
import type { CheckpointFolder } from '../audit/checkpointFolder.js';
import { contentOf, type Backup } from './parts.js';
import { SEALS } from './manifest.js';

/** Lines are written together, since each writing waits for the disk. */
const TOGETHER = 100;

export function linesOutside(folder: CheckpointFolder): Readable {
  return Readable.from(lines(folder), { objectMode: false });
}

async function* lines(folder: CheckpointFolder): AsyncGenerator<Buffer> {
  for await (const checkpoint of folder.checkpoints()) yield Buffer.from(`${lineOf(checkpoint)}\n`);
}

/** The seals in a backup, in their order. */
export async function* sealsIn(backup: Backup): AsyncGenerator<Checkpoint> {
  let rest = '';
  // Their lines are ASCII: no letter is torn between two pieces.
  for await (const bytes of contentOf(backup, SEALS)) {
    const whole = (rest + bytes.toString('latin1')).split('\n');
    rest = whole.pop()!;
    for (const line of whole) yield parseLine(line)!;
  }
}

export async function writeOutside(backup: Backup, folder: CheckpointFolder): Promise<void> {
  let some: Checkpoint[] = [];
  for await (const checkpoint of sealsIn(backup)) {
    some.push(checkpoint);
    if (some.length < TOGETHER) continue;
    await folder.append(some);
    some = [];
  }
  if (some.length > 0) await folder.append(some);
}
