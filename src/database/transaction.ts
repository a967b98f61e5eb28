import { DatabaseError, type PoolClient, type QueryResultRow } from 'pg';
import { Prepared, type Left, type StatementNames } from './prepared.js';
import { sessionEnded } from './sessionEnded.js';
import { LiandongError } from '../shared/errors.js';

/** A read transaction's whole time, from its snapshot on: nothing read outlives a revocation by more. */
const LIFETIME_MS = 5000;
const BEGIN = `begin isolation level repeatable read read only;
  select pg_backend_pid() || ':' || (extract(epoch from transaction_timestamp()) * 1000000)::bigint as mark`;
// What a statement may have left in the session goes with the transaction; prepared statements stay, if they are ours.
const END = `rollback; reset all; select pg_advisory_unlock_all(); close all; unlisten *;
  select ours, others from statements_left()`;
/** Told of every statement as it is sent, it answers whom to tell how that went. */
export type StatementWatch = (text: string) => (error?: unknown) => void;

// Nothing else has business in a read.
const READS = /^\s*(select|with)\b/i;

/**
 * One transaction of one connection. Statements queue behind each other, because GraphQL resolves siblings at once
 * and a connection answers one at a time; they go out in the extended protocol, with parameters and never two in one.
 */
export class Transaction {
  statements = 0;
  private last: Promise<unknown> = Promise.resolve();
  private ended = false;
  private late = false;

  private readonly deadline = performance.now() + LIFETIME_MS;

  private readonly prepared: Prepared;

  private constructor(
    private readonly client: PoolClient,
    private readonly names: StatementNames,
    private readonly watch?: StatementWatch,
  ) {
    this.prepared = Prepared.of(client);
  }

  /** `mark` identifies this transaction to the database itself. */
  static async begin(
    client: PoolClient,
    names: StatementNames,
    watch?: StatementWatch,
  ): Promise<{ transaction: Transaction; mark: string }> {
    try {
      const results = (await client.query(BEGIN)) as unknown as { rows: { mark: string }[] }[];
      return { transaction: new Transaction(client, names, watch), mark: results[1]!.rows[0]!.mark };
    } catch (cause) {
      client.release(true);
      throw asLiandongError(cause);
    }
  }

  query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    if (!READS.test(text)) return Promise.reject(new Error('a read begins with select or with'));
    return this.inTurn(() => this.send<Row>(text, values, true));
  }

  /** How a statement would be answered, and with `analyze` was: for those who look at plans. */
  explain<Row extends QueryResultRow>(options: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.inTurn(() => this.send<Row>(`explain (${options}) ${text}`, values));
  }

  private async send<Row extends QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
    named = false,
  ): Promise<Row[]> {
    this.statements += 1;
    const answered = this.watch?.(text);
    const name = named ? this.names.nameOf(text) : undefined;
    try {
      const query = { name, text, values: [...values], queryMode: 'extended' };
      const result = await this.prepared.run(name, () => this.client.query<Row>(query));
      answered?.();
      return result.rows;
    } catch (error) {
      answered?.(error);
      throw error;
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.ended) return Promise.reject(new LiandongError('TOO_SLOW'));
    const answer = this.last.then(() => {
      if (performance.now() >= this.deadline) throw new LiandongError('TOO_SLOW');
      return this.inTime(work());
    });
    this.last = answer.catch(() => undefined);
    return answer.catch((cause: unknown) => {
      throw asLiandongError(cause);
    });
  }

  /** What has not come by the deadline is not waited for; the connection it would come over is given up. */
  private inTime<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.late = true;
        reject(new LiandongError('TOO_SLOW'));
      }, this.deadline - performance.now());
      answer.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  /** A statement with a time limit of its own; null when it passes it, and the transaction is as it was before. */
  within<Row extends QueryResultRow>(
    milliseconds: number,
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[] | null> {
    if (!READS.test(text)) return Promise.reject(new Error('a read begins with select or with'));
    // In one turn: no other statement may come under the time limit, or into a part that failed.
    return this.inTurn(async () => {
      await this.send('savepoint timed');
      try {
        await this.send(`set local statement_timeout = ${Math.round(milliseconds)}`);
        // Under no name: one that is ended by its limit while it is being prepared would cost the connection.
        return await this.send<Row>(text, values);
      } catch (error) {
        if (error instanceof DatabaseError && error.code === '57014') return null;
        throw error;
      } finally {
        // Also takes back the time limit.
        await this.send('rollback to savepoint timed');
      }
    });
  }

  /** Nothing was written, so nothing is lost: it ends the same way whether the work succeeded or not. */
  async end(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    await this.last;
    if (this.late) return this.client.release(true);
    try {
      const results = (await this.client.query(END)) as unknown as { rows: Left[] }[];
      this.client.release(!this.prepared.asLeft(results.at(-1)!.rows[0]!));
    } catch {
      this.client.release(true);
    }
  }
}

const GONE = new Set([
  '28P01',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '53300',
  '25P03',
  '25P04',
  '57P05',
]);
const UNREACHABLE = /ECONN|ENOENT|EPIPE|ETIMEDOUT|terminated|timeout exceeded|not queryable|connection error/i;

/** The database's own words stay in the log; what leaves is one of ours. */
export function asLiandongError(cause: unknown): Error {
  if (cause instanceof LiandongError) return cause;
  if (cause instanceof DatabaseError) {
    if (cause.code === 'LD001') return new LiandongError('PERSON_UNKNOWN');
    if (cause.code === 'LD002') return new LiandongError('NO_POST_IN_FORCE');
    if (cause.code === 'LD003') return new LiandongError('POST_NOT_YOURS');
    const ended = sessionEnded(cause.code);
    if (ended) return ended;
    if (cause.code === 'LD020') return new LiandongError('FORBIDDEN');
    if (cause.code === '57014') return new LiandongError('TOO_SLOW', {}, cause);
    if (GONE.has(cause.code ?? '')) return new LiandongError('UNAVAILABLE', {}, cause);
  } else if (
    cause instanceof Error &&
    UNREACHABLE.test(`${(cause as { code?: string }).code ?? ''} ${cause.message}`)
  ) {
    return new LiandongError('UNAVAILABLE', {}, cause);
  }
  return cause instanceof Error ? cause : new Error(String(cause));
}
