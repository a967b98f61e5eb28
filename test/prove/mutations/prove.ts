import { takenOver } from '../kept.js';
import { Lane } from '../lane.js';
import type { Line, Part } from '../part.js';
import { shareOut } from '../shareOut.js';
import { Answers, type Asked } from './answers.js';
import { Asking } from './asking.js';
import { mutationsOf, type Mutation } from './catalog.js';
import { EXPLAINED } from './explained.js';
import { Scratch, within } from './scratch.js';
import { proofFiles, TestFiles } from './testFiles.js';
import { askGrants } from './grants.js';
import { askSights } from './sights.js';
import { controlsOf } from './touched.js';

/** Worlds for what only worlds notice. */
const WORLDS = '600';
/** So many when it is to be quick: one of each kind, and every so many'th. */
const QUICK = 24;
/** What protects, as the catalog has it; in this order, so that a proof cut short has tried what matters most. */
const PROTECTIONS = [
  'policy open',
  'policy dropped',
  'condition dropped',
  'alternative dropped',
  'trigger off',
  'row-level security off',
  'constraint dropped',
  'decision constant',
  'lock left out',
  'duty left out',
  'duty widened',
  'read granted',
  'write granted',
  'function opened',
];
/** What stands in functions, word for word. */
const TERMS = ['check left out', 'condition left out', 'alternative left out'];
const KINDS = [...PROTECTIONS, ...TERMS];

/** Each mutation in a copy of the template, until some test fails that passes without it. */
const partOf = (part: string, all: readonly string[]): Part => ({
  name: part,
  async prove({ lanes: count, quick, only, kinds: wanted, goOn, seed, report }) {
    const unknown = (wanted ?? []).filter((kind) => !KINDS.includes(kind));
    if (unknown.length > 0) throw new Error(`no such kind: ${unknown.join(', ')}; there are ${KINDS.join(', ')}`);
    const kinds = all.filter((kind) => wanted?.includes(kind) ?? true);
    const lanes = await Promise.all(Array.from({ length: count }, () => Lane.open({ POLICY_WORLDS: WORLDS })));
    try {
      const catalog = await within(lanes[0]!, 'template_empty', mutationsOf);
      const chosen = catalog.filter(
        ({ kind, name }) =>
          kinds.includes(kind) && (!only || only.split(',').some((one) => `${kind} ${name}`.includes(one))),
      );
      const asked = (quick ? sample(chosen, QUICK, seed) : chosen)
        .toSorted((a, b) => all.indexOf(a.kind) - all.indexOf(b.kind))
        .map((mutation): Asked => ({ mutation, seconds: 0 }));
      const files = await askAll(lanes, asked, new Answers(goOn), seed, report);
      const lines = asked.map((one) => lineOf(one, files));
      return { lines, figures: figuresOf(asked, lines, catalog.length) };
    } finally {
      await Promise.all(lanes.map((lane) => lane.close()));
    }
  },
});

export const mutations = partOf('mutations', PROTECTIONS);
export const terms = partOf('terms', TERMS);

async function askAll(
  lanes: readonly Lane[],
  asked: readonly Asked[],
  answers: Answers,
  seed: number,
  report: (done: number, total: number, line?: Line) => void,
): Promise<TestFiles> {
  // First what is granted, and what is read; then each by itself, then each file is shown what is left.
  const toldOf = new Set<Asked>();
  const tell = (one: Asked) => {
    const line = one.noticed && !toldOf.has(one) ? lineOf(one) : undefined;
    if (line) toldOf.add(one);
    report(toldOf.size, asked.length, line);
  };
  await askGrants(lanes[0]!, asked, answers, tell);
  await askSights(lanes, asked, answers, seed, tell);
  const files = new TestFiles(lanes[0]!.root, await controlsOf(lanes, proofFiles(lanes[0]!.root)));
  const asking = new Asking(files, answers);
  const scratches = lanes.map((lane) => new Scratch(lane));
  await shareOut(scratches, asked, async (scratch, one) => {
    await asking.alone(scratch, one);
    tell(one);
  });
  await shareOut(scratches, files.all, async (scratch, file) => {
    await asking.together(scratch, file, asked);
    asked.forEach(tell);
  });
  return files;
}

function lineOf({ mutation, noticed, refused, seconds }: Asked, files?: TestFiles): Line {
  const name = `${mutation.kind}: ${mutation.name}`;
  const line = (passed: boolean, note: string): Line => ({ name, passed, note, seconds });
  if (noticed) return line(true, noticed.by);
  if (refused) return line(false, `is none: ${refused}`);
  const explained = EXPLAINED.find((one) => one.mutation.test(name));
  if (explained) return line(true, `nobody; ${explained.because}`);
  const failing = (files?.failing ?? []).map((file) => `${file} fails without it`);
  return line(false, [`nobody notices of ${files?.inOrder(mutation).length} files`, ...failing].join('; '));
}

function figuresOf(asked: readonly Asked[], lines: readonly Line[], all: number): Record<string, string | number> {
  const noticed = asked.filter((one) => one.noticed);
  const tried = asked.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
  const mean = tried.reduce((sum, one) => sum + one, 0) / tried.length;
  return {
    'mutations tried': `${asked.length} of ${all} that the catalog has`,
    'noticed by a test': noticed.length,
    'explained, since nobody could notice': lines.filter(({ passed }) => passed).length - noticed.length,
    ...takenOver(noticed.map((one) => one.noticed?.commit)),
    'seconds by itself: median, mean, longest': [tried[Math.floor(tried.length / 2)] ?? 0, mean, tried.at(-1) ?? 0]
      .map((one) => one.toFixed(1))
      .join(', '),
  };
}

/** Of each kind one, and of the rest as many as are left, by the seed. */
function sample(all: readonly Mutation[], most: number, seed: number): Mutation[] {
  const from = (of: readonly Mutation[], n: number) => of[(seed * 31 + n * 7919) % of.length]!;
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  const first = kinds.map((kind, n) =>
    from(
      all.filter((one) => one.kind === kind),
      n,
    ),
  );
  const more = Array.from({ length: most }, (_, n) => from(all, n));
  return [...new Set([...first, ...more])].slice(0, most);
}
