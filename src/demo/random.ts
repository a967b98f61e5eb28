/**
 * Chance that repeats itself: each thing draws from a stream of its own key, so that adding one thing does not
 * change another. The generator is sfc32; the key is hashed to its state by cyrb128.
 */
export class Random {
  private a = 1779033703;
  private b = 3144134277;
  private c = 1013904242;
  private d = 2773480762;

  constructor(key: string) {
    for (let i = 0; i < key.length; i += 1) {
      const k = key.charCodeAt(i);
      this.a = this.b ^ Math.imul(this.a ^ k, 597399067);
      this.b = this.c ^ Math.imul(this.b ^ k, 2869860233);
      this.c = this.d ^ Math.imul(this.c ^ k, 951274213);
      this.d = this.a ^ Math.imul(this.d ^ k, 2716044179);
    }
    for (let i = 0; i < 12; i += 1) this.next();
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    const sum = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** Both ends included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('nothing to pick from');
    return from[Math.floor(this.next() * from.length)]!;
  }

  /** One of the names, as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries(weights) as [T, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    return entries.at(-1)![0];
  }
}
