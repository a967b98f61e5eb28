import type { Figures } from '../support/figures.js';
import { digest, digestOf, Kept, takenOver } from './kept.js';
import { Lane } from './lane.js';
import type { Line, Part } from './part.js';
import { shareOut } from './shareOut.js';

const WORLDS = 100_000;
const QUICK_WORLDS = 200;
/** As many as one process makes: a failure names its seed, and the next share goes on. */
const SHARE = 1000;

/** What decides what comes of a world. */
const MADE_OF = [
  'migrations',
  'src',
  'package-lock.json',
  'test/support/api.ts',
  'test/support/world.ts',
  'test/policy/worlds',
  'test/policy/worlds.ts',
  'test/policy/oracle*.ts',
];

/** Random worlds over fresh seeds; a seed that failed is run again by POLICY_SEED. */
export const worlds: Part = {
  name: 'worlds',
  async prove({ lanes: count, quick, goOn, seed, report }) {
    const all = quick ? QUICK_WORLDS : WORLDS;
    const share = quick ? QUICK_WORLDS / count : SHARE;
    const seeds = Array.from({ length: all / share }, (_, n) => seed * 1000 + n);
    const around = digestOf(...MADE_OF);
    const kept = new Kept<Share>('worlds', goOn);
    const lanes = await Promise.all(Array.from({ length: count }, () => Lane.open()));
    const found: { share: Share; commit?: string }[] = [];
    try {
      await shareOut(lanes, seeds, async (lane, from) => {
        const key = digest(around, String(from), String(share));
        const known = kept.get(key);
        if (known) found.push({ share: known.found, commit: known.commit! });
        else {
          const made = await worldsFrom(lane, from, share);
          if (made.line.passed) kept.add(key, made);
          found.push({ share: made });
        }
        report(found.length, seeds.length, found.at(-1)!.share.line);
      });
    } finally {
      await Promise.all(lanes.map((lane) => lane.close()));
    }
    const total = (name: string) => found.reduce((sum, one) => sum + Number(one.share.figures[name] ?? 0), 0);
    return {
      lines: found.map((one) => one.share.line).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      figures: {
        worlds: total('worlds'),
        'decisions held against the oracle': total('decisions'),
        'worlds a second, on one core': ((1000 * total('worlds')) / total('milliseconds')).toFixed(1),
        ...takenOver(found.map(({ commit }) => commit)),
      },
    };
  },
};

interface Share {
  line: Line;
  figures: Figures;
}

async function worldsFrom(lane: Lane, from: number, count: number): Promise<Share> {
  lane.provide('worlds', { seed: from, count });
  const { failed, figures } = await lane.run('test/prove/worlds.prove.ts');
  const sum = figures[0] ?? {};
  const note = failed?.message ?? `${sum['decisions']} decisions on a matter, ${sum['seen']} of them to show it`;
  const seconds = Number(sum['milliseconds'] ?? 0) / 1000;
  return { line: { name: `${count} worlds from seed ${from}`, passed: !failed, note, seconds }, figures: sum };
}
