import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { newId } from '../../src/shared/ids.js';
import { WHOLE } from '../support/whole.js';

const PAIRS = WHOLE ? 2000 : 700;
/** Hidden by jurisdiction, by compartment, by classification, by a recusal, by an unresolved subject. */
const HIDDEN = [
  ['jiangbei-anguan', 'haishu'],
  ['ningbo-leader', 'cadre'],
  ['ningbo-leader', 'classified'],
  ['ningbo-contact-head', 'recused'],
  ['ningbo-principal', 'unresolved'],
] as const;

describe('hidden and missing are one answer', () => {
  let db: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
    await db.owner.query('analyze');
    api = await startApi(db);
  });
  afterAll(async () => {
    await api.stop();
    await db.drop();
  });

  const clue = (id: string) =>
    `{ clue(id: "clue_${id}") { id number stage content { subjectName } petition { text } reporter { name } } }`;

  it.each(HIDDEN)('to the byte: %s and the clue %s', async (as, slug) => {
    const control = await db.owner.query('select from clue where id = $1', [NINGBO.clue[slug]]);
    expect(control.rowCount).toBe(1);
    const [hidden, missing] = [await api.run(clue(NINGBO.clue[slug]), as), await api.run(clue(newId()), as)];
    // What is left of the minute goes down with every request, whatever its answer.
    const bytes = ({ text }: { text: string }) => text.replace(/("left":)\d+/, '$1…');
    expect(bytes(hidden)).toBe(bytes(missing));
    expect(hidden.data).toEqual({ clue: null });
    const comparable = (headers: Headers) =>
      [...headers].filter(([name]) => !['date', 'x-correlation-id'].includes(name));
    expect(comparable(hidden.headers)).toEqual(comparable(missing.headers));
    const node = (id: string) => `{ node(id: "clue_${id}") { id } }`;
    expect(bytes(await api.run(node(NINGBO.clue[slug]), as))).toBe(bytes(await api.run(node(newId()), as)));
  });

  it('the matter that nobody may see is nobody’s, not even by its id', async () => {
    for (const as of ['nation-anguan', 'ningbo-principal', 'gaoqiao-principal']) {
      const { data } = await api.run(clue('00000000-0000-0000-0000-000000000000'), as);
      expect(data.clue).toBeNull();
    }
  });

  it(`in time: ${PAIRS} interleaved pairs, median ratio within 0.95 and 1.05`, async () => {
    const as = 'jiangbei-anguan';
    // By variable: one document, so that neither is parsed more often than the other.
    const document = 'query ($id: ID!) { clue(id: $id) { id number stage content { subjectName } } }';
    const timed = async (id: string) => {
      const started = performance.now();
      await api.run(document, as, { id: `clue_${id}` });
      return performance.now() - started;
    };
    for (let n = 0; n < 200; n += 1) await timed(n % 2 ? newId() : NINGBO.clue.haishu);
    const ratios: number[] = [];
    for (let n = 0; n < PAIRS; n += 1) {
      // Which of a pair comes first alternates, so that neither always follows the other.
      const first = n % 2 === 0;
      const one = await timed(first ? NINGBO.clue.haishu : newId());
      const other = await timed(first ? newId() : NINGBO.clue.haishu);
      ratios.push(first ? one / other : other / one);
    }
    const median = ratios.sort((a, b) => a - b)[PAIRS / 2]!;
    console.log(`hidden / missing, median of ${PAIRS}: ${median.toFixed(3)}`);
    expect(median).toBeGreaterThan(0.95);
    expect(median).toBeLessThan(1.05);
  }, 240_000);
});
