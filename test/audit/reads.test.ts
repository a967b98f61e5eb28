import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { asSuperuser } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { trailOf, type Entry } from './trailOf.js';

const { clue, supervisionItem, jointCase, person, post, unit } = NINGBO;

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

async function asked(document: string, as: string, variables?: object, headers?: Record<string, string>) {
  const answer = await api.run(document, as, variables, headers);
  const trail = await trailOf(db.owner, answer.headers.get('x-correlation-id')!);
  return { answer, trail };
}
const brief = (trail: Entry[]) =>
  trail.map(({ kind, operation, object, facets, ids }) => [kind, operation, object, facets.join(), ids]);
const count = async () =>
  Number((await db.owner.query<{ n: string }>('select count(*) as n from audit_entry')).rows[0]!.n);

describe('a read of petition, content or reporter', () => {
  it('is one entry for each facet, with who, by which post, and whence', async () => {
    const { answer, trail } = await asked(
      `{ clue(id: "clue_${clue.ningbo}") { number petition { text } content { subjectName } reporter { name } } }`,
      'ningbo-intake-head',
    );
    expect(answer.data.clue).toMatchObject({ content: null, petition: { text: '来信全文-ningbo' } });
    expect(brief(trail)).toEqual([
      ['READ', 'clue', 'clue', 'PETITION', [clue.ningbo]],
      ['READ', 'clue', 'clue', 'REPORTER', [clue.ningbo]],
    ]);
    for (const entry of trail) {
      expect(entry).toMatchObject({
        person: person['ningbo-intake-head'],
        post: post['ningbo-intake-head'],
        unit: String(unit['ningbo-xinfang']),
        source: '127.0.0.1',
        subject: null,
        code: null,
        correlation: answer.headers.get('x-correlation-id'),
      });
    }
  });

  it('of a list holds the rows that showed it, and no others', async () => {
    const { answer, trail } = await asked(
      '{ clues(first: 100) { nodes { id content { subjectName } } } }',
      'ningbo-anguan',
    );
    const nodes = answer.data.clues.nodes as { id: string; content: object | null }[];
    const shown = nodes.filter(({ content }) => content).map(({ id }) => id.replace('clue_', ''));
    expect([shown.length > 3, shown.length < nodes.length]).toEqual([true, true]);
    expect(brief(trail)).toEqual([['READ', 'clues', 'clue', 'CONTENT', shown.sort()]]);
  });

  it('through relations is one too, however deep', async () => {
    const { answer, trail } = await asked(
      `{ jointCase(id: "jointCase_${jointCase.joint}") { content { title assignments { personName } }
           clues { content { subjectName } supervisionItems { content { requirement } clue { petition { text } } } } } }`,
      'ningbo-principal',
    );
    const { clues } = answer.data.jointCase;
    expect(clues.length).toBeGreaterThan(0);
    expect(trail.map(({ object, facets }) => `${object} ${facets.join()}`)).toContain('joint_case CONTENT');
    const shown = JSON.stringify(answer.data);
    for (const { object, ids } of trail) {
      const all: Record<string, string> = { ...clue, ...supervisionItem, ...jointCase };
      for (const id of ids) {
        const [slug] = Object.entries(all).find(([, one]) => one === id)!;
        expect([object, shown]).toEqual([object, expect.stringContaining(`-${slug}"`)]);
      }
    }
    // And the other way round: whatever content is in the answer is in the trail.
    const said = [...shown.matchAll(/(某甲|督办要求|来信全文|联合办案)-([\w-]+)"/g)].map(([, , slug]) => slug!);
    const traced = trail.flatMap(({ ids }) => ids);
    const everything: Record<string, string> = { ...clue, ...supervisionItem, ...jointCase };
    expect(said.filter((slug) => !traced.includes(everything[slug]!))).toEqual([]);
    expect(said.length).toBeGreaterThan(0);
  });

  it('is told of by the schema’s names, not by the asker’s own', async () => {
    const document = `query secret_name { my_alias: clue(id: "clue_${clue.ningbo}") { s3cret: content { x: subjectName } } }`;
    const { answer, trail } = await asked(document, 'ningbo-anguan');
    expect(answer.data.my_alias.s3cret.x).toBe('某甲-ningbo');
    expect(brief(trail)).toEqual([['READ', 'clue', 'clue', 'CONTENT', [clue.ningbo]]]);
  });

  it.each(['constructor', '__proto__', 'toString', 'then'])('is answered and told of as %s too', async (name) => {
    const { answer, trail } = await asked(
      `{ ${name}: clues(filter: { text: "某甲-ningbo" }) { ${name}: edges { ${name}: node { ${name}: content { ${name}: subjectName } stage } } } }`,
      'ningbo-anguan',
    );
    expect(answer.text).toContain(`{"${name}":{"${name}":"某甲-ningbo"},"stage":`);
    expect(brief(trail)).toEqual([
      ['READ', 'clues', 'clue', 'CONTENT', [clue.ningbo]],
      ['SEARCH', 'clues', 'clue', '', [clue.ningbo]],
    ]);
  });

  it.each([
    ['haishu-handler', 'clue', 'haishu', 'HANDLER'],
    ['haishu-office-head', 'clue', 'haishu', 'OWN'],
    ['haishu-anguan', 'clue', 'haishu', 'ORGAN'],
    ['ningbo-contact-head', 'clue', 'ningbo', 'OWN'],
    ['ningbo-leader', 'clue', 'ningbo', 'BRANCH'],
    ['ningbo-principal', 'clue', 'ningbo', 'ORGAN'],
    ['ningbo-cadre-head', 'clue', 'cadre', 'OWN'],
    ['ningbo-group-head', 'clue', 'group', 'OWN'],
    ['ningbo-group-head', 'clue', 'haishu', 'GRANTED_OR_NAMED'],
    ['ningbo-investigator', 'clue', 'fenghua-granted', 'GRANTED_OR_NAMED'],
    ['haishu-handler', 'jointCase', 'joint', 'GRANTED_OR_NAMED'],
    ['ningbo-leader', 'jointCase', 'joint', 'BRANCH'],
    ['haishu-anguan', 'supervisionItem', 'to-haishu', 'ORGAN'],
    ['ningbo-contact-head', 'supervisionItem', 'to-haishu', 'OWN'],
  ] as const)('tells by what: %s sees the content of %s %s by %s', async (as, noun, slug, path) => {
    const id = `${noun}_${(NINGBO[noun] as Record<string, string>)[slug]}`;
    const { answer, trail } = await asked(`{ ${noun}(id: "${id}") { content { __typename } } }`, as);
    expect(answer.data[noun].content).toBeTruthy();
    expect(trail).toMatchObject([{ kind: 'READ', facets: ['CONTENT'], paths: [path] }]);
  });

  it('by several ways in one list is an entry for each', async () => {
    const { trail } = await asked('{ clues(first: 100) { nodes { content { __typename } } } }', 'ningbo-group-head');
    expect(trail.map(({ paths, ids }) => `${paths.join()} ${ids.join()}`).sort()).toEqual([
      `GRANTED_OR_NAMED ${clue.haishu}`,
      `OWN ${clue.group}`,
    ]);
  });

  it('that is asked of another kind of object is none', async () => {
    const ask = (type: string) =>
      asked(`{ node(id: "clue_${clue.ningbo}") { id ... on ${type} { content { __typename } } } }`, 'ningbo-anguan');
    const other = await ask('JointCase');
    expect([other.answer.data.node, other.trail]).toEqual([{ id: `clue_${clue.ningbo}` }, []]);
    expect(brief((await ask('Clue')).trail)).toEqual([['READ', 'node', 'clue', 'CONTENT', [clue.ningbo]]]);
  });

  it('that was asked for and withheld, or of what is hidden, is none', async () => {
    const before = await count();
    const hidden = `{ clue(id: "clue_${clue.haishu}") { content { subjectName } } }`;
    expect((await asked(hidden, 'jiangbei-anguan')).answer.data).toEqual({ clue: null });
    const ledger = await asked(hidden, 'zhejiang-anguan');
    expect(ledger.answer.data).toEqual({ clue: { content: null } });
    expect(await count()).toBe(before);
  });

  it('names the post that was chosen', async () => {
    const chosen = { 'x-liandong-post': `post_${post['two-posts-jiangbei']}` };
    const { trail } = await asked(
      `{ clue(id: "clue_${clue.jiangbei}") { content { subjectName } } }`,
      'two-posts',
      {},
      chosen,
    );
    expect(trail).toMatchObject([{ post: post['two-posts-jiangbei'], unit: String(unit['jiangbei-anguan']) }]);
  });
});

it('ledgers, units, statistics and oneself leave nothing', async () => {
  const before = await count();
  const { answer } = await asked(
    `{ me { person { name } } units(first: 5) { nodes { name } } clueStatistics(groupBy: [STAGE]) { total }
       clues(first: 50) { totalCount nodes { number colour owner { name } supervisionItems { number clue { number } } } } }`,
    'ningbo-anguan',
  );
  expect(answer.errors).toBeUndefined();
  expect(await count()).toBe(before);
});

describe('a search', () => {
  const text = '某甲-ningbo';
  it('is an entry, with what it found and without what was looked for', async () => {
    const { answer, trail } = await asked(
      'query ($t: String) { clues(filter: { text: $t }) { nodes { id } } }',
      'ningbo-anguan',
      { t: text },
    );
    expect(answer.data.clues.nodes).toEqual([{ id: `clue_${clue.ningbo}` }]);
    expect(brief(trail)).toEqual([['SEARCH', 'clues', 'clue', '', [clue.ningbo]]]);
  });
  it('that finds nothing is one too, and one that only counts', async () => {
    const nothing = await asked('{ clues(filter: { text: "无此人" }) { totalCount } }', 'ningbo-anguan');
    expect(brief(nothing.trail)).toEqual([['SEARCH', 'clues', 'clue', '', []]]);
    const counted = await asked(`{ clueStatistics(filter: { text: "${text}" }) { total } }`, 'ningbo-anguan');
    expect(counted.answer.data.clueStatistics.total).toBe(1);
    expect(brief(counted.trail)).toEqual([['SEARCH', 'clueStatistics', 'clue', '', []]]);
  });
});

describe('a refusal', () => {
  it('by one’s post is an entry of it', async () => {
    const document = `{ clues { nodes { id } } my_alias: clue(id: "clue_${clue.ningbo}") { id } }`;
    const { answer, trail } = await asked(document, 'ningbo-administrator');
    expect(answer.errors!.map(({ extensions }) => extensions.code)).toEqual(trail.map(({ code }) => code));
    const by = post['ningbo-administrator'];
    expect(trail.map(({ kind, operation, code, post: acting }) => [kind, operation, code, acting])).toEqual([
      ['REFUSAL', 'clue', 'FORBIDDEN', by],
      ['REFUSAL', 'clues', 'FORBIDDEN', by],
    ]);
  });
  it.each([
    ['has-left', {}, 'PERSON_UNKNOWN'],
    ['nobody-known', {}, 'PERSON_UNKNOWN'],
    ['post-ended', {}, 'NO_POST_IN_FORCE'],
    ['ningbo-anguan', { 'x-liandong-post': `post_${post['haishu-anguan']}` }, 'POST_NOT_YOURS'],
  ])('of who has not entered names his subject: %s', async (subject, headers, code) => {
    const { trail } = await asked('{ clues { nodes { id } } }', subject, {}, headers);
    expect(trail).toMatchObject([
      { kind: 'REFUSAL', operation: 'request', code, subject: `test ${subject}`, person: null, post: null, unit: null },
    ]);
  });
  it('for want of points is one, and not one for every further try', async () => {
    const poor = await startApi(db, { perMinute: 30_000 });
    try {
      const document = '{ clueStatistics { total } }';
      const codes: string[] = [];
      const before = await count();
      for (let n = 0; n < 200; n += 1) {
        const { errors } = await poor.run(document, 'fenghua-anguan');
        if (errors) codes.push(errors[0]!.extensions.code);
        if (codes.length === 5) break;
      }
      expect(codes).toEqual(Array(5).fill('RATE_LIMITED'));
      expect((await count()) - before).toBe(1);
    } finally {
      await poor.stop();
    }
  });
  it('of a document is none: a mistake is no attempt', async () => {
    const before = await count();
    for (const document of ['{ clues(', '{ secrets }', '{ clue(id: "x") { id } }'])
      expect((await asked(document, 'ningbo-anguan')).answer.errors).toBeDefined();
    expect((await api.run('{ me { person { name } } }', null)).status).toBe(401);
    expect(await count()).toBe(before);
  });
});

it('holds no name, no text and no value that anybody sent', async () => {
  const { rows } = await db.owner.query<{ all: string }>(
    'select string_agg(e::text, chr(10)) as all from audit_entry e',
  );
  expect(rows[0]!.all.length).toBeGreaterThan(1000);
  for (const secret of [
    '某甲',
    '来信',
    '反映',
    '电话-',
    '督办要求',
    '无此人',
    's3cret',
    'secret_name',
    'my_alias',
    '徐静波',
  ])
    expect(rows[0]!.all).not.toContain(secret);
});

describe('while the trail cannot be written', () => {
  const content = `{ clue(id: "clue_${clue.ningbo}") { number content { subjectName } } }`;
  const refuse = (how: 'revoke' | 'grant') =>
    asSuperuser(db, (superuser) =>
      superuser.query(
        `${how} insert (kind) on liandong.audit_entry ${how === 'revoke' ? 'from' : 'to'} liandong_audit`,
      ),
    );

  it('what would have to be told is not shown; the rest is', async () => {
    await refuse('revoke');
    const silenced = console.error;
    console.error = () => undefined;
    try {
      const answer = await api.run(content, 'ningbo-anguan');
      expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([503, 'UNAVAILABLE']);
      expect(answer.errors).toHaveLength(1);
      expect(answer.data ?? null).toBeNull();
      expect(answer.text).not.toMatch(/某甲|第\d+号/);
      const search = await api.run('{ clues(filter: { text: "某甲" }) { totalCount } }', 'ningbo-anguan');
      expect([search.status, search.data ?? null]).toEqual([503, null]);
      const refusal = await api.run('{ clues { nodes { id } } }', 'ningbo-administrator');
      expect([refusal.status, refusal.errors?.[0]?.extensions.code]).toEqual([503, 'UNAVAILABLE']);
      const ledger = await api.run('{ clues { nodes { number } } }', 'ningbo-anguan');
      expect([ledger.status, ledger.data.clues.nodes.length > 3]).toEqual([200, true]);
    } finally {
      console.error = silenced;
      await refuse('grant');
    }
    expect((await api.run(content, 'ningbo-anguan')).data.clue.content).toEqual({ subjectName: '某甲-ningbo' });
  });
});
