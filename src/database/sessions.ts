import { LRUCache } from 'lru-cache';
import pg from 'pg';
import { BEGIN } from './acting.js';
import { hmacHex } from './hmac.js';
import type { Connection } from './migrations.js';
import { SCHEMA } from './roles.js';
import { ticket, type TicketKey } from './ticket.js';
import type { SignedIn } from '../jurisdiction/principal.js';
import { LiandongError } from '../shared/errors.js';

export interface SessionsOptions {
  connection: Connection;
  ticketKey: TicketKey;
  /** So that the table holds digests, and nothing of a token. */
  key: Buffer;
  /** How often a session that goes on is told of; entering counts unused time by the minute. */
  everyMs?: number;
  onError?: (error: unknown) => void;
}

/** From where a session was used, in few words. */
export interface Sight {
  signedInAt: number | null;
  client: string | null;
  source: string;
}

const MINUTE_MS = 60_000;
const MOST = 50_000;

/**
 * Tells the database of sessions in use: of one that this server has not met before it answers anything, and then once a
 * minute, beside the request. What a session is worth only entering says, each time.
 */
export class Sessions {
  private readonly pool: pg.Pool;
  /** When each was last told of. */
  private readonly told = new LRUCache<string, number>({ max: MOST });
  private readonly telling = new Map<string, Promise<void>>();

  constructor(private options: SessionsOptions) {
    this.pool = new pg.Pool({
      ...options.connection,
      max: 4,
      connectionTimeoutMillis: 3000,
      statement_timeout: 3000,
      // For an act that goes on in a session that is to be pushed out.
      lock_timeout: 2000,
      idle_in_transaction_session_timeout: 5000,
      application_name: 'liandong-sessions',
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC`,
    });
    this.pool.on('error', (error) => options.onError?.(error));
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** From here on; what is under way goes on with what it had. */
  signWith(ticketKey: TicketKey): void {
    this.options = { ...this.options, ticketKey };
  }

  /** Of one issuer and person, so that nobody's sign-in can name another's session. RFC 9562, 5.8: a UUID of our own making. */
  idOf({ issuer, subject, signIn }: { issuer: string; subject: string; signIn: string }): string {
    const hex = hmacHex(this.options.key, JSON.stringify([issuer, subject, signIn]));
    const variant = ((parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  async seen(identity: SignedIn, sight: Sight): Promise<void> {
    const { session } = identity;
    const { everyMs = MINUTE_MS, onError } = this.options;
    // Told of each time, nothing is gone by but what the database answers.
    const last = everyMs > 0 ? this.told.get(session) : undefined;
    if (last !== undefined && performance.now() - last < everyMs) return;
    const underWay = this.telling.get(session);
    const telling = underWay ?? this.tell(identity, sight).finally(() => this.telling.delete(session));
    if (!underWay) this.telling.set(session, telling);
    if (!underWay) telling.catch((error: unknown) => onError?.(error));
    if (last === undefined)
      return telling.catch((cause: unknown) => {
        throw new LiandongError('UNAVAILABLE', {}, cause);
      });
    this.told.set(session, performance.now());
  }

  private async tell(identity: SignedIn, { signedInAt, client, source }: Sight): Promise<void> {
    const connection = await this.pool.connect();
    let broken = false;
    try {
      const begun = (await connection.query(BEGIN)) as unknown as { rows: { mark: string }[] }[];
      const { rows } = await connection.query<{ known: boolean }>('select session_see($1, $2, $3, $4, $5) as known', [
        ...ticket(this.options.ticketKey, identity, begun[1]!.rows[0]!.mark),
        signedInAt === null ? null : new Date(signedInAt),
        client,
        source,
      ]);
      await connection.query('commit');
      // Somebody whom nobody knows has no session; entering tells him so.
      if (rows[0]!.known) this.told.set(identity.session, performance.now());
    } catch (cause) {
      await connection.query('rollback').catch(() => (broken = true));
      throw cause;
    } finally {
      connection.release(broken);
    }
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}
