import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { Progress } from './demo/progress.js';

/** A bar for each piece of long work; nothing where the output is no terminal. */
export function progressBars(): { report: Progress; stop: () => void } {
  const all = new MultiBar(
    {
      format: ' {bar} {percentage}% {value}/{total} {label}',
      hideCursor: true,
      clearOnComplete: false,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  const bars = new Map<string, SingleBar>();
  return {
    report(label, done, total) {
      const bar = bars.get(label) ?? all.create(total, 0, { label });
      bars.set(label, bar);
      bar.setTotal(total);
      bar.update(done, { label });
    },
    stop: () => all.stop(),
  };
}
