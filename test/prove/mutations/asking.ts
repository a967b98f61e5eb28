import { BY, type Answers, type Asked } from './answers.js';
import type { Mutation } from './catalog.js';
import type { Scratch } from './scratch.js';
import { SIGHTS } from './sights.js';
import type { TestFiles } from './testFiles.js';

/** By itself a mutation is shown to quick files for so long; to the others it is shown in company. */
const ALONE_SECONDS = 6;
const COMPANY = 64;
/** As many tests as noticed the like are asked first. */
const FIRST = 2;

/** Puts mutations before test files, by themselves or in company. */
export class Asking {
  private readonly learned = new Map<string, { file: string; name: string }[]>();

  constructor(
    private readonly files: TestFiles,
    private readonly answers: Answers,
  ) {}

  /** Until a test notices it, or the time for it is over. */
  async alone(scratch: Scratch, asked: Asked): Promise<void> {
    const { mutation } = asked;
    if (asked.noticed || this.answers.isKnown(asked, SIGHTS)) return;
    const files = this.files.inOrder(mutation);
    const left = files.filter((file) => !this.answers.isKnown(asked, file));
    if (asked.noticed) return;
    const started = Date.now();
    try {
      const before = this.answers.noticedBefore(mutation);
      const first = [...(before ? [before] : []), ...this.like(mutation)];
      for (const test of first.filter(({ file }) => files.includes(file))) {
        const names = await scratch.alone(test);
        // Who noticed it before may need those before him in his file.
        const whole = !names && test === before && left.includes(test.file);
        const failed = names || whole ? await scratch.ask([mutation], test.file, names) : null;
        if (failed) return this.learn(asked, test.file, failed.name);
        if (whole) this.answers.keep(asked, test.file, null);
      }
      const likely = this.files.likely(mutation).filter(({ file }) => left.includes(file));
      for (const { file, names } of likely) {
        const failed = await scratch.ask([mutation], file, names);
        if (failed) return this.learn(asked, file, failed.name);
      }
      if (likely.length > 0) return;
      let spent = 0;
      for (const file of left) {
        spent += this.files.seconds(file);
        if (spent > ALONE_SECONDS && spent > this.files.seconds(file)) break;
        const failed = await scratch.ask([mutation], file);
        if (failed) return this.learn(asked, file, failed.name);
        this.answers.keep(asked, file, null);
      }
    } catch (error) {
      asked.refused = (error as Error).message;
    } finally {
      asked.seconds = (Date.now() - started) / 1000;
    }
  }

  /** All that are left and that the file may notice, many at once: if it passes, it notices none of them. */
  async together(scratch: Scratch, file: string, all: readonly Asked[]): Promise<void> {
    let left = all.filter((one) => this.files.mayNotice(file, one.mutation) && !this.answers.isKnown(one, file));
    while ((left = left.filter(({ noticed, refused }) => !noticed && !refused)).length > 0) {
      const group = company(left);
      left = left.filter((one) => !group.includes(one));
      try {
        await this.sift(scratch, file, group);
      } catch (error) {
        // What PostgreSQL refuses in company only, it may do alone.
        if (group.length === 1) group[0]!.refused = (error as Error).message;
        else for (const one of group) await this.together(scratch, file, [one]);
      }
    }
  }

  private async sift(scratch: Scratch, file: string, group: Asked[]): Promise<void> {
    const ask = (some: readonly Asked[], names?: RegExp) =>
      scratch.ask(
        some.map(({ mutation }) => mutation),
        file,
        names,
      );
    for (let left = group; left.length > 0;) {
      const failed = await ask(left);
      if (!failed) {
        for (const one of left) this.answers.keep(one, file, null);
        return;
      }
      const names = await scratch.alone(failed);
      let some = left;
      while (some.length > 1) {
        const half = some.slice(0, some.length / 2);
        some = (await ask(half, names)) ? half : some.slice(half.length);
      }
      const one = some[0]!;
      // What only several of them do together is nobody's alone.
      const alone = left.length === 1 ? failed : ((await ask(some, names)) ?? (names ? await ask(some) : null));
      if (alone) this.learn(one, file, alone.name);
      else this.answers.keep(one, file, null);
      left = left.filter((other) => other !== one);
    }
  }

  /** Who noticed one thing will notice its like. */
  private like({ kind, about, name }: Mutation): { file: string; name: string }[] {
    const keys = [`${kind} ${about}`, about, likeness(kind, name)];
    return [...new Set(keys.flatMap((key) => (this.learned.get(key) ?? []).slice(0, 1)))].slice(0, FIRST);
  }

  private learn(asked: Asked, file: string, test: string): void {
    const { mutation } = asked;
    const one = { file, name: test };
    const { kind, about, name } = mutation;
    for (const key of [`${kind} ${about}`, about, likeness(kind, name)]) this.learned.set(key, [one]);
    this.answers.keep(asked, file, `${file}${BY}${test}`);
  }
}

/** What is granted to the same roles is refused by the same test. */
const likeness = (kind: string, name: string) => `${kind}${/ to [\w, ]+$/.exec(name)?.[0] ?? ''}`;

/** What is rewritten as a whole: a function, a policy, a line of duties × facets. */
const REWRITTEN = /^create or replace function [^(]+|policy \w+ on \w+|ctid = '[^']*'/i;

/** No two of the same thing, of which the second would undo the first. */
function company(all: readonly Asked[]): Asked[] {
  const group = new Map<string, Asked>();
  for (const one of all) {
    const { sql } = one.mutation;
    const of = REWRITTEN.exec(sql)?.[0] ?? sql;
    if (group.size < COMPANY && !group.has(of)) group.set(of, one);
  }
  return [...group.values()];
}
