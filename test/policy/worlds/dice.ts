const SIDES = 1_000_000;

/** Choices that follow from one integer; those of zero are the plainest there are. */
export class Dice {
  private state: number;

  constructor(private readonly seed: number) {
    this.state = seed;
  }

  /** The first is the plainest. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('nothing to choose from');
    return from[this.throw() % from.length]!;
  }

  between(least: number, most: number): number {
    return least + (this.throw() % (most - least + 1));
  }

  /** Plain is not. */
  chance(percent: number): boolean {
    return this.throw() >= SIDES * (1 - percent / 100);
  }

  /** So many of them, each once, in their own order. */
  sample<T>(from: readonly T[], count: number): T[] {
    const left = [...from];
    const taken = new Set(Array.from({ length: Math.min(count, left.length) }, () => this.takeOut(left)));
    return from.filter((one) => taken.has(one));
  }

  /** Each with the same chance; may be none. */
  some<T>(from: readonly T[], percent: number): T[] {
    return from.filter(() => this.chance(percent));
  }

  private takeOut<T>(left: T[]): T {
    const one = this.pick(left);
    left.splice(left.indexOf(one), 1);
    return one;
  }

  /** Mulberry32. */
  private throw(): number {
    if (this.seed === 0) return 0;
    this.state = (this.state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % SIDES;
  }
}
