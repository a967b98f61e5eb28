import { build } from 'hdr-histogram-js';
import { Client } from 'undici';
import type { Running } from './servers.js';
import type { Sent } from './closedLoop.js';

/** Milliseconds. */
export interface Latency {
  p50: number;
  p99: number;
  answers: number;
}

/** A histogram in microseconds, up to a minute. */
export const histogram = () =>
  build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });

/** One after the other on one connection: how long an answer takes that has the machine for itself. */
export async function serial({ url, name }: Running, requests: readonly Sent[], seconds: number): Promise<Latency> {
  const { origin, pathname } = new URL(url);
  const client = new Client(origin);
  const latencies = histogram();
  const end = performance.now() + seconds * 1000;
  try {
    for (let n = 0; performance.now() < end; n += 1) {
      const { token, body } = requests[n % requests.length]!;
      const begun = performance.now();
      const answer = await client.request({
        path: pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
      });
      await answer.body.arrayBuffer();
      latencies.recordValue(Math.round((performance.now() - begun) * 1000));
      if (answer.statusCode !== 200) throw new Error(`${name} answered ${answer.statusCode}`);
    }
  } finally {
    await client.close();
  }
  return latencyOf(latencies);
}

export function latencyOf(latencies: ReturnType<typeof histogram>): Latency {
  const at = (percentile: number) => latencies.getValueAtPercentile(percentile) / 1000;
  return { p50: at(50), p99: at(99), answers: latencies.totalCount };
}
