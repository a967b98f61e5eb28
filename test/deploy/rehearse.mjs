// Runs what deploy/Containerfile does as plain commands in folders of their own, since not every machine has a container
// engine, and starts what comes out of it: node test/deploy/rehearse.mjs [--offline]. What needs root is left out.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stagesOf } from './containerfile.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const NEEDS_ROOT = /^groupadd /;
/** As .dockerignore has it. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.data']);

const folder = mkdtempSync(join(tmpdir(), 'liandong-container-'));
chmodSync(folder, 0o711);
const offline = process.argv.includes('--offline');
const stages = stagesOf(join(ROOT, 'deploy/Containerfile'), { NPM_OFFLINE: String(offline) });
const environment = { PATH: process.env.PATH, HOME: process.env.HOME };
let command = [];
let healthcheck = [];

for (const [index, { name, instructions }] of stages.entries()) {
  const inside = (path, workdir) => join(folder, name ?? String(index), resolve('/', workdir, path));
  let workdir = '/';
  for (const { word, rest } of instructions) {
    if (word === 'WORKDIR') {
      workdir = rest;
      mkdirSync(inside('.', workdir), { recursive: true });
    }
    if (word === 'COPY') copy(rest, (path) => inside(path, workdir));
    if (word === 'RUN' && !NEEDS_ROOT.test(rest)) run(rest, inside('.', workdir), inside('/npm-cache', '/'));
    if (word === 'ENV') for (const [, key, value] of rest.matchAll(/(\w+)=(\S+)/g)) environment[key] = value;
    if (word === 'CMD') command = JSON.parse(rest);
    if (word === 'HEALTHCHECK') healthcheck = JSON.parse(rest.slice(rest.indexOf('[')));
  }
}

function copy(rest, inside) {
  const [, from, paths] = /^(?:--from=(\w+) )?(.*)$/.exec(rest);
  const sources = paths.split(' ');
  const target = sources.pop();
  for (const source of sources) {
    const path = from ? join(folder, from, source) : join(ROOT, source);
    const isFolder = statSync(path).isDirectory();
    const to = isFolder || !target.endsWith('/') ? inside(target) : join(inside(target), basename(source));
    mkdirSync(isFolder ? to : dirname(to), { recursive: true });
    cpSync(path, to, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (one) => from !== undefined || !LEFT_OUT.has(basename(one)),
    });
  }
}

function run(script, cwd, cache) {
  console.log(`> ${script}`);
  const { status } = spawnSync('/bin/sh', ['-c', script.replaceAll('/npm-cache', cache)], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  if (status !== 0) throw new Error(`ended with ${status}: ${script}`);
}

const home = join(folder, String(stages.length - 1), 'opt/liandong');
if (existsSync(join(home, 'node_modules/vite'))) throw new Error('what only a build needs is in the image');
// The demo world is for loopback only.
const env = { ...environment, HOST: '127.0.0.1', PORT: '4999', LIANDONG_DATA: join(folder, 'data') };
const server = spawn(process.execPath, command.slice(1), { cwd: home, env, stdio: ['ignore', 'ignore', 'inherit'] });
const asks = (script, parameters) => spawnSync(process.execPath, [script, ...parameters], { cwd: home, env, stdio: 'ignore' }).status; // prettier-ignore
try {
  for (let turn = 0; asks(healthcheck[1], healthcheck.slice(2)) !== 0; turn += 1) {
    if (turn === 60 || server.exitCode !== null) throw new Error('it never got ready');
    await delay(1000);
  }
  console.log('ready, as its health check says');
  if (asks('dist/src/doctor.js', []) !== 0) throw new Error('the doctor finds something');
  console.log('the doctor finds nothing');
} finally {
  server.kill('SIGTERM');
  await new Promise((done) => server.once('exit', done));
  rmSync(folder, { recursive: true, force: true });
}
if (server.exitCode !== 0) throw new Error(`it ended with ${server.exitCode}`);
console.log('and it ended well');
