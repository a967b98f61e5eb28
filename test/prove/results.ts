import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { writeFileSync } from 'node:fs';
import type { Line, Proved } from './part.js';

export const FILE = 'test/prove/RESULTS.md';

export interface Result extends Proved {
  name: string;
  seconds: number;
}

export interface Circumstances {
  begun: Date;
  seed: number;
  quick: boolean;
  only: string | undefined;
  kinds: readonly string[] | undefined;
  postgres: string;
}

const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const dirty = () => git('status', '--porcelain', '--', '.', `:!${FILE}`) !== '';
/** Where the tree stands. */
export const commit = () => `${git('rev-parse', 'HEAD')}${dirty() ? ' **and changes that are in no commit**' : ''}`;
const cell = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 300).trim();
const taken = (seconds: number) => (seconds < 90 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`);

/** Written anew after each part, so that a proof cut short leaves what it has found. */
export function writeResults(
  results: readonly Result[],
  { begun, seed, quick, only, kinds, postgres }: Circumstances,
): void {
  const lines = [
    '# What `npm run prove` has found',
    '',
    `${begun.toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit()}.`,
    `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, PostgreSQL ${postgres}, Node ${process.version}. Seed ${seed}.`,
    ...(quick ? ['', '**Quick: a few of each only, to see that it works. No proof.**'] : []),
    ...(only ? ['', `**Only what has “${cell(only)}” in its name.**`] : []),
    ...(kinds ? ['', `**Not whole: of the mutations only ${kinds.join(', ')}.**`] : []),
    '',
    '| part | passed | failed | took |',
    '|---|---|---|---|',
    ...results.map(
      (one) =>
        `| ${one.name} | ${passed(one.lines)} | ${one.lines.length - passed(one.lines)} | ${taken(one.seconds)} |`,
    ),
    '',
    ...results.flatMap(section),
    ending(results),
    '',
  ];
  writeFileSync(FILE, lines.join('\n'));
}

const passed = (lines: readonly Line[]) => lines.filter((line) => line.passed).length;

export function ending(results: readonly Result[]): string {
  const lines = results.flatMap((one) => one.lines);
  return `${passed(lines)} passed, ${lines.length - passed(lines)} failed`;
}

function section({ name, lines, figures }: Result): string[] {
  const failed = lines.filter((line) => !line.passed);
  const told = lines.filter((line) => line.passed && line.note !== '');
  const rows = (some: readonly Line[]) =>
    some.map(
      (line) =>
        `| ${cell(line.name)} | ${cell(line.note)} | ${line.seconds === undefined ? '' : line.seconds.toFixed(1)} |`,
    );
  const table = (some: readonly Line[]) => ['| what | what came of it | s |', '|---|---|---|', ...rows(some), ''];
  return [
    `## ${name}`,
    '',
    ...Object.entries(figures).map(([what, figure]) => `- ${what}: ${figure}`),
    ...(Object.keys(figures).length > 0 ? [''] : []),
    ...(failed.length > 0 ? ['### Failed', '', ...table(failed)] : []),
    ...(told.length > 0 ? ['### Passed', '', ...table(told)] : []),
  ];
}
