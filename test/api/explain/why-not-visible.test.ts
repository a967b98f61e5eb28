import { afterAll, beforeAll, expect, it } from 'vitest';
import { trailOf } from '../../audit/trailOf.js';
import { explainWorld, type ExplainWorld } from './explainWorld.js';

let world: ExplainWorld;
beforeAll(async () => {
  world = await explainWorld();
});
afterAll(() => world.end());

const WHY = 'query ($number: String!) { whyNotVisible(number: $number) { words ask { name organ { name } } } }';
const NUMBERS = {
  visible: '第11号-haishu',
  hidden: '第17号-xiangshan',
  recused: '第9号-recused',
  missing: '第999号',
  malformed: "'; select --",
  empty: '',
  long: '号'.repeat(5000),
};
const bytes = async (number: string, as: string, headers = {}) => {
  const answer = await world.api.run(WHY, as, { number }, headers);
  return `${answer.status} ${answer.text.replace(/"left":\d+/, '')}`;
};

it.each(['haishu-anguan', 'ningbo-contact-head', 'gaoqiao-principal'])('is one answer to the byte for %s, whatever the number', async (as) => {
  // The numbers are what they are said to be.
  const { rows } = await world.db.owner.query('select from clue where number = any ($1)', [Object.values(NUMBERS)]);
  expect(rows).toHaveLength(3);
  const answers = new Set<string>();
  for (const number of Object.values(NUMBERS)) answers.add(await bytes(number, as));
  expect(answers.size).toBe(1);
}); // prettier-ignore

it('names whom to ask, in the reader’s language', async () => {
  const { data } = await world.api.run(WHY, 'haishu-handler', { number: '第999号' });
  expect(data.whyNotVisible.ask).toEqual({ name: '案件监督管理室', organ: { name: '海曙区纪委监委' } });
  expect(data.whyNotVisible.words).toContain('案件监督管理部门');
  expect(await bytes('第999号', 'haishu-handler', { 'accept-language': 'en' })).toContain('case supervision');
  // A township has no such office: its organ is asked.
  expect((await world.api.run(WHY, 'gaoqiao-principal', { number: '' })).data.whyNotVisible.ask.name).toBe('高桥镇纪委');
}); // prettier-ignore

it('reads nothing of what was asked: the same statements, and no number in the trail', async () => {
  const statements = new Set<number>();
  for (const number of Object.values(NUMBERS)) {
    const { headers } = await world.api.run(WHY, 'haishu-anguan', { number });
    statements.add(world.api.statements.at(-1)!);
    const trail = await trailOf(world.db.owner, headers.get('x-correlation-id')!);
    expect(trail).toMatchObject([{ kind: 'EXPLAIN', operation: 'whyNotVisible', ids: [], details: null, reason: null }]);
  }
  expect([...statements]).toEqual([1]);
}); // prettier-ignore

it.each(['ningbo-administrator', 'ningbo-security', 'ningbo-audit'])('%s is refused', async (as) => {
  const { data, errors } = await world.api.run(WHY, as, { number: '第999号' });
  expect([data ?? null, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
});
