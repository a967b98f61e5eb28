import pg from 'pg';
import type { Connection } from './migrations.js';
import { SCHEMA } from './roles.js';

const LOOK_EVERY_MS = 2000;
const LONGEST_MS = 3_600_000;

/**
 * Rehearses and does the imports that wait, one after another. Each is one transaction: a server that stops, or dies,
 * leaves it as it was, and whichever looks next begins anew. Of several servers one is at it.
 */
export class ImportWork {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private client: pg.Client | null = null;
  private stopped = false;

  constructor(
    private readonly options: { connection: Connection; everyMs?: number; onError?: (error: unknown) => void },
  ) {}

  start(): void {
    const { everyMs = LOOK_EVERY_MS, onError } = this.options;
    const turn = async () => {
      await this.run().catch((error: unknown) => (this.stopped ? undefined : onError?.(error)));
      if (!this.stopped) this.timer = setTimeout(next, everyMs).unref();
    };
    const next = () => void (this.turn = turn());
    next();
  }

  /** All that waits. */
  async run(): Promise<void> {
    const client = (this.client ??= await this.connect());
    try {
      for (let any = true; any && !this.stopped;) {
        const { rows } = await client.query<{ any: boolean }>('select import_work() as any');
        any = rows[0]!.any;
      }
    } catch (error) {
      this.client = null;
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      ...this.options.connection,
      connectionTimeoutMillis: 3000,
      statement_timeout: LONGEST_MS,
      keepAlive: true,
      application_name: 'liandong-imports',
      // What nobody waits for any more goes back.
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC -c jit=off -c client_connection_check_interval=1s`,
    });
    client.on('error', () => undefined); // its statement fails of itself
    await client.connect();
    return client;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    // What is under way takes minutes: it goes back, since nobody is there to hear of it.
    if (this.client) socketOf(this.client).destroy();
    await this.turn;
  }
}

function socketOf(client: pg.Client): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
}
