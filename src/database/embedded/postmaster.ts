import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { run, type Outcome } from './command.js';
import { EmbeddedServerError } from './errors.js';
import { commandOf, isAlive } from './processes.js';
import { giveTo, type Account } from './systemUser.js';

/** PostgreSQL's main process over one cluster, driven through pg_ctl. */
export class Postmaster {
  constructor(
    private readonly cluster: string,
    private readonly logFile: string,
    private readonly binaries: Binaries,
    private readonly account: Account,
    private readonly log: (line: string) => void,
  ) {}

  async start(settings: Record<string, string>): Promise<void> {
    await this.forgetStalePid();
    await (await open(this.logFile, 'a', 0o600)).close();
    await giveTo(this.account, this.logFile);
    const { size } = await stat(this.logFile);

    // Crash recovery after a kill may take minutes; pg_ctl returns as soon as the server is ready.
    const flags = Object.entries(settings).map(([name, value]) => `-c ${quoted(`${name}=${value}`)}`);
    const outcome = await this.pgCtl('start', 600, ['-l', this.logFile, '-o', flags.join(' ')]);
    if (outcome.succeeded) return;
    const written = (await readFile(this.logFile)).subarray(size).toString('utf8').trim();
    await this.stop(5).catch(() => undefined);
    throw new EmbeddedServerError(
      'START_FAILED',
      `PostgreSQL did not start in ${this.cluster}. ${outcome.output}\n${this.logFile} says:\n${lastLines(written)}`,
    );
  }

  /** Ends whatever serves the cluster, be it ours or the orphan of a killed process; does nothing if nothing does. */
  async stop(patience: number): Promise<void> {
    if (!(await this.isRunning())) return;
    const fast = await this.pgCtl('stop', patience, ['-m', 'fast']);
    if (fast.succeeded || !(await this.isRunning())) return;
    this.log(`PostgreSQL does not stop within ${patience} s; ending it at once, the next start will recover it.`);
    const immediate = await this.pgCtl('stop', 15, ['-m', 'immediate']);
    if (immediate.succeeded || !(await this.isRunning())) return;
    const pid = await this.recordedPid();
    throw new EmbeddedServerError(
      'STOP_FAILED',
      `PostgreSQL (process ${pid}) in ${this.cluster} does not stop: ${immediate.output}. ` +
        `Nothing committed is lost by kill -9 ${pid}; start again after that.`,
    );
  }

  /** A dead process's postmaster.pid is PostgreSQL's own business: it recovers. */
  async isRunning(): Promise<boolean> {
    const pid = await this.recordedPid();
    return pid !== undefined && isAlive({ pid }) && this.isOurs(await commandOf(pid));
  }

  private isOurs(command: string | undefined): boolean {
    return command === undefined || `${command} `.includes(` -D ${this.cluster} `);
  }

  /**
   * PostgreSQL retreats before any process whose number stands in postmaster.pid. After a crash that can be someone
   * else by now, or a zombie nobody buries: both are common in containers. Removing the file is safe, since the data
   * folder is locked by us and PostgreSQL itself still looks for survivors in shared memory.
   */
  private async forgetStalePid(): Promise<void> {
    const pid = await this.recordedPid();
    if (pid === undefined) return;
    const file = join(this.cluster, 'postmaster.pid');
    const command = isAlive({ pid }) ? await commandOf(pid) : 'gone';
    if (command === undefined || /(^|\/)postgres(:| |$)/.test(command)) {
      throw new EmbeddedServerError(
        'START_FAILED',
        `${file} names process ${pid} (${command ?? 'unknown'}), which may be a PostgreSQL that serves this folder ` +
          `under another path: then stop it (kill -INT ${pid}). If it serves another cluster, remove ${file}.`,
      );
    }
    this.log(`${file} was left by a server that is gone (process ${pid}: ${command.split(' ')[0]}). Removing it.`);
    await rm(file, { force: true });
  }

  private async recordedPid(): Promise<number | undefined> {
    const text = await readFile(join(this.cluster, 'postmaster.pid'), 'utf8').catch(() => '');
    const pid = Number.parseInt(text, 10);
    return pid > 0 ? pid : undefined;
  }

  private pgCtl(action: string, seconds: number, args: string[]): Promise<Outcome> {
    const common = [action, '-D', this.cluster, '-w', '-t', String(seconds), '-s'];
    return run(this.binaries.pgCtl, [...common, ...args], this.account);
  }
}

/** pg_ctl hands its -o to a shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function lastLines(text: string): string {
  return text.split('\n').slice(-15).join('\n');
}
