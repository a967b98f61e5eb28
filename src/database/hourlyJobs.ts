import pg from 'pg';
import type { Connection } from './migrations.js';
import { SCHEMA } from './roles.js';

const HOUR_MS = 3_600_000;

/**
 * Keys of acts are kept for seven days; what a keeper has left is laid before another; colours are counted daily; sums are
 * put together; persons follow their posts; sessions are forgotten a month after their end.
 */
const JOBS = [
  'forget_act_keys',
  'relay_keepers',
  'take_colours',
  'sum_matter_counts',
  'staff_follow_posts',
  'forget_sessions',
];

/** What is done each hour, by each server. However many do so at once, it is done once; and one failing stops no other. */
export class HourlyJobs {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly options: { connection: Connection; everyMs?: number; onError?: (error: unknown) => void },
  ) {}

  start(): void {
    const { everyMs = HOUR_MS, onError } = this.options;
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
      statement_timeout: 30_000,
      application_name: 'liandong-jobs',
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC`,
    });
    client.on('error', () => undefined); // its statement fails of itself
    await client.connect();
    try {
      const failed: unknown[] = [];
      for (const job of JOBS) await client.query(`select ${job}()`).catch((error: unknown) => failed.push(error));
      if (failed.length > 0) throw failed[0];
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
