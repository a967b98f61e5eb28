import { short } from './chart.js';
import { LIMIT_MS } from './measure.js';
import type { Load } from './openLoop.js';
import type { Cpu } from './processes.js';
import type { Found } from './run.js';
import { medianOf } from './statistics.js';
import { TIER_NAMES } from './tiers.js';

const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const head = (...cells: string[]) => [row(...cells), `|${cells.map((_, n) => (n === 0 ? '---|' : '--:|')).join('')}`];
const ms = (value: number | null | undefined) => (value === null || value === undefined ? '–' : value.toFixed(2));
const times = (value: number) => `${value.toFixed(2)} ×`;

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

/** The highest rate at which ninety-nine of a hundred were within the limit. */
export function sustainedTable({ servers, load }: Found): string[] {
  const sustained = (loads: readonly Load[]) =>
    Math.max(0, ...loads.filter(({ p99, failed }) => p99 <= LIMIT_MS && failed === 0).map(({ answered }) => answered));
  const cells = (title: string, name: string, loads: readonly Load[]) => {
    const rate = sustained(loads);
    const of = (other: string) => {
      const theirs = load![other] && sustained(load![other].reads);
      return theirs && rate ? times(rate / theirs) : '–';
    };
    return row(title, rate ? rate.toFixed(0) : 'none of those tried', of(sqlFor(name)), of('postgraphile'));
  };
  return [
    ...head('server', `a second within ${LIMIT_MS} ms`, 'of sql', 'of PostGraphile'),
    ...servers.flatMap(({ name, title }) => [
      cells(title, name, load![name]!.reads),
      ...(load![name]!.acts ? [cells(`${title}, with acts`, name, load![name]!.acts)] : []),
    ]),
  ];
}

/** The hand-written one on the same Node. */
const sqlFor = (name: string) => (name.endsWith('24') || name === 'postgraphile' ? 'sql24' : 'sql');

export function loadTable({ servers, load }: Found): string[] {
  const of = (title: string, loads: readonly Load[]) =>
    loads.map(({ rate, answered, failed, p50, p99, late, cpu }) =>
      row(
        title,
        rate.toFixed(0),
        answered.toFixed(0),
        failed,
        ms(p50),
        `${ms(p99)}${p99 > LIMIT_MS ? ' **over**' : ''}`,
        ms(late),
        ms(cpu.server),
        ms(cpu.postgres),
        ms(cpu.load),
      ),
    );
  return [
    ...head(
      'server',
      'due a second',
      'answered',
      'failed',
      'p50',
      'p99',
      'sent late, p99',
      'CPU ms: server',
      'PostgreSQL',
      'load',
    ),
    ...servers.flatMap(({ name, title }) => [
      ...of(title, load![name]!.reads),
      ...of(`${title}, with acts`, load![name]!.acts ?? []),
    ]),
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
