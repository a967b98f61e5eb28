import { readKeyFile, type KeyFile } from './keyFile.js';
import { withClient } from './install.js';
import type { Connection } from './migrations.js';
import { storeTicketKeys } from './ticketKeys.js';
import { requireSuccessor, sameKeys } from '../shared/keyChanges.js';
import type { Keys } from '../shared/keys.js';

export interface KeyWatchOptions {
  keys: Keys;
  /** Null: the keys are a setting, and change with a restart only. */
  file: KeyFile | null;
  owner: Connection;
  /** What signs and seals goes on with these; the database knows them. Must not fail. */
  takeOver: (keys: Keys) => void;
  onTaken?: (keys: Keys) => void;
  /** The file holds what this server cannot go on with; told once of each problem. It goes on with what it has. */
  onRefused?: (problem: string) => void;
  onError?: (error: unknown) => void;
  everyMs?: number;
  storeEveryMs?: number;
}

export const LOOK_EVERY_MS = 10_000;
/** What was retired counts for an hour where another server lists it: six times before that is over this one says so. */
const STORE_EVERY_MS = 600_000;
const BRIEFLY = { connectionTimeoutMillis: 3000, query_timeout: 10_000 };

/**
 * Takes over changed keys while the server runs. The database knows a key before anything is signed with it; requests
 * under way go on. Whatever the file holds, it takes no server down.
 */
export class KeyWatch {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private stored = performance.now();
  private told: string | null = null;
  private known: Keys;

  constructor(private readonly options: KeyWatchOptions) {
    this.known = options.keys;
  }

  get keys(): Keys {
    return this.known;
  }

  start(): void {
    const { everyMs = LOOK_EVERY_MS } = this.options;
    const turn = async () => {
      await this.turn();
      if (!this.stopped) this.timer = setTimeout(() => void turn(), everyMs).unref();
    };
    this.timer = setTimeout(() => void turn(), everyMs).unref();
  }

  /** Looks at the file now, and tells of what is wrong even if it was told before. Never fails. */
  look(): Promise<void> {
    this.told = null;
    return this.turn();
  }

  private turn(): Promise<void> {
    this.running = this.running.then(() => this.once()).catch((error: unknown) => this.options.onError?.(error));
    return this.running;
  }

  private async once(): Promise<void> {
    const next = await this.inFile();
    const changed = next !== null && !sameKeys(this.known, next);
    const { storeEveryMs = STORE_EVERY_MS } = this.options;
    if (!changed && performance.now() - this.stored < storeEveryMs) return;
    const keys = next ?? this.known;
    await withClient({ ...this.options.owner, ...BRIEFLY }, (owner) => storeTicketKeys(owner, keys));
    this.stored = performance.now();
    if (!changed) return;
    this.known = keys;
    this.options.takeOver(keys);
    this.options.onTaken?.(keys);
  }

  /** Null where there is none, or none to go on with. */
  private async inFile(): Promise<Keys | null> {
    const { file, onRefused } = this.options;
    if (!file) return null;
    try {
      const next = await readKeyFile(file, (keys) => requireSuccessor(this.known, keys));
      this.told = null;
      return next;
    } catch (cause) {
      const { message } = cause as Error;
      if (this.told !== message) onRefused?.(message);
      this.told = message;
      return null;
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }
}
