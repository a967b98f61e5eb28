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
      const text = await answer.body.text();
      latencies.recordValue(Math.round((performance.now() - begun) * 1000));
      if (isFault(answer.statusCode, text))
        throw new Error(`${name} answered ${answer.statusCode}: ${text.slice(0, 400)}`);
    }
  } finally {
    await client.close();
  }
  return latencyOf(latencies);
}

/** Errors stand at the beginning of an answer, and acts tell theirs as data. */
export function isFault(status: number, text: string): boolean {
  return status !== 200 || /"errors":\[\{|"userErrors":\[\{/.test(text.slice(0, 400));
}

export function latencyOf(latencies: ReturnType<typeof histogram>): Latency {
  const at = (percentile: number) => latencies.getValueAtPercentile(percentile) / 1000;
  return { p50: at(50), p99: at(99), answers: latencies.totalCount };
}
