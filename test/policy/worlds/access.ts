import type { Dice } from './dice.js';
import type { AnyMatter, Denial, Facet, Grant } from './world.js';
import { DAY, someTime, type Making, type People } from './people.js';
import type { Tree } from './units.js';

// What opens single matters of a small world across the tree, and what shuts them.

const FACETS: Record<AnyMatter['noun'], readonly Facet[]> = {
  clue: ['PETITION', 'CONTENT', 'REPORTER'],
  supervisionItem: ['CONTENT'],
  jointCase: ['CONTENT'],
};

export function grantOf(
  matters: readonly AnyMatter[],
  { units }: Tree,
  people: People,
  dice: Dice,
  making: Making,
): Grant {
  const matter = dice.pick(matters);
  const facets: Facet[] = [...(dice.chance(75) ? (['LEDGER'] as const) : []), ...dice.some(FACETS[matter.noun], 50)];
  const viewer = dice.pick(people.viewers);
  const grantee: Grant['grantee'] = dice.pick<Grant['grantee']>([
    { post: viewer.post.id },
    { unit: dice.chance(25) ? dice.pick(units).pos : viewer.post.unit },
    { person: viewer.person.id },
  ]);
  return {
    object: matter.id,
    facets: facets.length > 0 ? facets : ['LEDGER'],
    grantee,
    exempts: 'post' in grantee && dice.chance(40),
    ...someTime(dice, 65, making.now),
  };
}

export function denialOf(
  matters: readonly AnyMatter[],
  { units }: Tree,
  people: People,
  dice: Dice,
  making: Making,
): Denial {
  const object = dice.pick(matters).id;
  const endedAt = dice.chance(25) ? making.now - dice.between(1, 100) * DAY : null;
  if (dice.chance(50)) return { object, endedAt, whom: { person: dice.pick(people.viewers).person.id } };
  const { pos, hi } = dice.pick(units);
  const to = dice.pick([pos, hi, Math.min(hi, pos + 499)]);
  return { object, endedAt, whom: { lo: pos, hi: to } };
}
