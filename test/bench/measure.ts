import { closedLoop, type Sent, type Throughput } from './closedLoop.js';
import type { Compared } from './compare.js';
import { openLoop, type Load } from './openLoop.js';
import { mixFor, type Objects } from './mix.js';
import type { Options } from './options.js';
import type { Questions } from './questions.js';
import { serial, type Latency } from './serial.js';
import type { Running } from './servers.js';
import { median, spread } from './statistics.js';
import { TIER_NAMES, type Tier, type TierName } from './tiers.js';

export interface Bench {
  options: Options;
  servers: readonly Running[];
  questions: Questions;
  tiers: Record<TierName, Tier>;
  compared: Compared;
  objects: Objects;
  postmaster: number | null;
  /** Before each measurement, in words. */
  report: (label: string) => void;
}

/** Where lists show some facets and withhold others. */
export const MAIN_TIER: TierName = 'county';
export const LIMIT_MS = 200;
export const WHAT = ['list', 'one'] as const;
export type What = (typeof WHAT)[number];

const listOf = ({ questions, tiers }: Bench, one: Running, tier: TierName, rows: number): Sent[] => [
  { token: tiers[tier].token, body: questions.list(one.kind, Math.min(rows, one.page), tiers[tier]) },
];
const onesOf = ({ questions, tiers, compared }: Bench, { kind }: Running, tier: TierName): Sent[] =>
  compared.ids[tier].map((id) => ({ token: tiers[tier].token, body: questions.one(kind, id) }));
const closed = (bench: Bench, one: Running, requests: readonly Sent[], seconds = bench.options.seconds) =>
  closedLoop(one, requests, { connections: bench.options.connections, postmaster: bench.postmaster, seconds });

export async function warmUp(bench: Bench): Promise<void> {
  const { servers, options } = bench;
  for (const one of servers) {
    bench.report(`warming up ${one.name}`);
    for (const tier of TIER_NAMES) await serial(one, listOf(bench, one, tier, 50), options.warmUp / 5);
    await serial(one, onesOf(bench, one, MAIN_TIER), options.warmUp / 2);
    await closed(bench, one, listOf(bench, one, MAIN_TIER, 50), options.warmUp);
  }
}

/** Rounds A B C, C B A, A B C … so that what drifts does not favour anybody. */
export async function throughput(bench: Bench): Promise<Record<string, Record<What, Throughput[]>>> {
  const found = Object.fromEntries(bench.servers.map(({ name }) => [name, { list: [], one: [] }])) as unknown as Record<
    string,
    Record<What, Throughput[]>
  >;
  for (let round = 0; round < bench.options.rounds; round += 1) {
    const order = round % 2 === 0 ? bench.servers : bench.servers.toReversed();
    for (const one of order) {
      bench.report(`round ${round + 1}: ${one.name}`);
      found[one.name]!.list.push(await closed(bench, one, listOf(bench, one, MAIN_TIER, 50)));
      found[one.name]!.one.push(await closed(bench, one, onesOf(bench, one, MAIN_TIER)));
    }
  }
  for (const { name } of bench.servers) {
    // An error can be short and quick, and its status 200.
    if (spread(found[name]!.list.map(({ bytes }) => bytes)) > 0.05)
      throw new Error(`${name} did not always say the same`);
  }
  return found;
}

export async function byRows(bench: Bench): Promise<Record<string, { rows: number; perSecond: number }[]>> {
  const found: Record<string, { rows: number; perSecond: number }[]> = {};
  for (const rows of bench.options.rows) {
    for (const one of bench.servers) {
      bench.report(`${rows} rows: ${one.name}`);
      const { perSecond } = await closed(bench, one, listOf(bench, one, MAIN_TIER, rows));
      (found[one.name] ??= []).push({ rows: Math.min(rows, one.page), perSecond });
    }
  }
  return found;
}

export async function byTier(bench: Bench): Promise<Record<string, Record<TierName, Latency>>> {
  const found: Record<string, Record<TierName, Latency>> = {};
  const seconds = bench.options.seconds / 2;
  for (const tier of TIER_NAMES) {
    for (const one of bench.servers) {
      bench.report(`${tier}: ${one.name}`);
      (found[one.name] ??= {} as Record<TierName, Latency>)[tier] = await serial(
        one,
        listOf(bench, one, tier, 50),
        seconds,
      );
    }
  }
  return found;
}

/** From well below what the closed loop gave, until one in a hundred waits longer than the limit, twice. */
export async function byRate(
  bench: Bench,
  capacity: (name: string) => number,
): Promise<Record<string, { reads: Load[]; acts?: Load[] }>> {
  const found: Record<string, { reads: Load[]; acts?: Load[] }> = {};
  for (const one of bench.servers) {
    found[one.name] = { reads: await rising(bench, one, capacity(one.name), false) };
    if (one.kind === 'ours') found[one.name]!.acts = await rising(bench, one, capacity(one.name), true);
  }
  return found;
}

async function rising(bench: Bench, one: Running, capacity: number, withActs: boolean): Promise<Load[]> {
  const { seconds, from, factor, steps } = bench.options.load;
  const next = mixFor(one, withActs, bench);
  const loads: Load[] = [];
  // So that nothing is asked for the first time while it counts.
  await openLoop(one, next, { rate: capacity * from, seconds: seconds / 2, postmaster: bench.postmaster, seed: 0 });
  for (let step = 0; step < steps; step += 1) {
    const rate = capacity * from * factor ** step;
    bench.report(`${Math.round(rate)} a second${withActs ? ' with acts' : ''}: ${one.name}`);
    const load = (seed: number) => openLoop(one, next, { rate, seconds, postmaster: bench.postmaster, seed });
    loads.push(await load(step));
    // Something else may have held it up: the same rate once more, with other moments.
    if (loads.at(-1)!.p99 > LIMIT_MS) loads.push(await load(step + steps));
    if (loads.at(-1)!.p99 > LIMIT_MS) break;
  }
  return loads;
}

/** Lists of the control, at the beginning and at the end: how steady the machine was. */
export async function control(bench: Bench, one: Running): Promise<number> {
  bench.report('control');
  const rounds: number[] = [];
  for (let n = 0; n < Math.min(3, bench.options.rounds); n += 1)
    rounds.push((await closed(bench, one, listOf(bench, one, MAIN_TIER, 50))).perSecond);
  return median(rounds);
}
