import { availableParallelism } from 'node:os';
import { progressBars } from '../../src/progressBars.js';
import { audit, largePlans, plans, province, revocation, soaks } from './files.js';
import { Lane } from './lane.js';
import { mutations, terms } from './mutations/prove.js';
import { tests } from './npmTest.js';
import type { Line, Part } from './part.js';
import { ending, FILE, writeResults, type Circumstances, type Result } from './results.js';
import { worlds } from './worlds.js';

/*
 * What takes longer than CI may: `npm run prove -- [parts] [--quick] [--only <parts of names, with commas>] [--kinds <kind>,<kind>]
 * [--go-on] [--seed <n>] [--lanes <n>]`.
 */

const PARTS: readonly Part[] = [tests, mutations, worlds, soaks, revocation, audit, province, plans, largePlans, terms];

export async function prove(args: readonly string[]): Promise<number> {
  const value = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const flags = new Set(['--only', '--kinds', '--seed', '--lanes']);
  const named = args.filter((arg, n) => !arg.startsWith('--') && !flags.has(args[n - 1] ?? ''));
  const unknown = named.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new Error(`no such part: ${unknown.join(', ')}; there are ${PARTS.map(({ name }) => name).join(', ')}`);
  const circumstances: Circumstances = {
    begun: new Date(),
    seed: Number(value('--seed') ?? Math.floor(Date.now() / 86_400_000)),
    quick: args.includes('--quick'),
    only: value('--only'),
    kinds: value('--kinds')?.split(','),
    postgres: await postgresVersion(),
  };
  const { seed, quick, only, kinds } = circumstances;
  const goOn = args.includes('--go-on');
  const lanes = Number(value('--lanes') ?? availableParallelism());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(
      signal,
      () => void Promise.allSettled([...Lane.all].map((lane) => lane.close())).then(() => process.exit(130)),
    );
  const results: Result[] = [];
  for (const part of PARTS.filter(({ name }) => named.length === 0 || named.includes(name))) {
    const started = Date.now();
    const { report, stop } = progressBars();
    const told = new Set<Line>();
    const tellOf = (line: Line) => {
      if (!told.has(line) && (!line.passed || (line.note && !process.stderr.isTTY)))
        console.info(`${line.passed ? 'passed' : 'FAILED'} ${line.name}: ${line.note}`);
      told.add(line);
    };
    const tell = (done: number, total: number, line?: Line) => {
      report(part.name, done, total);
      if (line) tellOf(line);
    };
    const proved = await part.prove({ lanes, quick, only, kinds, goOn, seed, report: tell }).catch((error: unknown) => {
      return { lines: [{ name: part.name, passed: false, note: String(error) }], figures: {} };
    });
    stop();
    results.push({ name: part.name, seconds: (Date.now() - started) / 1000, ...proved });
    proved.lines.forEach(tellOf);
    writeResults(results, circumstances);
  }
  console.info(`${FILE} has the figures.`);
  console.info(ending(results));
  return results.every(({ lines }) => lines.every(({ passed }) => passed)) ? 0 : 1;
}

async function postgresVersion(): Promise<string> {
  const lane = await Lane.open();
  await lane.close();
  return lane.postgres;
}
