import type { Circumstances } from './circumstances.js';
import { LIMIT_MS, MAIN_TIER } from './measure.js';
import type { Found } from './run.js';
import { growthTable, memoryTable, rowsTable, throughputTable, tiersTable } from './tables.js';
import { loadTable, sustainedTable } from './loadTables.js';
import { PARTS } from './options.js';
import { SETUPS } from './setups.js';
import { median, spread } from './statistics.js';
import { TIER_NAMES } from './tiers.js';

const percent = (part: number) => `${Math.round(part * 100)} %`;

/** The whole of RESULTS.md. */
export function resultsText(found: readonly Found[], around: Circumstances, plots: readonly string[]): string {
  const { begun, commit, changed, machine, node, node24, packages, options } = around;
  return [
    '# What `npm run bench` has found',
    '',
    `${begun.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}${changed ? ' **and changes that are in no commit**' : ''}.`,
    `${machine}; Node ${node}${node24 ? `, and ${node24} where the name says 24` : '; without a Node 24'}. ${named(packages)}.`,
    ...(options.quick ? ['', '**Quick: to see that it works. No figures to speak of.**'] : []),
    ...(options.parts.length < PARTS.length ? ['', `**Only ${options.parts.join(', ')}.**`] : []),
    ...(options.only.length > 0 ? ['', `**Only ${options.only.join(', ')}, beside the control.**`] : []),
    '',
    SETUPS,
    '',
    ...found.flatMap((one) => [...section(one, around), '']),
    ...(found.filter(({ tiers }) => tiers).length > 1
      ? [
          `## One list of 50 at a time by the size of the database, ${MAIN_TIER}, p50 in ms`,
          '',
          ...growthTable(found),
          '',
        ]
      : []),
    ...plots.map((name) => `![${name}](${name})`),
    '',
  ].join('\n');
}

const named = (packages: Record<string, string>) =>
  Object.entries(packages)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');

function section(found: Found, { options }: Circumstances): string[] {
  const { database, compared, control, throughput, rows, tiers, load, memory } = found;
  const settings = Object.entries(database.settings).map(([name, value]) => `${name} ${value}`);
  const rounds = throughput ? Object.values(throughput).map(({ list }) => list.map((one) => one.perSecond)) : [];
  const noise = [
    `the control went from ${control.begin.toFixed(0)} to ${control.end.toFixed(0)} a second (${percent(control.end / control.begin - 1)})`,
    ...(rounds.length > 0 && options.rounds > 1
      ? [
          `the rounds of one server lie apart by ${percent(median(rounds.map(spread)))}, at most ${percent(Math.max(...rounds.map(spread)))}`,
        ]
      : []),
  ];
  return [
    `## ${database.clues.toLocaleString('en')} clues`,
    '',
    `PostgreSQL ${database.version}, ${(database.bytes / 2 ** 20).toFixed(0)} MB${settings.length > 0 ? ` (${settings.join(', ')})` : ''}.`,
    `${compared.answers} answers compared and found equal. A page of fifty: ${TIER_NAMES.map((tier) => `${tier} ${compared.facets[tier]}`).join('; ')}.`,
    `Noise: ${noise.join('; ')}.`,
    '',
    ...(throughput
      ? [`### Answers a second, ${options.connections} connections, ${MAIN_TIER}`, '', ...throughputTable(found), '']
      : []),
    ...(rows ? ['### Lists a second by their length', '', ...rowsTable(found), ''] : []),
    ...(tiers ? ['### One list of 50 at a time: p50 / p99 in ms', '', ...tiersTable(found), ''] : []),
    ...(load
      ? [
          `### Requests that do not wait for one another, until p99 passes ${LIMIT_MS} ms twice`,
          '',
          'Lists and single objects four to one, of all tiers alike; with acts: 80, 15 and 5 of a hundred. Latency counts from the moment a request was due.',
          '',
          ...sustainedTable(found),
          '',
          ...loadTable(found),
          '',
        ]
      : []),
    ...(Object.values(memory).some(Boolean) ? ['### Memory after all this, MB', '', ...memoryTable(found), ''] : []),
  ];
}
