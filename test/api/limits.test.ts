import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.js';
import { insertBulkWorld } from '../support/bulkWorld.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const AS = 'township';

describe('what one request may ask', () => {
  let db: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertBulkWorld(db.owner, 1000); // the whole country's units
    api = await startApi(db);
    await api.run('{ __typename }', AS);
  }, 120_000);
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  const many = (count: number, field: (n: number) => string) =>
    `{ ${Array.from({ length: count }, (_, n) => field(n)).join(' ')} }`;

  it.each([
    ['children of children', '{ unit(code: "33") { children { children { children { ancestors { children { name } } } } } } }', 'TOO_COSTLY'],
    ['and once more', '{ unit(code: "33") { children { children { children { organ { parent { children { children { name } } } } } } } } }', 'TOO_COSTLY'],
    ['many children of few', '{ unit(code: "33") { ancestors { children { children { name children { name } } } } } }', 'TOO_MANY_UNITS'],
    ['searches', many(60, (n) => `a${n}: units(first: 1, filter: { name: "zz${n}" }) { totalCount }`), 'TOO_MANY_UNITS'],
    ['aliases', many(300, (n) => `a${n}: clues { totalCount }`), 'TOO_MANY_ALIASES'],
    ['depth', `{ unit(code: "33") { ${'parent { '.repeat(20)} name ${'} '.repeat(20)} } }`, 'DOCUMENT_TOO_DEEP'],
    ['comments, which are no tokens', `${'#\n'.repeat(17_000)}{ __typename }`, 'DOCUMENT_TOO_LONG'],
    ['tokens', many(4000, () => 'a'), 'TOO_MANY_TOKENS'],
    ['directives', `{ me { ${many(60, () => '__typename @include(if: true)').slice(1, -1)} } }`, 'TOO_MANY_DIRECTIVES'],
    ['a mutation', 'mutation { x }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a subscription', 'subscription { x }', 'OPERATION_NOT_OFFERED'],
  ])('%s', async (_name, document, code) => {
    const started = performance.now();
    const answer = await api.run(document, AS);
    expect(performance.now() - started).toBeLessThan(1500);
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toContain(code);
    expect(answer.text.length).toBeLessThan(300_000);
    for (const { extensions } of answer.errors!) expect(extensions.correlationId).toBe(answer.headers.get('x-correlation-id'));
  }); // prettier-ignore

  it('what is given up in one place is heard of in the others, which still wait: nothing ends the server', async () => {
    const unheard: unknown[] = [];
    const hear = (cause: unknown) => unheard.push(cause);
    process.on('unhandledRejection', hear);
    const answer = await api.run(
      '{ units(first: 100, filter: { tier: [COUNTY] }) { nodes { ancestors { children { id } } residentUnits { name } } } }',
      AS,
    );
    expect(answer.errors?.[0]?.extensions.code).toBe('TOO_MANY_UNITS');
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });

  it.each([
    ['a batch', '[{"query":"{ __typename }"}]'],
    ['null', 'null'],
    ['a word', '"x"'],
    ['variables that are a list', '{"query":"{ __typename }","variables":[]}'],
    ['a persisted query', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"}}}'],
  ])('%s is refused in the reader’s language, with the id of its request', async (_name, body) => {
    const token = await api.issuer.token(AS);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'accept-language': 'zh' };
    const response = await fetch(`${api.url}/graphql`, { method: 'POST', body, headers });
    const { errors } = (await response.json()) as { errors: { message: string; extensions: Record<string, string> }[] };
    expect([200, 400]).toContain(response.status); // 200 is what clients of persisted queries expect
    expect(errors[0]?.message).toMatch(/[一-龥]/);
    expect(errors[0]?.extensions['code']).toMatch(/^(BAD_REQUEST|OPERATION_NOT_OFFERED)$/);
    expect(errors[0]?.extensions['correlationId']).toBe(response.headers.get('x-correlation-id'));
  }); // prettier-ignore

  it('a request that goes on for five seconds is given up, and what was read with it', async () => {
    // Each of many small reads waits behind a lock in turn; the whole must not outlive its snapshot's time.
    const scoped = db.scoped({ max: 1 });
    const started = performance.now();
    const attempt = scoped.as({ issuer: 'test', subject: AS, post: null }, async ({ transaction }) => {
      for (let n = 0; n < 20; n += 1) await transaction.query('select pg_sleep(0.4)');
    });
    await expect(attempt).rejects.toMatchObject({ code: 'TOO_SLOW' });
    expect(performance.now() - started).toBeLessThan(6500);
    // The pool is none the worse.
    await scoped.as({ issuer: 'test', subject: AS, post: null }, ({ transaction }) => transaction.query('select 1'));
  }, 20_000);
});
