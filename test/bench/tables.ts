import { head, ms, row, short, sqlFor, times } from './cells.js';
import { MAIN_TIER } from './measure.js';
import type { Cpu } from './processes.js';
import type { Found } from './run.js';
import { medianOf } from './statistics.js';
import { TIER_NAMES } from './tiers.js';

/** Beside the rates: how often the same Node's peers' a server's rate is, and whose CPU a request costs. */
export function throughputTable({ servers, throughput }: Found): string[] {
  const found = throughput!;
  const rate = (name: string, what: 'list' | 'one') => medianOf(found[name]![what], (one) => one.perSecond)!;
  const cpu = (name: string, what: 'list' | 'one', of: keyof Cpu) =>
    ms(medianOf(found[name]![what], (one) => one.cpu[of]));
  return [
    ...head(
      'server',
      '50 rows',
      'of sql',
      'of PostGraphile',
      'CPU ms: server',
      'PostgreSQL',
      'load',
      'KB',
      'one object',
      'of sql',
      'of PostGraphile',
      'CPU ms: server',
      'PostgreSQL',
      'load',
    ),
    ...servers.map(({ name, title }) => {
      const of = (what: 'list' | 'one', other: string) =>
        found[other] ? times(rate(name, what) / rate(other, what)) : '–';
      const cells = (what: 'list' | 'one') => [
        rate(name, what).toFixed(0),
        of(what, sqlFor(name)),
        of(what, 'postgraphile'),
        cpu(name, what, 'server'),
        cpu(name, what, 'postgres'),
        cpu(name, what, 'load'),
      ];
      const bytes = medianOf(found[name]!.list, (one) => one.bytes)! / 1024;
      return row(title, ...cells('list'), bytes.toFixed(1), ...cells('one'));
    }),
  ];
}

export function rowsTable({ servers, rows }: Found): string[] {
  const lengths = rows![servers[0]!.name]!.map((one) => one.rows);
  return [
    ...head('server', ...lengths.map((length) => `${length} rows`)),
    ...servers.map(({ name, title, page }) =>
      row(
        title,
        ...rows![name]!.map((one, n) =>
          one.rows < lengths[n]! ? `${short(one.perSecond)} (${page} rows, its limit)` : short(one.perSecond),
        ),
      ),
    ),
  ];
}

export function tiersTable({ servers, tiers }: Found): string[] {
  return [
    ...head('server', ...TIER_NAMES),
    ...servers.map(({ name, title }) =>
      row(title, ...TIER_NAMES.map((tier) => `${ms(tiers![name]![tier].p50)} / ${ms(tiers![name]![tier].p99)}`)),
    ),
  ];
}

/** How the time of a list grows with the database, for one server after the other. */
export function growthTable(found: readonly Found[]): string[] {
  const sizes = found.filter(({ tiers }) => tiers);
  const p50 = (one: Found, name: string) => one.tiers![name]![MAIN_TIER].p50;
  return [
    ...head('server', ...sizes.map(({ database }) => `${short(database.clues)} clues`), 'last ÷ first'),
    ...sizes[0]!.servers.map(({ name, title }) => {
      const all = sizes.map((one) => p50(one, name));
      return row(title, ...all.map(ms), (all.at(-1)! / all[0]!).toFixed(2));
    }),
  ];
}

export function memoryTable({ servers, memory }: Found): string[] {
  const mb = (value: number | null | undefined) => (value === null || value === undefined ? '–' : value.toFixed(0));
  return [
    ...head('server', 'resident', 'at most', 'heap'),
    ...servers.map(({ name, title }) =>
      row(title, mb(memory[name]?.rss), mb(memory[name]?.peak), mb(memory[name]?.heap)),
    ),
  ];
}
