import pg from 'pg';
import type { CheckpointFolder } from './checkpointFolder.js';
import {
  faultOf,
  hashOfCheckpoint,
  lineOf,
  makeCheckpoint,
  NO_SEAL,
  parseLine,
  throughOf,
  type Checkpoint,
  type Leaf,
} from './checkpoint.js';
import { publicKeys, Signer, type PublicKeys } from './signing.js';
import type { Connection } from '../database/migrations.js';
import { CONNECTIONS, SCHEMA } from '../database/roles.js';
import type { Keys } from '../shared/keys.js';

export interface SealerOptions {
  connection: Connection;
  keys: Keys;
  folder: CheckpointFolder;
  /** Told of each seal that this server made. */
  onSeal?: (seal: Omit<Checkpoint, 'leaves'>) => void;
  onError?: (error: unknown) => void;
  everyMs?: number;
}

const LOCK = 0x11a2d2;
const MOST_LEAVES = 2000;
const MOST_LINES = 100;
const START = '00000000-0000-0000-0000-000000000000';

/**
 * Fixes what the audit trail holds. Each second the entries of transactions that have ended, and with which no other
 * can come any more, become a seal that names the one before; one of the servers does it, and each writes all seals
 * outside. So nobody waits for a seal, none is missed, and what was sealed cannot be changed without showing.
 */
export class Sealer {
  private readonly pool: pg.Pool;
  private readonly signer: Signer;
  private readonly trusted: PublicKeys;
  private shipped: Checkpoint | null | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: SealerOptions) {
    this.signer = new Signer(options.keys);
    this.trusted = publicKeys(options.keys);
    this.pool = new pg.Pool({
      ...options.connection,
      max: CONNECTIONS.liandong_sealer,
      connectionTimeoutMillis: 3000,
      statement_timeout: 30_000,
      application_name: 'liandong-sealer',
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC`,
    });
    this.pool.on('error', () => undefined); // the next turn will tell
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  get publicPart(): { key: string; publicPart: string } {
    return { key: this.signer.id, publicPart: this.signer.publicPart };
  }

  start(): void {
    const { everyMs = 1000, onError } = this.options;
    const turn = async () => {
      await this.run().catch((error: unknown) => onError?.(error));
      if (!this.stopped) this.timer = setTimeout(() => void turn(), everyMs).unref();
    };
    void turn();
  }

  /** Seals and ships whatever can be by now; after whatever runs already, so that nothing is shipped twice. */
  run(): Promise<void> {
    const mine = this.running.then(() => this.once());
    this.running = mine.catch(() => undefined);
    return mine;
  }

  private async once(): Promise<void> {
    if (this.shipped === undefined) this.shipped = await this.options.folder.last();
    await this.ship();
    while (await this.seal()) await this.ship();
    await this.ship();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.run().catch((error: unknown) => this.options.onError?.(error));
    await this.pool.end();
  }

  /** One seal, if there is anything to seal and no other server is at it. Whether it was full, so that there is more. */
  private async seal(): Promise<boolean> {
    const client = await this.pool.connect();
    let broken = true;
    try {
      await client.query('begin');
      const checkpoint = await this.sealIn(client);
      await client.query(checkpoint ? 'commit' : 'rollback');
      broken = false;
      if (!checkpoint) return false;
      const { leaves: _, ...head } = checkpoint;
      this.options.onSeal?.(head);
      return checkpoint.count === MOST_LEAVES;
    } finally {
      client.release(broken);
    }
  }

  private async sealIn(client: pg.PoolClient): Promise<Checkpoint | null> {
    const lock = await client.query<{ ours: boolean }>('select pg_try_advisory_xact_lock($1) as ours', [LOCK]);
    if (!lock.rows[0]!.ours) return null;
    const last = await client.query<{ line: string }>('select line from audit_seal order by number desc limit 1');
    const before = last.rows[0] ? this.parse(last.rows[0].line) : null;
    this.requireSame(before);
    const leaves = await this.settled(client, before && throughOf(before));
    if (leaves.length === 0) return null;
    const place = {
      number: (before?.number ?? 0) + 1,
      at: new Date().toISOString(),
      previous: before ? hashOfCheckpoint(before) : NO_SEAL,
    };
    const checkpoint = makeCheckpoint(this.signer, place, leaves);
    const [txid, id] = throughOf(checkpoint);
    await client.query(
      'insert into audit_seal (number, through_txid, through_id, line) values ($1, $2::xid8, $3, $4)',
      [checkpoint.number, txid, id, lineOf(checkpoint)],
    );
    return checkpoint;
  }

  /**
   * What stands after a place and may be sealed: of transactions older than the oldest that still runs, so that none
   * can yet put an entry before these. In one statement: its snapshot and its rows are of one moment.
   */
  private async settled(client: pg.PoolClient, after: Leaf | null): Promise<Leaf[]> {
    const [txid, id] = after ?? ['0', START];
    const { rows } = await client.query<{ leaf: Leaf }>(
      `select json_build_array(txid::text, id, encode(hash, 'hex')) as leaf from audit_entry
       where (txid, id) > ($1::xid8, $2::uuid) and txid < numbered(pg_snapshot_xmin(pg_current_snapshot()))
       order by txid, id limit ${MOST_LEAVES}`,
      [txid, id],
    );
    if (rows.length === 0 && after) await requireAhead(client, txid);
    return rows.map(({ leaf }) => leaf);
  }

  /**
   * Every seal that is not yet outside, whoever made it; one that does not follow what is there ends it all. While the
   * folder cannot be written seals are made all the same, and wait.
   */
  private async ship(): Promise<void> {
    for (let full = true; full;) {
      const { rows } = await this.pool.query<{ line: string }>(
        `select line from audit_seal where number > $1 order by number limit ${MOST_LINES}`,
        [this.shipped?.number ?? 0],
      );
      if (rows.length === 0) return;
      const checkpoints = rows.map(({ line }) => this.parse(line));
      for (const [n, checkpoint] of checkpoints.entries())
        requireFollows(checkpoint, checkpoints[n - 1] ?? this.shipped ?? null, this.trusted);
      try {
        await this.options.folder.append(checkpoints);
      } catch (error) {
        return this.options.onError?.(error);
      }
      this.shipped = checkpoints.at(-1)!;
      full = rows.length === MOST_LINES;
    }
  }

  /** Going on from another seal than the one outside would hide that one of them was changed. */
  private requireSame(inside: Checkpoint | null): void {
    const outside = this.shipped;
    if (!outside || (inside && (inside.number > outside.number || lineOf(inside) === lineOf(outside)))) return;
    throw new Error(
      `the database's last seal is ${inside?.number ?? 'none'}, and outside it is ${outside.number} or another one. ` +
        `Keep ${this.options.folder.path} as evidence; nothing is sealed until LIANDONG_CHECKPOINTS is an empty folder.`,
    );
  }

  private parse(line: string): Checkpoint {
    const checkpoint = parseLine(line);
    if (!checkpoint) throw new Error('a seal of the database is none: npm run audit:verify tells which');
    return checkpoint;
  }
}

function requireFollows(checkpoint: Checkpoint, before: Checkpoint | null, trusted: PublicKeys): void {
  const fault = checkpoint.number === (before?.number ?? 0) + 1 ? faultOf(checkpoint, before, trusted) : 'CHAIN';
  if (fault) throw new Error(`seal ${checkpoint.number} of the database does not follow those outside: ${fault}`);
}

/** A database that was restored from a dump of others counts its transactions anew, and nothing would be sealed again. */
async function requireAhead(client: pg.PoolClient, txid: string): Promise<void> {
  const { rows } = await client.query<{ ahead: boolean }>(
    'select numbered(pg_snapshot_xmax(pg_current_snapshot())) > $1::xid8 as ahead',
    [txid],
  );
  if (rows[0]!.ahead) return;
  throw new Error('the transactions of this server are older than the last seal: restore it by npm run restore, or physically'); // prettier-ignore
}
