import pg from 'pg';
import { asLiandongError, Transaction, type StatementWatch } from './transaction.js';
import { StatementNames } from './prepared.js';
import { ticket, type TicketKey } from './ticket.js';
import { CONNECTIONS, SCHEMA } from './roles.js';
import type { Connection } from './migrations.js';
import { principalOf, type Identity, type Principal, type PrincipalTold } from '../jurisdiction/principal.js';

export interface Entered {
  principal: Principal;
  transaction: Transaction;
}

/** Connections of the API's login role. There is no way to a statement but through enter(). */
export class ScopedDatabase {
  private readonly pool: pg.Pool;
  private readonly names = new StatementNames();

  constructor(
    connection: Connection,
    private ticketKey: TicketKey,
    private readonly options: { max?: number; onError?: (error: Error) => void; onStatement?: StatementWatch } = {},
  ) {
    this.pool = new pg.Pool({
      ...connection,
      max: options.max ?? CONNECTIONS.liandong_api,
      connectionTimeoutMillis: 3000,
      // With its plans: what they were made under may have changed.
      maxLifetimeSeconds: 3600,
      statement_timeout: 5000,
      idle_in_transaction_session_timeout: 5000,
      application_name: 'liandong-api',
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC -c jit=off -c random_page_cost=1.1 -c plan_cache_mode=force_generic_plan`,
    });
    this.pool.on('error', (error) => options.onError?.(error));
    // A connection may also break while it is taken or used; its statement fails of itself, and unheard it would end the process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** From now on; what is under way goes on. The database must know the key. */
  signWith(ticketKey: TicketKey): void {
    this.ticketKey = ticketKey;
  }

  async enter(identity: Identity): Promise<Entered> {
    const client = await this.pool.connect().catch((cause: unknown) => {
      throw asLiandongError(cause);
    });
    const { transaction, mark } = await Transaction.begin(client, this.names, this.options.onStatement);
    try {
      const [row] = await transaction.query<{ principal: PrincipalTold }>(
        'select enter($1, $2) as principal',
        ticket(this.ticketKey, identity, mark),
      );
      return { principal: principalOf(row!.principal), transaction };
    } catch (error) {
      await transaction.end();
      throw error;
    }
  }

  /** For work that ends where it begins: the transaction ends with it, whatever happens. */
  async as<T>(identity: Identity, work: (entered: Entered) => Promise<T>): Promise<T> {
    const entered = await this.enter(identity);
    try {
      return await work(entered);
    } finally {
      await entered.transaction.end();
    }
  }

  /** Whether a connection answers; needs no principal because it reads nothing. */
  async ping(): Promise<boolean> {
    try {
      const ping: pg.QueryConfig = { text: 'select 1' };
      await this.pool.query(ping);
      return true;
    } catch {
      return false;
    }
  }

  get connections(): { total: number; idle: number; waiting: number } {
    return { total: this.pool.totalCount, idle: this.pool.idleCount, waiting: this.pool.waitingCount };
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}
