import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { BaseLogger } from 'pino';
import { discoverKeys } from './discovery.js';
import { LiandongError } from '../shared/errors.js';

/** A key that the issuer has withdrawn is refused after this at the latest, if the issuer answers. */
const REFRESH_MS = 10 * 60_000;
/** While the issuer is away, the keys at hand are good for this long. */
const OUTAGE_MS = 60 * 60_000;
/** Tokens that name unknown keys make us ask the issuer this often at most: anybody can write such a token. */
const COOLDOWN_MS = 30_000;
const RETRY_MS = 2_000;

/**
 * The issuer's keys in memory. Not jose's createRemoteJWKSet: that one forgets its keys while the issuer is away,
 * asks a failing issuer once per request, and cannot tell the issuer's fault from the token's.
 */
export class IssuerKeys {
  private keys: JWTVerifyGetKey | undefined;
  private loadedAt = -Infinity;
  private failure: { at: number; cause: unknown } | undefined;
  private loading: Promise<void> | undefined;

  constructor(
    private readonly issuer: string,
    private readonly log?: Pick<BaseLogger, 'info' | 'warn'>,
  ) {}

  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    const keys = await this.recent();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || this.age() < COOLDOWN_MS) throw error;
    }
    await this.load();
    if (!this.keys || this.failure) throw this.unavailable();
    return this.keys(header, token);
  };

  private async recent(): Promise<JWTVerifyGetKey> {
    if (this.age() >= REFRESH_MS) {
      const loading = this.load();
      // Nobody waits for an issuer known to be away as long as the keys at hand will do.
      if (!this.failure || this.age() >= OUTAGE_MS) await loading;
    }
    if (!this.keys || this.age() >= OUTAGE_MS) throw this.unavailable();
    return this.keys;
  }

  /** Never rejects: one attempt for all who wait, and its failure is kept until the next may be made. */
  private async load(): Promise<void> {
    if (this.failure && Date.now() - this.failure.at < RETRY_MS) return;
    this.loading ??= this.attempt().finally(() => (this.loading = undefined));
    await this.loading;
  }

  private async attempt(): Promise<void> {
    try {
      this.keys = createLocalJWKSet(await discoverKeys(this.issuer));
      this.loadedAt = Date.now();
      if (this.failure) this.log?.info({ issuer: this.issuer }, 'the issuer is back');
      this.failure = undefined;
    } catch (cause) {
      if (!this.failure) this.log?.warn({ issuer: this.issuer, err: cause }, 'the keys of the issuer cannot be read');
      this.failure = { at: Date.now(), cause };
    }
  }

  private age(): number {
    return Date.now() - this.loadedAt;
  }

  private unavailable(): LiandongError {
    return new LiandongError('UNAVAILABLE', {}, this.failure?.cause);
  }
}
