import pg from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import { hmacHex } from './hmac.js';
import type { Connection } from './migrations.js';
import { SCHEMA } from './roles.js';
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
  private lastTold = 0;
  private reached = true;

  constructor(private readonly options: AllowanceOptions) {
    this.pool = new pg.Pool({
      ...options.connection,
      max: 4,
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

  /** The sum over all servers; null while the table cannot be reached, which is said once a minute. */
  private async everywhere(key: string, points: number): Promise<number | null> {
    try {
      const told = await this.limiter.consume(key, points);
      this.reached = true;
      await this.remember(key, told);
      return told.remainingPoints;
    } catch (error) {
      if (!(error instanceof Error)) {
        await this.remember(key, error as RateLimiterRes);
        throw error;
      }
      this.reached = false;
      if (Date.now() - this.lastTold > MINUTE * 1000) this.options.onError?.(error);
      this.lastTold = Date.now();
      return null;
    }
  }

  /** The table's sum and minute, to go on from if it cannot be reached; from memory it tells none. */
  private async remember(key: string, { consumedPoints, msBeforeNext }: RateLimiterRes): Promise<void> {
    if (consumedPoints > 0) await this.here.set(key, consumedPoints, Math.max(1, Math.ceil(msBeforeNext / 1000)));
  }

  async end(): Promise<void> {
    await this.pool.end();
  }

  private keyOf({ issuer, subject }: Identity): string {
    return hmacHex(this.options.key, `${issuer}\n${subject}`);
  }
}

function tooMany(milliseconds: number, limit: number): LiandongError {
  return new LiandongError('RATE_LIMITED', { limit, seconds: Math.max(1, Math.ceil(milliseconds / 1000)) });
}
