import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { ConfigError, readConfig } from '../../src/shared/config.js';

const TOKEN = 'a-long-enough~token/for+scraping';

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
});
afterAll(() => db.drop());

describe('what is counted', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(db);
    await api.run('{ __typename }', 'ningbo-anguan'); // loads the unit tree
  });
  afterAll(() => api.stop());

  /** The figures of this project, by name and labels. */
  async function figures(): Promise<Map<string, number>> {
    const exposition = await (await fetch(`${api.url}/metrics`)).text();
    const lines = exposition.split('\n').filter((line) => line.startsWith('liandong_'));
    return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(/ (\S+)$/.exec(line)![1])]));
  }

  /** Of all figures these change by the work, by so much, and no other; but for how long it took. */
  async function counts(work: () => Promise<unknown>, expected: Record<string, number>): Promise<void> {
    const before = await figures();
    await work();
    const changes = async () =>
      [...(await figures())]
        .map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const)
        .filter(([name, change]) => change !== 0 && !/seconds_(sum|bucket)|statements_bucket|connections/.test(name));
    // A request is counted when its answer has left, so a moment after it has come.
    await expect.poll(async () => Object.fromEntries(await changes())).toEqual(expected);
  }
  const ask =
    (document: string, times = 1, as = 'haishu-anguan') =>
    async () => {
      for (let n = 0; n < times; n += 1) await api.run(document, as);
    };
  const duration = (operation: string, outcome: string) =>
    `liandong_request_duration_seconds_count{operation="${operation}",outcome="${outcome}"}`;
  const error = (code: string) => `liandong_errors_total{code="${code}"}`;
  const [operations, statements] = ['liandong_operation_statements_count', 'liandong_operation_statements_sum'];

  it('operations that are answered, with their statements', async () => {
    await counts(ask('{ clues { nodes { id } } }', 3), {
      [duration('query', 'ok')]: 3,
      [operations]: 3,
      [statements]: 6,
    });
  });

  it('what is refused before anybody enters', async () => {
    await counts(ask('{ nothing }', 2), {
      [duration('none', 'refused')]: 2,
      [error('GRAPHQL_VALIDATION_FAILED')]: 2,
    });
    const deep = `{ units { nodes { ${'parent { '.repeat(20)} id ${'}'.repeat(20)} } } }`;
    await counts(ask(deep), { [duration('none', 'refused')]: 1, [error('DOCUMENT_TOO_DEEP')]: 1 });
    await counts(() => api.run('{ __typename }', null), {
      [duration('none', 'refused')]: 1,
      [error('UNAUTHENTICATED')]: 1,
    });
  });

  it('a code once for each answer, on however many fields it stands', async () => {
    const twice = '{ a: clues(first: 0) { nodes { id } } b: clues(first: 101) { nodes { id } } }';
    await counts(ask(twice), {
      [duration('query', 'refused')]: 1,
      [error('PAGE_TOO_LARGE')]: 1,
      [operations]: 1,
      [statements]: 1,
    });
  });

  it('the rate limited, by code', async () => {
    const poor = await startApi(db, { perMinute: 100 });
    const wealthy = api;
    api = poor;
    await counts(ask('{ clues(first: 100) { nodes { id } } }'), {
      [duration('query', 'refused')]: 1,
      [error('RATE_LIMITED')]: 1,
      // He enters while the price is taken.
      [operations]: 1,
      [statements]: 2,
    });
    api = wealthy;
    await poor.stop();
  });

  it('faults of our own as errors', async () => {
    await db.owner.query('revoke select on clue_petition from liandong_api');
    const quiet = console.error;
    console.error = () => undefined;
    await counts(ask('{ clues { nodes { petition { text } } } }'), {
      [duration('query', 'error')]: 1,
      [error('INTERNAL')]: 1,
      [operations]: 1,
      [statements]: 2,
    });
    console.error = quiet;
    await db.owner.query('grant select on clue_petition to liandong_api');
  });

  it('nothing of pages and health checks', async () => {
    const before = await figures();
    await fetch(`${api.url}/health/ready`);
    await fetch(`${api.url}/nowhere`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([...(await figures())].filter(([name]) => !/connections/.test(name))).toEqual(
      [...before].filter(([name]) => !/connections/.test(name)),
    );
  });

  it('nothing that tells callers, operations or objects apart', async () => {
    await ask('query SecretlyNamed { clues { nodes { id } } }', 1, 'haishu-anguan')();
    await ask('query SecretlyNamed { clues { nodes { id } } }', 1, 'jiangbei-anguan')();
    const labels = [...(await figures()).keys()].flatMap((name) => [...name.matchAll(/(\w+)="([^"]*)"/g)]);
    expect(new Set(labels.map(([, label]) => label))).toEqual(
      new Set(['operation', 'outcome', 'code', 'le', 'state', 'version', 'node']),
    );
    expect(JSON.stringify(labels)).not.toMatch(/Secretly|anguan/);
  });

  it('connections, the build, and the process', async () => {
    const held = await db.owner.query('select 1').then(figures);
    expect(held.get('liandong_database_connections{state="busy"}')).toBe(0);
    expect(held.get('liandong_database_connections{state="idle"}')).toBeGreaterThan(0);
    expect(held.get('liandong_database_waiting')).toBe(0);
    expect(held.get(`liandong_build_info{version="0.1.0",node="${process.version}"}`)).toBe(1);
    const response = await fetch(`${api.url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toContain('process_resident_memory_bytes');
  });

  it('who waits for a connection while all are taken', async () => {
    await db.owner.query('begin; lock table clue in access exclusive mode');
    const asked = Array.from({ length: 6 }, ask('{ clues { nodes { id } } }'));
    await expect.poll(async () => (await figures()).get('liandong_database_waiting')).toBe(2);
    expect((await figures()).get('liandong_database_connections{state="busy"}')).toBe(4);
    await db.owner.query('rollback');
    await Promise.all(asked);
    expect((await figures()).get('liandong_database_waiting')).toBe(0);
  });
});

describe('who may read it', () => {
  let api: TestApi;
  afterEach(() => api.stop());

  /** Status and body of /metrics as it is asked for by this name and with this header. */
  function ask(headers: Record<string, string> = {}): Promise<{ status: number; text: string; challenge?: string }> {
    const { port } = new URL(api.url);
    return new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, path: '/metrics', headers }, (answer) => {
        const { statusCode: status = 0, headers: received } = answer;
        text(answer).then((body) => resolve({ status, text: body, challenge: received['www-authenticate'] }), reject);
      }).on('error', reject);
    });
  }

  it('without a token whoever is on this machine, by a name of this machine', async () => {
    api = await startApi(db);
    expect((await ask()).status).toBe(200);
    expect((await ask({ host: 'localhost:4000' })).status).toBe(200);
    expect((await ask({ host: 'metrics.example' })).status).toBe(404);
  });

  it('without a token nobody where others can knock, as if there were nothing', async () => {
    api = await startApi(db, { host: '0.0.0.0' });
    const refused = await ask({ host: 'localhost' });
    const unknown = await (await fetch(api.url.replace('0.0.0.0', '127.0.0.1') + '/nothing-here')).text();
    const withoutId = (body: string) => body.replace(/[0-9a-f-]{36}/, '');
    expect([refused.status, withoutId(refused.text)]).toEqual([404, withoutId(unknown)]);
  });

  it.each(['127.0.0.1', '0.0.0.0'])('with a token who shows it, on %s', async (host) => {
    api = await startApi(db, { host, metricsToken: TOKEN });
    const shown = await ask({ authorization: `Bearer ${TOKEN}`, host: 'metrics.example' });
    expect([shown.status, shown.text.includes('liandong_build_info')]).toEqual([200, true]);
    const person = await api.issuer.token('haishu-anguan');
    for (const [headers, code] of [
      [{}, 'UNAUTHENTICATED'],
      [{ authorization: `Basic ${TOKEN}` }, 'TOKEN_INVALID'],
      [{ authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 'TOKEN_INVALID'],
      [{ authorization: `Bearer ${TOKEN}x` }, 'TOKEN_INVALID'],
      [{ authorization: `Bearer ${person}` }, 'TOKEN_INVALID'],
    ] as const) {
      const { status, text: body, challenge } = await ask(headers);
      expect([status, challenge]).toEqual([401, 'Bearer']);
      expect((JSON.parse(body) as { errors: unknown[] }).errors).toEqual([
        { message: expect.any(String), extensions: { code, correlationId: expect.any(String) } },
      ]);
    }
  });
});

describe('the setting', () => {
  it.each(['', undefined])('unset as %j: no token', (METRICS_TOKEN) => {
    expect(readConfig({ METRICS_TOKEN }).metricsToken).toBeNull();
  });
  it('is taken as it is', () => {
    expect(readConfig({ METRICS_TOKEN: TOKEN }).metricsToken).toBe(TOKEN);
  });
  it.each(['short', 'fifteen-letters', 'sixteen letters!', '密密密密密密密密密密密密密密密密'])(
    '%s is refused by name',
    (METRICS_TOKEN) => {
      const read = () => readConfig({ METRICS_TOKEN });
      expect(read).toThrow(ConfigError);
      expect(read).toThrow(/^METRICS_TOKEN: /);
      expect(read).not.toThrow(METRICS_TOKEN);
    },
  );
});
