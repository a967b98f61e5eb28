import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Sent } from './closedLoop.js';
import { watchCpu, type Cpu } from './processes.js';
import { histogram, isFault, latencyOf, type Latency } from './serial.js';
import type { Running } from './servers.js';
import { Draw } from './statistics.js';

export interface Load extends Latency {
  /** Requests a second that were due, and that were answered. */
  rate: number;
  answered: number;
  failed: number;
  /** How late the load itself sent them: what it adds to the latencies. */
  late: number;
  cpu: Cpu;
}

const CONNECTIONS = 256;
/** What waits longer is a failure. */
const PATIENCE_MS = 5000;

/**
 * Requests that come when they come, whether or not those before are answered. Their moments are drawn beforehand
 * (Poisson), and latency counts from there: what waits for a slow one is slow too.
 */
export async function openLoop(
  { url, pid }: Running,
  next: (draw: Draw) => Sent,
  { rate, seconds, postmaster, seed }: { rate: number; seconds: number; postmaster: number | null; seed: number },
): Promise<Load> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
  const [latencies, lateness] = [histogram(), histogram()];
  const due = arrivals(rate, seconds, seed);
  const draw = new Draw(seed + 1);
  const sent = due.map(() => next(draw));
  const cpu = watchCpu(pid, postmaster);
  const begun = performance.now() + 20;
  let failed = 0;
  const one = async (moment: number, { token, body }: Sent) => {
    lateness.recordValue(Math.max(0, Math.round((performance.now() - moment) * 1000)));
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    try {
      const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
      if (isFault(answer.statusCode, await answer.body.text())) failed += 1;
    } catch {
      failed += 1;
    }
    latencies.recordValue(Math.round((performance.now() - moment) * 1000));
  };
  const under: Promise<void>[] = [];
  for (const [n, offset] of due.entries()) {
    // Never before it is due: a timer may be early.
    for (let wait; (wait = begun + offset - performance.now()) > 0;) await delay(wait);
    under.push(one(begun + offset, sent[n]!));
    // Hopeless: what is due and unanswered fills some seconds.
    if (under.length - latencies.totalCount > rate * 3 + 200) break;
  }
  await Promise.all(under);
  const took = (performance.now() - begun) / 1000;
  await pool.close();
  return {
    ...latencyOf(latencies),
    rate,
    answered: (under.length - failed) / took,
    failed,
    late: lateness.getValueAtPercentile(99) / 1000,
    cpu: cpu(under.length),
  };
}

function arrivals(rate: number, seconds: number, seed: number): number[] {
  const draw = new Draw(seed);
  const moments: number[] = [];
  for (let at = 0; at < seconds * 1000; at += (-Math.log(1 - draw.next()) / rate) * 1000) moments.push(at);
  return moments;
}
