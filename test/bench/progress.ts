import { Presets, SingleBar } from 'cli-progress';
import { partsOf, type Options, type Part } from './options.js';
import type { Server } from './servers.js';

/** One bar for the whole; where the output is no terminal, nothing. */
export function progress(
  options: Options,
  servers: readonly Server[],
): { step: (label: string) => void; stop: () => void } {
  const bar = new SingleBar(
    { format: ' {bar} {percentage}% {eta_formatted} {label}', hideCursor: true, noTTYOutput: false },
    Presets.shades_classic,
  );
  const total = options.clues.reduce((sum, _, size) => sum + stepsOf(options, partsOf(options, size), servers), 0);
  bar.start(total, 0, { label: '' });
  let done = 0;
  return {
    step(label) {
      // An open loop may end before its last rate.
      done = Math.min(done + 1, total);
      bar.update(done, { label });
    },
    stop: () => bar.stop(),
  };
}

function stepsOf(options: Options, parts: readonly Part[], servers: readonly Server[]): number {
  const ours = servers.filter(({ kind }) => kind === 'ours').length;
  const steps = {
    throughput: options.rounds * servers.length,
    rows: options.rows.length * servers.length,
    tiers: 5 * servers.length,
    load: (servers.length + ours) * options.load.steps,
  };
  return 9 + servers.length + parts.reduce((sum, part) => sum + steps[part], 0);
}
