import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { node24 } from './node24.js';
import type { Options } from './options.js';

const run = async (command: string, args: string[], cwd: string) =>
  (await promisify(execFile)(command, args, { cwd })).stdout.trim();

const NAMED = [
  'postgraphile',
  '@apollo/server',
  'type-graphql',
  'typeorm',
  'graphql-shield',
  'pg',
  'graphql',
  'autocannon',
];

/** What the figures hang on. */
export async function circumstances(root: string, { rounds, seconds, connections, quick, only, parts }: Options) {
  const versionOf = (name: string) => {
    const file = join(root, 'test/bench/node_modules', name, 'package.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  };
  const binary = node24(root);
  const changed = await run(
    'git',
    ['status', '--porcelain', '--', '.', ':!test/bench/RESULTS.md', ':!test/bench/*.svg'],
    root,
  );
  return {
    begun: new Date().toISOString(),
    commit: await run('git', ['rev-parse', 'HEAD'], root),
    changed: changed !== '',
    machine: `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}`,
    node: process.version,
    node24: binary && (await run(binary, ['--version'], root)),
    packages: Object.fromEntries(NAMED.map((name) => [name, versionOf(name)])),
    options: { rounds, seconds, connections, quick, only, parts },
  };
}
export type Circumstances = Awaited<ReturnType<typeof circumstances>>;
