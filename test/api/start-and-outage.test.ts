import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../src/app.js';
import { connectionOf, startEmbedded, type EmbeddedServer } from '../../src/database/embedded/server.js';
import { withClient } from '../../src/database/install.js';
import { readConfig } from '../../src/shared/config.js';
import { TEST_KEYS } from '../support/keys.js';

const log = pino({ level: 'silent' });

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-app-'));
  chmodSync(folder, 0o711); // the server of a root-started test runs as another user
  return folder;
}

async function until(what: () => Promise<boolean>, seconds = 20): Promise<number> {
  const started = Date.now();
  while (!(await what())) {
    if (Date.now() - started > seconds * 1000) throw new Error('did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return Date.now() - started;
}

const ready = async (app: RunningApp) => (await fetch(`${app.url}/health/ready`)).status;
const live = async (app: RunningApp) => (await fetch(`${app.url}/health/live`)).status;

async function countyClues(app: RunningApp) {
  const identities = (await (await fetch(`${app.url}/dev/identities`)).json()) as Record<string, string>[];
  const county = identities.find(({ tier }) => tier === 'COUNTY')!;
  const ask = async () => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${county['token']}` },
      body: JSON.stringify({ query: '{ clues { totalCount nodes { owner { code } } } }' }),
    });
    return { status: response.status, body: (await response.json()) as any }; // eslint-disable-line
  };
  return { county, ask };
}

describe('starting with nothing but a folder', () => {
  const folder = newFolder();
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp(readConfig({ PORT: '0', LIANDONG_DATA: folder }), log);
  }, 120_000);
  afterAll(async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('offers identities from nation to township, each of which works', async () => {
    const identities = (await (await fetch(`${app.url}/dev/identities`)).json()) as Record<string, string>[];
    expect(identities.length).toBeGreaterThan(20);
    expect(new Set(identities.map(({ tier }) => tier))).toEqual(
      new Set(['NATIONAL', 'PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP']),
    );
    for (const { token, post, person } of identities) {
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-liandong-post': post! },
        body: JSON.stringify({ query: '{ me { person { name } } }' }),
      });
      expect(((await response.json()) as any).data.me.person.name).toBe(person); // eslint-disable-line
    }
  });

  it('gives the identities to nobody who comes by another name', async () => {
    const status = await new Promise((resolve, reject) => {
      get(`${app.url}/dev/identities`, { headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(404);
  });

  it('answers a county with its own clues', async () => {
    const { county, ask } = await countyClues(app);
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body.data.clues.totalCount).toBeGreaterThan(10);
    for (const { owner } of body.data.clues.nodes)
      expect(String(owner.code ?? county['unitCode'])).toMatch(new RegExp(`^${county['unitCode']}`));
  });

  it('survives the death of its PostgreSQL: unavailable meanwhile, then as before', async () => {
    const { ask } = await countyClues(app);
    const before = await ask();
    const pid = Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    // Its processes end when they notice that it is gone.
    let meanwhile = await ask();
    await until(async () => (meanwhile = await ask()).status !== 200, 5);
    expect([meanwhile.status, meanwhile.body.errors[0].extensions.code]).toEqual([503, 'UNAVAILABLE']);
    expect(JSON.stringify(meanwhile.body)).not.toMatch(/ECONN|postgres|socket/i);
    expect(await live(app)).toBe(200);
    await until(async () => (await ready(app)) === 200);
    expect((await ask()).body.data).toEqual(before.body.data);
  });
});

describe('starting on a server of somebody else’s', () => {
  const folder = newFolder();
  let server: EmbeddedServer;
  let url: string;
  const config = (env: Record<string, string> = {}) =>
    readConfig({ PORT: '0', DATABASE_URL: url, LIANDONG_KEYS: TEST_KEYS, LIANDONG_DATA: folder, ...env });
  beforeAll(async () => {
    server = await startEmbedded({ folder, settings: { fsync: 'off' } });
    const { user, password } = server.superuser;
    url = `postgres://${user}:${password}@localhost/liandong?host=${encodeURIComponent(server.socketFolder)}`;
    await withClient(connectionOf(server, 'postgres'), (admin) => admin.query('create database liandong'));
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('without an issuer and without the demo world it refuses, and says why', async () => {
    await expect(startApp(config(), log)).rejects.toThrow(/No identity provider: .*demo/is);
  });

  it('does not start on a test clock', async () => {
    const clock = (body: string) =>
      withClient({ connectionString: url }, (owner) =>
        owner.query(
          `create or replace function app_now() returns timestamptz language sql stable parallel safe as $$ select ${body} $$`,
        ),
      );
    await clock("'2026-01-01'::timestamptz");
    await expect(startApp(config(), log)).rejects.toThrow(/test clock/);
    await clock('transaction_timestamp()');
  });

  it('with the database gone readiness says no, requests say unavailable, and all recovers by itself', async () => {
    const { seedDemo } = await import('../../src/demo/seedDemo.js');
    await withClient({ connectionString: url }, (owner) => seedDemo(owner, { clues: 500 }));
    const app = await startApp(config(), log);
    try {
      const { ask } = await countyClues(app);
      const before = await ask();
      expect([await ready(app), before.status]).toEqual([200, 200]);
      await server.stop();
      expect([await live(app), await ready(app)]).toEqual([200, 503]);
      const meanwhile = await ask();
      expect([meanwhile.status, meanwhile.body.errors[0].extensions.code]).toEqual([503, 'UNAVAILABLE']);
      server = await startEmbedded({ folder, settings: { fsync: 'off' } });
      await until(async () => (await ready(app)) === 200);
      expect((await ask()).body.data).toEqual(before.body.data);
    } finally {
      await app.stop();
    }
  });

  it('a request in flight is answered before the server is gone', async () => {
    const app = await startApp(config(), log);
    const { ask } = await countyClues(app);
    await withClient({ connectionString: url }, async (owner) => {
      // Held up in the database, so that it is in flight for certain when the server is told to stop.
      await owner.query('begin; lock table clue in access exclusive mode');
      const inFlight = ask();
      await until(async () => {
        // The request, and not a job that waits there too. Who is connected is told as of the transaction's first asking.
        await owner.query('select pg_stat_clear_snapshot()');
        const { rows } = await owner.query(
          `select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.application_name = 'liandong-api'`,
        );
        return rows.length > 0;
      });
      const stopped = app.stop();
      await owner.query('rollback');
      expect((await inFlight).status).toBe(200);
      await stopped;
    });
    await expect(fetch(`${app.url}/health/live`)).rejects.toThrow('fetch failed');
  });
});
