import { readdirSync, readFileSync } from 'node:fs';

/** From /proc; null where there is none. */
const TICKS_A_SECOND = 100;

interface Stat {
  parent: number;
  /** Its own time, and that of children that have ended. */
  milliseconds: number;
}

function statOf(pid: number | string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before the last bracket may hold anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields[11]! + fields[12]! + fields[13]! + fields[14]!;
    return { parent: fields[1]!, milliseconds: (ticks * 1000) / TICKS_A_SECOND };
  } catch {
    return null;
  }
}

/** CPU time of a process with all below it, ended ones included. */
export function cpuOf(root: number | null): number | null {
  if (root === null || !statOf(root)) return null;
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(name) : null;
    if (stat) stats.set(Number(name), stat);
  }
  const below = (pid: number): boolean => pid === root || (stats.has(pid) && below(stats.get(pid)!.parent));
  return [...stats].filter(([pid]) => below(pid)).reduce((sum, [, { milliseconds }]) => sum + milliseconds, 0);
}

/** Resident now and at most, in megabytes. */
export function memoryOf(pid: number): { rss: number; peak: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)![1]) / 1024;
    return { rss: of('VmRSS'), peak: of('VmHWM') };
  } catch {
    return null;
  }
}

/** Of the server, of PostgreSQL and of the benchmark itself, for each request. */
export interface Cpu {
  server: number | null;
  postgres: number | null;
  load: number;
}

export function watchCpu(server: number, postgres: number | null): (requests: number) => Cpu {
  const [ofServer, ofPostgres, ofUs] = [cpuOf(server), cpuOf(postgres), process.cpuUsage()];
  return (requests) => {
    const since = (before: number | null, pid: number | null) =>
      before === null ? null : ((cpuOf(pid) ?? before) - before) / requests;
    const { user, system } = process.cpuUsage(ofUs);
    return {
      server: since(ofServer, server),
      postgres: since(ofPostgres, postgres),
      load: (user + system) / 1000 / requests,
    };
  };
}
