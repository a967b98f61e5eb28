import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { trailOf } from '../../audit/trailOf.js';
import { insertUnresolved } from '../scenarios/subjectWorld.js';
import { insertRows, type Row } from '../../support/world.js';
import { WHOLE } from '../../support/whole.js';
import { newId } from '../../../src/shared/ids.js';
import { everyMatter, explainWorld, MATTERS, OFFICERS, shownFacets, type ExplainWorld } from './explainWorld.js';

const FACETS = 'facets { facet code words reasons ways { via basis code words until } }';
const EXPLAIN = `query ($object: ID!, $whom: ID!) { explainAccess(object: $object, whom: $whom) { object posts { post unit { name } duty ${FACETS} } } }`;

interface Way {
  via: string;
  basis: string | null;
  code: string;
  words: string;
}
interface Explained {
  posts: {
    post: string;
    unit: { name: string };
    duty: string;
    facets: { facet: string; code: string; words: string; reasons: string[]; ways: Way[] }[];
  }[];
}

let world: ExplainWorld;
beforeAll(async () => {
  world = await explainWorld();
});
afterAll(() => world.end());

const ask = (as: string, object: string, whom: string, headers = {}) =>
  world.api.run(EXPLAIN, as, { object, whom }, headers);
const explained = async (as: string, object: string, slug: PersonSlug, headers = {}) => {
  const { data, errors } = await ask(as, object, `post_${NINGBO.post[slug]}`, headers);
  expect(errors).toBeUndefined();
  return data.explainAccess as Explained | null;
};
/** All codes there are where single decisions are not told. */
const BY_RULE = ['BY_RULE', 'NOT_BY_RULE'];
const facet = (answer: Explained | null, name: string) => answer!.posts[0]!.facets.find((one) => one.facet === name)!;
const clue = (slug: keyof typeof NINGBO.clue) => `clue_${NINGBO.clue[slug]}`;
const changed = async (rows: [table: string, row: Row][], work: () => Promise<void>, sql?: [string, unknown[]]) => {
  for (const [table, row] of rows) await insertRows(world.db.owner, table, [row]);
  if (sql) await world.db.owner.query(...sql);
  await work();
  // Who was asked as has a session by now.
  for (const [table, { id }] of rows) if (table === 'person') await world.db.owner.query('delete from session where person_id = $1', [id]);
  for (const [table, row] of rows.toReversed()) await world.db.owner.query(`delete from ${table} where id = $1`, [row['id']]); // prettier-ignore
}; // prettier-ignore

describe('explainAccess', () => {
  it(
    'says GRANTED of a facet exactly when that person’s own query shows it, and of others without the content the rules alone',
    { timeout: 240_000 },
    async () => {
      const shownTo = new Map<string, Map<string, string[]>>();
      for (const slug of OFFICERS) shownTo.set(slug, shownFacets((await world.api.run(everyMatter(), slug)).data));
      const compared = { granted: 0, not: 0, byRule: 0 };
      for (const [turn, object] of MATTERS.entries()) {
        // Every asker with its ledger may ask, with its content or without.
        const askers = OFFICERS.filter((slug) => shownTo.get(slug)!.has(object));
        const knowing = askers.filter((slug) => shownTo.get(slug)!.get(object)!.includes('CONTENT'));
        const few = new Set(
          (WHOLE
            ? [askers[0], askers.at(-1), knowing[0], knowing.at(-1)]
            : [askers[turn % askers.length], knowing[turn % knowing.length]]
          ).filter((slug) => slug !== undefined),
        );
        for (const asker of few) {
          const all = OFFICERS.map((slug, n) => `p${n}: explainAccess(object: "${object}", whom: "post_${NINGBO.post[slug]}") { posts { ${FACETS} } }`); // prettier-ignore
          const { data } = await world.api.run(`{ ${all.join(' ')} }`, asker);
          for (const [n, slug] of OFFICERS.entries()) {
            const { posts } = data[`p${n}`] as Explained;
            if (posts[0]!.facets.some(({ code }) => BY_RULE.includes(code))) {
              // Of what is written about a clue, its content is not enough.
              expect([slug === asker, object.startsWith('clue_') && knowing.includes(asker)]).toEqual([false, false]);
              for (const { code, ways } of posts[0]!.facets) {
                expect(BY_RULE).toContain(code);
                expect([...new Set(ways.map((way) => way.code))]).toEqual(code === 'BY_RULE' ? ['BY_RULE'] : []);
              }
              compared.byRule += 1;
              continue;
            }
            expect(slug === asker || knowing.includes(asker)).toBe(true);
            const granted = posts[0]!.facets.filter(({ code }) => code === 'GRANTED').map((one) => one.facet).sort(); // prettier-ignore
            expect([asker, object, slug, granted]).toEqual([asker, object, slug, shownTo.get(slug)!.get(object) ?? []]);
            // And by a way that has a name.
            for (const { code, ways } of posts[0]!.facets)
              expect(ways.some((way) => way.code === 'GRANTED')).toBe(code === 'GRANTED');
            compared.granted += granted.length;
            compared.not += posts[0]!.facets.length - granted.length;
          }
        }
      }
      expect(compared.granted).toBeGreaterThan(60);
      expect(compared.not).toBeGreaterThan(240);
      expect(compared.byRule).toBeGreaterThan(80);
    },
  );

  it('tries every way, and says in words and codes what came of each', async () => {
    const content = facet(await explained('haishu-anguan', clue('haishu'), 'haishu-office-head'), 'CONTENT');
    expect(content.code).toBe('GRANTED');
    expect(Object.fromEntries(content.ways.map(({ via, code }) => [via, code]))).toEqual({
      OWN: 'GRANTED',
      BRANCH: 'NOT_THIS_DUTY',
      ORGAN: 'NOT_THIS_DUTY',
      HANDLER: 'NOT_NAMED',
      REGISTRAR: 'NOT_NAMED',
      CUSTODIAN: 'NOT_NAMED',
      GRANT: 'NO_GRANT',
    });
    const elsewhere = facet(await explained('haishu-anguan', clue('haishu'), 'jiangbei-anguan'), 'CONTENT');
    expect(elsewhere).toMatchObject({ code: 'NO_WAY', reasons: [] });
    expect(elsewhere.ways.find(({ via }) => via === 'ORGAN')).toMatchObject({ code: 'NOT_THIS_PLACE', words: '事项不在其范围内' });
    const english = await explained('haishu-anguan', clue('haishu'), 'jiangbei-anguan', { 'accept-language': 'en' });
    expect(facet(english, 'CONTENT').words).toBe('nothing opens it');
  }); // prettier-ignore

  it('says what is over, and what is closed', async () => {
    const grant = { id: newId(), object: 'clue', object_id: NINGBO.clue.xiangshan, facets: ['ledger'], basis: 2, post_id: NINGBO.post['jiangbei-anguan'], valid_from: '2020-01-01', valid_to: '2021-01-01' }; // prettier-ignore
    await changed([['access_grant', grant]], async () => {
      const { ways } = facet(await explained('xiangshan-anguan', clue('xiangshan'), 'jiangbei-anguan'), 'LEDGER');
      expect(ways.find(({ via }) => via === 'GRANT')).toMatchObject({ basis: 'CC', code: 'PERIOD_OVER' });
    });
    const closed = await explained('haishu-anguan', clue('closed-before-link'), 'ningbo-contact-head');
    expect(facet(closed, 'LEDGER').ways.find(({ via }) => via === 'LINKED')).toMatchObject({ code: 'CLOSED' });
    const since = await explained('haishu-anguan', clue('closed-since-link'), 'ningbo-contact-head');
    expect(facet(since, 'LEDGER')).toMatchObject({ code: 'GRANTED' });
    const ended = await explained('ningbo-anguan', clue('ningbo'), 'post-ended');
    expect(facet(ended, 'LEDGER')).toMatchObject({ code: 'POST_NOT_IN_FORCE' });
  });

  it('of a person speaks of all his posts in force, and of one who has none of nothing', async () => {
    const { data } = await ask('haishu-anguan', clue('haishu'), `person_${NINGBO.person['two-posts']}`);
    const { posts } = data.explainAccess as Explained;
    expect(posts.map(({ post, facets }) => [post, facets[0]!.code])).toEqual([
      [`post_${NINGBO.post['two-posts']}`, 'GRANTED'],
      [`post_${NINGBO.post['two-posts-jiangbei']}`, 'NO_WAY'],
    ]);
    for (const person of [NINGBO.person['post-ended'], newId()])
      expect((await ask('haishu-anguan', clue('haishu'), `person_${person}`)).data.explainAccess.posts).toEqual([]);
    for (const whom of ['x', `unit_${newId()}`, clue('haishu')])
      expect((await ask('haishu-anguan', clue('haishu'), whom)).errors?.[0]?.extensions.code).toBe('ID_INVALID');
  }); // prettier-ignore
});

/** Of 海曙's clue the province has the ledger and no more; its own register has the content. */
const WHOM: PersonSlug = 'haishu-office-head';
const denial = (row: Row): [string, Row] => ['denial', { id: newId(), object: 'clue', object_id: NINGBO.clue.haishu, basis: 1, ...row }]; // prettier-ignore
const person_id = NINGBO.person[WHOM];
const { haishu } = NINGBO.clue;
const HIDDEN: Record<string, { reasons: string[]; rows?: [string, Row][]; set?: string; back?: string }> = {
  recusal: { reasons: ['RECUSAL'], rows: [denial({ person_id })] },
  'being the subject': { reasons: ['SUBJECT'], rows: [denial({ person_id, basis: 2 })] },
  'a unit that is denied': { reasons: ['SUBJECT'], rows: [denial({ basis: 2, unit_lo: NINGBO.unit['haishu-discipline'], unit_hi: NINGBO.unit['haishu-discipline'] })] },
  'a denial of the compartment': { reasons: ['COMPARTMENT'], rows: [denial({ person_id, basis: 3 })] },
  'two at once': { reasons: ['RECUSAL', 'SUBJECT'], rows: [denial({ person_id }), denial({ person_id, basis: 2 })] },
}; // prettier-ignore

describe('a reason that would tell content', () => {
  const bytes = async (as: string, slug: PersonSlug = WHOM) =>
    JSON.stringify((await explained(as, `clue_${haishu}`, slug))!.posts[0]!.facets);

  it('is the same bytes as none to whoever has not the content, whatever it is', async () => {
    // By rule the head of the office has the clue while it is handled there, and no longer.
    const { owner } = world.db;
    const away = NINGBO.unit['haishu-anguan'];
    const granted = await bytes('zhejiang-anguan');
    await owner.query('update clue set handling_pos = $1 where id = $2', [away, haishu]);
    const none = await bytes('zhejiang-anguan');
    await owner.query('update clue set handling_pos = $1 where id = $2', [NINGBO.unit['haishu-discipline'], haishu]);
    expect(JSON.parse(none)).toEqual(
      ['LEDGER', 'PETITION', 'CONTENT', 'REPORTER'].map((name) => ({
        facet: name,
        code: 'NOT_BY_RULE',
        words: '按规则无权知悉；个别决定不予说明',
        reasons: [],
        ways: [],
      })),
    );
    expect(granted).not.toBe(none);
    for (const [name, { rows = [] }] of Object.entries(HIDDEN))
      await changed(rows, async () => expect([name, await bytes('zhejiang-anguan')]).toEqual([name, granted]));
    expect(granted).toContain('按规则可以知悉；个别决定不予说明');
  });

  it.each(Object.entries(HIDDEN))('is told to who has the content: %s', async (_name, { reasons, rows = [] }) => {
    await changed(rows, async () => {
      const answer = await explained('haishu-anguan', `clue_${haishu}`, WHOM);
      expect(facet(answer, 'CONTENT')).toMatchObject({ code: 'DENIED', reasons });
      expect(facet(answer, 'CONTENT').ways.find(({ via }) => via === 'OWN')).toMatchObject({ code: 'DENIED' });
      // And it is so: the person sees nothing of it.
      expect((await world.api.run(`{ clue(id: "clue_${haishu}") { id } }`, WHOM)).data.clue).toBeNull();
    });
  });

  it('is told of secrecy, compartment and an unresolved subject alike', async () => {
    const classified = await explained('ningbo-principal', clue('classified'), 'ningbo-anguan-head');
    expect(facet(classified, 'CONTENT')).toMatchObject({ code: 'DENIED', reasons: ['CLASSIFICATION'] });
    const cadre = await explained('ningbo-principal', clue('cadre'), 'ningbo-anguan');
    expect(facet(cadre, 'CONTENT')).toMatchObject({ code: 'DENIED', reasons: ['COMPARTMENT'] });
    expect(facet(cadre, 'LEDGER')).toMatchObject({ code: 'GRANTED' });
    const unresolved = await explained('ningbo-intake', clue('unresolved'), 'ningbo-intake-head');
    expect(facet(unresolved, 'LEDGER')).toMatchObject({ code: 'DENIED', reasons: ['UNRESOLVED_SUBJECT'] });
    // The register of the same organ has of the compartment's clue the ledger, and is told the rules, as of any other.
    const below = facet(await explained('ningbo-anguan', clue('cadre'), 'ningbo-anguan-head'), 'CONTENT');
    expect(below).toMatchObject({ code: 'BY_RULE', reasons: [], ways: [{ via: 'ORGAN', code: 'BY_RULE' }] });
    expect(facet(await explained('ningbo-anguan', clue('cadre'), 'ningbo-anguan'), 'CONTENT')).toMatchObject({ code: 'NOT_ENTITLED', reasons: [], ways: [] }); // prettier-ignore
  });

  it('of a clue is not told through what is written about it, to who has not the clue’s content', async () => {
    const item = `supervisionItem_${NINGBO.supervisionItem['to-fenghua']}`;
    const whom = NINGBO.person['ningbo-leader'];
    await world.db.owner.query('update supervision_item set handling_pos = $1 where id = $2', [NINGBO.unit['ningbo-supervision-1'], NINGBO.supervisionItem['to-fenghua']]); // prettier-ignore
    const asked = async () => JSON.stringify((await explained('ningbo-anguan', item, 'ningbo-leader'))!.posts[0]!.facets);
    const before = await asked();
    expect(before).toContain('"code":"BY_RULE"');
    const recused: [string, Row] = ['denial', { id: newId(), object: 'clue', object_id: NINGBO.clue.fenghua, basis: 1, person_id: whom }];
    await changed([recused], async () => {
      expect(await asked()).toBe(before);
    });
  }); // prettier-ignore

  it('is the same bytes whomever a clue of the compartment is about', async () => {
    const LINK = 'mutation ($input: ClueSubjectLinkInput!) { clueSubjectLink(input: $input) { result userErrors { code } } }'; // prettier-ignore
    const linked = async (subject: PersonSlug) => {
      const id = await insertUnresolved(world.db);
      const input = { idempotencyKey: `key-${newId()}`, clue: `clue_${id}`, expectedVersion: 1, state: 'STAFF', persons: [`person_${NINGBO.person[subject]}`], reason: '核定' }; // prettier-ignore
      expect((await world.api.run(LINK, 'ningbo-intake', { input })).data.clueSubjectLink.result).toBe('APPLIED');
      return `clue_${id}`;
    };
    const clues = [await linked('ningbo-cadre-head'), await linked('ningbo-investigator')];
    const of = (object: string, whom: PersonSlug[]) =>
      `{ ${whom.map((slug, n) => `p${n}: explainAccess(object: "${object}", whom: "post_${NINGBO.post[slug]}") { posts { ${FACETS} } }`).join(' ')} }`; // prettier-ignore
    for (const asker of ['zhejiang-anguan', 'ningbo-anguan'] as const) {
      const others = OFFICERS.filter((slug) => slug !== asker);
      const [one, another] = await Promise.all(clues.map(async (object) => (await world.api.run(of(object, others), asker)).data));
      expect(JSON.stringify(one)).toContain('BY_RULE');
      expect(JSON.stringify(another)).toBe(JSON.stringify(one));
    }
    // To who knows the content it is told as it is.
    const told = await Promise.all(clues.map((object) => explained('ningbo-principal', object, 'ningbo-cadre-head')));
    expect(told.map((answer) => facet(answer, 'CONTENT').code)).toEqual(['DENIED', 'GRANTED']);
  }); // prettier-ignore

  it('is the same bytes before and after any denial, grant or naming of others, of every matter and post', { timeout: 240_000 }, async () => {
    const { owner } = world.db;
    const ASKERS = (['zhejiang-anguan', 'ningbo-contact-head', 'nation-anguan', 'ningbo-anguan', 'ningbo-intake'] as const).slice(0, WHOLE ? 5 : 2);
    let compared = 0;
    for (const asker of ASKERS) {
      const shown = shownFacets((await world.api.run(everyMatter(), asker)).data);
      const objects = [...shown].filter(([, facets]) => !facets.includes('CONTENT')).map(([id]) => id);
      const others = OFFICERS.filter((slug) => slug !== asker);
      const answers = async () => {
        const all: string[] = [];
        for (const object of objects) {
          const each = others.map((slug, n) => `p${n}: explainAccess(object: "${object}", whom: "post_${NINGBO.post[slug]}") { posts { ${FACETS} } }`);
          const { data, errors } = await world.api.run(`{ ${each.join(' ')} }`, asker);
          expect(errors).toBeUndefined();
          all.push(JSON.stringify(data));
        }
        return all;
      };
      const before = await answers();
      const ids = objects.map((id) => [({ clue: 'clue', supervisionItem: 'supervision_item', jointCase: 'joint_case' } as Record<string, string>)[id.split('_')[0]!]!, id.split('_')[1]!] as const);
      const grants: Row[] = ids.flatMap(([object, object_id]) => others.map((slug) => ({ id: newId(), object, object_id, facets: ['ledger', 'content'], basis: 2, post_id: NINGBO.post[slug], valid_from: '2020-01-01' })));
      const clues = ids.filter(([object]) => object === 'clue').map(([, id]) => id);
      const { rows: handlers } = await owner.query<{ id: string; post: string | null }>('select id, handler_post as post from clue where id = any ($1) and subject_state <> 0', [clues]);
      await insertRows(owner, 'access_grant', grants);
      for (const post of [NINGBO.post['haishu-handler'], NINGBO.post['jiangbei-anguan']]) {
        for (const { id } of handlers) await owner.query('update clue set handler_post = $2 where id = $1', [id, post]);
        expect(await answers()).toEqual(before);
      }
      const denials: Row[] = ids.flatMap(([object, object_id]) => others.map((slug, n) => ({ id: newId(), object, object_id, basis: (n % 3) + 1, person_id: NINGBO.person[slug] })));
      await insertRows(owner, 'denial', denials);
      expect(await answers()).toEqual(before);
      await owner.query('delete from denial where id = any ($1)', [denials.map(({ id }) => id)]);
      await owner.query('delete from access_grant where id = any ($1)', [grants.map(({ id }) => id)]);
      for (const { id, post } of handlers) await owner.query('update clue set handler_post = $2 where id = $1', [id, post]);
      compared += objects.length * others.length;
    }
    expect(compared).toBeGreaterThan(150);
  }); // prettier-ignore
});

describe('a grant that is kept secret', () => {
  const secret = (basis: number, post: PersonSlug): [string, Row] => ['access_grant', { id: newId(), object: 'clue', object_id: NINGBO.clue.ningbo, facets: ['ledger'], basis, post_id: NINGBO.post[post], valid_from: '2020-01-01' }]; // prettier-ignore
  it.each([
    [14, 'to decide on a recusal'],
    [10, 'of the compartment'],
  ])('%i, %s, is told to nobody but its grantee', async (basis) => {
    const asked = async (as: PersonSlug) => JSON.stringify(await explained(as, clue('ningbo'), 'jiangbei-anguan'));
    const [withContent, withLedger] = [await asked('ningbo-anguan'), await asked('zhejiang-anguan')];
    await changed([secret(basis, 'jiangbei-anguan')], async () => {
      expect(await asked('ningbo-anguan')).toBe(withContent);
      const principal = await world.api.run(`{ accessReview(object: "${clue('ningbo')}") { rules { basis } } }`, 'ningbo-principal');
      expect(principal.data.accessReview.rules.map((one: { basis: string }) => one.basis)).not.toContain(basis === 10 ? 'COMPARTMENT' : 'RECUSAL');
      expect(await asked('zhejiang-anguan')).toBe(withLedger);
      const own = facet(await explained('jiangbei-anguan', clue('ningbo'), 'jiangbei-anguan'), 'LEDGER');
      expect(own.ways.find(({ via }) => via === 'GRANT')).toMatchObject({ code: 'GRANTED', basis: basis === 10 ? 'COMPARTMENT' : 'RECUSAL' });
    });
  }); // prettier-ignore
});

describe('a grant by a second person’s word, or in an emergency', () => {
  it.each([
    [7, 'UNMASKING'],
    [8, 'EMERGENCY'],
  ])('%i is explained to its grantee alone, and reviewed by those who answer for the matter', async (basis, name) => {
    const grant = { id: newId(), object: 'clue', object_id: haishu, facets: ['reporter'], basis, post_id: NINGBO.post['haishu-handler'], valid_from: '2020-01-01' };
    const told = async (as: PersonSlug) => facet(await explained(as, clue('haishu'), 'haishu-handler'), 'REPORTER');
    const way = (one: { ways: Way[] }) => one.ways.filter(({ via }) => via === 'GRANT').map((w) => [w.code, w.basis]);
    const others = ['haishu-anguan', 'zhejiang-anguan'] as const;
    const head = { id: newId(), name: '海曙书记', issuer: 'test', subject: `haishu-principal-${basis}` };
    const post = { id: newId(), person_id: head.id, unit_pos: NINGBO.unit.haishu, duty: 1, valid_from: '2020-01-01' };
    const before = await Promise.all(others.map(told));
    await changed([['person', head], ['post', post], ['access_grant', grant]], async () => {
      expect(await Promise.all(others.map(told))).toEqual(before);
      expect(way(await told('haishu-handler'))).toEqual([['GRANTED', name]]);
      const { data } = await world.api.run(`{ accessReview(object: "${clue('haishu')}") { rules { facet basis } } }`, head.subject);
      expect(data.accessReview.rules).toContainEqual({ facet: 'REPORTER', basis: name });
    });
  }); // prettier-ignore
});

describe('who is let past a denial', () => {
  it('by a compartment grant is told of to those whom one lets past too, and to nobody else', async () => {
    const unit = NINGBO.unit['ningbo-cadre'];
    const about = { object: 'clue', object_id: NINGBO.clue.cadre };
    const grant = { id: newId(), ...about, facets: ['ledger', 'content'], basis: 10, exempts: true, post_id: NINGBO.post['ningbo-cadre-head'], valid_from: '2020-01-01' };
    const denied: [string, Row] = ['denial', { id: newId(), ...about, basis: 2, unit_lo: unit, unit_hi: unit }];
    const content = async (as: PersonSlug) => facet(await explained(as, clue('cadre'), 'ningbo-cadre-head'), 'CONTENT');
    const sees = async () => (await world.api.run(`{ clue(id: "${clue('cadre')}") { content { allegation } } }`, 'ningbo-cadre-head')).data.clue;
    await changed([denied], async () => {
      expect(await sees()).toBeNull();
      const before = await content('ningbo-principal');
      expect(before).toMatchObject({ code: 'DENIED', reasons: ['SUBJECT'] });
      await changed([['access_grant', grant]], async () => {
        expect((await sees()).content).not.toBeNull();
        expect(await content('ningbo-principal')).toEqual(before);
        expect(await content('ningbo-cadre-head')).toMatchObject({ code: 'GRANTED' });
        const other = { ...grant, id: newId(), post_id: NINGBO.post['ningbo-principal'] };
        await changed([['access_grant', other]], async () =>
          expect(await content('ningbo-principal')).toMatchObject({ code: 'GRANTED' }));
      });
    });
  }); // prettier-ignore
});

describe('who may not ask', () => {
  it('is answered null, hidden or missing, to the byte; his own denial is never told', async () => {
    const answer = async (object: string, as: PersonSlug) => {
      const { status, text } = await ask(as, object, `post_${NINGBO.post[as]}`);
      return `${status} ${text.replace(/"left":\d+/, '')}`;
    };
    const missing = await answer(`clue_${newId()}`, 'ningbo-contact-head');
    expect(missing).toContain('"explainAccess":null');
    expect(await answer(clue('recused'), 'ningbo-contact-head')).toBe(missing);
    expect(await answer(clue('xiangshan'), 'ningbo-contact-head')).toBe(missing);
    expect(await answer(clue('haishu'), 'ningbo-contact-head')).not.toBe(missing);
  });

  it.each(['ningbo-administrator', 'ningbo-security', 'ningbo-audit'])('%s is refused, and the trail says so', async (as) => {
    const { data, errors, headers } = await ask(as, clue('haishu'), `post_${NINGBO.post['haishu-anguan']}`);
    expect([data?.explainAccess ?? null, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
    expect(await trailOf(world.db.owner, headers.get('x-correlation-id')!)).toMatchObject([{ kind: 'REFUSAL', operation: 'explainAccess' }]);
  }); // prettier-ignore
});

it('is itself in the audit trail: of what, and of whose post; of what was not told, no id', async () => {
  const answer = await ask('haishu-anguan', clue('haishu'), `post_${NINGBO.post[WHOM]}`);
  const trail = await trailOf(world.db.owner, answer.headers.get('x-correlation-id')!);
  expect(trail.map(({ kind, operation, object, ids, details }) => [kind, operation, object, ids, details])).toEqual([
    ['EXPLAIN', 'explainAccess', 'clue', [haishu], { posts: [NINGBO.post[WHOM]] }],
  ]);
  const nothing = await ask('haishu-anguan', clue('xiangshan'), `post_${NINGBO.post[WHOM]}`);
  const of = await trailOf(world.db.owner, nothing.headers.get('x-correlation-id')!);
  expect(of.map(({ kind, ids }) => [kind, ids])).toEqual([['EXPLAIN', []]]);
});

it('leaves the asker who he was: what he asks next in the same request is his own', async () => {
  const both = `{ e: explainAccess(object: "${clue('haishu')}", whom: "post_${NINGBO.post['ningbo-principal']}") { posts { post } }
    me { post { id } } clues(first: 100) { nodes { id } } f: explainAccess(object: "${clue('haishu')}", whom: "post_${NINGBO.post['has-left']}") { posts { post } } again: clues(first: 100) { nodes { id } } }`;
  const { data, errors } = await world.api.run(both, 'haishu-anguan');
  expect(errors).toBeUndefined();
  const alone = (await world.api.run('{ clues(first: 100) { nodes { id } } }', 'haishu-anguan')).data.clues;
  expect([data.clues, data.again]).toEqual([alone, alone]);
});
