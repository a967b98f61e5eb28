import type { Asking } from './asking.js';
import { LISTS } from './documents.js';
import { same } from './same.js';
import { inForce, mattersOf, type Post, type Viewer, type World } from './world.js';
import { idOf } from '../oracleRows.js';

/** Every way to a matter; each is forbidden to administrators, without a row. */
function waysIn(world: World): string[] {
  return [
    ...LISTS.map((list) => `{ ${list} { totalCount nodes { id } } }`),
    '{ clueStatistics { total } }',
    ...mattersOf(world).flatMap((matter) => [
      `{ node(id: "${idOf(matter)}") { id } }`,
      `{ ${matter.noun}(id: "${idOf(matter)}") { id } }`,
    ]),
  ];
}

const TRIES = 3;

export async function compareAdministrator(asking: Asking, world: World, n: number): Promise<void> {
  const ways = waysIn(world);
  for (let k = 0; k < TRIES; k += 1) {
    const document = ways[(n * TRIES + k) % ways.length]!;
    const { code, data } = await asking.refused(document);
    const answered = data === null ? [] : Object.values(data as object).filter((value) => value !== null);
    same({ code, answered }, { code: 'FORBIDDEN', answered: [] }, `asks ${document}`);
  }
}

/** A post that is another person's, or not in force, is nobody's to act through. */
export async function comparePosts(asking: (post: Post) => Asking, world: World, viewer: Viewer): Promise<void> {
  const others = world.posts.find(({ person }) => person !== viewer.person.id);
  const ended = world.posts.find((post) => post.person === viewer.person.id && !inForce(post, world));
  for (const [post, expected] of [
    [others, 'POST_NOT_YOURS'],
    [ended, 'NO_POST_IN_FORCE'],
  ] as const) {
    if (!post) continue;
    const { code, data } = await asking(post).refused('{ clues { totalCount nodes { id } } }');
    same({ code, data }, { code: expected, data: undefined }, `acts through post ${post.id}`);
  }
}
