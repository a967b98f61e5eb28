import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { WHOLE } from '../support/whole.js';

/*
 * A search takes the time of what one may see: thousands of matters that are hidden from the asker and hold the very text
 * he searches for are as if they held another. Asked in turn of two databases that differ in nothing but that text.
 */

const HIDDEN = 3000;
const PAIRS = WHOLE ? 1000 : 160;
const [LOW, HIGH] = WHOLE ? [0.95, 1.05] : [0.9, 1.1];
/** Who searches, whose it is, and the text; each sees only what is not his to find. */
const CASES: [as: PersonSlug, whose: keyof typeof NINGBO.unit, text: string][] = [
  ['jiangbei-anguan', 'haishu', '隐匿'],
  ['zhejiang-anguan', 'nation', '遮蔽'],
  ['ningbo-contact-head', 'xiangshan', '掩藏'],
];
const SEARCH = 'query ($text: String!) { clues(filter: { text: $text }) { totalCount nodes { id } } }';

interface World {
  db: TestDatabase;
  api: TestApi;
}
let [withText, without]: World[] = [];
async function world(textOf: (text: string) => string): Promise<World> {
  const db = await cloneDatabase();
  await insertNingbo(db.owner);
  for (const [, owner, text] of CASES)
    await db.owner.query(
      `with made as (
         insert into clue (id, number, stage, source, received_at, due_at, yellow_at, red_at, owner_pos, handling_pos, received_pos)
         select gen_random_uuid(), $2 || '-' || n, 6, 1, now(), now(), now(), now(), $1, $1, $1
         from generate_series(1, $3::int) n returning id)
       insert into clue_content (clue_id, subject_name, allegation, owner_pos, handling_pos)
       select id, $2, $2, 0, 0 from made`,
      [NINGBO.unit[owner], textOf(text), HIDDEN],
    );
  await db.owner.query('analyze');
  return { db, api: await startApi(db) };
}
beforeAll(async () => {
  [withText, without] = await Promise.all([world((text) => text), world(() => '别样')]);
});
afterAll(async () => {
  for (const { db, api } of [withText!, without!]) {
    await api.stop();
    await db.drop();
  }
});

it.each(CASES)(
  '%s searches as long for what %s has as for what nobody has',
  async (as, whose, text) => {
    const ask = ({ api }: World, who: string) => api.run(SEARCH, who, { text });
    const answers = [await ask(withText!, as), await ask(without!, as)];
    for (const { data } of answers) expect(data).toEqual({ clues: { totalCount: 0, nodes: [] } });
    const found = [withText!, without!].map(({ db }) =>
      db.owner.query(`select from clue where strpos(number, $1) > 0 and owner_pos = $2`, [text, NINGBO.unit[whose]]),
    );
    expect((await Promise.all(found)).map(({ rowCount }) => rowCount)).toEqual([HIDDEN, 0]);

    const timed = async (one: World) => {
      const started = performance.now();
      await ask(one, as);
      return performance.now() - started;
    };
    for (let n = 0; n < 20; n += 1) for (const one of [withText!, without!]) await timed(one);
    const ratios: number[] = [];
    for (let n = 0; n < PAIRS; n += 1) {
      // Which of a pair comes first alternates, so that neither always follows the other.
      const first = await timed(n % 2 ? withText! : without!);
      const second = await timed(n % 2 ? without! : withText!);
      ratios.push(n % 2 ? first / second : second / first);
    }
    const median = ratios.toSorted((a, b) => a - b)[PAIRS / 2]!;
    console.log(`searches by ${as}, with ÷ without, median of ${PAIRS}: ${median.toFixed(3)}`);
    expect(median).toBeGreaterThan(LOW);
    expect(median).toBeLessThan(HIGH);
  },
  120_000,
);
