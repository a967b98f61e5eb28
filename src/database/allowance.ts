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

  constructor(private readonly options: AllowanceOptions) {
    this.pool = new pg.Pool({
      ...options.connection,
      max: 4,
      connectionTimeoutMillis: 1000,
      statement_timeout: 1000,
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
      insuranceLimiter: new RateLimiterMemory(window),
    });
  }

  /** Refuses whom this server knows to have spent everything, before anything of his request is read. */
  refuseIfSpent(identity: Identity): void {
    const { limiter } = this as unknown as { limiter: KnowsBlocked };
    const milliseconds = limiter.getInMemoryBlockMsBeforeExpire(limiter.getKey(this.keyOf(identity)));
    if (milliseconds > 0) throw tooMany(milliseconds, this.options.perMinute);
  }

  /** Takes the points and tells how many are left this minute; refuses when there are not so many. */
  async take(identity: Identity, points: number): Promise<number> {
    try {
      return (await this.limiter.consume(this.keyOf(identity), points)).remainingPoints;
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      throw tooMany((refused as RateLimiterRes).msBeforeNext, this.options.perMinute);
    }
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
