import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { NINGBO } from '../fixtures/ningbo.js';
import { ActWorld } from '../support/actWorld.js';
import { insertRows } from '../support/world.js';
import { WHOLE } from '../support/whole.js';

const PAIRS = WHOLE ? 1000 : 300;
const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
const [given, round] = [newId(), newId()];

describe('a grant, a round and a link, hidden or missing, are one answer', () => {
  let world: ActWorld;
  let link: string;
  beforeAll(async () => {
    world = await ActWorld.open();
    const issuer = NINGBO.post['ningbo-principal'];
    const of = { object: 'clue', object_id: NINGBO.clue.ningbo, facets: ['ledger'], unit_pos: NINGBO.unit['ningbo-supervision-2'], basis: 1 };
    await insertRows(world.db.owner, 'access_grant', [{ id: given, ...of, issuer_post: issuer, valid_from: '2025-01-01', act: 'grantIssue', reason: '交办' }]);
    const at = { body_pos: NINGBO.unit['ningbo-group'], organ_pos: NINGBO.unit.ningbo, inspected_pos: NINGBO.unit.haishu };
    await insertRows(world.db.owner, 'inspection_round', [{ id: round, ...at, name: '第一轮', reason: '巡察', begun_by: issuer, valid_from: '2026-01-01', valid_to: '2026-06-30' }]);
    [{ id: link }] = await world.rows<{ id: string }>('select id from contact_link where target_pos = $1', [NINGBO.unit.haishu]) as [{ id: string }];
    await world.addPerson('jiangbei-principal', NINGBO.unit.jiangbei, 'PRINCIPAL', '江书记');
    await world.rows('analyze');
  }); // prettier-ignore
  afterAll(() => world.close());

  it.each([
    ['grant', () => given, 'jiangbei-principal'],
    ['inspectionRound', () => round, 'jiangbei-principal'],
    ['contactLink', () => link, 'jiangbei-principal'],
  ] as const)(
    `in time, of a %s: ${PAIRS} interleaved pairs, median ratio within 0.95 and 1.05`,
    async (kind, there, as) => {
      const timed = async (id: string) => {
        const started = performance.now();
        expect((await world.api.run(NODE, as, { id: `${kind}_${id}` })).data).toEqual({ node: null });
        return performance.now() - started;
      };
      for (let n = 0; n < 100; n += 1) await timed(n % 2 ? newId() : there());
      const ratios: number[] = [];
      for (let n = 0; n < PAIRS; n += 1) {
        // Which of a pair comes first alternates, so that neither always follows the other.
        const first = n % 2 === 0;
        const one = await timed(first ? there() : newId());
        const other = await timed(first ? newId() : there());
        ratios.push(first ? one / other : other / one);
      }
      const median = ratios.sort((a, b) => a - b)[PAIRS / 2]!;
      console.log(`${kind}: hidden / missing, median of ${PAIRS}: ${median.toFixed(3)}`);
      expect(median).toBeGreaterThan(0.95);
      expect(median).toBeLessThan(1.05);
    },
    120_000,
  );
});
