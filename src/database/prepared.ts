import type { PoolClient } from 'pg';
import { LRUCache } from 'lru-cache';

/** So many statements have names at a time; a connection that has prepared twice as many is not kept. */
const MOST = 200;
const KEPT = 2 * MOST;
/** What ends a transaction answers this. */
export interface Left {
  /** Prepared by the protocol, as ours are. */
  ours: number;
  /** Prepared by a statement, as nobody has business to. */
  others: number;
}

/**
 * Names for the statements that are asked again, so that a connection plans each once. What is asked for the second time
 * gets one: an analyst's single question must not push out what thousands ask. Names are never used again.
 */
export class StatementNames {
  private readonly names = new LRUCache<string, string>({ max: MOST });
  private readonly once = new LRUCache<string, true>({ max: MOST });
  private made = 0;

  nameOf(text: string): string | undefined {
    const known = this.names.get(text);
    if (known) return known;
    if (!this.once.has(text)) {
      this.once.set(text, true);
      return undefined;
    }
    this.once.delete(text);
    const name = `liandong_${(this.made += 1)}`;
    this.names.set(text, name);
    return name;
  }
}

/** What a connection has prepared, as the host knows it. The database must say the same, or somebody meddled. */
export class Prepared {
  private readonly names = new Set<string>();
  private unsure = false;

  private static readonly on = new WeakMap<PoolClient, Prepared>();

  static of(client: PoolClient): Prepared {
    const prepared = Prepared.on.get(client) ?? new Prepared();
    Prepared.on.set(client, prepared);
    return prepared;
  }

  /** Told before and after: what fails may have been prepared or not. */
  async run<T>(name: string | undefined, send: () => Promise<T>): Promise<T> {
    if (!name || this.names.has(name)) return send();
    try {
      const answer = await send();
      this.names.add(name);
      return answer;
    } catch (error) {
      this.unsure = true;
      throw error;
    }
  }

  asLeft({ ours, others }: Left): boolean {
    return !this.unsure && others === 0 && ours === this.names.size && ours <= KEPT;
  }
}
