import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Node 24: the one that is installed with the peers, the one that BENCH_NODE24 names, or the machine's own. */
export function node24(root: string): string | null {
  const installed = join(root, `test/bench/node_modules/node-${process.platform}-${process.arch}/bin/node`);
  const given = process.env['BENCH_NODE24'];
  if (given) return given;
  if (existsSync(installed)) return installed;
  return process.version.startsWith('v24.') ? process.execPath : null;
}
