import { transformFileSync } from '@swc/core';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMissingLinks } from '../../src/database/embedded/binaries.js';
import { EmbeddedServerError, EmbeddedServerInUse } from '../../src/database/embedded/errors.js';
import { isAlive } from '../../src/database/embedded/processes.js';
import { connectionOf, startEmbedded, type EmbeddedServer } from '../../src/database/embedded/server.js';

const settings = { shared_buffers: '32MB' };
const isRoot = process.getuid?.() === 0;
let base: string;
let program: Program;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'embedded-'));
  // Run as root, the server is another user, who must be able to pass through.
  await chmod(base, 0o711);
  program = await compileProgram();
});

afterAll(async () => {
  await program.remove();
  await rm(base, { recursive: true, force: true });
});

describe('one server', () => {
  let folder: string;
  let server: EmbeddedServer;
  const lines: string[] = [];

  beforeAll(async () => {
    folder = join(base, 'one');
    server = await startEmbedded({ folder, settings, log: (line) => lines.push(line) });
  });
  afterAll(() => server.stop());

  it('is a UTF-8 PostgreSQL 18 whose letters include Chinese ones', async () => {
    expect(lines).toEqual([`Creating a database cluster in ${join(folder, 'cluster')}.`]);
    const [row] = await query(
      server,
      `create extension if not exists pg_trgm;
       select current_setting('server_encoding') as encoding, datlocprovider as provider, datlocale as locale,
              current_setting('server_version_num')::int / 10000 as version, show_trgm('问题线索') <> '{}' as trigrams
         from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({ encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8', version: 18, trigrams: true });
  });

  it('takes settings, and listens on a socket in a folder of its own only', async () => {
    const [row] = await query(
      server,
      `select current_setting('shared_buffers') as buffers, current_setting('max_connections') as connections,
              current_setting('listen_addresses') as tcp, current_setting('data_checksums') as checksums`,
    );
    expect(row).toEqual({ buffers: '32MB', connections: '100', tcp: '', checksums: 'on' });
    expect(server.socketFolder).toBe(join(folder, 'socket'));
    expect(await modeOf(server.socketFolder)).toBe(0o700);
  });

  it('lets nobody in without the password, which only the owner of the folder can read', async () => {
    expect(await modeOf(join(folder, 'secret.json'))).toBe(0o600);
    expect(JSON.parse(await readFile(join(folder, 'secret.json'), 'utf8'))).toEqual({
      password: server.superuser.password,
    });
    expect(server.superuser.password.length).toBeGreaterThanOrEqual(43);
    const stranger = new Client({ ...connectionOf(server, 'postgres'), password: 'guess' });
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('logs neither statements nor the values of failed ones', async () => {
    await expect(query(server, 'select $1::int', ['举报人'])).rejects.toMatchObject({ code: '22P02' });
    await expect(query(server, `select '举报人'::int`)).rejects.toMatchObject({ code: '22P02' });
    const log = await readFile(join(folder, 'postgres.log'), 'utf8');
    expect(log).toContain('database system is ready to accept connections');
    expect(log).not.toContain('举报人');
  });

  it('refuses a second start and names the first', async () => {
    const before = await refusal(startEmbedded({ folder, settings }));
    expect(before).toBeInstanceOf(EmbeddedServerInUse);
    expect(before.message).toContain(`process ${process.pid}, started 20`);
    expect(before.message).toContain('does not listen yet');

    await server.setAddress('http://127.0.0.1:4000');
    const after = await refusal(startEmbedded({ folder, settings }));
    expect(after.message).toContain(`which serves http://127.0.0.1:4000`);
    expect(after.message).toContain(folder);
  });

  it('stops, more than once, leaving neither lock nor listener, and starts again with what it held', async () => {
    await query(server, 'create table kept as select 1 as n');
    const postmaster = await postmasterPid(folder);
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(isAlive({ pid: postmaster })).toBe(false);
    await expect(reach(server)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await readdir(folder)).sort()).toEqual(['cluster', 'postgres.log', 'secret.json']);

    server = await startEmbedded({ folder, settings });
    expect(await query(server, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  it('puts the socket elsewhere if the folder has too long a name', async () => {
    await server.stop();
    // A cluster may be moved while it is stopped; that saves the test an initdb.
    const long = join(base, 'long'.repeat(20));
    await mkdir(long, { mode: 0o711 });
    for (const name of ['cluster', 'secret.json']) await rename(join(folder, name), join(long, name));
    server = await startEmbedded({ folder: long, settings });
    folder = long;
    expect(server.socketFolder).toMatch(/\/liandong-[0-9a-f]{16}$/);
    expect(await modeOf(server.socketFolder)).toBe(0o700);
    expect(await query(server, 'select n from kept')).toEqual([{ n: 1 }]);
    await server.stop();
    expect(existsSync(server.socketFolder)).toBe(false);
  });

  it('goes past a postmaster.pid whose number belongs to someone else by now', async () => {
    const bystander = spawn('sleep', ['60']);
    await writeFile(join(folder, 'cluster', 'postmaster.pid'), `${bystander.pid}\n${folder}/cluster\n`);
    server = await startEmbedded({ folder, settings, log: (line) => lines.push(line) });
    expect(lines.at(-1)).toContain(`process ${bystander.pid}: sleep`);
    await server.stop();
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    bystander.kill();
  });

  it('refuses a setting that PostgreSQL refuses, with its words, and gives the lock back', async () => {
    const error = await refusal(startEmbedded({ folder, settings: { shared_buffers: `o'clock` } }));
    expect(error).toMatchObject({ code: 'START_FAILED' });
    expect(error.message).toContain(`invalid value for parameter "shared_buffers": "o'clock"`);
    expect(existsSync(join(folder, 'server.lock'))).toBe(false);
  });

  it('leaves a server alone that answers but is no process it can see, as from another container', async () => {
    const socketFolder = server.socketFolder;
    await mkdir(socketFolder);
    const other = createServer((connection) => connection.destroy()).listen(join(socketFolder, '.s.PGSQL.5432'));
    await once(other, 'listening');
    expect(await refusal(startEmbedded({ folder, settings }))).toMatchObject({
      code: 'START_FAILED',
      message: expect.stringContaining('another container uses the same data folder') as string,
    });
    expect(existsSync(join(socketFolder, '.s.PGSQL.5432'))).toBe(true);
    other.close();
    await rm(socketFolder, { recursive: true });
  });

  it('refuses a cluster of another major version, and one whose password is lost', async () => {
    const version = join(folder, 'cluster', 'PG_VERSION');
    await writeFile(version, '17\n');
    expect(await refusal(startEmbedded({ folder }))).toMatchObject({
      code: 'WRONG_VERSION',
      message: expect.stringContaining('made by PostgreSQL 17, and this is PostgreSQL 18') as string,
    });
    await writeFile(version, '18\n');
    await rm(join(folder, 'secret.json'));
    expect(await refusal(startEmbedded({ folder }))).toMatchObject({ code: 'SECRET' });
  });
});

describe('two processes', () => {
  let folder: string;
  beforeAll(() => {
    folder = join(base, 'two');
  });

  it('one of which is killed while it creates the cluster: the next start begins anew', async () => {
    const child = program.start(folder);
    while (!existsSync(folder) || !(await readdir(folder)).some((name) => name.startsWith('cluster.new-')))
      await delay(5);
    await kill(child);
    expect(existsSync(join(folder, 'cluster'))).toBe(false);
  });

  it('start at the same moment over the remains of a third: exactly one wins', async () => {
    const children = [program.start(folder), program.start(folder)];
    const answers = await Promise.all(children.map(answerOf));
    const won = answers.findIndex((answer) => answer.server);
    const winner = children[won];
    const refused = answers[1 - won];
    expect(answers.filter((answer) => answer.server)).toHaveLength(1);
    expect(refused?.error).toContain(`in use by process ${winner?.pid}, started`);

    // The winner commits, and is then killed with a session open.
    const { server } = answers[won] ?? {};
    if (!winner || !server) throw new Error('no winner');
    await query(server, 'create table committed as select 7 as n');
    const session = await openTransaction(server, 'insert into committed values (9)');
    const orphan = await postmasterPid(folder);
    await kill(winner);
    expect(isAlive({ pid: orphan })).toBe(true);

    const lines: string[] = [];
    const next = await startEmbedded({ folder, settings, log: (line) => lines.push(line) });
    expect(lines.join()).toContain(`Process ${winner.pid}`);
    expect(isAlive({ pid: orphan })).toBe(false);
    expect(await query(next, 'select n from committed')).toEqual([{ n: 7 }]);
    await expect(session.query('commit')).rejects.toThrow('not queryable');
    await next.stop();
  });

  it('one of which is killed together with its server: PostgreSQL recovers', async () => {
    const child = program.start(folder);
    const { server } = await answerOf(child);
    if (!server) throw new Error('did not start');
    await query(server, 'insert into committed values (8)');
    process.kill(await postmasterPid(folder), 'SIGKILL');
    await kill(child);
    const next = await startEmbedded({ folder, settings });
    expect(await query(next, 'select n from committed order by n')).toEqual([{ n: 7 }, { n: 8 }]);
    await next.stop();
    expect((await readdir(folder)).sort()).toEqual(['cluster', 'postgres.log', 'secret.json']);
  });
});

describe('the place', () => {
  it.runIf(isRoot)('names the folder that the server user may not enter', async () => {
    const closed = join(base, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const error = await refusal(startEmbedded({ folder: join(closed, 'data') }));
    expect(error).toMatchObject({ code: 'FOLDER' });
    expect(error.message).toContain(`chmod o+x '${closed}'`);
  });

  it('gets the links that npm left out, whoever else makes them, and leaves those that are there', async () => {
    const packageFolder = join(base, 'package');
    const lib = join(packageFolder, 'native', 'lib');
    await mkdir(lib, { recursive: true });
    await writeFile(join(lib, 'libpq.so.5.18'), 'library');
    await symlink('elsewhere', join(lib, 'libpq.so.4'));
    const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
      source: 'native/lib/libpq.so.5.18',
      target: `native/lib/${name}`,
    }));
    await writeFile(join(packageFolder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
    await Promise.all([1, 2, 3, 4].map(() => createMissingLinks(packageFolder)));
    await createMissingLinks(packageFolder);
    expect(await readlink(join(lib, 'libpq.so'))).toBe('libpq.so.5.18');
    expect(await readFile(join(lib, 'libpq.so.5'), 'utf8')).toBe('library');
  });
});

async function query(server: EmbeddedServer, sql: string, values?: unknown[]): Promise<unknown[]> {
  const client = new Client(connectionOf(server, 'postgres'));
  await client.connect();
  try {
    const result = await client.query(sql, values);
    return [result].flat().at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}

async function openTransaction(server: EmbeddedServer, sql: string): Promise<Client> {
  const client = new Client(connectionOf(server, 'postgres'));
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query(sql);
  return client;
}

async function refusal(start: Promise<unknown>): Promise<EmbeddedServerError> {
  const error = await start.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof EmbeddedServerError) return error;
  throw new Error('expected a refusal', { cause: error });
}

function reach(server: EmbeddedServer): Promise<void> {
  return new Promise((resolve, reject) => {
    const connection = connect(join(server.socketFolder, `.s.PGSQL.${server.port}`));
    connection.once('error', reject).once('connect', () => {
      connection.destroy();
      resolve();
    });
  });
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

async function postmasterPid(folder: string): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8'), 10);
}

interface Answer {
  server?: EmbeddedServer;
  error?: string;
}

async function answerOf(child: ChildProcess): Promise<Answer> {
  const [answer] = (await once(child, 'message')) as [Answer];
  return answer;
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

interface Program {
  start(folder: string): ChildProcess;
  remove(): Promise<void>;
}

/** The embedded server as a program of its own, which can be killed. Node 20 runs no TypeScript, so it is compiled here. */
async function compileProgram(): Promise<Program> {
  const root = join(import.meta.dirname, '../..');
  const source = join(root, 'src/database/embedded');
  // Inside the project, so that its packages are found.
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
  const target = await mkdtemp(join(root, 'node_modules/.cache/embedded-'));
  for (const name of await readdir(source)) {
    const { code } = transformFileSync(join(source, name), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'es6' },
      swcrc: false,
    });
    await writeFile(join(target, name.replace(/\.ts$/, '.js')), code);
  }
  await writeFile(join(target, 'package.json'), '{ "type": "module" }');
  await writeFile(
    join(target, 'program.js'),
    `import { startEmbedded } from './server.js';
     const [folder, settings] = process.argv.slice(2);
     startEmbedded({ folder, settings: JSON.parse(settings) }).then(
       (server) => process.send({ server }),
       (error) => process.send({ error: error.message }, () => process.exit(1)),
     );
     setInterval(() => {}, 60_000);`,
  );
  return {
    start: (folder) => fork(join(target, 'program.js'), [folder, JSON.stringify(settings)], { execArgv: [] }),
    remove: () => rm(target, { recursive: true }),
  };
}
