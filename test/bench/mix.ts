import { randomUUID } from 'node:crypto';
import type { BenchDatabase } from './database.js';
import type { Sent } from './closedLoop.js';
import type { Compared } from './compare.js';
import type { Questions } from './questions.js';
import type { Running } from './servers.js';
import type { Draw } from './statistics.js';
import { issuerOf, TIER_NAMES, type Tier, type TierName } from './tiers.js';
import { DEMO_ISSUER } from '../../src/demo/issuer.js';

const LIST = 50;
/** Somebody who acts, and the clues that he may act on. */
interface Actor {
  token: string;
  clues: string[];
}

export interface Objects {
  actors: Actor[];
  posts: string[];
}

/**
 * For acts that can be had any number of times: somebody's recusal from some clue is asked for, by the heads of case
 * supervision of every organ that has one and has clues. Few would soon have asked for more than anybody ever does.
 */
export async function objectsOf(database: BenchDatabase): Promise<Objects> {
  const { rows: actors } = await database.owner.query<{ subject: string; clues: string[] }>(
    `select p.subject, array(
         select id from clue where owner_pos between o.pos and o.hi and compartment = 0 and classification = 0
           and subject_state <> 0 and denied_persons is null and denied_units is null
         order by id desc limit 1000) as clues
       from post w join person p on p.id = w.person_id join unit u on u.pos = w.unit_pos join unit o on o.pos = u.organ_pos
       where p.issuer = $1 and p.subject like '%-anguan-head' and w.main order by p.subject`,
    [DEMO_ISSUER],
  );
  const issuer = await issuerOf(database);
  const acting = actors.filter(({ clues }) => clues.length > 0);
  const { rows: posts } = await database.owner.query<{ id: string }>(
    'select id from post where duty = 4 order by id limit 5000',
  );
  return {
    actors: await Promise.all(
      acting.map(async ({ subject, clues }) => ({ token: await issuer.token(subject), clues })),
    ),
    posts: posts.map(({ id }) => id),
  };
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
      const actor = fresh(objects.actors);
      const body = questions.act({
        idempotencyKey: randomUUID(),
        clue: `clue_${fresh(actor.clues)}`,
        post: `post_${fresh(objects.posts)}`,
        ground: 'OTHER',
        reason: '性能测试',
      });
      return { token: actor.token, body };
    }
    if (share < 0.8 / (withActs ? 1 : 0.95)) return { token, body: lists.get(name)! };
    return { token, body: questions.one(kind, draw.pick(compared.ids[name])) };
  };
}

/** Not as in the run before: the same could not be asked for again. */
function fresh<T>(from: readonly T[]): T {
  return from[Math.floor(Math.random() * from.length)]!;
}
