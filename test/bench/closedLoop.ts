import autocannon from 'autocannon';
import { watchCpu, type Cpu } from './processes.js';
import type { Running } from './servers.js';

/** A request as it is sent. */
export interface Sent {
  token: string;
  body: string;
}

export interface Throughput {
  perSecond: number;
  /** So that an answer that is shorter than it was is not taken for a fast one. */
  bytes: number;
  cpu: Cpu;
}

/** As many requests as so many connections get answered, one after the other on each. */
export async function closedLoop(
  server: Running,
  requests: readonly Sent[],
  { seconds, connections, postmaster }: { seconds: number; connections: number; postmaster: number | null },
): Promise<Throughput> {
  const { url, pid, name } = server;
  const cpu = watchCpu(pid, postmaster);
  const begun = performance.now();
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    // How often it looks whether time is up.
    sampleInt: Math.min(1000, seconds * 250),
    requests: requests.map(({ token, body }) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
    })),
  });
  const took = (performance.now() - begun) / 1000;
  const answered = result['2xx'];
  if (result.errors + result.timeouts + result.non2xx > 0)
    throw new Error(`${name}: ${answered} answers, ${result.errors} errors, ${result.non2xx} refusals`);
  // Not one in that time: a machine that is busy otherwise.
  if (answered === 0) return closedLoop(server, requests, { seconds: seconds * 2, connections, postmaster });
  return { perSecond: answered / took, bytes: result.throughput.total / answered, cpu: cpu(answered) };
}
