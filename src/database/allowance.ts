import pg from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import { LRUCache } from 'lru-cache';
import { hmacHex } from './hmac.js';
import type { Connection } from './migrations.js';
import { CONNECTIONS, SCHEMA } from './roles.js';
import type { Identity } from '../jurisdiction/principal.js';
import { LiandongError } from '../shared/errors.js';

export interface AllowanceOptions {
  connection: Connection;
  /** So that the table holds digests and no names. */
  key: Buffer;
  /** Points a person may spend a minute, on all servers together. */
  perMinute: number;
  onError?: (error: Error) => void;
}

const MINUTE = 60;

/** Of what a person may spend in a minute, this much is taken ahead while more than half of it is left – and so many points at most. */
const AHEAD = 1 / 20;
const MOST_AHEAD = 30_000;

/** The end of one minute, told twice: what it takes to ask lies between. */
const SAME_MS = 5000;

/** What this server has taken of the common sum and not given out yet. */
interface Taken {
  points: number;
  /** Left of the common sum when it was last asked. */
  left: number;
  until: number;
}

/** Part of every limiter with a store, left out of its types. */
interface KnowsBlocked {
  getKey(key: string): string;
  getInMemoryBlockMsBeforeExpire(key: string): number;
}

/**
 * What a person may ask for in a minute, whichever server is asked. Who has spent it is refused from memory, without
 * a statement; while the table cannot be reached each server counts for itself.
 */
export class Allowance {
  private readonly pool: pg.Pool;
  private readonly limiter: RateLimiterPostgres;
  /** What this server alone knows of: enough to go on with while the table cannot be reached. */
  private readonly here: RateLimiterMemory;
  private readonly ahead = new LRUCache<string, Taken>({ max: 10_000 });
  /** Who is asking the table just now, and whether it was reached. */
  private readonly asking = new Map<string, Promise<boolean>>();
  private lastTold = -Infinity;
  private reached = true;

  constructor(private readonly options: AllowanceOptions) {
    this.pool = new pg.Pool({
      ...options.connection,
      max: CONNECTIONS.liandong_door,
      connectionTimeoutMillis: 2000,
      statement_timeout: 1000,
      query_timeout: 1500,
      keepAlive: true,
      application_name: 'liandong-door',
      // A sum that a crash forgets is no loss; waiting for the disk at each request would be one.
      options: `-c search_path=${SCHEMA},pg_temp -c synchronous_commit=off`,
    });
    this.pool.on('error', (error) => options.onError?.(error));
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    const window = { points: options.perMinute, duration: MINUTE, keyPrefix: '' };
    this.limiter = new RateLimiterPostgres({
      ...window,
      storeClient: this.pool,
      schemaName: SCHEMA,
      tableName: 'allowance',
      tableCreated: true,
      clearExpiredByTimeout: true,
      inMemoryBlockOnConsumed: options.perMinute,
    });
    this.here = new RateLimiterMemory(window);
  }

  /** Refuses whom this server knows to have spent everything, before anything of his request is read. */
  async refuseIfSpent(identity: Identity): Promise<void> {
    const key = this.keyOf(identity);
    if ((this.heldOf(key)?.points ?? 0) > 0) return;
    const { limiter } = this as unknown as { limiter: KnowsBlocked };
    const here = this.reached ? null : await this.here.get(key);
    const spentHere = here && here.consumedPoints >= this.options.perMinute ? here.msBeforeNext : 0;
    const milliseconds = Math.max(spentHere, limiter.getInMemoryBlockMsBeforeExpire(limiter.getKey(key)));
    if (milliseconds > 0) throw tooMany(milliseconds, this.options.perMinute);
  }

  /** Takes the points and tells how many are left this minute; refuses when there are not so many. */
  async take(identity: Identity, points: number): Promise<number> {
    const key = this.keyOf(identity);
    try {
      return (await this.everywhere(key, points)) ?? (await this.here.consume(key, points)).remainingPoints;
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      throw tooMany((refused as RateLimiterRes).msBeforeNext, this.options.perMinute);
    }
  }

  /**
   * The sum over all servers; null while the table cannot be reached. What is taken ahead costs no statement, and is lost
   * to other servers until the minute is over: nobody is given more than his due, and up to a twentieth for each server
   * may be nobody's. Of what comes at once one asks the table, and the others wait for what it brings.
   */
  private async everywhere(key: string, points: number): Promise<number | null> {
    for (;;) {
      const held = this.heldOf(key);
      if (held && held.points >= points) {
        held.points -= points;
        return held.left + held.points;
      }
      const asking = this.asking.get(key);
      if (!asking) break;
      if (!(await asking)) return null;
    }
    const asked = this.ask(key, points);
    const reached = asked.then(
      (left) => left !== null,
      () => true, // refused
    );
    this.asking.set(key, reached);
    void reached.then(() => this.asking.delete(key));
    return asked;
  }

  /** Null while the table cannot be reached, which is said once a minute. */
  private async ask(key: string, points: number): Promise<number | null> {
    const { perMinute } = this.options;
    const held = this.heldOf(key);
    const had = held?.points ?? 0;
    if (held) held.points = 0; // it goes towards these
    const wanted = Math.max(points - had, held && held.left > perMinute / 2 ? aheadOf(perMinute) : 0);
    try {
      const told = await this.limiter.consume(key, wanted);
      const { remainingPoints: left, msBeforeNext } = told;
      this.reached = true;
      await this.remember(key, told);
      const until = performance.now() + msBeforeNext;
      // What was left of another minute is owed to this one, however the clocks differ.
      const same = held && Math.abs(held.until - until) < SAME_MS;
      const over = wanted - points + (same ? had : 0);
      this.ahead.set(key, { points: over, left, until });
      return left + over;
    } catch (error) {
      if (!(error instanceof Error)) {
        this.ahead.delete(key);
        await this.remember(key, error as RateLimiterRes);
        throw error;
      }
      this.reached = false;
      if (held) held.points += had;
      if (performance.now() - this.lastTold > MINUTE * 1000) this.options.onError?.(error);
      this.lastTold = performance.now();
      return null;
    }
  }

  /** The table's sum and minute, to go on from if it cannot be reached; from memory it tells none. */
  private async remember(key: string, { consumedPoints, msBeforeNext }: RateLimiterRes): Promise<void> {
    if (consumedPoints > 0) await this.here.set(key, consumedPoints, Math.max(1, Math.ceil(msBeforeNext / 1000)));
  }

  private heldOf(key: string): Taken | null {
    const held = this.ahead.get(key);
    return held && held.until > performance.now() ? held : null;
  }

  async end(): Promise<void> {
    await this.pool.end();
  }

  private keyOf({ issuer, subject }: Identity): string {
    return hmacHex(this.options.key, `${issuer}\n${subject}`);
  }
}

function aheadOf(perMinute: number): number {
  return Math.min(Math.floor(perMinute * AHEAD), MOST_AHEAD);
}

function tooMany(milliseconds: number, limit: number): LiandongError {
  return new LiandongError('RATE_LIMITED', { limit, seconds: Math.max(1, Math.ceil(milliseconds / 1000)) });
}
