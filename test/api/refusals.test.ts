import { SignJWT, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { CursorSealer } from '../../src/graphql/cursor.js';
import { KEYS } from '../support/database.js';

const LIST =
  'query ($first: Int! = 20, $after: String) { clues(first: $first, after: $after) { nodes { id } pageInfo { endCursor } } }';
const AS = 'ningbo-anguan';

describe('what cannot be answered', () => {
  let db: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    api = await startApi(db);
  });
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  const withToken = (token: string, headers: Record<string, string> = {}) =>
    api.run(LIST, null, {}, { authorization: `Bearer ${token}`, ...headers });

  describe('of the caller: no data, an error that names its code, in the caller’s language', () => {
    it('no token', async () => {
      const answer = await api.run(LIST, null);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.data).toBeUndefined();
      expect(answer.errors).toMatchObject([
        { message: '请先登录：缺少身份令牌。', extensions: { code: 'UNAUTHENTICATED' } },
      ]);
    });
    it('no token, even for the schema', async () => {
      const answer = await api.run('{ __schema { queryType { name } } }', null);
      expect([answer.status, answer.text.includes('Query')]).toEqual([401, false]);
      expect((await api.run('{ __typename }', null)).status).toBe(401);
    });
    it('a token of somebody else’s making', async () => {
      const { privateKey } = await generateKeyPair('ES256');
      const token = await new SignJWT({}).setProtectedHeader({ alg: 'ES256' }).setSubject(AS).setIssuer('test').setAudience('test')
        .setExpirationTime('1h').sign(privateKey); // prettier-ignore
      const answer = await withToken(token, { 'accept-language': 'en-GB, zh;q=0.5' });
      expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([401, 'TOKEN_INVALID']);
      expect(answer.errors?.[0]?.message).toBe('The token is not valid here.');
    });
    it('an expired one', async () => {
      const answer = await withToken(await api.issuer.token(AS, -60));
      expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([401, 'TOKEN_EXPIRED']);
    });
    it.each([
      ['nobody-known', {}, 403, 'PERSON_UNKNOWN'],
      ['has-left', {}, 403, 'PERSON_UNKNOWN'],
      ['post-ended', {}, 403, 'NO_POST_IN_FORCE'],
      [AS, { 'x-liandong-post': `post_${NINGBO.post['haishu-anguan']}` }, 403, 'POST_NOT_YOURS'],
      [AS, { 'x-liandong-post': 'post_00000000-0000-7000-8000-00000000dead' }, 403, 'POST_NOT_YOURS'],
      ['post-ended', { 'x-liandong-post': `post_${NINGBO.post['post-ended']}` }, 403, 'NO_POST_IN_FORCE'],
      [AS, { 'x-liandong-post': 'not a post' }, 400, 'POST_ID_INVALID'],
      [AS, { 'x-liandong-post': `clue_${NINGBO.clue.ningbo}` }, 400, 'POST_ID_INVALID'],
    ])('%s with %j', async (subject, headers, status, code) => {
      const answer = await api.run(LIST, subject, {}, headers);
      expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([status, code]);
      expect(answer.data ?? null).toBeNull();
      expect(answer.text).not.toContain('clue_');
    });
    it('an administrator is refused every matter, and still knows who he is', async () => {
      const clue = `clue_${NINGBO.clue.ningbo}`;
      for (const field of [
        'clues { nodes { id } totalCount }',
        'supervisionItems { totalCount }',
        'jointCases { totalCount }',
        'clueStatistics { total }',
        `clue(id: "${clue}") { id }`,
        `node(id: "${clue}") { id }`,
      ]) {
        const answer = await api.run(`{ ${field} }`, 'ningbo-administrator');
        expect([field, answer.errors?.[0]?.extensions.code]).toEqual([field, 'FORBIDDEN']);
        expect(answer.text).not.toContain('clue_');
      }
      const me = await api.run(
        '{ me { post { duty } reaches { clues { effective words } } } units(first: 1) { nodes { name } } }',
        'ningbo-administrator',
      );
      expect(me.data.me.reaches.clues.effective).toEqual([]);
      expect(me.data.me.post.duty).toBe('SYSTEM_ADMINISTRATOR');
    });
  });

  describe('of the request', () => {
    const code = async (document: string, variables?: object, headers?: Record<string, string>) => {
      const answer = await api.run(document, AS, variables, headers);
      return [answer.status, answer.errors?.[0]?.extensions.code];
    };
    it.each([
      ['a syntax error', '{ clues(', {}, [400, 'GRAPHQL_PARSE_FAILED']],
      ['an unknown field', '{ secrets }', {}, [400, 'GRAPHQL_VALIDATION_FAILED']],
      ['an unknown argument', '{ clues(everything: true) { nodes { id } } }', {}, [400, 'GRAPHQL_VALIDATION_FAILED']],
      ['a value of the wrong type', LIST, { first: 'many' }, [400, 'BAD_USER_INPUT']],
      ['an unknown stage', '{ clues(filter: { stage: [NOWHERE] }) { nodes { id } } }', {}, [400, 'GRAPHQL_VALIDATION_FAILED']],
      ['a page of 101', LIST, { first: 101 }, [200, 'PAGE_TOO_LARGE']],
      ['a page of 0', LIST, { first: 0 }, [200, 'PAGE_TOO_LARGE']],
      ['a page of -1', LIST, { first: -1 }, [200, 'PAGE_TOO_LARGE']],
      ['a page of 101 units', '{ units(first: 101) { nodes { id } } }', {}, [200, 'PAGE_TOO_LARGE']],
      ['a malformed id', '{ clue(id: "1") { id } }', {}, [200, 'ID_INVALID']],
      ['an id in capitals', `{ clue(id: "clue_${NINGBO.clue.ningbo.toUpperCase()}") { id } }`, {}, [200, 'ID_INVALID']],
      ['an id of another kind', `{ clue(id: "jointCase_${NINGBO.jointCase.joint}") { id } }`, {}, [200, 'ID_INVALID']],
      ['a node of no kind', '{ node(id: "person_00000000-0000-7000-8000-000000000001") { id } }', {}, [200, 'ID_INVALID']],
      ['an id with a newline', '{ clue(id: "clue_\\n") { id } }', {}, [200, 'ID_INVALID']],
      ['a filter by a malformed id', '{ clues(filter: { handlingUnit: "x" }) { nodes { id } } }', {}, [200, 'ID_INVALID']],
      ['text that is too long', 'query ($t: String) { clues(filter: { text: $t }) { totalCount } }', { t: '线'.repeat(61) }, [200, 'ARGUMENT_INVALID']],
      ['empty text', '{ clues(filter: { text: "  " }) { totalCount } }', {}, [200, 'ARGUMENT_INVALID']],
      ['text with a NUL', '{ clues(filter: { text: "a\\u0000b" }) { totalCount } }', {}, [200, 'ARGUMENT_INVALID']],
      ['too many values', 'query ($s: [ClueStage!]) { clues(filter: { stage: $s }) { totalCount } }', { s: Array(51).fill('CLOSED') }, [200, 'ARGUMENT_INVALID']],
      ['a date that is none', '{ clues(filter: { due: { from: "2026-02-30T00:00:00Z" } }) { totalCount } }', {}, [400, 'GRAPHQL_VALIDATION_FAILED']],
      ['relations too deep', '{ clues { nodes { jointCases { clues { jointCases { clues { jointCases { id } } } } } } } }', {}, [200, 'QUERY_TOO_DEEP']],
    ])('%s', async (_name, document, variables, expected) => {
      expect(await code(document, variables)).toEqual(expected);
    }); // prettier-ignore

    it('text is looked for as it stands: patterns are no patterns', async () => {
      const { data } = await api.run(
        '{ all: clues { totalCount } clues(filter: { text: "%" }) { totalCount } under: clues(filter: { text: "_" }) { totalCount } }',
        AS,
      );
      expect(data.all.totalCount).toBeGreaterThan(3);
      expect([data.clues.totalCount, data.under.totalCount]).toEqual([0, 0]);
    });

    it('a body that is no JSON, one that is too large, an address that is none', async () => {
      const authorization = `Bearer ${await api.issuer.token(AS)}`;
      const post = (body: string, path = '/graphql') =>
        fetch(api.url + path, { method: 'POST', body, headers: { 'content-type': 'application/json', authorization } });
      const coded = async (response: Response) => {
        const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
        return [response.status, errors[0]?.extensions.code];
      };
      expect(await coded(await post('{'))).toEqual([400, 'JSON_INVALID']);
      expect(await coded(await post('x'.repeat(300_000)))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
      expect(await coded(await post('{}', '/nothing'))).toEqual([404, 'NOT_FOUND']);
    });

    it('every error names the id under which the log knows it', async () => {
      const answer = await api.run('{ clue(id: "1") { id } }', AS);
      expect(answer.errors?.[0]?.extensions.correlationId).toBe(answer.headers.get('x-correlation-id'));
    });
  });

  describe('cursors', () => {
    const endCursor = async (as: string, document = LIST, variables: object = { first: 1 }) =>
      (await api.run(document, as, variables)).data.clues.pageInfo.endCursor as string;
    const refused = async (as: string, after: string, document = LIST) => {
      const answer = await api.run(document, as, { first: 1, after });
      expect(answer.data ?? null).toBeNull();
      return answer.errors?.[0]?.extensions.code;
    };

    it('one’s own goes on', async () => {
      const answer = await api.run(LIST, AS, { first: 1, after: await endCursor(AS) });
      expect(answer.data.clues.nodes).toHaveLength(1);
    });
    it('forged, cut, of somebody else, of another post, of another list or filter: one and the same refusal', async () => {
      const mine = await endCursor(AS);
      const flipped = mine.slice(0, -2) + (mine.endsWith('AA') ? 'BB' : 'AA');
      const dueFirst =
        'query ($first: Int, $after: String) { clues(first: $first, after: $after, orderBy: DUE_FIRST) { nodes { id } pageInfo { endCursor } } }';
      const open =
        'query ($first: Int, $after: String) { clues(first: $first, after: $after, filter: { open: true }) { nodes { id } pageInfo { endCursor } } }';
      const items =
        'query ($first: Int, $after: String) { supervisionItems(first: $first, after: $after) { nodes { id } } }';
      expect([
        await refused(AS, 'x'),
        await refused(AS, flipped),
        await refused(AS, mine.slice(0, 20)),
        await refused(AS, mine.repeat(10)),
        await refused('ningbo-anguan-head', mine),
        await refused(AS, mine, dueFirst),
        await refused(AS, mine, open),
        await refused(AS, mine, items),
      ]).toEqual(Array(8).fill('CURSOR_INVALID'));
    });
    it('one that has expired says so', async () => {
      const use = { post: NINGBO.post[AS], list: 'clue', asked: ['NEWEST_FIRST', 'ALL', {}] };
      const old = new CursorSealer(KEYS).seal(use, { id: NINGBO.clue.ningbo, due: null }, Date.now() - 2 * 86_400_000);
      expect(await refused(AS, old)).toBe('CURSOR_EXPIRED');
    });
    it('tells nothing of the position', async () => {
      const bytes = Buffer.from(await endCursor(AS), 'base64url').toString('latin1');
      expect(bytes).not.toContain(NINGBO.clue.ningbo.slice(0, 8));
    });
  });
});
