import pg, { DatabaseError, type PoolClient, type QueryResultRow } from 'pg';
import { ActFault, type FaultCode } from './actFault.js';
import { hmacHex } from './hmac.js';
import type { Connection } from './migrations.js';
import { CONNECTIONS, SCHEMA } from './roles.js';
import { ticket, type TicketKey } from './ticket.js';
import { asLiandongError } from './transaction.js';
import type { Identity } from '../jurisdiction/principal.js';

/** What is asked for: the act, the caller's key that makes it happen once, and all it was asked with. */
export interface ActRequest {
  act: string;
  key: string;
  body: unknown;
  source: string;
  correlationId: string;
}

/** What came of it, for the audit trail and for whoever asks again with the same key: ids, never contents. */
export interface Outcome {
  object: string;
  ids: string[];
  reason?: string;
  details?: Record<string, string | number | boolean>;
  done: Record<string, string>;
}

/** The open transaction of one act: statements one after another, with parameters only. */
export interface Acting {
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Acted {
  result: 'APPLIED' | 'REPLAYED';
  done: Record<string, string>;
}

/** The begin of every act: each statement sees what is committed then, since locks are waited for between them. */
export const BEGIN = `begin isolation level read committed read write;
  select pg_backend_pid() || ':' || (extract(epoch from transaction_timestamp()) * 1000000)::bigint as mark`;
const CLEAN = 'reset all; deallocate all; select pg_advisory_unlock_all(); close all; unlisten *';

/** Connections of the login role for acts. Whatever is changed is changed here, in one transaction that is told and audited. */
export class ActDatabase {
  private readonly pool: pg.Pool;

  constructor(
    connection: Connection,
    private keys: { ticket: TicketKey; body: Buffer },
    options: { max?: number; onError?: (error: Error) => void } = {},
  ) {
    this.pool = new pg.Pool({
      ...connection,
      max: options.max ?? CONNECTIONS.liandong_act,
      connectionTimeoutMillis: 3000,
      statement_timeout: 5000,
      lock_timeout: 3000,
      idle_in_transaction_session_timeout: 5000,
      application_name: 'liandong-act',
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC -c jit=off`,
    });
    this.pool.on('error', (error) => options.onError?.(error));
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** From now on; acts under way go on. The database must know the key. */
  signWith(ticketKey: TicketKey): void {
    this.keys = { ...this.keys, ticket: ticketKey };
  }

  /** Throws ActFault for what the caller can be told, LiandongError for the rest; nothing is changed then. */
  async perform(
    identity: Identity,
    { act, key, body, source, correlationId }: ActRequest,
    work: (acting: Acting) => Promise<Outcome>,
  ): Promise<Acted> {
    return this.transaction(identity, async (acting, proof) => {
      await acting.query('select lock_actor($1, $2, $3)', [...proof, act]);
      await acting.query('select enter($1, $2)', proof);
      const digest = hmacHex(this.keys.body, canonical(body));
      const [before] = await acting.query<{ done: Record<string, string> | null }>(
        'select begin_act($1, $2, $3) as done',
        [act, key, digest],
      );
      // Nothing was changed: what is committed is nothing.
      if (before?.done) return { result: 'REPLAYED', done: before.done };
      const { object, ids, reason, details, done } = await work(acting);
      await acting.query('select end_act($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
        act,
        key,
        JSON.stringify(done),
        object,
        ids,
        reason ?? null,
        details ? JSON.stringify(details) : null,
        source,
        correlationId,
      ]);
      return { result: 'APPLIED', done };
    });
  }

  /** Nobody enters: whom the token names becomes the person that the code with this digest was made for. */
  async acceptInvitation(
    identity: Identity,
    digest: string,
    { source, correlationId }: { source: string; correlationId: string },
  ): Promise<void> {
    await this.transaction(identity, (acting, proof) =>
      acting.query('select invitation_accept($1, $2, $3, $4, $5)', [...proof, digest, source, correlationId]),
    );
  }

  private async transaction<T>(
    identity: Identity,
    work: (acting: Acting, proof: readonly [body: string, seal: string]) => Promise<T>,
  ): Promise<T> {
    const client = await this.pool.connect().catch((cause: unknown) => {
      throw asLiandongError(cause);
    });
    let broken = false;
    try {
      const begun = (await client.query(BEGIN)) as unknown as { rows: { mark: string }[] }[];
      const answer = await work(statements(client), ticket(this.keys.ticket, identity, begun[1]!.rows[0]!.mark));
      await client.query('commit');
      return answer;
    } catch (cause) {
      await client.query('rollback').catch(() => (broken = true));
      throw asFault(cause);
    } finally {
      await client.query(CLEAN).catch(() => (broken = true));
      client.release(broken);
    }
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}

function statements(client: PoolClient): Acting {
  return {
    async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) {
      const result = await client.query<Row>({ text, values: [...values], queryMode: 'extended' } as never);
      return result.rows;
    },
  };
}

/** The same text for the same body, in whatever order its keys came. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const FAULTS: Record<string, FaultCode> = {
  LD010: 'KEY_REUSED',
  LD020: 'NOT_ALLOWED',
  LD021: 'OBJECT_NOT_FOUND',
  LD022: 'VERSION_CONFLICT',
  LD023: 'STATE_CONFLICT',
  LD024: 'NOBODY_TO_DECIDE',
  LD028: 'LIMIT_REACHED',
  LD029: 'INPUT_INVALID',
  // Somebody else is at the same object; nothing was changed, and asking again is safe.
  '40P01': 'BUSY',
  '55P03': 'BUSY',
};

function asFault(cause: unknown): Error {
  const code = cause instanceof DatabaseError ? FAULTS[cause.code ?? ''] : undefined;
  return code ? new ActFault(code) : cause instanceof ActFault ? cause : asLiandongError(cause);
}
