import type { Duty } from '../../../src/jurisdiction/duties.js';
import type { Dice } from './dice.js';
import type { Branch, ContactLink, Period, Person, Post, Unit, Viewer, Zone } from './world.js';
import { NUMBERS, type Tree } from './units.js';

// Who asks in a small world. Some persons hold two of the posts, so that what is denied to one post reaches the other.

export const DAY = 86_400_000;

export interface People {
  persons: Person[];
  posts: Post[];
  viewers: Viewer[];
}

/** What moments and ids of a world are made with. */
export interface Making {
  now: number;
  newId: (what: string) => string;
}

const UNSPECIAL: readonly Duty[] = ['OFFICER', 'OFFICE_HEAD'];

/** The identities of a world, each with where it stands and what its duty can be. */
function identitiesOf(tree: Tree, dice: Dice): [identity: string, unit: Unit, duties: readonly Duty[]][] {
  const { units, organs, focus, ownGroup } = tree;
  const officeOf = (organ: Unit, number: number) => units.find(({ pos }) => pos === organ.pos + number);
  const own = (number: number) => officeOf(focus, number)!;
  const ofTier = (n: number): [Unit, readonly Duty[]] => {
    const register = officeOf(organs[n]!, NUMBERS.REGISTER);
    return register && dice.chance(60) ? [register, UNSPECIAL] : [organs[n]!, ['PRINCIPAL']];
  };
  const offices = units.filter(({ kind }) => kind === 'OFFICE');
  const ownOffices = offices.filter(({ organ }) => organ === focus.pos);
  const other = ownOffices.filter(({ pos }) => pos === focus.pos + NUMBERS.OTHER);
  const [supervision, investigation] = [own(NUMBERS.FIRST_SUPERVISION), own(NUMBERS.INVESTIGATION)];
  return [
    ['nation', ...ofTier(0)],
    ['province', ...ofTier(1)],
    ['city', ...ofTier(2)],
    ['county', ...ofTier(3)],
    ['township', organs[4]!, ['PRINCIPAL', 'PRINCIPAL', 'OFFICER', 'OFFICE_HEAD']],
    [
      'office',
      dice.pick([investigation, supervision, ...other, ...other, ...other, ...other, ...ownOffices]),
      ['OFFICE_HEAD'],
    ],
    ['office with links', supervision, UNSPECIAL],
    ['branch leader', focus, ['LEADER_IN_CHARGE']],
    ['dispatched group', ownGroup, UNSPECIAL],
    ['zone member', dice.pick([...organs.slice(3), ...tree.groups.slice(1)]), ['OFFICER']],
    ['principal', focus, ['PRINCIPAL']],
    ['case supervision', own(NUMBERS.REGISTER), UNSPECIAL],
    ['intake officer', own(NUMBERS.INTAKE), ['OFFICER']],
    ['intake head', own(NUMBERS.INTAKE), ['OFFICE_HEAD']],
    ['handler', dice.pick([investigation, supervision]), ['OFFICER']],
    ['cadre supervision', own(NUMBERS.CADRE), UNSPECIAL],
    ['command centre', own(NUMBERS.CENTRE), UNSPECIAL],
    [ADMINISTRATOR, dice.pick([focus, ...ownOffices]), ADMINISTRATOR_DUTIES],
    ['bystander', dice.pick(offices), UNSPECIAL],
    ['two posts: first', dice.pick(ownOffices), ['OFFICE_HEAD']],
    ['two posts: second', dice.pick(organs), ['PRINCIPAL', 'LEADER_IN_CHARGE', 'OFFICER']],
  ];
}

/** A person of his own: nobody is administrator and has cases at one time. */
const ADMINISTRATOR = 'administrator';
const ADMINISTRATOR_DUTIES: readonly Duty[] = ['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDIT_ADMINISTRATOR'];

export function peopleOf(tree: Tree, dice: Dice, more: readonly Dice[], making: Making): People {
  const people: People = { persons: [], posts: [], viewers: [] };
  for (const [identity, unit, duties] of identitiesOf(tree, dice)) {
    const before = people.viewers.flatMap((one) => (one.identity === ADMINISTRATOR ? [] : [one.person]));
    const mayShare = dice.chance(15) && identity !== ADMINISTRATOR;
    const known = identity === 'two posts: second' ? before.slice(-1) : mayShare ? before : [];
    const shared = known.length > 0 ? dice.pick(known) : null;
    const person = shared ?? newPerson(people.persons.length, dice, making);
    if (!shared) people.persons.push(person);
    const post: Post = {
      id: making.newId(`post ${identity}`),
      person: person.id,
      unit: unit.pos,
      duty: dice.pick(duties),
      main: !shared,
      from: making.now - dice.between(1, 400) * DAY,
      to: dice.chance(20) ? making.now + dice.between(1, 400) * DAY : null,
    };
    people.posts.push(post);
    people.viewers.push({ identity, person, post, chosen: !post.main || dice.chance(50) });
  }
  const administrator = people.viewers.find(({ identity }) => identity === ADMINISTRATOR)!.person;
  const others = people.persons.filter((person) => person !== administrator);
  // Posts that nobody acts through here: ended, to come, or only reached by denials.
  for (const [n, die] of more.entries()) {
    const period = someTime(die, 50, making.now);
    people.posts.push({
      id: making.newId(`post more ${n}`),
      person: die.pick(others).id,
      unit: die.pick(tree.units).pos,
      duty: die.pick(['OFFICER', 'OFFICE_HEAD', 'PRINCIPAL', 'LEADER_IN_CHARGE']),
      main: period.to !== null && period.to < making.now && die.chance(50),
      ...period,
    });
  }
  return people;
}

function newPerson(n: number, dice: Dice, { now, newId }: Making): Person {
  const leftAt = dice.chance(10) ? now + dice.between(1, 30) * DAY : null;
  return { id: newId(`person ${n}`), subject: `person-${n}`, clearance: dice.pick([1, 2, 3, 0, 1]), leftAt };
}

/** In force with the given chance, else ended or to come; never within a day of now. */
export function someTime(dice: Dice, inForcePercent: number, now: number): Period {
  const inForce = !dice.chance(100 - inForcePercent);
  const from = -dice.between(1, 300);
  if (inForce) return { from: now + from * DAY, to: dice.chance(30) ? now + dice.between(1, 300) * DAY : null };
  if (dice.chance(40)) return { from: now - from * DAY, to: null };
  return { from: now + (from - dice.between(1, 300)) * DAY, to: now + from * DAY };
}

const LINKS_IN_FORCE = 3;
const BRANCHES_IN_FORCE = 2;

/** The supervision office's three links in force, and others that may have ended. */
export function linksOf({ units, organs, focus, groups }: Tree, all: readonly Dice[], now: number): ContactLink[] {
  const supervision = units.filter(
    ({ officeKind }) => officeKind === 'SUPERVISION_INSPECTION' || officeKind === 'DISCIPLINE_SUPERVISION',
  );
  const own = supervision.find(({ organ }) => organ === focus.pos)!;
  const below = organs.filter(({ pos, hi }) => pos > focus.pos && hi <= focus.hi);
  return all.map((dice, n) => ({
    office: n < LINKS_IN_FORCE ? own.pos : dice.pick([own, ...supervision]).pos,
    target: dice.pick(dice.chance(30) ? groups : below.length > 0 && dice.chance(60) ? below : organs).pos,
    ...someTime(dice, n < LINKS_IN_FORCE ? 100 : 50, now),
  }));
}

/** The leader's branch, and periods of others that may have ended; without the duty a branch opens nothing. */
export function branchesOf({ units, focus }: Tree, { viewers }: People, all: readonly Dice[], now: number): Branch[] {
  const leader = viewers.filter(({ identity }) => identity === 'branch leader');
  const leaders = viewers.filter(({ post }) => post.duty === 'LEADER_IN_CHARGE');
  const beside = units.filter(({ organ, pos }) => organ === focus.pos && pos !== focus.pos);
  return all.map((dice, n) => {
    const isHis = n < BRANCHES_IN_FORCE;
    return {
      post: dice.pick(isHis ? leader : [...leaders, ...leaders, ...viewers]).post.id,
      office: dice.pick(beside).pos,
      ...someTime(dice, isHis ? 100 : 50, now),
    };
  });
}

/** The zone member stands in a zone with units that have matters: it opens none of them to him. */
export function zonesOf({ units, focus }: Tree, { viewers }: People, dice: Dice): Zone[] {
  const { post } = viewers.find(({ identity }) => identity === 'zone member')!;
  const others = units.filter(({ pos, kind }) => pos !== post.unit && kind !== 'COMMAND_CENTRE');
  return [{ owner: focus.pos, members: [post.unit, focus.pos, ...dice.some(others, 30).map(({ pos }) => pos)] }];
}
