import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const AS = 'ningbo-anguan';
const DESK = 'https://desk.example';

describe('the door', () => {
  let db: TestDatabase;
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    api = await startApi(db, {
      origins: [DESK],
      timeouts: { headers: 500, request: 1000, idle: 1500, checkEvery: 100 },
    });
    token = await api.issuer.token(AS);
  });
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  /** Writes bytes as they are; what came back until the other side closed, and after how long. */
  function write(...parts: (string | number)[]): Promise<{ answer: string; milliseconds: number }> {
    const { hostname, port } = new URL(api.url);
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const socket = connect(Number(port), hostname);
      let answer = '';
      socket.setEncoding('utf8').on('data', (text) => (answer += String(text)));
      socket.on('error', reject);
      socket.on('close', () => resolve({ answer, milliseconds: performance.now() - started }));
      void (async () => {
        for (const part of parts) {
          if (typeof part === 'string') socket.write(part);
          else await new Promise((wait) => setTimeout(wait, part));
          if (socket.destroyed) return;
        }
      })();
    });
  }
  const head = (...lines: string[]) => `POST /graphql HTTP/1.1\r\nhost: liandong\r\n${lines.join('\r\n')}\r\n`;
  const slowly = (part: string) => Array.from({ length: 20 }, () => [part, 100]).flat();
  const codeIn = (answer: string) => /"code":"(\w+)"/.exec(answer)?.[1];

  it.each([
    ['a body that comes a byte at a time', () => [head(`authorization: Bearer ${token}`, 'content-type: application/json', 'content-length: 40', ''), ...slowly('{')], 408, 'REQUEST_TOO_SLOW', 2500],
    ['headers that never end', () => [head('x-one: 1'), ...slowly('x-more: 1\r\n')], 408, 'REQUEST_TOO_SLOW', 2000],
    ['headers of 40,000 bytes', () => [head(`x-long: ${'a'.repeat(40_000)}`, '')], 431, 'HEADERS_TOO_LARGE', 1000],
    ['an expectation that nobody knows', () => [head('expect: nonsense', 'connection: close', 'content-length: 0', '')], 401, 'UNAUTHENTICATED', 1000],
    ['no host', () => ['GET /graphql HTTP/1.1\r\nconnection: close\r\n\r\n'], 401, 'UNAUTHENTICATED', 1000],
    ['no HTTP', () => ['\u0016\u0003\u0001 hello\r\n\r\n'], 400, 'BAD_REQUEST', 1000],
    ['two lengths', () => [head('content-length: 5', 'content-length: 6', '')], 400, 'BAD_REQUEST', 1000],
    ['a length and chunks', () => [head('content-length: 5', 'transfer-encoding: chunked', ''), '0\r\n\r\n'], 400, 'BAD_REQUEST', 1000],
    ['a header with a line break in it', () => [head('x-one: a\rb', '')], 400, 'BAD_REQUEST', 1000],
  ] as [string, () => (string | number)[], number, string, number][])('%s', async (_name, parts, status, code, within) => {
    const { answer, milliseconds } = await write(...parts());
    expect([answer.slice(0, 12), codeIn(answer)]).toEqual([`HTTP/1.1 ${status}`, code]);
    expect(milliseconds).toBeLessThan(within);
    expect(answer).toMatch(/x-correlation-id: [0-9a-f-]{36}/);
    expect(answer).not.toMatch(/node_modules|\.js:\d|HPE_|ERR_/);
  }); // prettier-ignore

  it('lets nobody without a token make it read a body', async () => {
    const { answer, milliseconds } = await write(
      head('content-type: application/json', 'content-length: 200000', 'connection: close', ''),
      '{',
    );
    expect([answer.slice(0, 12), codeIn(answer)]).toEqual(['HTTP/1.1 401', 'UNAUTHENTICATED']);
    expect(milliseconds).toBeLessThan(900);
  });

  it('sends what browsers need to be careful', async () => {
    const { headers } = await api.run('{ __typename }', AS);
    const policy = headers.get('content-security-policy')!.split(';');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy.join(';')).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  const preflight = (origin: string, method = 'POST') =>
    fetch(`${api.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization' },
    });

  it('is open to the pages of the sites that were named', async () => {
    const { status, headers } = await preflight(DESK);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, DESK]);
    expect(headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(headers.get('access-control-allow-headers')).toContain('authorization');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await api.run('{ __typename }', AS, {}, { origin: DESK });
    expect(answer.headers.get('access-control-allow-origin')).toBe(DESK);
  });

  it.each(['https://evil.example', 'http://desk.example', 'https://desk.example.evil.example', 'null'])(
    'and to no others: %s',
    async (origin) => {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
      const answer = await api.run('{ __typename }', AS, {}, { origin });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('answers nothing that another site’s page can send unasked', async () => {
    const query = '{ clues { nodes { id } } }';
    for (const request of [
      fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`, { headers: { origin: 'https://evil.example' } }),
      fetch(`${api.url}/graphql`, { method: 'POST', body: new URLSearchParams({ query }) }),
      fetch(`${api.url}/graphql`, { method: 'POST', body: JSON.stringify({ query }), headers: { 'content-type': 'text/plain' } }),
    ]) {
      const response = await request;
      expect([response.status, await response.text()]).toEqual([401, expect.not.stringContaining('clue_')]);
    }
  }); // prettier-ignore

  it('takes GET from who has a token, and keeps no copy', async () => {
    const query = encodeURIComponent('query ($n: Int!) { clues(first: $n) { nodes { id } } }');
    const response = await fetch(`${api.url}/graphql?query=${query}&variables=${encodeURIComponent('{"n":2}')}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { data } = (await response.json()) as { data: { clues: { nodes: unknown[] } } };
    expect(data.clues.nodes).toHaveLength(2);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('closes without waiting for who has said nothing', async () => {
    const closing = await startApi(db);
    const { hostname, port } = new URL(closing.url);
    const seen = once(closing.host.server, 'connection');
    const silent = connect(Number(port), hostname);
    await seen;
    const ended = once(silent, 'close');
    const started = performance.now();
    await closing.stop();
    await ended;
    // It might be silent for thirty seconds.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
