import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/shared/config.js';
import { stagesOf } from './containerfile.mjs';

/*
 * There is no container engine and no systemd where tests run: both files are read, held to what the build makes, and
 * what of them is a command is run. `node test/deploy/rehearse.mjs` runs the whole Containerfile as plain commands.
 */

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
/** What compiling makes of a source, and the only thing that a command may name below dist. */
const compiledFrom = (path: string) => path.replace(/^dist\//, '').replace(/\.js$/, '.ts');

describe('deploy/liandong.service', () => {
  const text = read('deploy/liandong.service');
  const directives = text
    .split('\n')
    .filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
  const of = (name: string) => directives.filter(([key]) => key === name).map(([, value]) => value);

  it('has sections and directives that systemd knows, each once', () => {
    expect(text.match(/^\[\w+\]$/gm)).toEqual(['[Unit]', '[Service]', '[Install]']);
    expect(text.split('\n').filter((line) => !/^(#.*|\[\w+\]|\w+=.*|)$/.test(line))).toEqual([]);
    expect(directives.map(([key]) => key).filter((key) => !KNOWN.has(key))).toEqual([]);
    expect(new Set(directives.map(([key]) => key)).size).toBe(directives.length);
  });

  it('starts what the build makes, and what it starts fetches nothing', () => {
    const [command, ...parameters] = of('ExecStart')[0]!.split(' ');
    expect(command).toBe('/usr/bin/node');
    const script = parameters.at(-1)!;
    expect(existsSync(join(ROOT, compiledFrom(script)))).toBe(true);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(scripts['start']).toBe(['node', ...parameters].join(' '));
    expect(directives.filter(([key]) => key.startsWith('ExecStartPre'))).toEqual([]);
  });

  it('asks only the server to end, gives it more time than it drains, and takes what it does not need', () => {
    expect(of('KillMode')).toEqual(['mixed']);
    expect(Number(of('TimeoutStopSec')[0])).toBeGreaterThan(60);
    expect(of('Restart')).toEqual(['on-failure']);
    expect(of('User')).not.toEqual(['root']);
    expect(of('StateDirectoryMode')).toEqual(['0700']);
    expect(of('NoNewPrivileges')).toEqual(['yes']);
    expect(of('CapabilityBoundingSet')).toEqual(['']);
    // V8 could not compile.
    expect(of('MemoryDenyWriteExecute')).toEqual([]);
    const [, folder] = /LIANDONG_DATA=(\S+)/.exec(of('Environment')[0]!)!;
    expect(folder).toBe(`/var/lib/${of('StateDirectory')[0]}`);
  });

  it.runIf(spawnSync('systemd-analyze', ['--version']).status === 0)('is one for systemd itself, where it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'liandong-unit-'));
    try {
      const unit = join(folder, 'liandong.service');
      // Node need not be where an operator's is.
      writeFileSync(unit, text.replace('/usr/bin/node', process.execPath));
      expect(execFileSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8', stdio: 'pipe' })).toBe(''); // prettier-ignore
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it('deploy/liandong.env.example has settings that there are, and its lines can be read as they stand', () => {
  const settings = read('deploy/liandong.env.example').split('\n').filter((line) => line !== '' && !line.startsWith('#')); // prettier-ignore
  const named = Object.fromEntries(settings.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
  const known = new Set([...read('src/shared/config.ts').matchAll(/\benv\['(\w+)'\]/g)].map(([, name]) => name!));
  expect(Object.keys(named).filter((name) => !known.has(name))).toEqual([]);
  const key = Buffer.alloc(32, 1).toString('base64');
  const filled = { ...named, LIANDONG_KEYS: named['LIANDONG_KEYS']!.replace(/32 bytes[^"]*/, key) };
  expect(readConfig(filled)).toMatchObject({ port: 4000, oidc: { audience: 'liandong' } });
  // As it stands it is refused: nobody's secret is in a file that everybody has.
  expect(() => readConfig(named)).toThrow(/^LIANDONG_KEYS: /);
});

describe('deploy/Containerfile', () => {
  const stages = stagesOf(join(ROOT, 'deploy/Containerfile'));
  const last = stages.at(-1)!;
  const all = (word: string, of = last) => of.instructions.filter((one) => one.word === word).map(({ rest }) => rest);

  it('comes from one image, which a build may name', () => {
    expect(new Set(stages.map(({ image }) => image)).size).toBe(1);
    const other = stagesOf(join(ROOT, 'deploy/Containerfile'), { NODE_IMAGE: 'registry.internal/node' });
    expect(other.map(({ image }) => image)).toEqual(stages.map(() => 'registry.internal/node'));
  });

  it('copies what there is, and in the end what running takes and no more', () => {
    const sources = stages.flatMap((stage) =>
      all('COPY', stage)
        .filter((rest) => !rest.startsWith('--from='))
        .flatMap((rest) => rest.split(' ').slice(0, -1)),
    );
    expect(sources.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const ignored = read('.dockerignore').split('\n').filter(Boolean);
    expect(sources.filter((path) => ignored.some((name) => path === name || path.startsWith(`${name}/`)))).toEqual([]);
    expect(all('COPY').map((rest) => rest.replace(/^--from=/, '').split(' ')[0]!)).toEqual([
      'package.json',
      'packages',
      'build',
      'migrations/data/divisions.txt',
      'schema/schema.sql',
    ]);
    expect(stages.map(({ name }) => name)).toEqual(['packages', 'build', undefined]);
  });

  it('installs exactly what is locked, for the image without what only a build needs, and at no other time', () => {
    const [packages, build] = stages.map((stage) => all('RUN', stage));
    expect(packages).toEqual([expect.stringMatching(/^npm ci --omit=dev .*--offline=false$/)]);
    expect(build).toEqual([expect.stringMatching(/^npm ci (?!.*--omit).*--offline=false$/), 'npm run build']);
    expect(all('RUN').join(' ')).not.toMatch(/npm|curl|wget|apt|https?:/);
    const offline = stagesOf(join(ROOT, 'deploy/Containerfile'), { NPM_OFFLINE: 'true' });
    expect(all('RUN', offline[1])[0]).toMatch(/--offline=true$/);
  });

  it('runs what the build makes, as nobody in particular', () => {
    const command = JSON.parse(all('CMD')[0]!) as string[];
    expect(existsSync(join(ROOT, compiledFrom(command.at(-1)!)))).toBe(true);
    expect(all('USER')).toEqual(['10001:10001']);
    expect(last.instructions.findIndex(({ word }) => word === 'USER')).toBeGreaterThan(
      last.instructions.findLastIndex(({ word }) => word === 'RUN'),
    );
    const environment = Object.fromEntries([...all('ENV')[0]!.matchAll(/(\w+)=(\S+)/g)].map(([, k, v]) => [k, v]));
    expect(readConfig(environment)).toMatchObject({ host: '0.0.0.0', dataFolder: '/var/lib/liandong' });
  });

  it.each([
    [200, 0],
    [503, 1],
    [null, 1],
  ])('whose server answers %s is told healthy by %s', async (status, code) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url!);
      response.writeHead(status!).end();
    });
    await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    if (status === null) await new Promise((closed) => void server.close(closed));
    const check = all('HEALTHCHECK')[0]!;
    const [, ...parameters] = JSON.parse(check.slice(check.indexOf('['))) as string[];
    const env = { PORT: String(port) };
    const ended = await promisify(execFile)(process.execPath, parameters, { env }).then(
      () => 0,
      (error: { code: number }) => error.code,
    );
    if (status !== null) await new Promise((closed) => void server.close(closed));
    expect(ended).toBe(code);
    expect(asked).toEqual(status === null ? [] : ['/health/ready']);
  });
});

/** systemd.unit(5), systemd.service(5), systemd.exec(5), systemd.kill(5), systemd.resource-control(5): those of use here. */
const KNOWN = new Set(
  `Description Documentation Wants After StartLimitIntervalSec StartLimitBurst WantedBy
  Type User Group WorkingDirectory Environment EnvironmentFile ExecStart Restart RestartSec TimeoutStopSec KillMode
  LimitNOFILE UMask StateDirectory StateDirectoryMode ReadWritePaths ProtectSystem ProtectHome ProtectProc ProtectClock
  ProtectHostname ProtectControlGroups ProtectKernelLogs ProtectKernelModules ProtectKernelTunables PrivateTmp
  PrivateDevices NoNewPrivileges CapabilityBoundingSet AmbientCapabilities KeyringMode LockPersonality
  RestrictAddressFamilies RestrictNamespaces RestrictRealtime RestrictSUIDSGID SystemCallArchitectures SystemCallFilter
  SystemCallErrorNumber`.split(/\s+/),
);
