import { readFileSync } from 'node:fs';
import { run } from './command.js';

export interface ProcessIdentity {
  pid: number;
  /** Linux: when it started, in clock ticks since boot. Tells a process from a later one with the same id. */
  startTicks?: string | undefined;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, startTicks: linuxStat(pid)?.startTicks };
}

export function isAlive({ pid, startTicks }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = linuxStat(pid);
  if (!stat) return true;
  // In a container without an init the killed stay as zombies for good.
  if (stat.state === 'Z' || stat.state === 'X') return false;
  return startTicks === undefined || startTicks === stat.startTicks;
}

/** The command line with its words separated by blanks; undefined when the system does not tell. */
export async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return readProc(pid, 'cmdline')?.replaceAll('\0', ' ').trim();
  const { succeeded, output } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
  return succeeded ? output : undefined;
}

function linuxStat(pid: number): { state: string | undefined; startTicks: string | undefined } | undefined {
  const text = readProc(pid, 'stat');
  if (text === undefined) return undefined;
  // "pid (name) state …": the name may itself hold blanks and brackets, so count from its end.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], startTicks: fields[19] };
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
