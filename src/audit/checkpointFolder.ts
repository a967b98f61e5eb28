import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { lineOf, parseLine, type Checkpoint } from './checkpoint.js';

const FILE = /^checkpoints-\d{4}-\d{2}-\d{2}\.jsonl$/;

/**
 * The seals outside the database: a file for each day, a line for each seal. To be copied away, or to lie, where
 * whoever governs the database does not reach. Lines are only ever added.
 */
export class CheckpointFolder {
  constructor(readonly path: string) {}

  /** Where the next line goes on from. */
  async last(): Promise<Checkpoint | null> {
    for (const file of (await this.files()).toReversed()) {
      let last: Checkpoint | null = null;
      for await (const line of linesOf(file)) last = parseLine(line) ?? last;
      if (last) return last;
    }
    return null;
  }

  async isEmpty(): Promise<boolean> {
    return (await this.files()).length === 0;
  }

  /** On disk when it returns. */
  async append(checkpoints: readonly Checkpoint[]): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const days = new Map<string, Checkpoint[]>();
    for (const checkpoint of checkpoints) {
      const day = checkpoint.at.slice(0, 10);
      days.set(day, [...(days.get(day) ?? []), checkpoint]);
    }
    for (const [day, ofDay] of days) {
      const file = await open(join(this.path, `checkpoints-${day}.jsonl`), 'a+', 0o600);
      try {
        const torn = await endsTorn(file);
        await file.appendFile(`${torn ? '\n' : ''}${ofDay.map((one) => `${lineOf(one)}\n`).join('')}`);
        await file.sync();
      } finally {
        await file.close();
      }
    }
  }

  /**
   * Every seal in the order of numbers, each once, read as a stream. Servers that share a folder write each other's
   * seals again, now and then out of order; what is missing makes a gap. A line that is none of ours counts as missing.
   */
  async *checkpoints(): AsyncGenerator<Checkpoint> {
    const early = new Map<number, Checkpoint>();
    let next = 1;
    for (const file of await this.files()) {
      for await (const line of linesOf(file)) {
        const checkpoint = parseLine(line);
        if (!checkpoint || checkpoint.number < next) continue;
        early.set(checkpoint.number, checkpoint);
        for (let ready = early.get(next); ready; ready = early.get(next)) {
          early.delete(next);
          next += 1;
          yield ready;
        }
      }
    }
    yield* [...early.values()].sort((a, b) => a.number - b.number);
  }

  private async files(): Promise<string[]> {
    const names = await readdir(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names
      .filter((name) => FILE.test(name))
      .sort()
      .map((name) => join(this.path, name));
  }
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
}

/** Whether a crash cut the last line short. */
async function endsTorn(file: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}
