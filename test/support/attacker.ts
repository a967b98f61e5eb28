import pg, { DatabaseError } from 'pg';
import { inject } from 'vitest';
import { hmacHex } from '../../src/database/hmac.js';
import { withClient } from '../../src/database/install.js';
import type { Connection } from '../../src/database/migrations.js';
import { SCHEMA } from '../../src/database/roles.js';
import { ticket, type TicketKey } from '../../src/database/ticket.js';
import type { Identity } from '../../src/jurisdiction/principal.js';
import { TICKET_KEY, type TestDatabase } from './database.js';

/** What a statement came to: its rows, or the code it was refused with. */
export type Outcome = Record<string, unknown>[] | string;
/** Whether somebody without a principal is told so, or shown no rows, is the database's choice. */
export const shown = (outcome: Outcome) => (outcome === '28000' || outcome.length === 0 ? 'nothing' : outcome);
export type Ticket = [body: string | null, seal: string | null];

/** A bare connection of a login role: somebody who found a way to send whole statements of his own, in any transaction. */
export class Attacker {
  private constructor(private readonly client: pg.Client) {}

  static async open(connection: Connection): Promise<Attacker> {
    const client = new pg.Client({ ...connection, options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC` });
    await client.connect();
    return new Attacker(client);
  }

  /** Opens a transaction that may write, and reads the mark that a ticket for it must carry. */
  async begin(): Promise<string> {
    await this.client.query('rollback; begin isolation level repeatable read');
    const { rows } = await this.client.query<{ mark: string }>(
      "select pg_backend_pid() || ':' || (extract(epoch from transaction_timestamp()) * 1000000)::bigint as mark",
    );
    return rows[0]!.mark;
  }

  /** A new transaction in which the host has vouched for somebody; the ticket it used. */
  async enter(identity: Identity): Promise<Ticket> {
    const own = ticket(TICKET_KEY, identity, await this.begin());
    const entered = await this.present(own);
    if (typeof entered === 'string') throw new Error(`could not enter: ${entered}`);
    return own;
  }

  present([body, seal]: Ticket): Promise<Outcome> {
    return this.send('select liandong.enter($1, $2)', [body, seal]);
  }

  /** One statement in the extended protocol; what fails is undone, and the transaction goes on. */
  async send(text: string, values: unknown[] = []): Promise<Outcome> {
    await this.client.query('savepoint attempt').catch(() => undefined);
    try {
      return (await this.client.query<Record<string, unknown>>({ text, values, queryMode: 'extended' } as never)).rows;
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      await this.client.query('rollback to savepoint attempt').catch(() => undefined);
      return error.code ?? 'error';
    }
  }

  /** Several statements in one text, which only the simple protocol takes. */
  async sendTogether(text: string): Promise<string | undefined> {
    return this.client.query(text).then(
      () => undefined,
      (error: unknown) => (error as DatabaseError).code,
    );
  }

  async end(): Promise<void> {
    await this.client.end();
  }
}

/** A ticket of any content with a true seal, as if its key had been stolen. */
export function signed(body: Record<string, unknown> | string, by: TicketKey = TICKET_KEY): Ticket {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return [text, hmacHex(by.key, text)];
}

/** What only the server's superuser can do, or see, in a database. */
export function asSuperuser<T>(db: TestDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient({ ...inject('superuser'), database: db.name }, work);
}
