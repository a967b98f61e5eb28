import { randomUUID } from 'node:crypto';
import type { BenchDatabase } from './database.js';
import type { Sent } from './closedLoop.js';
import type { Compared } from './compare.js';
import type { Questions } from './questions.js';
import type { Running } from './servers.js';
import type { Draw } from './statistics.js';
import { TIER_NAMES, type Tier, type TierName } from './tiers.js';

const LIST = 50;
/** Those with so many clues that nobody asks twice for the same. */
const ACTORS = ['nation', 'province', 'city', 'county'] as const;

export interface Objects {
  clues: Record<TierName, string[]>;
  posts: string[];
}

/** For acts that can be had any number of times: somebody's recusal from some clue is asked for. */
export async function objectsOf({ owner }: BenchDatabase, tiers: Record<TierName, Tier>): Promise<Objects> {
  const of = async (text: string, values: unknown[] = []) =>
    (await owner.query<{ id: string }>(text, values)).rows.map(({ id }) => id);
  const clues = {} as Record<TierName, string[]>;
  for (const name of TIER_NAMES) {
    const { within } = tiers[name];
    clues[name] = await of(
      `select id from clue where owner_pos >= 0 and compartment = 0 and classification = 0 and subject_state <> 0
         and denied_persons is null and denied_units is null ${within ? `and ${within.column} = $1` : ''}
       order by id desc limit 5000`,
      within ? [within.value] : [],
    );
  }
  return { clues, posts: await of('select id from post where duty = 4 order by id limit 5000') };
}

export interface Parts {
  questions: Questions;
  tiers: Record<TierName, Tier>;
  compared: Compared;
  objects: Objects;
}

/** Lists and single objects of all tiers alike, four to one – or 80 lists, 15 objects and 5 acts of a hundred. */
export function mixFor({ kind }: Running, withActs: boolean, { questions, tiers, compared, objects }: Parts) {
  const lists = new Map(TIER_NAMES.map((name) => [name, questions.list(kind, LIST, tiers[name])]));
  return (draw: Draw): Sent => {
    const share = draw.next();
    const name = draw.pick(TIER_NAMES);
    const { token } = tiers[name];
    if (withActs && share >= 0.95) {
      const actor = fresh(ACTORS);
      const body = questions.act({
        idempotencyKey: randomUUID(),
        clue: `clue_${fresh(objects.clues[actor])}`,
        post: `post_${fresh(objects.posts)}`,
        ground: 'OTHER',
        reason: '性能测试',
      });
      return { token: tiers[actor].token, body };
    }
    if (share < 0.8 / (withActs ? 1 : 0.95)) return { token, body: lists.get(name)! };
    return { token, body: questions.one(kind, draw.pick(compared.ids[name])) };
  };
}

/** Not as in the run before: the same could not be asked for again. */
function fresh<T>(from: readonly T[]): T {
  return from[Math.floor(Math.random() * from.length)]!;
}
