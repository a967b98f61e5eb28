import { barChart, lineChart } from './chart.js';
import { LIMIT_MS, MAIN_TIER } from './measure.js';
import type { Found } from './run.js';
import { medianOf } from './statistics.js';
import { TIER_NAMES } from './tiers.js';

/** Files by name; what several sizes of database have, of the first one. */
export async function plotsOf(found: readonly Found[]): Promise<Map<string, string>> {
  const plots = new Map<string, string>();
  const { servers, throughput, rows, tiers, load, database } = found[0]!;
  const of = `${database.clues.toLocaleString('en')} clues`;
  if (throughput) {
    const rate = (name: string, what: 'list' | 'one') => medianOf(throughput[name]![what], (one) => one.perSecond)!;
    const groups = servers.map(({ name, title }) => ({ name: title, values: [rate(name, 'list'), rate(name, 'one')] }));
    plots.set('throughput.svg', await barChart(`Answers a second, ${of}`, ['50 rows', 'one object'], groups));
  }
  if (rows)
    plots.set(
      'rows.svg',
      await lineChart({
        title: `Lists a second by their length, ${of}`,
        x: 'rows',
        y: 'a second',
        logX: true,
        logY: true,
        series: servers.map(({ name, title }) => ({
          name: title,
          points: rows[name]!.map((one) => ({ x: one.rows, y: one.perSecond })),
        })),
      }),
    );
  if (tiers)
    for (const percentile of ['p50', 'p99'] as const)
      plots.set(
        `tiers-${percentile}.svg`,
        await lineChart({
          title: `One list of 50 at a time, ${percentile}, ${of}`,
          x: 'who asks',
          y: 'ms',
          names: TIER_NAMES,
          logY: true,
          series: servers.map(({ name, title }) => ({
            name: title,
            points: TIER_NAMES.map((tier) => ({ x: tier, y: tiers[name]![tier][percentile] })),
          })),
        }),
      );
  if (load)
    plots.set(
      'load.svg',
      await lineChart({
        title: `Requests that do not wait for one another, p99, ${of}`,
        x: 'requests a second',
        y: 'ms from the moment it was due',
        logY: true,
        line: LIMIT_MS,
        series: servers.flatMap(({ name, title }) => {
          const { reads, acts } = load[name]!;
          const points = (loads: typeof reads) => loads.map(({ rate, p99 }) => ({ x: rate, y: p99 }));
          return [
            { name: title, points: points(reads) },
            ...(acts ? [{ name: `${title}, with acts`, points: points(acts), colour: title, dashed: true }] : []),
          ];
        }),
      }),
    );
  const sizes = found.filter((one) => one.tiers);
  if (sizes.length > 1)
    plots.set(
      'clues.svg',
      await lineChart({
        title: `One list of 50 at a time by the size of the database, ${MAIN_TIER}, p50`,
        x: 'clues',
        y: 'ms',
        logX: true,
        series: servers.map(({ name, title }) => ({
          name: title,
          points: sizes.map((one) => ({ x: one.database.clues, y: one.tiers![name]![MAIN_TIER].p50 })),
        })),
      }),
    );
  return plots;
}
