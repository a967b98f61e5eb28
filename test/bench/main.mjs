import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

const here = import.meta.dirname;
const root = resolve(here, '../..');

function must(command, ...args) {
  if (process.stderr.isTTY) process.stderr.write(`${[command, ...args].join(' ').replaceAll(`${root}/`, '')} …\n`);
  const { status, stdout } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status === 0) return;
  console.error(`${stdout}The benchmark goes no further: ${[command, ...args].join(' ')} failed.`);
  process.exit(1);
}
const newer = (file, than) => !existsSync(than) || statSync(file).mtimeMs > statSync(than).mtimeMs;

// A machine that has only been given the tree; the peers are of no use to anybody else and are installed here.
if (!existsSync(`${root}/node_modules/typescript`)) must('npm', 'ci', '--no-audit', '--no-fund');
if (newer(`${here}/package-lock.json`, `${here}/node_modules/.package-lock.json`))
  must('npm', 'ci', '--prefix', here, '--no-audit', '--no-fund', '--loglevel', 'error');
must('npm', 'run', 'build', '--silent');
// Checks the benchmark's own types, and makes what is run.
must(`${root}/node_modules/.bin/tsc`, '-p', here);

const { status } = spawnSync(process.execPath, [`${here}/dist/test/bench/bench.js`, root, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
