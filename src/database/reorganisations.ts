import pg from 'pg';
import type { Connection } from './migrations.js';
import { SCHEMA } from './roles.js';

const EVERY_MS = 5000;
const BATCH = 200;

/**
 * Looks every few seconds for a reorganisation under way, and does its steps until nothing can be done at once. Each
 * step is one transaction: a server that dies in one has done the ones before it, and any other goes on.
 */
export class Reorganisations {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly options: {
      connection: Connection;
      everyMs?: number;
      batch?: number;
      onError?: (error: unknown) => void;
    },
  ) {}

  start(): void {
    const { everyMs = EVERY_MS, onError } = this.options;
    const turn = async () => {
      await this.run().catch((error: unknown) => onError?.(error));
      if (!this.stopped) this.timer = setTimeout(next, everyMs).unref();
    };
    const next = () => void (this.turn = turn());
    next();
  }

  async run(): Promise<void> {
    const client = new pg.Client({
      ...this.options.connection,
      connectionTimeoutMillis: 3000,
      statement_timeout: 60_000,
      // Who acts on a row waits for a batch; a batch waits no longer than that for him.
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC -c lock_timeout=2000`,
      application_name: 'liandong-reorganisations',
    });
    client.on('error', () => undefined); // its statement fails of itself
    await client.connect();
    try {
      for (let more = true; more && !this.stopped;) {
        const { batch = BATCH } = this.options;
        const { rows } = await client.query<{ more: boolean }>('select reorganisation_step($1) as more', [batch]);
        more = rows[0]!.more;
      }
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }
}
