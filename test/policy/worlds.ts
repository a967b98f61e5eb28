import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Narrowing } from './worlds/asking.js';
import { Dice } from './worlds/dice.js';
import { mattersOf, type World } from './worlds/world.js';
import { denialOf, grantOf } from './worlds/access.js';
import { narrowingOf } from './worlds/narrowings.js';
import { caseOf, clueOf, itemOf } from './worlds/matters.js';
import { branchesOf, linksOf, peopleOf, zonesOf } from './worlds/people.js';
import { treeOf } from './worlds/units.js';

/** A world, what each of its viewers asks of it, and how the rest takes turns. */
export interface Trial {
  world: World;
  narrowings: Narrowing[];
  turn: number;
}

/** Of the identities of a world, those who ask; each matter is held up to each of them. */
const VIEWERS = 6;

const integer = fc.nat(2 ** 31 - 1);
const integers = (least: number, most: number) => fc.array(integer, { minLength: least, maxLength: most, size: 'max' });

const throwsOf = fc.record({
  tree: integer,
  people: integer,
  morePosts: integers(0, 6),
  links: integers(3, 7),
  branches: integers(2, 6),
  zone: integer,
  clues: integers(1, 14),
  supervisionItems: integers(0, 4),
  jointCases: integers(0, 3),
  grants: integers(0, 8),
  denials: integers(0, 5),
  viewers: integer,
  narrowings: integers(VIEWERS, VIEWERS),
  turn: integer,
});

/** Small worlds as integers make them. All moments are whole days away from `now`. */
export function trials(now: number): fc.Arbitrary<Trial> {
  return fc.noBias(throwsOf).map((thrown) => {
    const newId = (what: string) => uuid(`${thrown.tree} ${what}`);
    const making = { now, newId };
    const all = (seeds: number[]) => seeds.map((seed) => new Dice(seed));
    const tree = treeOf(new Dice(thrown.tree), newId);
    const everybody = peopleOf(tree, new Dice(thrown.people), all(thrown.morePosts), making);
    const people = { ...everybody, viewers: new Dice(thrown.viewers).sample(everybody.viewers, VIEWERS) };
    const clues = all(thrown.clues).map((row, n) => clueOf(n, tree, people, row, making));
    const matters = {
      clues,
      supervisionItems: all(thrown.supervisionItems).map((row, n) => itemOf(n, tree, clues, row, making)),
      jointCases: all(thrown.jointCases).map((row, n) => caseOf(n, tree, people, clues, row, making)),
    };
    const any = mattersOf(matters);
    const world: World = {
      now,
      units: tree.units,
      ...people,
      links: linksOf(tree, all(thrown.links), now),
      branches: branchesOf(tree, everybody, all(thrown.branches), now),
      rounds: [],
      zones: zonesOf(tree, everybody, new Dice(thrown.zone)),
      ...matters,
      grants: all(thrown.grants).map((row) => grantOf(any, tree, people, row, making)),
      denials: all(thrown.denials).map((row) => denialOf(any, tree, people, row, making)),
    };
    const narrowings = all(thrown.narrowings).map((row) => narrowingOf(world, row));
    return { world, narrowings, turn: thrown.turn };
  });
}

/** Ids in no order of their own, the same for the same world. */
function uuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
