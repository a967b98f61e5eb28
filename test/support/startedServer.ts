import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');

export interface StartedServer {
  url: string;
  /** What it has written to standard output so far. */
  output(): string;
  /** Bytes of its heap after a forced collection; it must have been started with `test/prove/forcedHeap.mjs`. */
  heap(): Promise<number>;
  /** Asks it to look at its keys. */
  hangUp(): void;
  /** Asks it to end as an operator would; answers with its exit code and how long it took. */
  stop(): Promise<{ code: number | null; milliseconds: number }>;
}

export interface Ended {
  code: number;
  output: string;
  /** Of the output what came on standard output. */
  answer: string;
}

/** The project compiled into a folder of the test's own, to be started as `npm start` does. */
export async function compiled(): Promise<{
  start(environment: Record<string, string>): Promise<StartedServer>;
  /** A command beside it, to its end. */
  run(script: string, parameters: string[], environment?: Record<string, string>): Promise<Ended>;
  /** The data folder of both, unless the environment names another. */
  data: string;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'liandong-compiled-'));
  await chmod(folder, 0o711); // the server of a root-started test runs as another user
  for (const name of ['package.json', 'node_modules', 'migrations', 'schema'])
    await symlink(join(ROOT, name), join(folder, name));
  const options = [
    '--noCheck',
    '--incremental',
    'false',
    '--tsBuildInfoFile',
    'null',
    '--outDir',
    join(folder, 'dist'),
  ];
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  await promisify(execFile)(tsc, ['-p', join(ROOT, 'tsconfig.build.json'), ...options]);
  // The pages take long to build, and no test that starts a server this way looks at them.
  await mkdir(join(folder, 'dist/explorer/assets'), { recursive: true });
  for (const page of ['index.html', 'compare.html']) await writeFile(join(folder, 'dist/explorer', page), '');
  return {
    start: (environment) => start(folder, environment),
    data: join(folder, 'data'),
    async run(script, parameters, environment = {}) {
      const command = [join(folder, 'dist/src', script), ...parameters];
      const ended = await promisify(execFile)(process.execPath, command, {
        env: { ...environmentOf(folder), ...environment },
      }).catch((error: { code: number; stdout: string; stderr: string }) => error);
      return { code: 'code' in ended ? ended.code : 0, output: ended.stdout + ended.stderr, answer: ended.stdout };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function environmentOf(folder: string): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, PORT: '0', LIANDONG_DATA: join(folder, 'data') };
}

async function start(folder: string, environment: Record<string, string>): Promise<StartedServer> {
  const env = { ...environmentOf(folder), ...environment };
  const server = spawn(process.execPath, [join(folder, 'dist/src/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, complaints] = ['', ''];
  server.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = new Promise<number | null>((done) => server.once('exit', done));
  const url = await new Promise<string>((ready, failed) => {
    server.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, address] = /ready at (\S+)\/graphql\n/.exec(output) ?? [];
      if (address) ready(address);
    });
    void ended.then((code) => failed(new Error(`it ended with ${code}: ${complaints}`)));
  });
  return {
    url,
    output: () => output,
    async heap() {
      const told = output.length;
      server.kill('SIGUSR2');
      for (;;) {
        const [, bytes] = /heap (\d+)\n/.exec(output.slice(told)) ?? [];
        if (bytes) return Number(bytes);
        await once(server.stdout, 'data');
      }
    },
    hangUp: () => void server.kill('SIGHUP'),
    async stop() {
      const asked = Date.now();
      server.kill('SIGTERM');
      return { code: await ended, milliseconds: Date.now() - asked };
    },
  };
}
