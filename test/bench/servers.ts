import { spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchDatabase } from './database.js';
import { node24 } from './node24.js';

export type Kind = 'sql' | 'postgraphile' | 'typeorm' | 'ours';

export interface Server {
  name: string;
  title: string;
  kind: Kind;
  node: 'machine' | '24';
  script: string;
  /** The largest page it gives. */
  page: number;
}

const PEERS = 'test/bench/dist/test/bench/servers';
const server = (kind: Kind, node: Server['node'], title: string, script: string, page = 200): Server => ({
  name: node === '24' && kind !== 'postgraphile' ? `${kind}24` : kind,
  title,
  kind,
  node,
  script,
  page,
});

export const SERVERS: readonly Server[] = [
  server('sql', 'machine', 'hand-written SQL', `${PEERS}/sql.js`),
  server('ours', 'machine', 'Liandong', 'dist/src/main.js', 100),
  server('typeorm', 'machine', 'Apollo, TypeGraphQL, TypeORM', `${PEERS}/typeorm/server.js`),
  server('sql', '24', 'hand-written SQL, Node 24', `${PEERS}/sql.js`),
  server('ours', '24', 'Liandong, Node 24', 'dist/src/main.js', 100),
  server('postgraphile', '24', 'PostGraphile 5, Node 24', `${PEERS}/postgraphile.js`),
];
/** What the others' answers are compared with, and what tells how steady the machine was. */
export const CONTROL = SERVERS[0]!;

/** Those whose names begin so, or all, as far as there is a Node for them – and the control in any case. */
export function serversFor(root: string, only: readonly string[]): Server[] {
  const there = SERVERS.filter(({ node }) => node === 'machine' || node24(root));
  const asked = there.filter(({ name }) => only.length === 0 || only.some((prefix) => name.startsWith(prefix)));
  if (asked.length === 0) throw new Error(`--only: there are ${there.map(({ name }) => name).join(', ')}`);
  return asked.includes(CONTROL) ? asked : [CONTROL, ...asked];
}

export interface Running extends Server {
  url: string;
  pid: number;
  /** Where it says how large its heap is. */
  heapUrl: string;
  stop(): Promise<void>;
}

/** As one would in production; all with as many connections to the database for reading. */
export async function startServer(root: string, one: Server, database: BenchDatabase): Promise<Running> {
  const node = one.node === '24' ? node24(root)! : process.execPath;
  const log = openSync(join(database.folder, `${one.name}.log`), 'w');
  // As `npm start` does.
  const flags = one.kind === 'ours' ? ['--enable-source-maps'] : [];
  const child = spawn(node, [...flags, join(root, one.script)], {
    cwd: root,
    stdio: ['ignore', 'pipe', log],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      NODE_ENV: 'production',
      GRAPHILE_ENV: 'production',
      DATABASE_URL: database.url,
      LIANDONG_KEYS: database.keys,
      LIANDONG_DATA: database.folder,
      LIANDONG_CHECKPOINTS: join(database.folder, 'checkpoints', one.name),
      BENCH_ISSUER_KEY: join(database.folder, 'development-key.json'),
      PORT: '0',
      // So that one person may ask as fast as it goes: he is counted as often, and in the same way.
      COST_PER_MINUTE: '1000000000',
    },
  });
  const stop = () => ended(child);
  const endWithUs = () => child.kill();
  process.on('SIGTERM', endWithUs);
  child.once('exit', () => process.off('SIGTERM', endWithUs));
  const output = await firstOutput(child, /ready at (\S+)\/graphql/).catch((error: unknown) => {
    throw new Error(`${one.name} did not start; ${database.folder}/${one.name}.log says why`, { cause: error });
  });
  const [, origin] = /ready at (\S+)\/graphql/.exec(output)!;
  const [, heapUrl = `${origin}/metrics`] = /heap at (\S+)/.exec(output) ?? [];
  return { ...one, url: `${origin}/graphql`, heapUrl, pid: child.pid!, stop };
}

/** What it says until it is ready; a line for each request comes after that, and nobody here reads it. */
function firstOutput(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((found, failed) => {
    let output = '';
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      if (!wanted.test(output)) return;
      child.stdout!.off('data', hear).resume();
      found(output);
    };
    child.stdout!.on('data', hear);
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`it ended with ${code}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(hard);
      done();
    });
    child.kill('SIGTERM');
  });
}
