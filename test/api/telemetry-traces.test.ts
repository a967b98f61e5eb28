import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiled, type StartedServer } from '../support/startedServer.js';
import { traceCollector, type ReceivedSpan } from '../support/traceCollector.js';
import { readConfig } from '../../src/shared/config.js';

const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const OTHER_TRACE = '1bf7651916cd43dd8448eb211c80319c';

interface Identity {
  token: string;
  person: string;
  tier: string;
}

/** Asks as a county's first officer would; twice, since what is parsed once is not parsed again. */
async function ask(server: StartedServer, query: string, variables: object, headers: Record<string, string> = {}) {
  const identities = (await (await fetch(`${server.url}/dev/identities`)).json()) as Identity[];
  const { token } = identities.find(({ tier }) => tier === 'COUNTY')!;
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { id: response.headers.get('x-correlation-id'), text: await response.text(), token, identities };
}

const lineOf = (server: StartedServer, id: string | null) =>
  server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find(({ correlationId }) => correlationId === id);

let built: Awaited<ReturnType<typeof compiled>>;
beforeAll(async () => {
  built = await compiled();
});
afterAll(() => built.remove());

const exportingTo = (url: string) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_BSP_SCHEDULE_DELAY: '60000', // so that what arrives is what the end of the server flushes
});

describe('with a collector named', () => {
  const DOCUMENT =
    'query Kept($name: String) { clues(first: 2) { nodes { id content { subjectName } } } units(filter: { name: $name }) { totalCount } }';
  const VALUE = '不可外传的名字';
  let collector: Awaited<ReturnType<typeof traceCollector>>;
  let asked: Awaited<ReturnType<typeof ask>>;
  let refused: Awaited<ReturnType<typeof ask>>;
  let server: StartedServer;
  let end: { code: number | null };
  beforeAll(async () => {
    collector = await traceCollector();
    server = await built.start(exportingTo(collector.url));
    asked = await ask(server, DOCUMENT, { name: VALUE }, { traceparent: `00-${TRACE}-${CALLER}-01` });
    refused = await ask(server, '{ nothingOfTheKind }', {}, { traceparent: `00-${OTHER_TRACE}-${CALLER}-01` });
    await fetch(`${server.url}/graphql?${new URLSearchParams({ query: '{ me { person { name } } }' }).toString()}`, {
      headers: { authorization: `Bearer ${asked.token}`, 'apollo-require-preflight': '1' },
    });
    end = await server.stop();
  }, 180_000);
  afterAll(() => collector.close());

  const of = (trace: string) => collector.spans().filter(({ traceId }) => traceId === trace);
  const named = (name: string, trace = TRACE): ReceivedSpan => {
    const found = of(trace).filter((span) => span.name === name);
    expect([name, found.length]).toEqual([name, 1]);
    return found[0]!;
  };

  it('sends everything before it ends', () => {
    expect(end.code).toBe(0);
    expect(asked.text).not.toContain('errors');
    expect(new Set(collector.paths)).toEqual(new Set(['/v1/traces']));
    expect(collector.resources()[0]).toMatchObject({ 'service.name': 'liandong' });
    expect(
      collector
        .resources()
        .flatMap((resource) => Object.keys(resource))
        .filter((key) => key.startsWith('process.')),
    ).toEqual([]);
  });

  it('continues the caller’s trace, and times each part of the way', () => {
    const request = named('POST /graphql');
    expect(request).toMatchObject({
      parentSpanId: CALLER,
      kind: SERVER,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'Kept',
        'liandong.correlation_id': asked.id,
      },
    });
    const within = (parent: ReceivedSpan) =>
      of(TRACE)
        .filter(({ parentSpanId }) => parentSpanId === parent.spanId)
        .map(({ name }) => name)
        .sort();
    expect(within(request)).toEqual(['execute', 'parse', 'select enter', 'validate']);
    expect(within(named('execute'))).toEqual(['select clue']);
    expect(named('select clue')).toMatchObject({
      kind: CLIENT,
      attributes: { 'db.system.name': 'postgresql', 'db.query.summary': 'select clue', 'db.operation.name': 'select' },
    });
    expect(of(TRACE).filter(({ status }) => status.code === ERROR)).toEqual([]);
  });

  it('marks what failed, by its code alone', () => {
    for (const name of ['POST /graphql', 'validate'])
      expect(named(name, OTHER_TRACE)).toMatchObject({
        status: { code: ERROR, message: 'GRAPHQL_VALIDATION_FAILED' },
        attributes: { 'error.type': 'GRAPHQL_VALIDATION_FAILED' },
      });
    expect(refused.text).toContain('nothingOfTheKind');
  });

  it('is named in the log', () => {
    expect(lineOf(server, asked.id)).toMatchObject({ msg: 'request', trace_id: TRACE });
    expect(lineOf(server, refused.id)).toMatchObject({ msg: 'request', trace_id: OTHER_TRACE });
  });

  it('holds no token, no name, no document and no value', () => {
    const exported = collector.text();
    const { data } = JSON.parse(asked.text) as {
      data: { clues: { nodes: { content: { subjectName: string } | null }[] } };
    };
    const subjects = data.clues.nodes.flatMap(({ content }) => content?.subjectName ?? []);
    expect(subjects.length).toBeGreaterThan(0);
    const secrets = [
      ...asked.identities.flatMap(({ token, person }) => [token, person]),
      ...subjects,
      VALUE,
      DOCUMENT,
      'subjectName',
      'nothingOfTheKind',
      'Bearer',
      'person {',
      'query=',
    ];
    expect(secrets.filter((secret) => exported.includes(secret))).toEqual([]);
    expect(exported).toContain('Kept');
  });
});

describe('without traces', () => {
  it('exports nothing when the SDK is disabled, whatever else is set', async () => {
    const collector = await traceCollector();
    const server = await built.start({ ...exportingTo(collector.url), OTEL_SDK_DISABLED: 'true' });
    const { id, text } = await ask(server, '{ me { person { id } } }', {}, { traceparent: `00-${TRACE}-${CALLER}-01` });
    expect(text).not.toContain('errors');
    expect((await server.stop()).code).toBe(0);
    expect(collector.paths).toEqual([]);
    expect(lineOf(server, id)).toMatchObject({ msg: 'request' });
    expect(lineOf(server, id)).not.toHaveProperty('trace_id');
    await collector.close();
  });

  it('ends though the collector does not answer', async () => {
    const collector = await traceCollector({ hangs: true });
    const server = await built.start(exportingTo(collector.url));
    await ask(server, '{ me { person { id } } }', {});
    const { code, milliseconds } = await server.stop();
    expect(collector.paths).toEqual(['/v1/traces']);
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(7000);
    await collector.close();
  });
});

describe('the variables', () => {
  const [ENDPOINT, TRACES_ENDPOINT, EXPORTER, DISABLED] = [
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    'OTEL_TRACES_EXPORTER',
    'OTEL_SDK_DISABLED',
  ];
  const url = 'http://collector.example:4318';
  it.each([
    [{}, false],
    [{ OTEL_SERVICE_NAME: 'x', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, false],
    [{ [ENDPOINT]: '' }, false],
    [{ [ENDPOINT]: url }, true],
    [{ [TRACES_ENDPOINT]: url }, true],
    [{ [EXPORTER]: 'otlp' }, true],
    [{ [EXPORTER]: 'none' }, false],
    [{ [EXPORTER]: 'none', [ENDPOINT]: url }, false],
    [{ [ENDPOINT]: url, [DISABLED]: 'false' }, true],
    [{ [ENDPOINT]: url, [DISABLED]: 'TRUE' }, false],
  ])('%j: %s', (environment, traces) => {
    expect(readConfig(environment).traces).toBe(traces);
  });
});
