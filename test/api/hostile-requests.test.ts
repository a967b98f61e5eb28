import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/* What a public door meets. Each gets its stable error in its time; none is a 500, none shows what is inside. */

const AS = 'ningbo-anguan';
const IN_TIME_MS = 1500;

interface Hostile {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: unknown;
}
type Case = [name: string, request: Hostile, status: number, code: string];

const times = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');
const nested = (depth: number, open: string, inside: string, close = '}') =>
  open.repeat(depth) + inside + close.repeat(depth);
/** A request of a document, as every client sends it. */
const ask = (query: string, variables?: unknown): Hostile => ({ body: { query, variables } });
const raw = (body: string | Buffer, headers: Record<string, string> = {}): Hostile => ({ body, headers });
const get = (search: string): Hostile => ({ method: 'GET', path: `/graphql?${search}` });
/** Fragments that spread the next one four times, nine times over: 262,144 times what the last one asks for. */
const bomb = (inside: string) =>
  `{ clues { nodes { ...f0 } } } ${times(8, (n) => `fragment f${n} on Clue { ${times(4, () => `...f${n + 1}`)} }`)} fragment f8 on Clue { ${inside} }`;
const CONFLICTS = `{ ${times(100, (n) => `...c${n}`)} } ${times(100, (n) => `fragment c${n} on Query { clues(first: ${n}) { totalCount } }`)}`;
const LIST =
  'query ($first: Int! = 20, $after: String, $f: ClueFilter) { clues(first: $first, after: $after, filter: $f) { nodes { id } } }';
const CLUE = 'query ($id: ID!) { clue(id: $id) { id } }';

// prettier-ignore
const DOCUMENTS: Case[] = [
  ['fields nested 20 deep', ask(`{ unit(code: "33") ${nested(20, '{ parent ', '{ name }')} }`), 400, 'DOCUMENT_TOO_DEEP'],
  ['300 aliases', ask(`{ ${times(300, (n) => `a${n}: clues { totalCount }`)} }`), 400, 'TOO_MANY_ALIASES'],
  ['120 aliases in a fragment', ask(`{ ...a } fragment a on Query { ${times(120, (n) => `a${n}: me { organ { name } }`)} }`), 400, 'TOO_MANY_ALIASES'],
  ['99 counts of everything, each dear', ask(`{ ${times(99, (n) => `a${n}: clues(first: 100, scope: ALL) { totalCount nodes { content { allegation } } }`)} }`), 400, 'TOO_COSTLY'],
  ['a product of lists', ask('{ clues(first: 100) { nodes { supervisionItems { cc { children { children { name } } } } } } }'), 400, 'TOO_COSTLY'],
  ['a product of lists behind a variable', ask('query ($n: Int!) { clues(first: $n) { nodes { jointCases { clues { supervisionItems { cc { name children { name } } } } } } } }', { n: 100 }), 400, 'TOO_COSTLY'],
  ['a product of lists in fragments', ask('{ clues(first: 100) { ...p } } fragment p on ClueConnection { edges { node { ...q } } } fragment q on Clue { supervisionItems { cc { ...u } } jointCases { content { assignments { unit { ...u } } } } } fragment u on Unit { ancestors { name } }'), 400, 'TOO_COSTLY'],
  ['900 names for the type of an introspected field', ask(`{ __schema { types { fields { ${times(900, (n) => `a${n}: __typename`)} } } } }`), 400, 'TOO_MANY_ALIASES'],
  ['ten lists of 100 with 90 values under other names', ask(`{ ${times(10, (n) => `l${n}: clues(first: 100) { nodes { ...v supervisionItems { ...i } } }`)} } fragment v on Clue { ${times(45, (n) => `v${n}: number`)} } fragment i on SupervisionItem { ${times(44, (n) => `i${n}: number`)} }`), 400, 'TOO_MANY_ALIASES'],
  ['4,000 tokens', ask(`{ ${times(4000, () => 'a')} }`), 400, 'TOO_MANY_TOKENS'],
  ['a document of 200,000 letters', ask(`{ ${'a'.repeat(200_000)} }`), 400, 'DOCUMENT_TOO_LONG'],
  ['a name of 30,000 letters', ask(`{ ${'a'.repeat(30_000)} }`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['1,200 fields that do not exist', ask(`{ ${times(1200, (n) => `no${n}`)} }`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['lists nested 1,400 deep in an argument', ask(`{ clues(filter: ${nested(1400, '[', '', ']')}) { totalCount } }`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['objects nested 700 deep in an argument', ask(`{ clues(filter: ${nested(700, '{due:', '1')}) { totalCount } }`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['an integer of 10,000 digits', ask(`{ clues(first: ${'9'.repeat(10_000)}) { totalCount } }`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['nothing', ask(''), 400, 'BAD_REQUEST'],
  ['a comment alone', ask('# nothing'), 400, 'GRAPHQL_PARSE_FAILED'],
  ['a selection of nothing', ask('{ }'), 400, 'GRAPHQL_PARSE_FAILED'],
  ['a definition of types', ask('type Query { secrets: String }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['an extension of the schema', ask('{ __typename } extend type Clue { secrets: String }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a mutation', ask('mutation { clueClose(id: "x") { id } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a subscription', ask('subscription { clueChanged { id } }'), 400, 'OPERATION_NOT_OFFERED'],
  ['two operations and no choice', ask('query A { __typename } query B { __typename }'), 400, 'OPERATION_RESOLUTION_FAILURE'],
  ['a choice that is not there', { body: { query: 'query A { __typename }', operationName: 'B' } }, 400, 'OPERATION_RESOLUTION_FAILURE'],
  ['the same operation twice', ask('query A { __typename } query A { me { organ { name } } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['introspection that turns in circles', ask('{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
];

// prettier-ignore
const FRAGMENTS: Case[] = [
  ['a fragment that spreads itself', ask('{ me { ...f } } fragment f on Viewer { ...f }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['two that spread each other', ask('{ me { ...f } } fragment f on Viewer { ...g } fragment g on Viewer { ...f }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a circle through relations', ask('{ clues { nodes { ...f } } } fragment f on Clue { jointCases { clues { ...f } } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a circle of 100', ask(`{ me { ...h0 } } ${times(100, (n) => `fragment h${n} on Viewer { ...h${(n + 1) % 100} }`)}`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a bomb of 262,144 lists', ask(bomb('supervisionItems { id }')), 400, 'TOO_COSTLY'],
  ['a bomb of 262,144 names of a type', ask(bomb('__typename')), 400, 'TOO_COSTLY'],
  ['100 fields in conflict with one another', ask(CONFLICTS), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['one that is not defined', ask('{ me { ...nowhere } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['300 that nobody uses', ask(`{ __typename } ${times(300, (n) => `fragment u${n} on Query { __typename }`)}`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['one on a type that is not there', ask('{ ...f } fragment f on Secrets { id }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['one by the name of another', ask('{ ...f } fragment f on Query { __typename } fragment f on Query { me { __typename } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
];

// prettier-ignore
const DIRECTIVES: Case[] = [
  ['60 on one field', ask(`{ me { __typename ${times(60, () => '@include(if: true)')} } }`), 400, 'TOO_MANY_DIRECTIVES'],
  ['60 over a document', ask(`{ me { ${times(60, () => '__typename @skip(if: false)')} } }`), 400, 'TOO_MANY_DIRECTIVES'],
  ['one that is not known', ask('{ __typename @admin }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['@defer', ask('{ me { ... @defer { organ { name } } } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['one twice', ask('{ __typename @skip(if: false) @skip(if: true) }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['one by a variable that is not there', ask('{ __typename @include(if: $x) }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['one on the schema', ask('query A @deprecated { __typename }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
];

// prettier-ignore
const TEXTS: Case[] = [
  ['a NUL in the document', ask('{ me\u0000 { __typename } }'), 400, 'GRAPHQL_PARSE_FAILED'],
  ['half a character in a string', ask(String.raw`{ clue(id: "\uD800") { id } }`), 400, 'GRAPHQL_PARSE_FAILED'],
  ['a character beyond Unicode', ask(String.raw`{ clue(id: "\u{110000}") { id } }`), 400, 'GRAPHQL_PARSE_FAILED'],
  ['a right-to-left override in a name', ask('{ me\u202e { __typename } }'), 400, 'GRAPHQL_PARSE_FAILED'],
  ['a Cyrillic letter in a name', ask('{ m\u0435 { __typename } }'), 400, 'GRAPHQL_PARSE_FAILED'],
  ['a NUL in a value', ask(LIST, { f: { text: 'a\u0000b' } }), 200, 'ARGUMENT_INVALID'],
  ['a text of 200,000 characters', ask(LIST, { f: { text: '线'.repeat(80_000) } }), 200, 'ARGUMENT_INVALID'],
  ['an id of 100,000 characters', ask(CLUE, { id: `clue_${'0'.repeat(100_000)}` }), 200, 'ID_INVALID'],
  ['an id with digits of another script', ask(CLUE, { id: `clue_${NINGBO.clue.ningbo.replace('0', '０')}` }), 200, 'ID_INVALID'],
  ['an id with a statement in it', ask(CLUE, { id: `clue_${NINGBO.clue.ningbo}'; drop table clue; --` }), 200, 'ID_INVALID'],
  ['a cursor of 100,000 characters', ask(LIST, { after: 'A'.repeat(100_000) }), 200, 'CURSOR_INVALID'],
  ['a cursor that is no base64', ask(LIST, { after: '../../etc/passwd' }), 200, 'CURSOR_INVALID'],
];

// prettier-ignore
const VARIABLES: Case[] = [
  ['an array', { body: { query: LIST, variables: [] } }, 400, 'BAD_REQUEST'],
  ['a string', { body: { query: LIST, variables: '{}' } }, 400, 'BAD_REQUEST'],
  ['100 and one rows', ask(LIST, { first: 101 }), 200, 'PAGE_TOO_LARGE'],
  ['-1 rows', ask(LIST, { first: -1 }), 200, 'PAGE_TOO_LARGE'],
  ['2 to the 31st rows', ask(LIST, { first: 2 ** 31 }), 400, 'BAD_USER_INPUT'],
  ['one and a half rows', ask(LIST, { first: 1.5 }), 400, 'BAD_USER_INPUT'],
  ['a number as text', ask(LIST, { first: '20' }), 400, 'BAD_USER_INPUT'],
  ['null rows', ask(LIST, { first: null }), 400, 'BAD_USER_INPUT'],
  ['an id that is an object', ask(CLUE, { id: { $ne: null } }), 400, 'BAD_USER_INPUT'],
  ['no id', ask(CLUE), 400, 'BAD_USER_INPUT'],
  ['30,000 values in a list', ask(LIST, { f: { stage: Array(15_000).fill('CLOSED') } }), 200, 'ARGUMENT_INVALID'],
  ['30,000 wrong values in a list', ask(LIST, { f: { stage: Array(30_000).fill('X') } }), 400, 'BAD_USER_INPUT'],
  ['objects nested 10,000 deep', raw(`{"query":${JSON.stringify(LIST)},"variables":{"f":${nested(10_000, '{"due":', '1')}}}`), 400, 'BAD_USER_INPUT'],
  ['a key that the type has not', ask(LIST, { f: { ownerWithin: null, or: [{}] } }), 400, 'BAD_USER_INPUT'],
  ['a day that is none', ask(LIST, { f: { due: { from: '2026-02-30T00:00:00Z' } } }), 400, 'BAD_USER_INPUT'],
  ['a year beyond time', ask(LIST, { f: { due: { from: '+275760-09-13T00:00:00.001Z' } } }), 400, 'BAD_USER_INPUT'],
  ['one declared twice', ask('query ($a: Int, $a: Int) { units(first: $a) { totalCount } }', { a: 1 }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['one of a type that is none', ask('query ($a: Secrets) { __typename }', {}), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a prototype', raw('{"query":"{ __typename }","__proto__":{"admin":true}}'), 400, 'JSON_INVALID'],
  ['a constructor', raw('{"query":"{ __typename }","constructor":{"prototype":{"admin":true}}}'), 400, 'JSON_INVALID'],
];

// prettier-ignore
const BODIES: Case[] = [
  ['no JSON', raw('{'), 400, 'JSON_INVALID'],
  ['half a JSON', raw('{"query":"{ __typename'), 400, 'JSON_INVALID'],
  ['nothing at all', raw(''), 400, 'JSON_INVALID'],
  ['null', raw('null'), 400, 'BAD_REQUEST'],
  ['a number', raw('7'), 400, 'BAD_REQUEST'],
  ['a text', raw('"{ __typename }"'), 400, 'BAD_REQUEST'],
  ['an object of nothing', raw('{}'), 400, 'BAD_REQUEST'],
  ['a query that is an object', { body: { query: { kind: 'Document' } } }, 400, 'BAD_REQUEST'],
  ['an operation name that is a list', { body: { query: '{ __typename }', operationName: ['A'] } }, 400, 'BAD_REQUEST'],
  ['extensions that are a text', { body: { query: '{ __typename }', extensions: 'x' } }, 400, 'BAD_REQUEST'],
  ['a batch of none', raw('[]'), 400, 'BAD_REQUEST'],
  ['a batch of one', raw('[{"query":"{ __typename }"}]'), 400, 'BAD_REQUEST'],
  ['a batch of a thousand', raw(`[${Array(1000).fill('{"query":"{ me { organ { name } } }"}').join(',')}]`), 400, 'BAD_REQUEST'],
  ['lists nested 100,000 deep', raw(nested(100_000, '[', '', ']')), 400, 'BAD_REQUEST'],
  ['300,000 bytes', raw(`{"query":"${' '.repeat(300_000)}"}`), 413, 'PAYLOAD_TOO_LARGE'],
  ['300,000 bytes, one would not know', { body: chunks(300), headers: {} }, 413, 'PAYLOAD_TOO_LARGE'],
  ['compressed', raw(gzipSync('{"query":"{ __typename }"}'), { 'content-encoding': 'gzip' }), 400, 'JSON_INVALID'],
  ['UTF-16', raw(Buffer.from('{"query":"{ __typename }"}', 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }), 415, 'MEDIA_TYPE_NOT_SUPPORTED'],
  ['UTF-16 that does not say so', raw(Buffer.from('{"query":"{ __typename }"}', 'utf16le')), 400, 'JSON_INVALID'],
  ['a type of 14,000 blanks', raw('{}', { 'content-type': `application/json;${' '.repeat(14_000)}charset=utf-8` }), 415, 'MEDIA_TYPE_NOT_SUPPORTED'],
  ['text', raw('{"query":"{ __typename }"}', { 'content-type': 'text/plain' }), 415, 'MEDIA_TYPE_NOT_SUPPORTED'],
  ['a form', raw('query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'MEDIA_TYPE_NOT_SUPPORTED'],
  ['a form of files', raw('--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }), 415, 'MEDIA_TYPE_NOT_SUPPORTED'],
  ['application/graphql', raw('{ __typename }', { 'content-type': 'application/graphql' }), 415, 'MEDIA_TYPE_NOT_SUPPORTED'],
  ['a document known by its hash', { body: { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } } }, 400, 'OPERATION_NOT_OFFERED'],
];

// prettier-ignore
const HTTP: Case[] = [
  ['GET of nothing', get(''), 400, 'BAD_REQUEST'],
  ['GET of a mutation', get(`query=${encodeURIComponent('mutation { recusalEnd(input: { idempotencyKey: "12345678", id: "x", expectedVersion: 1, reason: "x" }) { result } }')}`), 405, 'BAD_REQUEST'],
  ['GET with two queries', get('query=%7B__typename%7D&query=%7B__typename%7D'), 400, 'BAD_REQUEST'],
  ['GET with variables that are no JSON', get('query=%7B__typename%7D&variables=%7B'), 400, 'BAD_REQUEST'],
  ['GET with a bad escape', get('query=%E0%A4%A'), 400, 'GRAPHQL_PARSE_FAILED'],
  ['PUT', { method: 'PUT', body: { query: '{ __typename }' } }, 405, 'METHOD_NOT_ALLOWED'],
  ['PATCH', { method: 'PATCH', body: { query: '{ __typename }' } }, 405, 'METHOD_NOT_ALLOWED'],
  ['DELETE', { method: 'DELETE' }, 405, 'METHOD_NOT_ALLOWED'],
  ['OPTIONS from another site', { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } }, 405, 'METHOD_NOT_ALLOWED'],
  ['an answer as a picture', { ...ask('{ __typename }'), headers: { accept: 'image/png' } }, 406, 'NOT_ACCEPTABLE'],
  ['another address', { ...ask('{ __typename }'), path: '/graphql/../admin' }, 404, 'NOT_FOUND'],
  ['an address with a bad escape', { method: 'GET', path: '/%E0%A4%A' }, 400, 'BAD_REQUEST'],
  ['an address of 12,000 characters', { method: 'GET', path: `/${'a'.repeat(12_000)}` }, 404, 'NOT_FOUND'],
  ['no token', { ...ask('{ __typename }'), headers: { authorization: '' } }, 401, 'UNAUTHENTICATED'],
  ['a password', { ...ask('{ __typename }'), headers: { authorization: 'Basic YWRtaW46YWRtaW4=' } }, 401, 'TOKEN_INVALID'],
  ['a token of 9,000 characters', { ...ask('{ __typename }'), headers: { authorization: `Bearer ${'a'.repeat(9000)}` } }, 401, 'TOKEN_INVALID'],
  ['introspection without a token', { ...ask('{ __schema { types { name } } }'), headers: { authorization: '' } }, 401, 'UNAUTHENTICATED'],
  ['a post that is no id', { ...ask('{ __typename }'), headers: { 'x-liandong-post': "' or 1=1 --" } }, 400, 'POST_ID_INVALID'],
];

function chunks(count: number): ReadableStream {
  return new ReadableStream({
    pull(controller) {
      if (count-- > 0) controller.enqueue(new Uint8Array(1000).fill(32));
      else controller.close();
    },
  });
}

describe('hostile requests', () => {
  let db: TestDatabase;
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    api = await startApi(db);
    token = await api.issuer.token(AS);
    await api.run('{ __typename }', AS);
  });
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  async function send({ method = 'POST', path = '/graphql', headers = {}, body }: Hostile) {
    const plain = typeof body === 'string' || Buffer.isBuffer(body) || body instanceof ReadableStream;
    const response = await fetch(api.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: plain ? body : JSON.stringify(body), duplex: 'half' }),
    });
    return { response, text: await response.text() };
  }

  describe.each([
    ['documents', DOCUMENTS],
    ['fragments', FRAGMENTS],
    ['directives', DIRECTIVES],
    ['texts', TEXTS],
    ['variables', VARIABLES],
    ['bodies', BODIES],
    ['HTTP', HTTP],
  ])('%s', (_kind, cases) => {
    it.each(cases)('%s', async (_name, request, status, code) => {
      const started = performance.now();
      const { response, text } = await send(request);
      const took = performance.now() - started;
      const { data, errors } = JSON.parse(text) as {
        data?: unknown;
        errors: { message: string; extensions: { code: string; correlationId: string } }[];
      };
      expect([response.status, errors[0]?.extensions.code]).toEqual([status, code]);
      expect(JSON.stringify(data ?? null)).not.toContain('clue_');
      expect(took).toBeLessThan(IN_TIME_MS);
      expect(text.length).toBeLessThan(100_000);
      expect(text).not.toMatch(/node_modules|\bat \w+ \(|\.[jt]s:\d+|stack|postgres|syntax error at or near/i);
      for (const { message, extensions } of errors) {
        expect(message).toMatch(/\p{Script=Han}/u);
        expect(extensions.correlationId).toBe(response.headers.get('x-correlation-id'));
      }
    });
  });

  it('are many', () => {
    const all = [DOCUMENTS, FRAGMENTS, DIRECTIVES, TEXTS, VARIABLES, BODIES, HTTP].flat();
    expect(all.length).toBeGreaterThanOrEqual(100);
    expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
  });

  it.each([
    ['30,000 characters of comment', ask(`#${'x'.repeat(30_000)}\n{ __typename }`)],
    ['30,000 commas', ask(`{ __typename ${','.repeat(30_000)} }`)],
    ['a byte order mark', ask('\ufeff{ __typename }')],
    ['variables that nobody asked for', ask('{ __typename }', { constructorOf: 1, x: { y: [1, 2] } })],
    [
      'null for all that may be null',
      { body: { query: '{ __typename }', variables: null, operationName: null, extensions: null } },
    ],
    [
      'bytes that are no UTF-8',
      raw(Buffer.concat([Buffer.from('{"query":"{ __typename #'), Buffer.from([0xff, 0xfe]), Buffer.from('\\n }"}')])),
    ],
    ['half a character in a value', ask(LIST, { f: { text: '\ud800' } })],
    ['text that looks like a pattern', ask(LIST, { f: { text: "%' or true --" } })],
    [
      'a window that ends before it begins',
      ask(LIST, { f: { due: { from: '2026-12-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } } }),
    ],
    ['inline fragments nested 40 deep', ask(`{ me ${nested(40, '{ ... ', '{ __typename }')} }`)],
    [
      'a chain of 30 fragments',
      ask(
        `{ me { ...g0 } } ${times(30, (n) => `fragment g${n} on Viewer { ...g${n + 1} }`)} fragment g30 on Viewer { __typename }`,
      ),
    ],
    ['a hundred fields at once', ask(`{ me { ${times(100, () => 'organ { name }')} } }`)],
  ] as [string, Hostile][])('strange and harmless: %s', async (_name, request) => {
    const { response, text } = await send(request);
    expect([response.status, (JSON.parse(text) as { errors?: unknown }).errors]).toEqual([200, undefined]);
  }); //PI

  it('leave the server as it was', async () => {
    const { data } = await api.run('{ clues { totalCount nodes { id } } }', AS);
    expect(data.clues.totalCount).toBeGreaterThan(3);
  });
});
