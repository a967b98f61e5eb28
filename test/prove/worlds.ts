import type { Figures } from '../support/figures.js';
import { Lane } from './lane.js';
import type { Line, Part } from './part.js';
import { shareOut } from './shareOut.js';

const WORLDS = 100_000;
const QUICK_WORLDS = 200;
/** As many as one process makes: a failure names its seed, and the next share goes on. */
const SHARE = 2500;

/** Random worlds over fresh seeds; a seed that failed is run again by POLICY_SEED. */
export const worlds: Part = {
  name: 'worlds',
  async prove({ lanes: count, quick, seed, report }) {
    const all = quick ? QUICK_WORLDS : WORLDS;
    const share = quick ? QUICK_WORLDS / count : SHARE;
    const seeds = Array.from({ length: all / share }, (_, n) => seed * 1000 + n);
    const lanes = await Promise.all(Array.from({ length: count }, () => Lane.open()));
    const lines: Line[] = [];
    const figures: Figures[] = [];
    const started = Date.now();
    try {
      await shareOut(lanes, seeds, async (lane, from) => {
        lane.provide('worlds', { seed: from, count: share });
        const ran = await lane.run('test/prove/worlds.prove.ts');
        figures.push(...ran.figures);
        const sum = ran.figures[0];
        const note =
          ran.failed?.message ?? `${sum?.['decisions']} decisions on a matter, ${sum?.['seen']} of them to show it`;
        lines.push({
          name: `${share} worlds from seed ${from}`,
          passed: !ran.failed,
          note,
          seconds: Number(sum?.['milliseconds'] ?? 0) / 1000,
        });
        report(lines.length, seeds.length, lines.at(-1));
      });
    } finally {
      await Promise.all(lanes.map((lane) => lane.close()));
    }
    const total = (name: string) => figures.reduce((sum, one) => sum + Number(one[name] ?? 0), 0);
    const seconds = (Date.now() - started) / 1000;
    return {
      lines: lines.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      figures: {
        worlds: total('worlds'),
        'decisions held against the oracle': total('decisions'),
        'worlds a second': (total('worlds') / seconds).toFixed(1),
      },
    };
  },
};
